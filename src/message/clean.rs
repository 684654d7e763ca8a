//! Text that is safe to stand in a header or a template.

use crate::issue::{SLOT_CLOSE, SLOT_OPEN};
use crate::text::{is_xml_char, one_line};

/// Makes one line without any character that could break a header, a page or a slot.
pub(super) fn line(text: &str) -> String {
    let kept: String = text.chars().map(|c| if harmless(c) { c } else { ' ' }).collect();
    one_line(&kept)
}

/// The same, cut after a whole word where it is longer than `most` characters.
pub(super) fn short_line(text: &str, most: usize) -> String {
    let line = line(text);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|at| *at > cut.len() / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([' ', ',', ';', ':', '.', '–', '—']))
}

fn harmless(c: char) -> bool {
    // Embeddings and overrides of direction would run on into what stands beside the text.
    let runs_on = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && is_xml_char(c) && !runs_on && c != SLOT_OPEN && c != SLOT_CLOSE
}
