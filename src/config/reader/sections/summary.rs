//! `[summary]`: how long summaries may be, and the model that writes them, if any.

mod provider;

use url::Url;

use super::{count, folder_url, small};
use crate::config::reader::table::Table;
use crate::config::{Model, Provider, SummaryLimits};

/// The keys that say something to a model only.
const OF_MODELS: [&str; 11] = [
    "provider",
    "model",
    "url",
    "project",
    "region",
    "key_env",
    "timeout_seconds",
    "budget_tokens",
    "budget",
    "input_price",
    "output_price",
];

pub(super) fn read(table: &mut Table<'_, '_>) -> (SummaryLimits, Option<Model>) {
    let limits = SummaryLimits {
        words: count(table, "words", 10..201, 60),
        takeaways: count(table, "takeaways", 0..6, 4),
    };
    let by_model = table.choice("method", &[("extract", false), ("model", true)]).unwrap_or(false);
    let model = model(table, by_model);
    if by_model && cfg!(not(feature = "model")) {
        let hint = "build it with `cargo install --path . --features model`, or write \
                    `method = \"extract\"`";
        table.wrong(&table.at("method"), "this program was built without models", hint);
    }
    if let Some(key) = OF_MODELS.into_iter().find(|key| !by_model && table.has(key)) {
        let hint = "write `method = \"model\"` as well, or remove the key";
        table.wrong(&table.at(key), format!("`{key}` says nothing without a model"), hint);
    }
    table.finish();
    (limits, model.filter(|_| by_model))
}

fn model(table: &mut Table<'_, '_>, wanted: bool) -> Option<Model> {
    if wanted && !table.has("provider") {
        let hint = "`openai` (and servers that speak like it), `anthropic`, `gemini`, `vertex`, \
                    `bedrock` or `ollama`";
        table.missing("provider", hint);
    }
    let provider = table.choice("provider", &provider::WORDS);
    let named = table.text("model").map(str::to_owned);
    let url = table.parsed(
        "url",
        "the server's address, such as \"http://127.0.0.1:8080/v1/\"",
        folder_url,
    );
    let place = provider::server(table, provider);
    let key = table.text("key_env").map(str::to_owned);
    let timeout_seconds = small(table, "timeout_seconds", 1..601, 60);
    let budget_tokens = table.number("budget_tokens", 1..1_000_000_001).unwrap_or(500_000);
    let budget = table.amount("budget").unwrap_or(1_000_000);
    let given = [table.amount("input_price"), table.amount("output_price")];
    let usual = provider::usual(provider?);
    let own_server = url.is_some();
    if wanted && named.is_none() && (usual.model.is_none() || own_server) {
        table.missing("model", "the name of the model, as its server has it");
    }
    let is_usual = !own_server && named.as_deref().is_none_or(|name| Some(name) == usual.model);
    let model = Model {
        provider: provider?,
        name: named.or_else(|| usual.model.map(str::to_owned))?,
        key_env: key.or_else(|| usual.key_env.filter(|_| !own_server).map(str::to_owned)),
        url: url.or(place),
        timeout_seconds,
        budget_tokens,
        budget,
        prices: match given {
            [Some(input), Some(output)] => Some([input, output]),
            _ if is_usual || provider == Some(Provider::Ollama) => usual.prices,
            _ => None,
        },
    };
    judge(table, &model, given);
    Some(model)
}

fn judge(table: &Table<'_, '_>, model: &Model, given: [Option<u64>; 2]) {
    let is_vertex = model.provider == Provider::Vertex;
    if is_vertex && !["gemini", "claude"].iter().any(|maker| model.name.starts_with(maker)) {
        let hint = "with `vertex`, models whose names begin with `gemini` or `claude` can be asked";
        table.wrong(&table.at("model"), format!("`{}` is no such model", model.name), hint);
    }
    if given.iter().flatten().count() == 1 {
        let key = if given[0].is_some() { "input_price" } else { "output_price" };
        table.wrong(
            &table.at(key),
            "half a price",
            "give `input_price` and `output_price`, or none",
        );
    }
    if model.prices.is_none() && table.has("budget") {
        let hint =
            "give `input_price` and `output_price` for a million tokens, or only `budget_tokens`";
        table.wrong(&table.at("budget"), "what this model costs is not known", hint);
    }
    let clear = model.url.as_ref().is_some_and(|url| url.scheme() == "http" && !is_here(url));
    if clear && model.key_env.is_some() {
        let hint = "use https, or a server on this machine";
        table.wrong(&table.at("url"), "the key would cross the network in the clear", hint);
    }
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
