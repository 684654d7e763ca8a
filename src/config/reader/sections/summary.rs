//! `[summary]`: how long summaries may be, and the model that writes them, if any.

use url::Url;

use super::{count, folder_url, small};
use crate::config::reader::table::Table;
use crate::config::{Model, Provider, SummaryLimits};

/// The keys that say something to a model only.
const OF_MODELS: [&str; 9] = [
    "provider",
    "model",
    "url",
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

/// What is known of a provider where the configuration says nothing: the model, the key, and what
/// a million tokens cost, in millionths of a US dollar.
///
/// The models are the small cheap ones of November 2026, the prices those the providers published
/// then for these models.
fn defaults(provider: Provider) -> (Option<&'static str>, Option<&'static str>, [u64; 2]) {
    match provider {
        Provider::OpenAi => (Some("gpt-6-luna"), Some("OPENAI_API_KEY"), [100_000, 500_000]),
        Provider::Anthropic => {
            (Some("claude-haiku-4-5"), Some("ANTHROPIC_API_KEY"), [1_000_000, 5_000_000])
        }
        Provider::Gemini => {
            (Some("gemini-3.5-flash-lite"), Some("GEMINI_API_KEY"), [300_000, 2_500_000])
        }
        Provider::Ollama => (None, None, [0, 0]),
    }
}

fn model(table: &mut Table<'_, '_>, wanted: bool) -> Option<Model> {
    let words = [
        ("openai", Provider::OpenAi),
        ("anthropic", Provider::Anthropic),
        ("gemini", Provider::Gemini),
        ("ollama", Provider::Ollama),
    ];
    if wanted && !table.has("provider") {
        table.missing(
            "provider",
            "`openai` (and servers that speak like it), `anthropic`, `gemini` or `ollama`",
        );
    }
    let provider = table.choice("provider", &words);
    let named = table.text("model").map(str::to_owned);
    let url = table.parsed(
        "url",
        "the server's address, such as \"http://127.0.0.1:8080/v1/\"",
        folder_url,
    );
    let key = table.text("key_env").map(str::to_owned);
    let timeout_seconds = small(table, "timeout_seconds", 1..601, 60);
    let budget_tokens = table.number("budget_tokens", 1..1_000_000_001).unwrap_or(500_000);
    let budget = table.amount("budget").unwrap_or(1_000_000);
    let given = [table.amount("input_price"), table.amount("output_price")];
    let (usual, usual_key, usual_prices) = defaults(provider?);
    let own_server = url.is_some();
    if wanted && named.is_none() && (usual.is_none() || own_server) {
        table.missing("model", "the name of the model, as its server has it");
    }
    let is_usual = !own_server && named.as_deref().is_none_or(|name| Some(name) == usual);
    let model = Model {
        provider: provider?,
        name: named.or_else(|| usual.map(str::to_owned))?,
        key_env: key.or_else(|| usual_key.filter(|_| !own_server).map(str::to_owned)),
        url,
        timeout_seconds,
        budget_tokens,
        budget,
        prices: match given {
            [Some(input), Some(output)] => Some([input, output]),
            _ if is_usual || provider == Some(Provider::Ollama) => Some(usual_prices),
            _ => None,
        },
    };
    judge(table, &model, given);
    Some(model)
}

fn judge(table: &Table<'_, '_>, model: &Model, given: [Option<u64>; 2]) {
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
