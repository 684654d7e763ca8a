//! What the shortcodes, tags and includes of the well-known generators stand for.

mod image;

use super::arguments::Arguments;
use super::named;
use super::shown::Shown;

/// Marks that only dress, steer or count: what they enclose stays, and nothing is missed.
const DRESS: [&str; 87] = [
    "note",
    "notes",
    "tip",
    "hint",
    "info",
    "warning",
    "warn",
    "caution",
    "danger",
    "important",
    "notice",
    "alert",
    "admonition",
    "callout",
    "box",
    "boxmd",
    "panel",
    "card",
    "cards",
    "columns",
    "column",
    "col",
    "row",
    "grid",
    "center",
    "left",
    "right",
    "div",
    "section",
    "aside",
    "quote",
    "blockquote",
    "pullquote",
    "quote-block",
    "details",
    "expand",
    "collapse",
    "accordion",
    "spoiler",
    "tabs",
    "tab",
    "tabpane",
    "steps",
    "step",
    "rawhtml",
    "html",
    "markdown",
    "md",
    "nomarkdown",
    "lead",
    "small",
    "br",
    "hr",
    "toc",
    "table_of_contents",
    "raw",
    "verbatim",
    "filter",
    "spaceless",
    "strip",
    "more",
    "readmore",
    "excerpt",
    "end",
    "endraw",
    "endverbatim",
    "clear",
    "clearfix",
    "nbsp",
    "anchor",
    "a",
    "span",
    "mark",
    "kbd",
    "highlighted",
    "steplist",
    "copyable",
    "katex",
    "math",
    "latex",
    "layout",
    "block",
    "extends",
    "autoescape",
    "set",
    "assign",
    "capture",
];

/// Marks whose title may be one word, which begins with a capital: what steers them does not.
const TITLED: [&str; 11] = [
    "note",
    "notice",
    "callout",
    "admonition",
    "alert",
    "details",
    "expand",
    "collapse",
    "spoiler",
    "accordion",
    "tab",
];

/// Marks that enclose what somebody said.
const QUOTATIONS: [&str; 5] = ["quote", "blockquote", "pullquote", "quote-block", "epigraph"];

/// Says what a shortcode or tag stands for.
#[must_use]
pub fn meaning(arguments: &Arguments) -> Shown {
    let name = arguments.name.to_ascii_lowercase();
    if name.starts_with('/') || name.starts_with("end") {
        return Shown::Nothing;
    }
    if matches!(name.as_str(), "include" | "include_relative" | "render" | "partial") {
        return include(arguments);
    }
    let shown = known(&name, arguments);
    match (&shown, words(arguments)) {
        (Shown::Nothing | Shown::Unknown, lines) if !lines.is_empty() => {
            Shown::Words { lines, known: shown == Shown::Nothing }
        }
        _ => shown,
    }
}

/// What a mark says in words of its own: its title, its text, who said it.
fn words(arguments: &Arguments) -> Vec<String> {
    let steers = [
        "if", "elsif", "unless", "for", "case", "when", "assign", "set", "capture", "layout",
        "block", "extends", "macro", "import", "from", "else", "elif", "with",
    ];
    if steers.contains(&arguments.name.as_str()) {
        return Vec::new();
    }
    let is_prose = |text: &&str| text.split_whitespace().nth(2).is_some();
    let title = arguments.named(&["title", "heading", "summary", "label"]);
    let is_titled = TITLED.contains(&arguments.name.as_str());
    let is_title =
        |word: &&str| word.contains(' ') || (is_titled && word.starts_with(char::is_uppercase));
    let title = title.or_else(|| arguments.words().find(is_title));
    let texts = ["intro", "prompt", "text", "quote", "content", "body", "description", "caption"];
    let texts = texts.iter().filter_map(|name| arguments.named(&[name])).filter(is_prose);
    let said = arguments.named(&["cite", "author", "source", "attribution", "by"]);
    let mut lines: Vec<String> = title.map(|title| format!("**{title}**")).into_iter().collect();
    lines.extend(texts.map(str::to_owned));
    if !lines.is_empty() {
        lines.extend(said.map(|who| format!("— {who}")));
    } else if QUOTATIONS.contains(&arguments.name.as_str()) {
        // What was said stands between this mark and its end.
        lines.extend(said.map(|who| format!("**{who}:**")));
    }
    lines
}

/// `{% include youtube.html id="x" %}`: the file's name says what it shows.
fn include(arguments: &Arguments) -> Shown {
    let file = arguments.word(0).unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    match known(&name, arguments) {
        // The first word is the file, not what it shows.
        Shown::Image { src, .. } | Shown::Link { url: src, .. } if src.ends_with(file) => {
            Shown::Unknown
        }
        shown => shown,
    }
}

