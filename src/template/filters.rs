//! The filters a template has besides Tera's own.

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::wrap::{fill, width};

/// Registers the filters; must come before any template is added.
///
/// - `with(n=…, …)` puts values into the `{n}` of an interface word
/// - `wrap(width=72, first="", rest="")` wraps plain text, each line after a prefix
/// - `line(of="=")` gives a rule as wide as the text
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("with", |text: &str, values: Kwargs, _: &State| with(text, &values));
    tera.register_filter("wrap", |text: &str, values: Kwargs, _: &State| -> TeraResult<String> {
        let most = values.get::<usize>("width")?.unwrap_or(72);
        let first = values.get::<String>("first")?.unwrap_or_default();
        let rest = values.get::<String>("rest")?.unwrap_or_default();
        Ok(fill(text, most, &first, &rest))
    });
    tera.register_filter("line", |text: &str, values: Kwargs, _: &State| -> TeraResult<String> {
        let of = values.get::<String>("of")?.unwrap_or_else(|| "=".to_owned());
        Ok(of.repeat(width(text).clamp(1, 72)))
    });
}

fn with(text: &str, values: &Kwargs) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), &plain(value))
    })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
