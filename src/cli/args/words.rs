//! Spans and times as they are typed.

use std::time::Duration;

/// Reads a span such as `90s`, `10m`, `2h` or `0`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let seconds = match unit.trim() {
        "s" | "" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 0,
    };
    let number: Option<u64> = number.parse().ok();
    // A number alone could mean anything, unless it is none.
    let bare = unit.is_empty() && number != Some(0);
    match number.and_then(|number| number.checked_mul(seconds)) {
        Some(span) if seconds > 0 && !bare && span <= 30 * 86_400 => Ok(Duration::from_secs(span)),
        _ => Err("write a span of at most 30 days such as 90s, 10m or 2h".to_owned()),
    }
}

/// Checks that a text says a time; the publication's zone completes it later.
pub(super) fn instant(text: &str) -> Result<String, String> {
    match crate::time::parse_instant(text, chrono_tz::Tz::UTC) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("{error}; write it such as 2026-11-20T09:00:00Z")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("10m"), Ok(Duration::from_mins(10)));
        assert_eq!(duration("0"), Ok(Duration::ZERO));
        for text in ["", "10", "m", "-1m", "1y", "99999999999999999999h", "31d"] {
            assert!(duration(text).is_err(), "{text:?}");
        }
    }
}
