//! Holds the rules of a good message over its final bytes.

use crate::finding::Finding;

/// Checks a message as it would be handed over.
#[must_use]
pub fn check(bytes: &[u8]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if bytes.len() >= 100_000 {
        findings.push(Finding::error(format!("the message has {} bytes", bytes.len())));
    }
    findings
}
