//! An image by a shortcode, however its theme calls its parts.

use crate::document::template::arguments::Arguments;
use crate::document::template::shown::Shown;

/// Gives the image, if its address can be told.
pub(super) fn shown(arguments: &Arguments) -> Option<Shown> {
    let names = ["src", "url", "image_path", "path", "file", "image", "filename", "source", "img"];
    let is_file = |word: &&str| word.contains(['/', '.']) && !word.contains(char::is_whitespace);
    let word = || arguments.words().find(is_file).or(arguments.word(0));
    let src = arguments.named(&names).or_else(word);
    // Some themes call the image `link`, where others name the page that a click opens.
    let link = arguments.named(&["link", "href"]);
    let (src, link) = match (src, link) {
        (None, Some(only)) => (only, None),
        (src, link) => (src?, link),
    };
    let link = link.or(arguments.named(&["attrlink"]));
    let rest = || {
        let mut after = arguments.words().skip_while(|word| *word != src).skip(1);
        after.find(|word| word.contains(char::is_alphabetic))
    };
    let alt = arguments.named(&["alt", "alt_text"]).or_else(rest);
    let caption = caption(arguments).filter(|caption| alt != Some(caption.as_str()));
    Some(Shown::Image {
        src: src.to_owned(),
        alt: alt.unwrap_or_default().to_owned(),
        caption,
        link: link.map(str::to_owned),
    })
}

/// What an image says below itself: its title, its caption, and whose it is.
fn caption(arguments: &Arguments) -> Option<String> {
    let title = arguments.named(&["title"]);
    let text = arguments.named(&["caption", "description"]);
    let text = match (title, text) {
        (Some(title), Some(text)) if title != text => Some(format!("{title}: {text}")),
        (title, text) => text.or(title).map(str::to_owned),
    };
    let whose = arguments.named(&["attr", "credit"]).map(|whose| format!("— {whose}"));
    let parts: Vec<String> = text.into_iter().chain(whose).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
