//! Interface words: what stands around the articles, in the publication's language.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::built_in::WORDS;
use crate::finding::Finding;

/// The interface words of one language, by key, such as `min_read`.
pub type Words = BTreeMap<String, String>;

/// The interface words of every language.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    languages: BTreeMap<String, Words>,
}

impl Dictionary {
    /// Reads the built-in words, then the publication's own `words/*.toml` over them, key by key.
    pub(super) fn new<'a>(
        own: impl Iterator<Item = (&'a str, &'a str, &'a Path)>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut dictionary = Self::default();
        for (name, text) in WORDS {
            dictionary.add(name, text, Path::new(name), findings);
        }
        for (name, text, file) in own {
            dictionary.add(name, text, file, findings);
        }
        dictionary
    }

    fn add(&mut self, name: &str, text: &str, file: &Path, findings: &mut Vec<Finding>) {
        let language = name.strip_prefix("words/").and_then(|n| n.strip_suffix(".toml"));
        let Some(language) = language else { return };
        match toml::from_str::<Words>(text) {
            Ok(words) => self.languages.entry(language.to_lowercase()).or_default().extend(words),
            Err(error) => findings.push(broken(text, file, &error)),
        }
    }

    /// Gives a language's words: those of `pt-br`, else of `pt`, else English, key by key.
    pub(super) fn words(&self, language: &str) -> Words {
        let language = alias(&language.to_lowercase());
        let mut words = self.languages.get("en").cloned().unwrap_or_default();
        let ends = language.match_indices('-').map(|(at, _)| at).chain([language.len()]);
        for end in ends {
            if let Some(more) = self.languages.get(&language[..end]) {
                words.extend(more.iter().map(|(key, word)| (key.clone(), word.clone())));
            }
        }
        words
    }
}

/// Gives the tag under which a language's words are kept.
fn alias(language: &str) -> String {
    let (first, rest) = language.split_at(language.find('-').unwrap_or(language.len()));
    let kept = match first {
        "no" | "nn" => "nb",
        "iw" => "he",
        "in" => "id",
        other => other,
    };
    format!("{kept}{rest}")
}

fn broken(text: &str, file: &Path, error: &toml::de::Error) -> Finding {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(1);
    Finding::error(format!("interface words: {}", error.message()))
        .file(file)
        .line(line)
        .hint("each line is `key = \"words\"`; the keys are those of templates/words/en.toml")
}

/// Writes a date as the language does, from its words `date` and `months`.
#[must_use]
pub fn date(words: &Words, day: NaiveDate) -> String {
    let months = words.get("months").map(String::as_str).unwrap_or_default();
    let index = usize::try_from(day.month0()).unwrap_or(0);
    let month = months.split(',').nth(index).map_or("", str::trim);
    let form = words.get("date").map_or("{day} {month} {year}", String::as_str);
    form.replace("{day}", &day.day().to_string())
        .replace("{month}", month)
        .replace("{year}", &day.year().to_string())
}

/// Does a language run from right to left?
#[must_use]
pub fn is_rtl(language: &str) -> bool {
    let mut parts = language.split('-');
    let first = parts.next().unwrap_or_default().to_lowercase();
    let script = parts.find(|part| part.len() == 4).unwrap_or_default().to_lowercase();
    match script.as_str() {
        "arab" | "hebr" | "thaa" | "syrc" | "nkoo" | "adlm" => true,
        "latn" | "cyrl" => false,
        _ => matches!(
            first.as_str(),
            "ar" | "arc"
                | "ckb"
                | "dv"
                | "fa"
                | "he"
                | "iw"
                | "ks"
                | "nqo"
                | "ps"
                | "sd"
                | "syr"
                | "ug"
                | "ur"
                | "yi"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary() -> Dictionary {
        let mut findings = Vec::new();
        let dictionary = Dictionary::new(std::iter::empty(), &mut findings);
        assert!(findings.is_empty(), "{findings:#?}");
        dictionary
    }

    fn gaps(text: &str) -> Vec<&str> {
        let mut gaps: Vec<_> =
            text.split('{').skip(1).filter_map(|g| g.split('}').next()).collect();
        gaps.sort_unstable();
        gaps
    }

    #[test]
    fn every_language_has_every_word_with_the_same_gaps() {
        let dictionary = dictionary();
        let english = &dictionary.languages["en"];
        for (language, words) in dictionary.languages.iter().filter(|(l, _)| !l.contains('-')) {
            for (key, word) in english {
                let own = words.get(key).unwrap_or_else(|| panic!("{language} has no `{key}`"));
                assert_eq!(gaps(own), gaps(word), "{language}: {key}");
            }
            for key in words.keys() {
                assert!(english.contains_key(key), "{language} has `{key}`, English has not");
            }
            assert_eq!(words["months"].split(',').count(), 12, "{language}");
        }
    }

    #[test]
    fn a_region_falls_back_to_its_language_and_that_to_english() {
        let dictionary = dictionary();
        assert_eq!(dictionary.words("pt-BR")["unsubscribe"], "Cancelar a assinatura");
        assert_eq!(dictionary.words("pt-BR")["archive"], "Todas as edições");
        assert_eq!(dictionary.words("de-AT")["archive"], "Alle Ausgaben");
        assert_eq!(dictionary.words("no")["archive"], "Alle numre");
        assert_eq!(dictionary.words("tlh")["archive"], "All issues");
    }

    #[test]
    fn a_date_reads_as_its_language_writes_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let date = |language: &str| date(&dictionary().words(language), day);
        assert_eq!(date("en"), "20 November 2026");
        assert_eq!(date("en-US"), "November 20, 2026");
        assert_eq!(date("de"), "20. November 2026");
        assert_eq!(date("ja"), "2026年11月20日");
        assert_eq!(date("ru"), "20 ноября 2026");
    }

    #[test]
    fn the_script_decides_the_direction_before_the_language_does() {
        assert!(is_rtl("ar-EG") && is_rtl("he") && is_rtl("az-Arab"));
        assert!(!is_rtl("en") && !is_rtl("ar-Latn"));
    }
}
