//! Asks a language model, over HTTP; only where the configuration names one.

mod trouble;

use std::time::Duration;

use genai::adapter::AdapterKind;
use genai::chat::{
    ChatMessage, ChatOptions, ChatRequest, ChatResponse, ChatResponseFormat, JsonSpec,
    ReasoningEffort,
};
use genai::resolver::{AuthData, Endpoint, ProviderConfig};
use genai::{Client, ModelIden};
use serde_json::json;

use crate::config::{Model as Chosen, Provider};
pub use trouble::Trouble;

/// How often a question is put where the server is busy or broken.
const TRIES: u32 = 3;
/// How long to wait before the second try; each next wait is twice as long.
const PAUSE: Duration = Duration::from_millis(500);
/// A server that wants a longer wait is left alone.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// The most tokens of an answer; a summary needs a tenth, and some models think aloud first.
const MOST_TOKENS: u32 = 4_000;

/// A language model that can be asked.
#[derive(Debug, Clone)]
pub struct Model {
    client: Client,
    name: ModelIden,
    options: ChatOptions,
    /// The key, to be kept out of everything that is told.
    secret: Option<String>,
}

/// What a model said, and what it counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its words, unchecked.
    pub text: String,
    /// Tokens read, where it says so.
    pub read: Option<u64>,
    /// Tokens written, where it says so.
    pub written: Option<u64>,
}

impl Model {
    /// Prepares to ask; opens no connection yet.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(chosen: &Chosen, secret: Option<String>) -> Result<Self, Trouble> {
        // Fails only if a provider is there already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let patience = Duration::from_secs(u64::from(chosen.timeout_seconds));
        // A redirect would take key and article to a server nobody named.
        let http = reqwest::Client::builder()
            .user_agent(concat!("postrider/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(patience)
            .connect_timeout(patience.min(Duration::from_secs(20)))
            .build()
            .map_err(|error| Trouble::Unreachable(trouble::cause(&error)))?;
        let kind = kind(chosen.provider);
        let config = ProviderConfig {
            endpoint: chosen.url.as_ref().map(|url| Endpoint::from_owned(url.as_str())),
            auth: Some(AuthData::from_single(secret.as_deref().unwrap_or("none"))),
        };
        let client = Client::builder()
            .with_reqwest(http)
            .append_provider_config(kind, config)
            .build()
            .map_err(|error| Trouble::of(&error, secret.as_deref()))?;
        let name = ModelIden::new(kind, chosen.name.clone());
        Ok(Self { client, name, options: options(chosen), secret })
    }

    /// Puts a question: `prompt` says what to do, `material` is what to do it with.
    ///
    /// A busy or broken server is asked again after a pause, as long as it wishes (RFC 9110,
    /// section 10.2.3) or twice as long each time.
    ///
    /// # Errors
    /// Why there is no reply.
    pub async fn ask(&self, prompt: &str, material: &str) -> Result<Reply, Trouble> {
        let mut tries = 1;
        loop {
            let trouble = match self.once(prompt, material).await {
                Ok(reply) => return Ok(reply),
                Err(trouble) => trouble,
            };
            let pause = trouble.pause().unwrap_or(PAUSE * 2_u32.pow(tries - 1));
            if tries >= TRIES || !trouble.may_pass() || pause > LONGEST_PAUSE {
                return Err(trouble);
            }
            tries += 1;
            tokio::time::sleep(pause).await;
        }
    }

    async fn once(&self, prompt: &str, material: &str) -> Result<Reply, Trouble> {
        let question = ChatRequest::from_system(prompt).append_message(ChatMessage::user(material));
        let answered =
            self.client.exec_chat(self.name.clone(), question, Some(&self.options)).await;
        answered.map(reply).map_err(|error| Trouble::of(&error, self.secret.as_deref()))
    }
}

fn reply(response: ChatResponse) -> Reply {
    let count = |tokens: Option<i32>| tokens.and_then(|tokens| u64::try_from(tokens).ok());
    let (read, written) =
        (count(response.usage.prompt_tokens), count(response.usage.completion_tokens));
    Reply { text: response.into_texts().concat(), read, written }
}

fn kind(provider: Provider) -> AdapterKind {
    match provider {
        Provider::OpenAi => AdapterKind::OpenAI,
        Provider::Anthropic => AdapterKind::Anthropic,
        Provider::Gemini => AdapterKind::Gemini,
        Provider::Vertex => AdapterKind::Vertex,
        Provider::Bedrock => AdapterKind::BedrockApi,
        Provider::Ollama => AdapterKind::Ollama,
    }
}

fn options(chosen: &Chosen) -> ChatOptions {
    let mut options = ChatOptions::default().with_max_tokens(MOST_TOKENS);
    options.response_format = Some(match chosen.provider {
        // The prompt asks for JSON as well, and what comes is checked.
        Provider::Ollama | Provider::Bedrock => ChatResponseFormat::JsonMode,
        _ => JsonSpec::new("summary", schema()).into(),
    });
    if chosen.provider == Provider::OpenAi && chosen.name.starts_with("gpt-6") {
        // A summary takes no thought that would be worth its price.
        options.reasoning_effort = Some(ReasoningEffort::Zero);
    }
    options
}

/// The form of an answer (JSON Schema); what it holds is checked when it is there.
fn schema() -> serde_json::Value {
    json!({
        "type": "object",
        "properties": {
            "summary": {"type": "string"},
            "takeaways": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["summary", "takeaways"],
        "additionalProperties": false,
    })
}
