//! Another article that a mark names by its file.

use super::arguments::Arguments;
use super::shown::{Page, Shown};
use crate::document::reference::{Lead, Leads, Lost, Reference, is_markdown};

/// Says what stands for it: its address, or that there is none for readers, which is noted.
pub fn led(page: &Page, leads: Leads<'_>, line: u32, lost: &mut Vec<Lost>) -> Shown {
    let otherwise = Shown::Text(page.otherwise.clone());
    let Some(ask) = leads else { return otherwise };
    let language = page.language.as_deref();
    let reference = Reference { path: &page.path, from_top: false, language, is_loose: true };
    let (hidden, shown) = match ask(&reference) {
        Lead::To(url) => return Shown::Text(format!("{url}{}", page.part)),
        Lead::Nowhere => (None, otherwise),
        Lead::Hidden(why) => (Some(why), Shown::Unknown),
    };
    if hidden.is_some() || page.is_article {
        lost.push(Lost { written: page.path.clone(), line: Some(line), hidden });
    }
    shown
}

/// The address of a post, which is named by its date and words.
pub fn post_url(arguments: &Arguments) -> Shown {
    arguments.word(0).map_or(Shown::Nothing, |name| article(name, post(name), None))
}

/// The address of a page, where its file or its path is named.
pub fn link(arguments: &Arguments) -> Shown {
    let named = arguments.named(&["path", "href", "url"]).or(arguments.word(0));
    let is_ref = arguments.name != "link";
    match named {
        Some(path) if is_ref || path.contains('/') || is_markdown(path) => {
            // A file without a folder stands beside this article's own.
            let beside = if path.contains('/') || path.starts_with('#') { "" } else { "../" };
            let address = format!("{beside}{}", page(path));
            if path.contains("://") || path.starts_with('#') {
                return Shown::Text(address);
            }
            let second = || arguments.word(1).filter(|_| arguments.word(0) == Some(path));
            let language = arguments.named(&["lang"]).or_else(second).filter(|_| is_ref);
            match article(path, address, language) {
                Shown::Page(page) => {
                    Shown::Page(Page { is_article: is_ref || is_markdown(&page.path), ..page })
                }
                shown => shown,
            }
        }
        _ => Shown::Unknown,
    }
}

/// An article that is named by its file, and the address it has where no such file is known.
fn article(named: &str, otherwise: String, language: Option<&str>) -> Shown {
    let (path, part) = named.split_at(named.find('#').unwrap_or(named.len()));
    Shown::Page(Page {
        path: path.to_owned(),
        part: part.to_owned(),
        language: language.map(str::to_owned),
        otherwise,
        is_article: true,
    })
}

/// The address of a page that is named by its file.
#[must_use]
pub fn page(path: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, ""), |(path, id)| (path, id));
    let bare = ["md", "markdown", "mdx", "html"]
        .iter()
        .find_map(|end| path.strip_suffix(end)?.strip_suffix('.'))
        .unwrap_or(path);
    if let Some((_, post)) = bare.rsplit_once("_posts/") {
        return self::post(post);
    }
    let bare = bare.strip_suffix("/index").or(bare.strip_suffix("/_index")).unwrap_or(bare);
    let end = if bare == path || bare.ends_with('/') { "" } else { "/" };
    let mark = if fragment.is_empty() { "" } else { "#" };
    format!("{bare}{end}{mark}{fragment}")
}

/// The address of a post beside this one that is named by date and words.
fn post(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let slug = file.splitn(4, '-').nth(3).unwrap_or(file);
    format!("../{slug}/")
}
