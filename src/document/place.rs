//! What the place of a file says: its slug, its date, its section, its language.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::ops::Deref;
use std::path::Path;

use chrono::NaiveDate;

use super::Format;

/// What a path below the content folder says about an article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) slug: String,
    pub(super) date: Option<NaiveDate>,
    pub(super) folders: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) draft: bool,
}

/// Names of files that stand beside articles without being any.
const BESIDE: [&str; 6] = ["readme", "license", "licence", "robots", "humans", "404"];

/// Names of files that stand at the top of a repository; in a folder they may be articles.
const AT_TOP: [&str; 4] = ["changelog", "contributing", "code_of_conduct", "security"];

/// Folders whose articles are drafts, as in Jekyll.
const DRAFTS: [&str; 3] = ["_drafts", "drafts", "draft"];

/// Gives the format of an article's body by its file name; nothing for files that are no articles.
///
/// Files and folders whose name starts with a dot, files that start with `_` (such as Hugo's
/// `_index.md`) and the usual files beside a text (`README.md`) are no articles.
#[must_use]
pub fn format_of(path_below: &Path) -> Option<Format> {
    let name = path_below.file_name()?.to_str()?;
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() || name.starts_with(['_', '.']) {
        return None;
    }
    let first = stem.split('.').next().unwrap_or(stem);
    let is = |one: &&str| first.len() == one.len() && first.bytes().map(plain).eq(one.bytes());
    let top = || path_below.parent().is_none_or(|folder| folder.as_os_str().is_empty());
    if BESIDE.iter().any(is) || (AT_TOP.iter().any(is) && top()) {
        return None;
    }
    let ends = |endings: &[&str]| endings.iter().any(|end| extension.eq_ignore_ascii_case(end));
    if ends(&["md", "markdown", "mdown", "mkd", "mdx"]) {
        return Some(Format::Markdown);
    }
    if ends(&["html", "htm"]) {
        return Some(Format::Html);
    }
    ends(&["txt"]).then_some(Format::PlainText)
}

/// Brings the letters of a name together that mean the same.
fn plain(byte: u8) -> u8 {
    if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() }
}

/// Gives the folders an article's address may show, and the language its file name ends in.
///
/// Folders that are dates or Jekyll's `_posts` name nothing; the first of the others is the
/// article's section unless front matter names one.
#[must_use]
pub fn folders_of(path_below: &Path) -> (Vec<String>, Option<String>) {
    let place = of(path_below);
    (place.folders, place.language)
}

pub(super) fn of(path_below: &Path) -> Place {
    let mut parts: Vec<String> =
        path_below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let name = parts.pop().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let (stem, language) = cut_language(stem);
    let bundle = stem.eq_ignore_ascii_case("index");
    let named = if bundle { parts.pop().unwrap_or_default() } else { stem.to_owned() };
    let (in_name, rest) = cut_date(&named);
    let slug = if rest.is_empty() { named.clone() } else { rest.to_owned() };
    Place {
        slug,
        date: in_name.or_else(|| date_of_folders(&parts)),
        folders: names(without_root(&parts)),
        language,
        draft: parts.iter().any(|part| DRAFTS.contains(&part.as_str())),
    }
}

/// Cuts `2024-05-06-` off a name; months and days may have one digit, `_` may stand for `-`.
fn cut_date(name: &str) -> (Option<NaiveDate>, &str) {
    let mut rest = name;
    let mut numbers = Vec::new();
    for most in [4, 2, 2] {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(number) = rest.get(..length).filter(|_| (1..=most).contains(&length)) else {
            return (None, name);
        };
        numbers.push(number.parse().unwrap_or(0));
        rest = rest.get(length..).unwrap_or_default();
        if numbers.len() < 3 {
            let Some(after) = rest.strip_prefix(['-', '_']) else { return (None, name) };
            rest = after;
        }
    }
    let date = match numbers.as_slice() {
        [year, month, day] if *year >= 1000 => {
            NaiveDate::from_ymd_opt(i32::try_from(*year).unwrap_or(0), *month, *day)
        }
        _ => None,
    };
    if date.is_some() && (rest.is_empty() || rest.starts_with(['-', '_', ' '])) {
        (date, rest.trim_start_matches(['-', '_', ' ']))
    } else {
        (None, name)
    }
}

/// Starts the name of a file with a date?
pub(super) fn date_of_name(name: &str) -> bool {
    cut_date(name.split('.').next().unwrap_or_default()).0.is_some()
}

/// The parts of a file's path that generators make addresses of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Its folders, without those in which a generator looks for articles (`src/content`).
    pub folders: Vec<String>,
    /// The folder whose files are one article, or the name without extension and language.
    pub stem: String,
    /// `stem` without a date.
    pub name: String,
    /// Is it the `index` file of its folder?
    pub is_index: bool,
    /// The language its name ends in.
    pub language: Option<String>,
}

impl Parts {
    /// Takes a path apart; `above` is the content folder it lies in.
    #[must_use]
    pub fn of(above: &Path, below: &Path) -> Self {
        let outer = texts(above);
        // What lies above the content folder says something only where it is a generator's own.
        let root = outer
            .windows(2)
            .rposition(|two| matches!(two, [source, inner] if source == "src" && is_source(inner)));
        let first = match (root, outer.iter().rposition(|part| part == "content")) {
            (Some(at), _) => at + 2,
            (None, Some(at)) => at + 1,
            (None, None) => outer.len(),
        };
        let mut parts = texts(below);
        let name = parts.pop().unwrap_or_default();
        let folders = outer.iter().skip(first).chain(without_root(&parts));
        let mut folders: Vec<String> = folders.map(|part| part.clone().into_owned()).collect();
        let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
        let (stem, language) = cut_language(stem);
        let is_index = stem.eq_ignore_ascii_case("index");
        let stem = if is_index { folders.pop().unwrap_or_default() } else { stem.to_owned() };
        let (_, rest) = cut_date(&stem);
        let name = if rest.is_empty() { stem.clone() } else { rest.to_owned() };
        Self { folders, stem, name, is_index, language }
    }

