//! The mail program of this machine as a relay: one named promise for each way it can end.

mod kills;
pub mod program;

use postrider::address::Address;
use postrider::config::Config;
use postrider::delivery::{Class, End};
use postrider::ledger::{Cause, DeliveryState, IssueState};
use postrider::relay::{Envelope, Relay};
use postrider::store::DeliveryLine;

use crate::house::{House, NOW};
use crate::post::{Post, ends, reader, report, told};
use program::Program;

/// A publication whose relay is a program.
pub fn house(relay: &str) -> House {
    let house = crate::post::house(relay);
    let config = house.read("config.toml").replace("host = \"127.0.0.1\"\n", "");
    house.write("config.toml", config)
}

async fn post(program: &Program, readers: usize) -> Post {
    Post::open(house(&program.relay()), readers).await
}

/// What is done for one reader only.
fn for_reader(n: usize, does: &str) -> String {
    format!("if [ \"$to\" = {} ]; then {does}; fi", reader(n))
}

/// Hands an issue over to six readers, one of whom ends so; gives what became of that one.
async fn one(does: &str) -> (Post, Program, DeliveryLine) {
    let program = Program::new(&for_reader(3, does));
    let post = post(&program, 6).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    let mut taken = program.taken();
    taken.retain(|to| *to != reader(3));
    assert_eq!(taken.len(), 5, "{}", told(&sent));
    let key = postrider::issue::IssueKey(crate::post::KEY.to_owned());
    let third = Address::parse(&reader(3)).unwrap();
    let line = post.store.delivery_of(&key, &third).await.unwrap().unwrap();
    (post, program, line)
}

async fn audience(post: &Post) -> u64 {
    post.store.audience("weekly").await.unwrap()
}

#[tokio::test]
async fn everyone_gets_the_issue_once_by_the_mail_program_and_a_second_run_starts_it_no_more() {
    let program = Program::kind();
    let post = post(&program, 12).await;
    let first = post.send().await;
    ends(&first, Class::Done);
    assert_eq!(first.state, IssueState::Finished);
    let mut taken = program.taken();
    taken.sort();
    assert_eq!(taken, (0..12).map(reader).collect::<Vec<_>>());
    let accepted = post.lines(DeliveryState::Accepted).await;
    let words = |line: &DeliveryLine| line.reply.clone().unwrap_or_default();
    assert!(accepted.iter().all(|line| words(line).starts_with("exit 0: queued as ")));
    post.publish_at(&post.relay(), "2026-11-20T10:00:00Z").await;
    assert_eq!(program.begun().len(), 12);
}

#[tokio::test]
async fn the_program_reads_the_whole_message_with_the_lines_of_files_and_sees_little_of_us() {
    let program = Program::kind();
    let text = format!(
        "title = \"T\"\nhome = \"https://tidewater.example/\"\n[relay]\n{}",
        program.relay()
    );
    let config = Config::parse(&text, std::path::Path::new("config.toml")).unwrap();
    let environment = |name: &str| match name {
        "PATH" => std::env::var(name).ok(),
        "POSTRIDER_SMTP_PASSWORD" | "HOME" => Some("hunter2".to_owned()),
        _ => None,
    };
    let relay = Relay::configured(&config.relays[0], environment).unwrap();
    let from = Address::parse("hello@tidewater.example").unwrap();
    let to = Address::parse("o'hara+$HOME@reader.example").unwrap();
    let mail = b"Subject: hello\r\n\r\n.\r\n.one = two\r\n";
    let mut line = relay.open().await.unwrap();
    line.begin(Envelope { from: &from, to: &to, size: mail.len() }).await.unwrap();
    assert!(program.begun().is_empty(), "nothing runs before there is a whole message");
    line.finish(mail, None).await.unwrap();
    assert_eq!(program.files("taken.")[0], b"Subject: hello\n\n.\n.one = two\n");
    let args = String::from_utf8(program.files("args.").remove(0)).unwrap();
    assert_eq!(args, "-i\n-f\nhello@tidewater.example\n--\no'hara+$HOME@reader.example\n");
    let environment = String::from_utf8(program.files("env.").remove(0)).unwrap();
    // A shell adds some of its own.
    let known = ["PATH", "HOME", "LC_ALL", "PWD", "OLDPWD", "SHLVL", "_"];
    for line in environment.lines() {
        let (name, value) = line.split_once('=').unwrap();
        assert!(known.contains(&name), "{line}");
        assert!(name == "HOME" || !value.contains("hunter2"), "{line}");
    }
}

