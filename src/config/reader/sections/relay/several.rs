//! `[[relays]]`: several relays that share the messages among them.

use std::ops::Range;
use std::path::Path;

use crate::config::reader::table::Table;
use crate::config::{Relay, Way};

/// More than anyone has; a mistake in a generated file is told and not obeyed.
const MOST: usize = 32;

/// A relay, and where it is named.
struct Named {
    relay: Relay,
    at: Range<usize>,
}

pub(super) fn read(top: &mut Table<'_, '_>, root: &Path) -> Vec<Relay> {
    let at = top.at("relays");
    let tables = top.list_of_tables("relays");
    let written = tables.len();
    if top.has("relays") && written == 0 {
        top.wrong(&at, "`relays` names no relay", "write each as a table [[relays]]");
    }
    let all: Vec<_> = tables.into_iter().filter_map(|mut table| one(&mut table, root)).collect();
    if written > MOST {
        top.wrong(&at, format!("more than {MOST} relays"), "");
    }
    if written > 0 && all.len() == written && all.iter().all(|one| one.relay.weight == 0) {
        let hint = "a relay of weight 0 stands by for when no other takes messages: give one at \
                    least a `weight` of 1";
        top.wrong(&at, "every relay has a `weight` of 0, so none has a share", hint);
    }
    for (n, one) in all.iter().enumerate() {
        tell_twins(top, one, all.get(..n).unwrap_or_default());
    }
    all.into_iter().map(|one| one.relay).collect()
}

fn one(table: &mut Table<'_, '_>, root: &Path) -> Option<Named> {
    let name = table.parsed("name", "a word of your own, such as \"main\"", name);
    let weight = super::small(table, "weight", 0..1_001, 1);
    let at = if name.is_some() { table.at("name") } else { table.here() };
    let relay = super::relay(table, root)?;
    Some(Named { relay: Relay { name, weight, ..relay }, at })
}

/// Reads a name that stands in sentences, in the ledger and in a table's cell.
fn name(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("it is empty"),
        1..=64 if !text.chars().any(char::is_control) => Ok(text.to_owned()),
        _ => Err("it is longer than 64 characters, or has more than one line"),
    }
}

/// Tells of a relay that is one of those above it, or could not be told from it.
fn tell_twins(top: &Table<'_, '_>, one: &Named, above: &[Named]) {
    let called = one.relay.called();
    if above.iter().any(|other| is_same(&one.relay, &other.relay)) {
        let what = format!("{} is there twice", one.relay.address());
        let hint = "a relay needs one table, and its `weight` says how much goes there; two accounts \
                    at one server need a `user` each";
        top.wrong(&one.at, what, hint);
    } else if above.iter().any(|other| other.relay.called() == called) {
        let what = format!("two relays are called `{called}`");
        top.wrong(&one.at, what, "give each a `name` of its own");
    }
}

/// Do two tables name one account at one server, or one program?
fn is_same(one: &Relay, other: &Relay) -> bool {
    let user = |relay: &Relay| {
        relay.smtp().and_then(|server| server.login.as_ref().map(|login| login.user.clone()))
    };
    let kind = |relay: &Relay| matches!(relay.way, Way::Smtp(_));
    kind(one) == kind(other)
        && one.address().eq_ignore_ascii_case(&other.address())
        && user(one) == user(other)
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Relay};
    use std::path::Path;

    fn read(relays: &str) -> Result<Vec<Relay>, String> {
        let text =
            format!("title = \"Tidewater\"\nhome = \"https://tidewater.example/\"\n{relays}");
        let told = |findings: Vec<_>| {
            let told = findings.iter().map(ToString::to_string).collect::<Vec<_>>();
            told.join("\n")
        };
        Config::parse(&text, Path::new("config.toml")).map(|it| it.relays).map_err(told)
    }

    #[test]
    fn several_relays_have_names_and_shares() {
        let relays = read(
            "[[relays]]\nname = \"main\"\nhost = \"a.example\"\nweight = 3\nper_hour = 100\n\
             [[relays]]\nhost = \"b.example\"\n[relays.domains.\"mail.example\"]\nper_day = 9\n\
             [[relays]]\nurl = \"sendmail:/bin/post\"\nweight = 0\n",
        )
        .unwrap();
        let told: Vec<_> = relays.iter().map(|relay| (relay.called(), relay.weight)).collect();
        let expected = [("main", 3), ("b.example:587", 1), ("sendmail:/bin/post", 0)];
        assert_eq!(told, expected.map(|(name, weight)| (name.to_owned(), weight)));
        assert_eq!((relays[0].limits.per_hour, relays[1].domains.len()), (Some(100), 1));
    }

    #[test]
    fn two_accounts_at_one_server_are_two_relays() {
        let account = |user: &str| {
            format!(
                "[[relays]]\nname = \"{user}\"\nhost = \"a.example\"\nuser = \"{user}\"\npassword_env = \"P\"\n"
            )
        };
        assert_eq!(read(&(account("ana") + &account("bo"))).unwrap().len(), 2);
        assert!(read(&(account("ana") + &account("ana"))).unwrap_err().contains("there twice"));
    }

    #[test]
    fn what_is_wrong_with_several_relays_is_told_with_its_line() {
        let host = |name: &str| format!("[[relays]]\nhost = \"{name}.example\"\n");
        let (a, b) = (host("a"), host("b"));
        for (relays, line, words) in [
            (format!("[relay]\nhost = \"c.example\"\n{a}"), 3, "both [relay] and [[relays]]"),
            (
                "[relay]\nhost = \"a.example\"\nweight = 2\n".to_owned(),
                5,
                "`weight` is for several",
            ),
            (format!("{a}{a}"), 5, "a.example:587 is there twice"),
            (format!("{a}name = \"x\"\n{b}name = \"x\"\n"), 8, "two relays are called `x`"),
            (
                format!("{a}name = \"b.example:587\"\n{b}"),
                6,
                "two relays are called `b.example:587`",
            ),
            (format!("{a}weight = 0\n{b}weight = 0\n"), 3, "every relay has a `weight` of 0"),
            (format!("{a}weight = -1\n"), 5, "`weight` must be from 0 to 1000"),
            (format!("{a}name = \"\"\n"), 5, "it is empty"),
            (format!("{a}wieght = 2\n"), 5, "did you mean `weight`?"),
            ("relays = []\n".to_owned(), 3, "names no relay"),
        ] {
            let told = read(&relays).unwrap_err();
            assert!(told.contains(&format!("config.toml:{line}")), "{relays}: {told}");
            assert!(told.contains(words), "{relays}: {told}");
        }
    }
}