    /// Is it one of Jekyll's posts: in their folder, or named with its date?
    #[must_use]
    pub fn is_post(&self) -> bool {
        let posts = |part: &String| matches!(part.as_str(), "_posts" | "_drafts");
        self.stem != self.name || self.folders.iter().any(posts)
    }
}

fn is_source(folder: &str) -> bool {
    matches!(folder, "content" | "pages")
}

/// Takes a path apart.
fn texts(path: &Path) -> Vec<Cow<'_, str>> {
    path.iter().map(OsStr::to_string_lossy).collect()
}

/// Leaves out the folders in which a generator looks for articles.
fn without_root<T: Deref<Target = str>>(parts: &[T]) -> &[T] {
    match parts {
        [source, inner, rest @ ..] if &**source == "src" && is_source(inner) => rest,
        [content, rest @ ..] if &**content == "content" => rest,
        parts => parts,
    }
}

/// Is this the name of a folder of one language: `de`, `pt-br`, `zh-hans`?
#[must_use]
pub fn is_language(folder: &str) -> bool {
    let (code, rest) = folder.split_once(['-', '_']).unwrap_or((folder, ""));
    let known = CODES.split(' ').any(|known| known == code) || code == "pcm";
    let fits = |part: &str| (2..=4).contains(&part.len()) && part.is_ascii();
    known && (rest.is_empty() || fits(rest)) && !folder.ends_with(['-', '_'])
}

/// Reads folders such as `2024/05/06`.
fn date_of_folders(parts: &[String]) -> Option<NaiveDate> {
    parts.windows(3).rev().find_map(|three| {
        let [year, month, day] = three else { return None };
        if year.len() != 4 {
            return None;
        }
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    })
}

/// The folders that name something: not a date, and not Jekyll's `_posts`.
fn names(parts: &[String]) -> Vec<String> {
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    parts
        .iter()
        .filter(|part| {
            !is_number(part)
                && !matches!(part.as_str(), "_posts")
                && !DRAFTS.contains(&part.as_str())
        })
        .map(|part| part.trim_start_matches('_').to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// The codes of ISO 639-1, so that `intro.de.md` names a language and `intro.js.md` does not.
const CODES: &str = "aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs \
     cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho \
     hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw \
     ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny \
     oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st \
     su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh \
     zu";

/// Cuts a language such as `.de` or `.pt-BR` off a name.
fn cut_language(stem: &str) -> (&str, Option<String>) {
    let Some((rest, tag)) = stem.rsplit_once('.') else { return (stem, None) };
    let code = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let known = code.len() == 2 && CODES.split(' ').any(|known| known == code);
    if known && !rest.is_empty() && tag.len() <= 8 {
        (rest, Some(tag.replace('_', "-")))
    } else {
        (stem, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_slug_date_section_and_language() {
        let place = of(Path::new("notes/2024-05-06-low-water.pt-BR.md"));
        assert_eq!(place.slug, "low-water");
        assert_eq!(place.date, NaiveDate::from_ymd_opt(2024, 5, 6));
        assert_eq!(place.folders, ["notes"]);
        assert_eq!(place.language.as_deref(), Some("pt-BR"));
        let bundle = of(Path::new("2024/05/06/low-water/index.md"));
        assert_eq!(bundle.slug, "low-water");
        assert!(bundle.folders.is_empty());
        assert_eq!(bundle.date, NaiveDate::from_ymd_opt(2024, 5, 6));
    }

    #[test]
    fn a_date_may_be_written_in_more_than_one_way() {
        for name in ["2020-12-09-a.md", "2020-12-9-a.md", "2020_12_09_a.md", "2020-12-09 a.md"] {
            let place = of(Path::new(name));
            assert_eq!(place.date, NaiveDate::from_ymd_opt(2020, 12, 9), "{name}");
            assert_eq!(place.slug, "a", "{name}");
        }
        for name in ["2020-13-09-a.md", "20-12-09-a.md", "2020-12-091.md", "12-9-a.md"] {
            assert_eq!(of(Path::new(name)).date, None, "{name}");
        }
    }

    #[test]
    fn the_folders_in_which_a_generator_looks_name_no_section() {
        for path in ["src/content/news/a.md", "content/news/a.md", "news/a.md"] {
            assert_eq!(of(Path::new(path)).folders, ["news"], "{path}");
        }
    }

    #[test]
    fn files_beside_articles_are_no_articles() {
        for name in [
            "_index.md",
            "a/README.md",
            "SECURITY.md",
            ".hidden.md",
            "a.png",
            "LICENSE",
            "style.css",
        ] {
            assert_eq!(format_of(Path::new(name)), None, "{name}");
        }
        let article = format_of(Path::new("guides/code-of-conduct.md"));
        assert_eq!(article, Some(Format::Markdown));
        assert_eq!(format_of(Path::new("notes/a.md")), Some(Format::Markdown));
    }
}
