//! The page a reader sees who follows an unsubscribe link.

use serde::Serialize;
use url::Url;

use crate::config::Config;
use crate::finding::Finding;
use crate::template::Templates;
use crate::template::words::{Words, is_rtl};

/// The template of the page.
const TEMPLATE: &str = "page/unsubscribe.html";

/// What the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Says {
    /// Do you want to leave? With one button.
    Ask,
    /// You left.
    Left,
    /// This link means nobody.
    Broken,
    /// It did not work this time.
    Later,
}

/// Who speaks, in which language.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    home: Url,
    language: String,
    words: Words,
}

#[derive(Serialize)]
struct Data<'a> {
    state: Says,
    newsletter: &'a str,
    home: &'a str,
    site: &'a str,
    words: &'a Words,
    language: &'a str,
    dir: &'static str,
}

impl Voice {
    /// Speaks for a publication.
    pub(super) fn new(config: &Config, templates: &Templates) -> Self {
        let (home, language) = (config.home.clone(), config.language.clone());
        Self { home, words: templates.words(&language), language }
    }

    /// Renders the page about a newsletter, by its title.
    pub(super) fn page(
        &self,
        templates: &Templates,
        says: Says,
        newsletter: &str,
    ) -> Result<String, Finding> {
        let data = Data {
            state: says,
            newsletter,
            home: self.home.as_str(),
            site: self.home.host_str().unwrap_or_default(),
            words: &self.words,
            language: &self.language,
            dir: if is_rtl(&self.language) { "rtl" } else { "ltr" },
        };
        templates.render(TEMPLATE, &data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(says: Says) -> String {
        let templates = Templates::built_in().unwrap();
        let voice = Voice {
            home: Url::parse("https://tidewater.example/").unwrap(),
            language: "en".to_owned(),
            words: templates.words("en"),
        };
        voice.page(&templates, says, "Tides & <Moons>").unwrap()
    }

    #[test]
    fn only_the_page_that_asks_has_a_button() {
        let ask = page(Says::Ask);
        assert!(ask.contains("<title>Unsubscribe from Tides &amp; &lt;Moons&gt;</title>"), "{ask}");
        assert_eq!(ask.matches("<button").count(), 1);
        assert_eq!(ask.matches("<form method=\"post\">").count(), 1);
        for says in [Says::Left, Says::Broken, Says::Later] {
            let page = page(says);
            assert!(!page.contains("<form") && !page.contains("<button"), "{page}");
        }
    }

    #[test]
    fn each_page_says_where_the_reader_stands() {
        assert!(page(Says::Left).contains("<h1>You are unsubscribed</h1>"));
        assert!(page(Says::Broken).contains("<h1>This link does not work</h1>"));
        assert!(page(Says::Later).contains("nothing was changed"));
    }
}
