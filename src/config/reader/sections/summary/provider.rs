//! What is known of the providers where the configuration says nothing, and where they are.

use url::Url;

use super::folder_url;
use crate::config::Provider;
use crate::config::reader::table::Table;

/// The words of the configuration.
pub(super) const WORDS: [(&str, Provider); 6] = [
    ("openai", Provider::OpenAi),
    ("anthropic", Provider::Anthropic),
    ("gemini", Provider::Gemini),
    ("vertex", Provider::Vertex),
    ("bedrock", Provider::Bedrock),
    ("ollama", Provider::Ollama),
];

/// What is taken where the configuration says nothing.
#[derive(Default)]
pub(super) struct Usual {
    /// A small cheap model.
    pub model: Option<&'static str>,
    /// The environment variable that holds the key.
    pub key_env: Option<&'static str>,
    /// What a million tokens cost, in millionths of a US dollar.
    pub prices: Option<[u64; 2]>,
}

/// Gives the small cheap models of November 2026, and the prices their providers published then.
pub(super) fn usual(provider: Provider) -> Usual {
    let (model, key_env, prices) = match provider {
        Provider::OpenAi => ("gpt-6-luna", "OPENAI_API_KEY", [100_000, 500_000]),
        Provider::Anthropic => ("claude-haiku-4-5", "ANTHROPIC_API_KEY", [1_000_000, 5_000_000]),
        Provider::Gemini => ("gemini-3.5-flash-lite", "GEMINI_API_KEY", [300_000, 2_500_000]),
        // Prices differ by place and contract.
        Provider::Vertex => {
            let model = Some("gemini-3.5-flash-lite");
            return Usual { model, key_env: Some("GOOGLE_OAUTH_ACCESS_TOKEN"), prices: None };
        }
        Provider::Bedrock => {
            return Usual { key_env: Some("AWS_BEARER_TOKEN_BEDROCK"), ..Usual::default() };
        }
        Provider::Ollama => return Usual { prices: Some([0, 0]), ..Usual::default() },
    };
    Usual { model: Some(model), key_env: Some(key_env), prices: Some(prices) }
}

/// Gives the server of a provider that has one for each place; `url` says another.
pub(super) fn server(table: &mut Table<'_, '_>, provider: Option<Provider>) -> Option<Url> {
    let project = name(table, "project", "the identifier of the project, such as \"quay-notes-7\"");
    let region = name(table, "region", "a place such as \"europe-west4\" or \"eu-central-1\"");
    let (wants_project, wants_region) = match provider {
        Some(Provider::Vertex) => (true, true),
        Some(Provider::Bedrock) => (false, true),
        _ => (false, false),
    };
    for (key, wanted) in [("project", wants_project), ("region", wants_region)] {
        if provider.is_some() && !wanted && table.has(key) {
            table.wrong(&table.at(key), format!("this provider has no `{key}`"), "remove it");
        } else if table.has(key) && table.has("url") {
            let hint = "keep the one or the other";
            table.wrong(&table.at(key), format!("`url` already says what `{key}` would"), hint);
        } else if wanted && !table.has(key) && !table.has("url") {
            table.missing(key, "where the provider runs the model for you");
        }
    }
    let region = region?;
    let address = match provider? {
        Provider::Vertex => vertex(&project?, &region),
        Provider::Bedrock => format!("https://bedrock-runtime.{region}.amazonaws.com/"),
        _ => return None,
    };
    folder_url(&address).ok()
}

/// Only "global" has no place in its host's name.
fn vertex(project: &str, region: &str) -> String {
    let place = if region == "global" { String::new() } else { format!("{region}-") };
    format!("https://{place}aiplatform.googleapis.com/v1/projects/{project}/locations/{region}/")
}

/// Reads a part of an address, which must not lead it elsewhere.
fn name(table: &mut Table<'_, '_>, key: &'static str, hint: &str) -> Option<String> {
    table.parsed(key, hint, |text| {
        let is_fit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.is_empty() && text.len() < 64 && text.bytes().all(is_fit) {
            Ok(text.to_owned())
        } else {
            Err(format!("`{text}` is none"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_world_is_no_part_of_a_hosts_name() {
        let everywhere = vertex("quay", "global");
        assert_eq!(
            everywhere,
            "https://aiplatform.googleapis.com/v1/projects/quay/locations/global/"
        );
        let here = vertex("quay", "europe-west4");
        assert!(here.starts_with("https://europe-west4-aiplatform.googleapis.com/v1/"), "{here}");
    }
}