#[tokio::test]
async fn no_more_programs_run_at_once_than_there_are_connections() {
    let program = Program::new("sleep 0.02");
    let post = Post::open(house(&format!("{}connections = 2\n", program.relay())), 16).await;
    ends(&post.send().await, Class::Done);
    assert_eq!(program.taken().len(), 16);
    assert!(program.most_at_once() <= 2, "{} at once", program.most_at_once());
}

#[tokio::test]
async fn ex_nouser_is_rejected_and_suppressed_with_the_programs_words_masked() {
    let does = "echo \"<$to>: user unknown\" >&2; echo second line >&2; exit 67";
    let program = Program::new(&for_reader(3, does));
    let post = post(&program, 12).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert_eq!(post.who(DeliveryState::Rejected).await, [reader(3)]);
    let line = &post.lines(DeliveryState::Rejected).await[0];
    assert_eq!(line.cause, Some(Cause::NoMailbox));
    let words = "exit 67 (EX_NOUSER): <r…@mail3.example>: user unknown second line";
    assert_eq!(line.reply.as_deref(), Some(words));
    assert_eq!((program.taken().len(), audience(&post).await), (11, 11));
}

#[tokio::test]
async fn ex_nohost_and_ex_unavailable_are_rejected_and_suppress_nobody() {
    for (code, name) in [(68, "EX_NOHOST"), (69, "EX_UNAVAILABLE")] {
        let (post, _, line) = one(&format!("exit {code}")).await;
        assert_eq!((line.state, line.cause), (DeliveryState::Rejected, Some(Cause::Hard)));
        assert_eq!(line.reply, Some(format!("exit {code} ({name})")));
        assert_eq!(audience(&post).await, 6);
    }
}

#[tokio::test]
async fn ex_tempfail_defers_that_reader_alone_and_later_they_get_it() {
    let program = Program::new(&for_reader(
        3,
        "[ -e \"$here/later\" ] || { touch \"$here/later\"; exit 75; }",
    ));
    let post = post(&program, 6).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert_eq!(post.who(DeliveryState::Deferred).await, [reader(3)]);
    assert!(told(&sent).contains("2026-11-20 09:05"), "{}", told(&sent));
    ends(&report(post.publish_at(&post.relay(), "2026-11-20T09:06:00Z").await), Class::Done);
    assert_eq!(program.taken().len(), 6);
}

#[tokio::test]
async fn ex_dataerr_pauses_the_issue_after_three_readers() {
    let program = Program::new("echo bad header >&2; exit 65");
    let post = post(&program, 20).await;
    let paused = post.send().await;
    ends(&paused, Class::Mend);
    assert_eq!((paused.state, program.begun().len()), (IssueState::Paused, 3));
    assert!(told(&paused).contains("exit 65 (EX_DATAERR): bad header"), "{}", told(&paused));
}

#[tokio::test]
async fn ex_noperm_is_the_senders_fault_pauses_after_three_and_suppresses_nobody() {
    let program = Program::new("echo not authorized >&2; exit 77");
    let post = post(&program, 20).await;
    let paused = post.send().await;
    ends(&paused, Class::Mend);
    assert_eq!((paused.state, program.begun().len()), (IssueState::Paused, 3));
    assert!(told(&paused).contains("sender at fault"), "{}", told(&paused));
    assert_eq!(audience(&post).await, 20);
}

#[tokio::test]
async fn the_programs_own_trouble_ends_the_run_with_its_words_and_touches_nobody() {
    for (code, name) in [(78, " (EX_CONFIG)"), (71, " (EX_OSERR)"), (1, "")] {
        let program = Program::new(&format!("echo no such map >&2; exit {code}"));
        let relay = format!("{}connections = 1\n", program.relay());
        let post = Post::open(house(&relay), 6).await;
        let ended = post.send().await;
        ends(&ended, Class::Mend);
        assert!(matches!(ended.end, Some(End::Program(_))), "{ended:?}");
        let said = told(&ended);
        let words = format!("takes nothing: exit {code}{name}: no such map");
        assert!(said.contains(&words) && said.contains("nobody was lost"), "{said}");
        assert_eq!(post.totals().await.count(DeliveryState::Queued), 6);
        assert_eq!(program.begun().len(), 3, "three tries are enough");
    }
}

#[tokio::test]
async fn a_failure_at_one_reader_again_and_again_is_about_that_reader() {
    let (post, program, line) = one("exit 1").await;
    assert_eq!(line.state, DeliveryState::Deferred);
    assert_eq!(program.begun().iter().filter(|to| **to == reader(3)).count(), 3);
    assert_eq!(post.totals().await.count(DeliveryState::Accepted), 5);
}

