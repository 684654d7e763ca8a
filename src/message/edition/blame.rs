//! Says whose fault a finding is: an article's, a template's line, or the configuration's.

use crate::finding::Finding;
use crate::issue::Edition;
use crate::message::check::check;
use crate::message::compose::longest;

use super::draft::Draft;

/// Checks the message of the reader with the longest name and address.
pub(super) fn findings(draft: &Draft<'_>, edition: &Edition) -> Result<Vec<Finding>, Vec<Finding>> {
    let bytes = longest(edition, draft.selection.key)?;
    Ok(check(&bytes))
}
