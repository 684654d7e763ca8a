//! What a newsletter's next issue holds, and when it is due.

mod cadence;
mod choice;

pub use cadence::{Due, due, key, run_ahead};
pub use choice::{Choice, History, Why, choose};

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use crate::config::{Config, Newsletter};

    pub(super) fn utc(text: &str) -> DateTime<Utc> {
        crate::time::parse_instant(text, chrono_tz::Tz::UTC).unwrap()
    }

    /// The newsletter `weekly` with these settings.
    pub(super) fn newsletter(settings: &str) -> Newsletter {
        let text = format!(
            "title = \"Tidewater\"\nhome = \"https://tidewater.example/\"\n[newsletters.weekly]\n{settings}\n"
        );
        let config = Config::parse(&text, std::path::Path::new("config.toml")).unwrap();
        config.newsletter("weekly").unwrap().clone()
    }
}
