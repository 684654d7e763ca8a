//! The name that is said in EHLO.

use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) const HINT: &str = "a host name such as \"mail.example.org\" (letters outside ASCII as \
                               xn--...), or an address such as \"[192.0.2.1]\" or \"[IPv6:2001:db8::1]\"";

/// Reads a host name or an address literal (RFC 5321 sections 4.1.1.1 and 4.1.3).
pub(super) fn parse(text: &str) -> Result<String, &'static str> {
    let fits = match text.strip_prefix('[') {
        Some(literal) => literal.strip_suffix(']').is_some_and(is_address),
        None => is_domain(text),
    };
    if fits { Ok(text.to_owned()) } else { Err("this is no name that may be said in EHLO") }
}

fn is_address(text: &str) -> bool {
    match text.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => {
            address.parse::<Ipv6Addr>().is_ok()
        }
        _ => text.parse::<Ipv4Addr>().is_ok(),
    }
}

fn is_domain(text: &str) -> bool {
    text.len() < 254 && text.split('.').all(is_label)
}

/// Letters, digits and hyphens, the last neither first nor last.
fn is_label(label: &str) -> bool {
    let is_allowed = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
    let is_bare = !label.starts_with('-') && !label.ends_with('-');
    (1..64).contains(&label.len()) && is_bare && label.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_or_an_address_in_brackets_may_be_said() {
        for text in [
            "mail.example.org",
            "localhost",
            "xn--caf-dma.example",
            "1.example",
            "[192.0.2.1]",
            "[IPv6:2001:db8::1]",
            "[ipv6:::1]",
        ] {
            assert_eq!(parse(text).as_deref(), Ok(text));
        }
        for text in [
            "",
            "a b",
            "a b\r\nMAIL FROM:<x@y>",
            "caf\u{e9}.example",
            "a_b.example",
            "-a.example",
            "a..example",
            "example.",
            "[192.0.2.1",
            "[2001:db8::1]",
            "[IPv6:192.0.2.1]",
            "[mail.example]",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"a.".repeat(200)).is_err() && parse(&"a".repeat(64)).is_err());
    }
}
