//! The keys that sign mail, read from where the configuration says they are.

use crate::config::{Config, Dkim};
use crate::finding::Finding;
use crate::token::SigningKey;

/// Reads all keys; nothing is signed by half of them.
pub fn keys(config: &Config) -> Result<Vec<SigningKey>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut keys = Vec::new();
    for entry in &config.dkim {
        match key(entry) {
            Ok(key) => keys.push(key),
            Err(finding) => findings.push(finding.file(&config.file).line(entry.line)),
        }
    }
    if findings.is_empty() { Ok(keys) } else { Err(findings) }
}

/// Tells of every key that cannot be read, and of every sender no key signs for.
pub fn check(config: &Config) -> Vec<Finding> {
    let mut findings = keys(config).err().unwrap_or_default();
    if config.dkim.is_empty() {
        return findings;
    }
    for newsletter in &config.newsletters {
        let Some(from) = &newsletter.from else { continue };
        let domain = from.address.domain().to_ascii_lowercase();
        let signs = |entry: &Dkim| {
            let above = domain.strip_suffix(&entry.domain);
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        };
        if !config.dkim.iter().any(signs) {
            let what = format!("newsletter {}: no [[dkim]] signs for {domain}", newsletter.name);
            let hint = format!("make keys with `postrider dkim new --domain {domain}`");
            findings.push(Finding::warning(what).file(&config.file).hint(hint));
        }
    }
    findings
}

fn key(entry: &Dkim) -> Result<SigningKey, Finding> {
    let place = &entry.key;
    let pem = place.read(|name| std::env::var(name).ok()).map_err(|_| {
        Finding::error(format!("the DKIM key cannot be read: {place}"))
            .hint("`postrider dkim new` makes one; nothing is sent without its signature")
    })?;
    SigningKey::from_pem(&entry.domain, &entry.selector, &pem)
        .map_err(|error| Finding::error(format!("{place} holds no key to sign with: {error}")))
}
