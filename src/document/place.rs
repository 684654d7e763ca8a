//! What the place of a file says: its slug, its date, its section, its language.

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
const BESIDE: [&str; 10] = [
    "readme",
    "license",
    "licence",
    "changelog",
    "contributing",
    "code_of_conduct",
    "security",
    "robots",
    "humans",
    "404",
];

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
    let plain = stem.to_ascii_lowercase().replace('-', "_");
    if BESIDE.iter().any(|beside| plain == *beside || plain.starts_with(&format!("{beside}."))) {
        return None;
    }
    match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mdx" => Some(Format::Markdown),
        "html" | "htm" => Some(Format::Html),
        "txt" => Some(Format::PlainText),
        _ => None,
    }
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
        folders: names(&parts),
        language,
        draft: parts.iter().any(|part| DRAFTS.contains(&part.as_str())),
    }
}

/// Cuts `2024-05-06-` off a name.
fn cut_date(name: &str) -> (Option<NaiveDate>, &str) {
    let date = name.get(..10).and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    match (date, name.get(10..)) {
        (Some(date), Some(rest)) if rest.is_empty() || rest.starts_with(['-', '_', ' ']) => {
            (Some(date), rest.trim_start_matches(['-', '_', ' ']))
        }
        _ => (None, name),
    }
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
    fn files_beside_articles_are_no_articles() {
        for name in ["_index.md", "README.md", ".hidden.md", "a.png", "LICENSE", "style.css"] {
            assert_eq!(format_of(Path::new(name)), None, "{name}");
        }
        assert_eq!(format_of(Path::new("notes/a.md")), Some(Format::Markdown));
    }
}