#[tokio::test]
async fn a_program_that_is_killed_leaves_its_reader_in_doubt_and_is_not_started_again_for_them() {
    for does in ["kill -9 $$", "mv \"$here/read.$$\" \"$here/kept\"; kill -9 $$"] {
        let (post, program, line) = one(does).await;
        assert_eq!(line.state, DeliveryState::InDoubt);
        let words = line.reply.unwrap();
        assert!(words.contains("ended without a code") && words.contains('9'), "{words}");
        post.publish_at(&post.relay(), "2026-11-21T09:00:00Z").await;
        assert_eq!(program.begun().len(), 6);
    }
}

#[tokio::test]
async fn a_program_that_an_interrupt_hits_before_it_reads_has_not_begun_and_is_started_again() {
    // Who runs the tests in the background has them ignore an interrupt, and a shell cannot undo that.
    let interrupted = "exec env --default-signal=INT /bin/sh -c 'kill -INT $$'";
    let once = format!("[ -e \"$here/once\" ] || {{ touch \"$here/once\"; {interrupted}; }}");
    let program = Program::early(&for_reader(3, &once), "");
    let post = post(&program, 6).await;
    ends(&post.send().await, Class::Done);
    assert_eq!((program.begun().len(), program.taken().len()), (7, 6));
    let (_, _, line) = one(interrupted).await;
    assert_eq!(line.state, DeliveryState::InDoubt, "what was read may have been taken");
}

#[tokio::test]
async fn ex_ioerr_and_ex_protocol_may_come_after_a_message_was_taken_so_they_are_in_doubt() {
    for code in [74, 76] {
        let (post, program, line) = one(&format!("exit {code}")).await;
        assert_eq!((line.state, line.cause), (DeliveryState::InDoubt, Some(Cause::SilentAfterDot)));
        post.publish_at(&post.relay(), "2026-11-21T09:00:00Z").await;
        assert_eq!(program.begun().len(), 6);
    }
}

#[tokio::test]
async fn a_program_that_never_ends_leaves_nobody_to_go_on_with() {
    let program = Program::new("exec sleep 600");
    let post = Post::open(house(&format!("{}timeout_seconds = 1\n", program.relay())), 3).await;
    let sent = post.send().await;
    ends(&sent, Class::Mend);
    let said = told(&sent);
    assert!(said.contains("did not end within 1 s; nobody was lost"), "{said}");
    assert!(said.contains("decide about those in doubt") && !said.contains("0 readers"), "{said}");
    assert!(!said.contains("postrider send"), "{said}");
}

#[tokio::test]
async fn a_program_that_does_not_end_is_ended_after_its_time_and_its_reader_in_doubt() {
    let program = Program::new("exec sleep 600");
    let post = Post::open(house(&format!("{}timeout_seconds = 1\n", program.relay())), 1).await;
    let started = std::time::Instant::now();
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert!(started.elapsed() < std::time::Duration::from_mins(1), "{:?}", started.elapsed());
    let line = &post.lines(DeliveryState::InDoubt).await[0];
    assert_eq!(line.reply.as_deref(), Some("it did not end within 1 s"));
}

#[tokio::test]
async fn a_program_that_is_not_there_or_cannot_be_run_is_told_and_nobody_is_touched() {
    let program = Program::kind();
    let post = Post::open(house("url = 'sendmail:no/such/sendmail'\n"), 3).await;
    let ended = post.send().await;
    ends(&ended, Class::Mend);
    assert!(matches!(ended.end, Some(End::NoProgram(_))), "{ended:?}");
    assert!(told(&ended).contains("no/such/sendmail"), "{}", told(&ended));
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);

    let plain = std::process::Command::new("chmod").arg("644").arg(program.file()).status();
    assert!(plain.unwrap().success());
    let post = Post::open(house(&program.relay()), 3).await;
    let ended = post.send().await;
    ends(&ended, Class::Mend);
    assert!(told(&ended).contains("it does not start"), "{}", told(&ended));
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn a_reader_who_leaves_just_before_their_turn_starts_no_program() {
    let program = Program::kind();
    let post = post(&program, 4).await;
    let nowhere = Relay::at("sendmail:no/such/sendmail", &[], |_| None).unwrap();
    post.publish_at(&nowhere, NOW).await;
    let leaver = post.lines(DeliveryState::Queued).await[2].subscriber;
    let source = postrider::subscriber::Source::of("a test");
    post.store.unsubscribe("weekly", leaver, &source, crate::post::at(NOW)).await.unwrap();
    ends(&post.send().await, Class::Done);
    assert_eq!(program.begun().len(), 3);
    assert_eq!(post.totals().await.count(DeliveryState::Suppressed), 1);
}
