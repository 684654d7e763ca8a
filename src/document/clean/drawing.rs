//! Drawings within the text.

use dom_query::NodeRef;

use super::{Drawings, text_of};

impl Drawings {
    /// Notes a drawing that is left out, if it shows words.
    pub(super) fn note(&mut self, svg: &NodeRef<'_>) {
        let Some(words) = svg.descendants_it().find_map(|node| shown(&node)) else { return };
        self.times = self.times.saturating_add(1);
        self.first.get_or_insert(words);
    }
}

/// Gives the words of a text that is drawn; a title is only told.
fn shown(node: &NodeRef<'_>) -> Option<String> {
    let words = text_of(node)?;
    let told = ["title", "desc", "style", "script", "metadata"];
    let is_told = node.parent().is_some_and(|up| told.iter().any(|name| up.has_name(name)));
    let words = words.trim();
    (!is_told && words.contains(char::is_alphanumeric)).then(|| words.to_owned())
}
