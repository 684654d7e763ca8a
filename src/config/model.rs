//! The language model of `[summary]`.

use url::Url;

/// A language model that writes the summaries their authors did not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Who runs it.
    pub provider: Provider,
    /// Its name, as the provider has it.
    pub name: String,
    /// The server, where the provider alone does not say it; ends in `/`.
    pub url: Option<Url>,
    /// The environment variable that holds the key; none where no key is wanted.
    pub key_env: Option<String>,
    /// How long to wait for an answer, in seconds.
    pub timeout_seconds: u32,
    /// How many tokens a run may use.
    pub budget_tokens: u64,
    /// How much money a run may cost, in millionths of the unit of the prices.
    pub budget: u64,
    /// What a million tokens read and a million tokens written cost, in millionths.
    pub prices: Option<[u64; 2]>,
}

/// Who runs a model, and so the dialect it is spoken to in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// OpenAI, and every server that speaks like it (`url`).
    OpenAi,
    /// Anthropic.
    Anthropic,
    /// Google Gemini.
    Gemini,
    /// Google Cloud's Vertex AI, for the models of Google and Anthropic.
    Vertex,
    /// Amazon Bedrock, for all models with which one can converse.
    Bedrock,
    /// Ollama, on this machine unless `url` says otherwise.
    Ollama,
}
