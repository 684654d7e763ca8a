//! Readers in doubt: one by one, or as the configuration says.

use crate::house::{House, Said};
use crate::kills::points::{Still, still};
use crate::kills::{Killing, PUBLISH, by_reader, until};
use crate::post::{KEY, house, plain, reader};
use crate::smtp_server::{Act, At, Script, SmtpServer};

const AT_ONCE: [&str; 4] = ["publish", "--no-link-check", "--wait", "0"];

/// A server that takes reader 1's message, so many times, and never says so.
fn server(times: usize) -> SmtpServer {
    let seen = std::sync::atomic::AtomicUsize::new(0);
    SmtpServer::start(Script::new(move |moment| {
        let theirs = moment.at == At::Dot && moment.to == reader(1);
        if theirs && seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < times {
            return Act::Take(Box::new(Act::Drop));
        }
        Act::Usual
    }))
}

/// A house of three readers in which so much is said of the newsletter.
fn house_at(server: &SmtpServer, said: &str) -> House {
    let house = house(&plain(server));
    let config = house.read("config.toml") + said + "\nsubscribers = \"readers.csv\"\n";
    let rows: String = (0..3).map(|n| reader(n) + "\n").collect();
    house.write("config.toml", config).write("readers.csv", format!("email\n{rows}"))
}

fn publish(house: &House) -> Said {
    house.run(&AT_ONCE)
}

fn times(server: &SmtpServer, n: usize) -> usize {
    server.recipients().iter().filter(|to| **to == reader(n)).count()
}

#[test]
fn the_configuration_may_say_that_whoever_is_in_doubt_is_sent_the_same_message_again() {
    let server = server(1);
    let house = house_at(&server, "in_doubt = \"resend\"");
    let first = publish(&house);
    assert_eq!((first.code, times(&server, 1)), (3, 1), "{first:#?}");
    assert!(first.err.contains("1 reader was in doubt, and `in_doubt` says to send"), "{first:#?}");
    assert!(!first.err.contains("deferred") && !first.err.contains("resolve"), "{first:#?}");
    let about = house.run(&["issues", "show", KEY, "--reader", &reader(1)]).fine();
    assert!(about.out.contains("by `in_doubt` it is sent again"), "{about:#?}");
    publish(&house).fine();
    let messages = by_reader(server.taken()).remove(&reader(1)).unwrap();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].bytes == messages[1].bytes);
    assert_eq!((times(&server, 0), times(&server, 2)), (1, 1));
}

#[test]
fn a_message_that_is_never_answered_for_goes_out_three_times_at_most() {
    let server = server(usize::MAX);
    let house = house_at(&server, "in_doubt = \"resend\"");
    for _ in 0..5 {
        publish(&house);
    }
    assert_eq!(times(&server, 1), 3);
    let about = house.run(&["issues", "show", KEY, "--reader", &reader(1)]).fine();
    assert!(about.out.contains("in doubt") && about.out.contains("issues resolve"), "{about:#?}");
}

#[test]
fn the_configuration_may_say_that_whoever_is_in_doubt_counts_as_sent() {
    let server = server(1);
    let house = house_at(&server, "in_doubt = \"accepted\"");
    let said = publish(&house).fine();
    assert!(said.out.contains("3 of 3 readers accepted"), "{said:#?}");
    assert!(said.out.contains("`in_doubt` says that it counts as sent"), "{said:#?}");
    publish(&house).fine();
    assert_eq!(server.count(), 3);
}

#[test]
fn without_a_word_in_the_configuration_nobody_in_doubt_is_sent_anything_again() {
    let server = server(1);
    let house = house_at(&server, "");
    for _ in 0..3 {
        publish(&house);
    }
    assert_eq!(times(&server, 1), 1);
}

#[test]
fn whoever_a_crash_left_in_doubt_is_served_by_the_next_run_where_the_configuration_says_so() {
    let Still { server, reached, goes_on } = still(At::Dot, 2, Act::Drop);
    let killing = Killing::at(server, "", 5, "in_doubt = \"resend\"\n");
    let mut child = killing.start(&PUBLISH);
    reached.recv().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    goes_on.send(()).unwrap();
    until("the end of all connections", || killing.server.open() == 0);
    let said = killing.run(&PUBLISH);
    assert_eq!(said.code, 0, "{said:#?}");
    let taken = by_reader(killing.server.taken());
    assert_eq!(taken.len(), 5, "{said:#?}");
    // The one before was answered for and not yet written down.
    assert!(taken.values().filter(|messages| messages.len() > 1).count() <= 1, "{said:#?}");
}

#[test]
fn one_reader_in_doubt_is_decided_about_and_the_others_are_not() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth < 3 => Act::Drop,
        _ => Act::Usual,
    }));
    let house = house_at(&server, "");
    assert_eq!(publish(&house).code, 3);
    let resolve = |n: usize, how: &str| {
        house.run(&["issues", "resolve", KEY, "--as", how, "--reader", &reader(n)]).fine()
    };
    assert!(resolve(0, "accepted").out.contains("counted as sent: 1 reader"));
    assert!(resolve(2, "resend").out.contains("1 reader"));
    assert!(resolve(0, "resend").out.contains("is not in doubt"), "it is decided");
    let said = publish(&house);
    assert_eq!((said.code, server.recipients()), (3, vec![reader(2)]), "{said:#?}");
    let about = house.run(&["issues", "show", KEY, "--reader", &reader(1)]).fine();
    assert!(about.out.contains("in doubt") && about.out.contains("--reader"), "{about:#?}");
}
