//! Front matter as YAML.

use crate::document::{self, Meta, WrittenDate, WrittenEnclosure};

/// Lines of YAML front matter.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub text: String,
}

impl FrontMatter {
    pub fn meta(&mut self, meta: &Meta) {
        let value = |written: &Option<document::Written<String>>| {
            written.as_ref().map(|written| written.value.clone())
        };
        self.text("id", value(&meta.id).as_deref());
        self.text("title", value(&meta.title).as_deref());
        self.text("deck", value(&meta.deck).as_deref());
        self.date("date", meta.date.as_ref().map(|date| &date.value));
        self.date("updated", meta.updated.as_ref().map(|date| &date.value));
        self.authors(meta);
        self.list("tags", meta.tags.iter().map(String::as_str));
        self.text("section", meta.section.as_deref());
        self.text("lang", value(&meta.language).as_deref());
        // A slug without a line is the file name's.
        let slug = meta.slug.as_ref().filter(|slug| slug.line > 0);
        self.text("slug", slug.map(|slug| slug.value.as_str()));
        self.text("permalink", value(&meta.permalink).as_deref());
        if let Some(minutes) = meta.reading_minutes {
            self.line("reading_time", &minutes.to_string());
        }
        if let Some(cover) = &meta.cover {
            self.text("image", Some(&cover.value.src));
            self.text("image_alt", cover.value.alt.as_deref());
            self.text("image_caption", cover.value.caption.as_deref());
        }
        if let Some(file) = &meta.enclosure {
            self.enclosure(&file.value);
        }
        if meta.draft {
            self.line("draft", "true");
        }
    }

    /// Lists the keys that are written.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let keys = self.text.lines().filter(|line| !line.starts_with(' '));
        keys.filter_map(|line| line.split_once(':').map(|(key, _)| key))
    }

    fn line(&mut self, key: &str, value: &str) {
        self.text.extend([key, ": ", value, "\n"]);
    }

    pub fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(key, &quoted(value));
        }
    }

    fn date(&mut self, key: &str, date: Option<&WrittenDate>) {
        let value = match date {
            None => return,
            Some(WrittenDate::Instant(instant)) => instant.to_rfc3339(),
            Some(WrittenDate::Local(local)) => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
            Some(WrittenDate::Day(day)) => day.format("%Y-%m-%d").to_string(),
        };
        self.line(key, &value);
    }

    pub fn list<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a str>) {
        let mut values = values.peekable();
        if values.peek().is_some() {
            self.text.extend([key, ":\n"]);
        }
        for value in values {
            self.text.extend(["  - ", &quoted(value), "\n"]);
        }
    }

    fn enclosure(&mut self, file: &WrittenEnclosure) {
        self.text.extend(["enclosure:\n  src: ", &quoted(&file.src), "\n"]);
        let number = |number: Option<u64>| number.map(|number| number.to_string());
        let rest = [
            ("type", file.media_type.as_ref().map(|kind| quoted(&kind.value))),
            ("length", number(file.length)),
            ("duration", number(file.seconds)),
        ];
        for (key, value) in rest {
            if let Some(value) = value {
                self.text.extend(["  ", key, ": ", &value, "\n"]);
            }
        }
    }

    fn authors(&mut self, meta: &Meta) {
        if meta.authors.is_empty() {
            return;
        }
        self.text.push_str("authors:\n");
        for author in &meta.authors {
            self.text.extend(["  - name: ", &quoted(&author.name), "\n"]);
            let rest = [("email", &author.email), ("url", &author.url)];
            for (key, value) in rest {
                if let Some(value) = value {
                    self.text.extend(["    ", key, ": ", &quoted(value), "\n"]);
                }
            }
        }
    }
}

/// Writes a text between quotation marks; what JSON quotes, YAML 1.2 reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
