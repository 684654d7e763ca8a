//! The site generators whose way of keeping articles is understood, and how addresses are made.

/// A site generator's way of keeping articles.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Dialect {
    /// Hugo.
    Hugo,
    /// Jekyll.
    Jekyll,
    /// Zola.
    Zola,
    /// Eleventy.
    Eleventy,
    /// Astro, with or without MDX.
    Astro,
    /// Pelican.
    Pelican,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 6] =
        [Self::Hugo, Self::Jekyll, Self::Zola, Self::Eleventy, Self::Astro, Self::Pelican];

    /// Gives the generator's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Jekyll => "Jekyll",
            Self::Zola => "Zola",
            Self::Eleventy => "Eleventy",
            Self::Astro => "Astro",
            Self::Pelican => "Pelican",
        }
    }

    /// Finds a dialect by its name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
    }
}

/// How the addresses of articles that name none are made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Permalink {
    /// As the generator makes them whose dialect the articles are in; without one, as [`PLAIN`].
    #[default]
    Auto,
    /// As this generator makes them.
    Dialect(Dialect),
    /// By a pattern such as `/:section/:slug/`.
    Pattern(String),
}

/// What a pattern may hold after a colon.
const NAMES: [&str; 9] =
    ["slug", "title", "name", "filename", "section", "categories", "year", "month", "day"];

/// Finds the first name of a pattern that stands for nothing.
fn unknown(pattern: &str) -> Option<&str> {
    let is_end = |c: char| !c.is_ascii_alphabetic() && c != '_';
    let names =
        pattern.split(':').skip(1).map(|rest| rest.split(is_end).next().unwrap_or_default());
    names.into_iter().find(|name| !NAMES.contains(name))
}

fn no_name(name: &str) -> String {
    let near = NAMES.iter().map(|known| (crate::text::distance(name, known), known));
    let near = near.filter(|(distance, _)| *distance <= 2 && !name.is_empty()).min();
    if let Some((_, known)) = near {
        return format!("`:{name}` stands for nothing; did you mean `:{known}`?");
    }
    let all: Vec<String> = NAMES.iter().map(|known| format!("`:{known}`")).collect();
    format!("`:{name}` stands for nothing; there are {}", all.join(", "))
}

/// The pattern of publications that come from no generator.
pub const PLAIN: &str = "/:section/:slug/";

impl Permalink {
    /// Reads `auto`, the name of a dialect, or a pattern.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        match Dialect::named(text) {
            Some(dialect) => Ok(Self::Dialect(dialect)),
            None if text.contains(['/', ':']) => match unknown(text) {
                Some(name) => Err(no_name(name)),
                None => Ok(Self::Pattern(text.to_owned())),
            },
            None => Err(format!("`{text}` is neither a pattern nor a generator's name")),
        }
    }
}
