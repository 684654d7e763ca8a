//! `[relay]`.

mod login;

use std::collections::BTreeMap;
use std::path::Path;

use super::{count, required_text, small};
use crate::config::reader::table::Table;
use crate::config::{Limits, Relay, Security};

pub(super) fn read(table: &mut Table<'_, '_>, root: &Path) -> Option<Relay> {
    let words =
        [("starttls", Security::StartTls), ("tls", Security::Tls), ("none", Security::None)];
    let host = required_text(table, "host", "the SMTP server's name");
    let security = table.choice("security", &words).unwrap_or_default();
    let port = match security {
        Security::StartTls => 587,
        Security::Tls => 465,
        Security::None => 25,
    };
    let login = login::read(table, root, security);
    let relay = Relay {
        host: host.clone().unwrap_or_default(),
        port: u16::try_from(small(table, "port", 1..65_536, port)).unwrap_or(587),
        security,
        login,
        connections: count(table, "connections", 1..129, 4),
        messages_per_connection: small(table, "messages_per_connection", 1..100_001, 100),
        timeout_seconds: small(table, "timeout_seconds", 1..3_601, 600),
        ca_file: table.text("ca_file").map(|file| root.join(file)),
        hello: table.text("hello").map(str::to_owned),
        limits: limits(table),
        domains: domains(table),
    };
    table.finish();
    host.map(|_| relay)
}

fn limits(table: &mut Table<'_, '_>) -> Limits {
    let mut limit = |key| table.number(key, 1..1_000_000_001).and_then(|n| u32::try_from(n).ok());
    Limits {
        per_second: limit("per_second"),
        per_hour: limit("per_hour"),
        per_day: limit("per_day"),
    }
}

/// `[relay.domains."mail.example"]`.
fn domains(table: &mut Table<'_, '_>) -> BTreeMap<String, Limits> {
    let read = |(name, mut table): (String, Table<'_, '_>)| {
        let limits = limits(&mut table);
        table.finish();
        (name.to_ascii_lowercase(), limits)
    };
    table.tables("domains").into_iter().map(read).collect()
}
