//! A relay that offers PIPELINING and does not bear it is noticed, remembered and served plainly.

use postrider::delivery::{Class, Report};
use postrider::ledger::DeliveryState;

use crate::ahead::all_once_but;
use crate::house::NOW;
use crate::post::{Post, ends, house, is_one_of, plain, reader, report};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

const READERS: usize = 40;

/// A server that acts so, and a publication that sends to it over four connections.
async fn sent_to(
    act: impl Fn(&Moment) -> Act + Send + Sync + 'static,
) -> (SmtpServer, Post, Report) {
    let server = SmtpServer::start(Script::new(act));
    let relay = format!("{}timeout_seconds = 2\n", plain(&server));
    let post = Post::open(house(&relay), READERS).await;
    let sent = post.send().await;
    (server, post, sent)
}

/// Sends another issue, in another run.
async fn another(post: &Post) -> Report {
    post.house.put("content/moon.md", "---\ntitle: The moon\ndate: 2026-11-22\n---\nIt pulls.\n");
    report(post.publish_at(&post.relay(), "2026-11-23T08:30:00Z").await)
}

async fn all_in_one_attempt(post: &Post) {
    let lines = post.lines(DeliveryState::Accepted).await;
    assert!(lines.iter().all(|line| line.attempts == 1), "{lines:?}");
}

/// Ways to dislike a command that came too early, before anything of a message could be lost.
fn dislikes() -> [Act; 4] {
    [
        Act::Say("503 5.5.1 bad sequence of commands"),
        Act::SayAndDrop("554 SMTP synchronization error"),
        Act::Drop,
        Act::Deaf(Box::new(Act::Usual)),
    ]
}

#[tokio::test]
async fn a_relay_that_does_not_bear_pipelining_is_noticed_and_served_a_command_at_a_time() {
    for at in [At::Mail, At::Rcpt] {
        for dislike in dislikes() {
            let disliked = dislike.clone();
            let act = move |moment: &Moment| {
                if moment.at == at && moment.more { disliked.clone() } else { Act::Usual }
            };
            let (server, post, sent) = sent_to(act).await;
            ends(&sent, Class::Done);
            all_once_but(&server, READERS, &[]);
            all_in_one_attempt(&post).await;
            assert_eq!(server.grouped(), 1, "{at:?} {dislike:?}: noticed by one");
            ends(&another(&post).await, Class::Done);
            assert_eq!((server.count(), server.grouped()), (2 * READERS, 1), "remembered");
        }
    }
}

#[tokio::test]
async fn a_relay_that_does_not_bear_the_next_message_early_is_noticed_and_told_of_it_later() {
    for at in [At::Mail, At::Rcpt, At::Data] {
        for dislike in dislikes() {
            if at == At::Data && matches!(dislike, Act::Deaf(_)) {
                // Nothing comes after DATA.
                continue;
            }
            let disliked = dislike.clone();
            let act = move |moment: &Moment| {
                if moment.at == at && moment.ahead { disliked.clone() } else { Act::Usual }
            };
            let (server, post, sent) = sent_to(act).await;
            ends(&sent, Class::Done);
            all_once_but(&server, READERS, &[]);
            all_in_one_attempt(&post).await;
            assert_eq!(server.ahead(), 1, "{at:?} {dislike:?}: noticed by one");
            assert!(server.grouped() >= READERS, "pipelining is another matter");
            ends(&another(&post).await, Class::Done);
            assert_eq!((server.count(), server.ahead()), (2 * READERS, 1), "remembered");
        }
    }
}

#[tokio::test]
async fn a_relay_that_forgets_what_followed_a_message_loses_nobody() {
    let act = |moment: &Moment| match moment.at {
        At::Dot if moment.more => Act::Deaf(Box::new(Act::Usual)),
        _ => Act::Usual,
    };
    let (server, post, sent) = sent_to(act).await;
    ends(&sent, Class::Done);
    all_once_but(&server, READERS, &[]);
    all_in_one_attempt(&post).await;
    assert_eq!(server.ahead(), 1);
}

#[tokio::test]
async fn a_relay_that_answers_out_of_step_puts_one_reader_in_doubt_and_no_other_ever() {
    for (act, is_taken) in [
        (Act::Drop, false),
        (Act::SayAndDrop("554 SMTP synchronization error"), false),
        (Act::Take(Box::new(Act::Drop)), true),
        (Act::Take(Box::new(Act::Say("503 5.5.1 bad sequence\r\n250 2.0.0 queued"))), true),
        (Act::Silent, false),
    ] {
        let dislike = act.clone();
        let act = move |moment: &Moment| match moment.at {
            At::Dot if moment.more => dislike.clone(),
            _ => Act::Usual,
        };
        let (server, post, sent) = sent_to(act).await;
        ends(&sent, Class::Partly);
        let doubtful = post.who(DeliveryState::InDoubt).await;
        assert_eq!((doubtful.len(), server.ahead()), (1, 1), "{doubtful:?}");
        assert_eq!(post.totals().await.count(DeliveryState::Accepted), READERS as u64 - 1);
        let got = server.recipients().iter().filter(|to| **to == doubtful[0]).count();
        assert_eq!(got, usize::from(is_taken), "never sent again unasked");
        let before = server.count();
        ends(&another(&post).await, Class::Done);
        assert_eq!((server.count(), server.ahead()), (before + READERS, 1), "remembered");
    }
}

#[tokio::test]
async fn what_is_remembered_is_tried_again_after_a_month() {
    let dislikes = |moment: &Moment| {
        if moment.at == At::Mail && moment.ahead { Act::Drop } else { Act::Usual }
    };
    let (_, post, _) = sent_to(dislikes).await;
    let relay = post.relay().name();
    let known =
        async |when| post.store.relay_dislikes(&relay, crate::post::at(when)).await.unwrap();
    assert_eq!(known(NOW).await, ["ahead"]);
    assert!(known("2026-12-21T09:00:00Z").await.is_empty());
}

#[tokio::test]
async fn what_a_relay_says_in_plain_talk_too_is_not_about_its_manners() {
    for words in ["503 5.5.1 not for this one", "554 5.7.0 pipelining is fine, you are not"] {
        let act = move |moment: &Moment| match moment.at {
            At::Rcpt if is_one_of(&moment.to, &[0]) => Act::Say(words),
            _ => Act::Usual,
        };
        let (server, post, sent) = sent_to(act).await;
        ends(&sent, Class::Partly);
        all_once_but(&server, READERS, &[0]);
        assert_eq!(post.who(DeliveryState::Rejected).await, [reader(0)]);
        assert!(server.ahead() > 0 && server.grouped() > READERS / 2);
    }
}
