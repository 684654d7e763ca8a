//! itunes: and podcast:, as directories and the validator want them.

use super::value::{is_media_type, is_web_address};
use super::{Expected, Wrong};
use crate::xml::Element;

/// The longest author or owner, in characters.
const LONGEST_NAME: usize = 255;

/// Whoever uses one itunes element owes the directory's required ones.
pub(super) fn check_channel(channel: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    let uses = |element: &Element| element.children.iter().any(|c| c.name.starts_with("itunes:"));
    if !uses(channel) && !channel.all("item").any(uses) {
        let wanted = expected.feed.podcast.is_some();
        return wrong.hold(!wanted, || "the podcast says nothing to directories".to_owned());
    }
    for name in ["itunes:category", "itunes:explicit", "itunes:owner"] {
        if channel.first(name).is_none() {
            wrong.warning(format!("the channel uses itunes: and lacks {name}"));
        }
    }
    check_common(channel, "the channel", wrong);
    for owner in channel.all("itunes:owner") {
        let email = owner.text_of("itunes:email").unwrap_or_default();
        wrong.hold(email.contains('@'), || format!("the owner's mail address is `{email}`"));
    }
    for category in channel.all("itunes:category") {
        let text = category.attribute("text").unwrap_or_default();
        wrong.hold(!text.is_empty(), || "itunes:category has no text".to_owned());
    }
    for guid in channel.all("podcast:guid") {
        let lengths: Vec<usize> = guid.text.split('-').map(str::len).collect();
        let so = lengths == [8, 4, 4, 4, 12];
        wrong.hold(so, || format!("podcast:guid is no UUID: `{}`", guid.text));
    }
}

pub(super) fn check_item(item: &Element, of: &str, wrong: &mut Wrong) {
    check_common(item, of, wrong);
    if let Some(text) = item.text_of("itunes:duration") {
        let parts: Vec<&str> = text.split(':').collect();
        let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let so = parts.len() <= 3 && parts.iter().all(number);
        wrong.hold(so, || format!("itunes:duration of {of} is no duration: `{text}`"));
    }
    for name in ["itunes:episode", "itunes:season"] {
        if let Some(text) = item.text_of(name) {
            let so = text.parse::<u32>().is_ok_and(|number| number > 0);
            wrong.hold(so, || format!("{name} of {of} is no number: `{text}`"));
        }
    }
    for name in ["podcast:transcript", "podcast:chapters"] {
        for part in item.all(name) {
            let url = part.attribute("url").unwrap_or_default();
            wrong.hold(is_web_address(url), || format!("{name} of {of} leads to `{url}`"));
            let media_type = part.attribute("type").unwrap_or_default();
            wrong.hold(is_media_type(media_type), || format!("{name} of {of} has no media type"));
        }
    }
}

/// Checks what channel and item may both say.
fn check_common(parent: &Element, of: &str, wrong: &mut Wrong) {
    let mut names: Vec<&str> = parent.children.iter().map(|child| child.name.as_str()).collect();
    names.retain(|name| name.starts_with("itunes:") && *name != "itunes:category");
    names.sort_unstable();
    if let Some([name, _]) = names.windows(2).find(|pair| pair.first() == pair.last()) {
        wrong.error(format!("{of} has more than one {name}"));
    }
    if let Some(text) = parent.text_of("itunes:explicit") {
        let so = matches!(text, "true" | "false" | "yes" | "no" | "clean");
        wrong.hold(so, || format!("itunes:explicit of {of} is `{text}`"));
    }
    if let Some(image) = parent.first("itunes:image") {
        let href = image.attribute("href").unwrap_or_default();
        wrong.hold(is_web_address(href), || format!("itunes:image of {of} leads to `{href}`"));
    }
    if let Some(author) = parent.text_of("itunes:author") {
        let so = author.chars().count() <= LONGEST_NAME;
        wrong.hold(so, || format!("itunes:author of {of} is too long"));
    }
}