fn known(name: &str, arguments: &Arguments) -> Shown {
    let plain = name.replace('_', "-");
    match plain.as_str() {
        "ref" | "relref" | "link" => named::link(arguments),
        "post-url" => named::post_url(arguments),
        "button" | "btn" | "linkbutton" => button(arguments),
        "video" | "videojs" | "mp4" | "audio" | "podcast" => player(arguments),
        _ if DRESS.contains(&name) => Shown::Nothing,
        _ => embedded(&plain, arguments).unwrap_or(Shown::Unknown),
    }
}

/// What is shown from elsewhere: a video, a message, code, an image.
fn embedded(name: &str, arguments: &Arguments) -> Option<Shown> {
    let id = || arguments.named(&["id", "videoid", "video_id", "key"]).or(arguments.word(0));
    let id = || id().map(|id| id.trim_matches('/'));
    let word = |at| arguments.word(at);
    let page = |page: &str| id().and_then(|id| page_of(page, id));
    match name {
        "youtube" | "yt" | "youtube-lite" | "lite-youtube" | "youtubeplayer" | "youtube-embed" => {
            page("https://www.youtube.com/watch?v=")
        }
        "vimeo" | "vimeo-simple" => page("https://vimeo.com/"),
        "streamable" => page("https://streamable.com/"),
        "instagram" => page("https://www.instagram.com/p/"),
        "codepen" => match (arguments.named(&["user"]), id()) {
            (Some(user), Some(id)) => page_of("https://codepen.io/", &format!("{user}/pen/{id}")),
            _ => page("https://codepen.io/"),
        },
        "spotify" => page("https://open.spotify.com/"),
        "tweet" | "twitter" | "x" => match (arguments.named(&["user"]), id()) {
            (Some(user), Some(id)) => page_of("https://x.com/", &format!("{user}/status/{id}")),
            _ => page("https://x.com/i/status/"),
        },
        "gist" => match (arguments.named(&["url"]), word(0), word(1)) {
            (Some(url), ..) => page_of("", url),
            (_, Some(user), Some(id)) if !id.contains('.') => {
                page_of("https://gist.github.com/", &format!("{user}/{id}"))
            }
            (_, Some(id), _) => page_of("https://gist.github.com/", id),
            _ => None,
        },
        name if ["img", "image", "figure", "picture", "photo"].iter().any(|k| name.contains(k)) => {
            image::shown(arguments)
        }
        _ => None,
    }
}

/// Links to something by its id; an id that is an address is taken as it is.
fn page_of(page: &str, id: &str) -> Option<Shown> {
    let id = id.trim();
    let web = id.starts_with("https://") || id.starts_with("http://");
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_./?=&:%~#@+,".contains(c);
    (!id.is_empty() && id.chars().all(fits) && (web || !page.is_empty())).then(|| {
        let url = if web { id.to_owned() } else { format!("{page}{id}") };
        Shown::Link { url, words: None }
    })
}

/// A video or audio of the site's own, or one of a service that is named.
fn player(arguments: &Arguments) -> Shown {
    let named = arguments.named(&["src", "url", "file", "mp4", "mp3", "path"]);
    let service = arguments.named(&["provider", "type", "host", "site"]);
    if let (Some(service), None) = (service, named) {
        return embedded(&service.to_ascii_lowercase(), arguments).unwrap_or(Shown::Unknown);
    }
    match named.or(arguments.named(&["id"])).or(arguments.word(0)) {
        // An id of eleven signs is YouTube's.
        Some(id) if id.len() == 11 && !id.contains(['.', '/']) => {
            page_of("https://www.youtube.com/watch?v=", id).unwrap_or(Shown::Unknown)
        }
        Some(src) if src.contains(['.', '/']) => {
            let words = arguments.named(&["title", "caption", "alt"]);
            Shown::Link {
                url: src.to_owned(),
                words: Some(words.unwrap_or_else(|| src.rsplit('/').next().unwrap_or(src)).into()),
            }
        }
        _ => Shown::Unknown,
    }
}

fn button(arguments: &Arguments) -> Shown {
    let url = arguments.named(&["href", "url", "link", "relref", "to"]);
    let words = arguments.named(&["text", "label", "title", "content"]);
    match (url, words) {
        (Some(url), Some(words)) => {
            Shown::Link { url: url.to_owned(), words: Some(words.to_owned()) }
        }
        // What it encloses is the text; only where it leads to is lost.
        _ => Shown::Unknown,
    }
}
