//! `[newsletters.NAME]`.

use std::path::Path;

use chrono_tz::Tz;

use super::{ZONE_HINT, count};
use crate::address::{Address, Mailbox};
use crate::config::reader::table::Table;
use crate::config::{InDoubt, Mode, Newsletter, Overflow};
use crate::time::{Cadence, parse_instant, parse_zone};

const CADENCE_HINT: &str = "one of `every = \"12h\"`, `at = \"Mon 08:00\"`, `cron = \"0 8 * * 1\"`";

pub(super) fn read(table: &mut Table<'_, '_>, name: String, zone: Tz, root: &Path) -> Newsletter {
    let fit = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if name.is_empty() || !name.bytes().all(fit) {
        let what = format!("`{name}` cannot name a newsletter");
        table.wrong(&table.at(""), what, "use small letters, digits and `-`");
    }
    let zone = table.parsed("zone", ZONE_HINT, parse_zone).unwrap_or(zone);
    let cadence = cadence(table);
    let min_articles = count(table, "min_articles", 1..1001, 1);
    let max_articles = count(table, "max_articles", 1..1001, 12);
    if min_articles > max_articles {
        table.wrong(&table.at("min_articles"), "`min_articles` is more than `max_articles`", "");
    }
    let overflows = [("wait", Overflow::Wait), ("skip", Overflow::Skip)];
    let modes = [("auto", Mode::Auto), ("draft", Mode::Draft)];
    let doubts =
        [("hold", InDoubt::Hold), ("resend", InDoubt::Resend), ("accepted", InDoubt::Accepted)];
    let mailbox_hint = "such as \"The Review <hello@review.example>\"";
    let newsletter = Newsletter {
        title: table.text("title").unwrap_or(&name).to_owned(),
        name,
        cadence: cadence.unwrap_or_default(),
        zone,
        since: table.parsed("since", "a date such as \"2026-09-01\"", |t| parse_instant(t, zone)),
        tags: table.texts("tags").unwrap_or_default(),
        without_tags: table.texts("without_tags").unwrap_or_default(),
        min_articles,
        max_articles,
        overflow: table.choice("overflow", &overflows).unwrap_or_default(),
        skip_if_empty: table.flag("skip_if_empty").unwrap_or(true),
        mode: table.choice("mode", &modes).unwrap_or_default(),
        in_doubt: table.choice("in_doubt", &doubts).unwrap_or_default(),
        from: table.parsed("from", mailbox_hint, Mailbox::parse),
        reply_to: table.parsed("reply_to", mailbox_hint, Mailbox::parse),
        unsubscribe_mailto: table.parsed("unsubscribe_mailto", "a mail address", Address::parse),
        postal_address: table.text("postal_address").map(str::to_owned),
        subject: table.text("subject").unwrap_or("{{ lead.headline }}").to_owned(),
        template: table.text("template").unwrap_or("email/digest").to_owned(),
        subscribers: table.text("subscribers").map(|file| root.join(file)),
    };
    table.finish();
    newsletter
}

/// Reads `every`, `at` or `cron`: exactly one of them.
fn cadence(table: &mut Table<'_, '_>) -> Option<Cadence> {
    let given = ["every", "at", "cron"].iter().filter(|key| table.has(key)).count();
    if given == 0 {
        table.missing("at", CADENCE_HINT);
    } else if given > 1 {
        table.wrong(&table.at("every"), "more than one cadence", CADENCE_HINT);
    }
    let every = table.parsed("every", CADENCE_HINT, Cadence::every);
    let at = table.parsed("at", CADENCE_HINT, Cadence::at);
    let cron = table.parsed("cron", CADENCE_HINT, Cadence::cron);
    every.or(at).or(cron)
}
