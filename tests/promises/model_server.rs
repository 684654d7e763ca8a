//! A server that speaks as OpenAI, Anthropic, Gemini and Ollama do, and answers as a test wants.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// What the server does with a question.
#[derive(Debug, Clone)]
pub enum Does {
    /// Gives these words as the model's.
    Says(String),
    /// Answers with a status, header lines and a body.
    Fails(u16, &'static str, String),
    /// Sends this body as it is.
    Sends(&'static str, String),
    /// Never answers.
    Hangs,
}

/// A question as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The path asked for.
    pub path: String,
    /// The header lines, in lower case.
    pub head: String,
    /// The body.
    pub body: Value,
}

/// The server; it lives as long as the test.
pub struct ModelServer {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl ModelServer {
    /// Starts one; `script` is given the number of the question, from 0, and the question.
    pub fn start(script: impl Fn(usize, &Asked) -> Does + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, script) = (Arc::clone(&asked), Arc::new(script));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, script) = (Arc::clone(&seen), Arc::clone(&script));
                thread::spawn(move || serve(&stream, &seen, &*script));
            }
        });
        Self { port, asked }
    }

    /// Gives the base address below which a dialect is spoken.
    pub fn url(&self, folder: &str) -> String {
        format!("http://127.0.0.1:{}/{folder}", self.port)
    }

    /// Gives all questions so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }
}

fn serve(
    stream: &TcpStream,
    seen: &Mutex<Vec<Asked>>,
    script: &dyn Fn(usize, &Asked) -> Does,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let asked = read(&mut reader)?;
        let number = {
            let mut seen = seen.lock().ok()?;
            seen.push(asked.clone());
            seen.len() - 1
        };
        let (status, lines, kind, body) = match script(number, &asked) {
            Does::Hangs => {
                // The asker gives up; then this read ends.
                let _ = reader.read(&mut [0]);
                return None;
            }
            Does::Says(text) => (200, "", "application/json", said(&asked.path, &text).to_string()),
            Does::Sends(kind, body) => (200, "", kind, body),
            Does::Fails(status, lines, body) => (status, lines, "application/json", body),
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n{lines}\r\n",
            body.len()
        );
        let mut writer = stream;
        writer.write_all(head.as_bytes()).ok()?;
        writer.write_all(body.as_bytes()).ok()?;
    }
}

fn read(reader: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        if line == "\r\n" {
            break;
        }
        let lower = line.to_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&lower);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { path, head, body: serde_json::from_slice(&body).ok()? })
}

/// Puts a model's words into the dialect of the path.
fn said(path: &str, text: &str) -> Value {
    if path.ends_with("/chat/completions") {
        json!({"id": "1", "object": "chat.completion", "model": "m",
            "choices": [{"index": 0, "finish_reason": "stop",
                "message": {"role": "assistant", "content": text}}],
            "usage": {"prompt_tokens": 300, "completion_tokens": 90, "total_tokens": 390}})
    } else if path.ends_with("/messages") || path.ends_with(":rawPredict") {
        json!({"id": "1", "type": "message", "role": "assistant", "model": "m",
            "content": [{"type": "text", "text": text}], "stop_reason": "end_turn",
            "usage": {"input_tokens": 300, "output_tokens": 90}})
    } else if path.ends_with("/converse") {
        json!({"output": {"message": {"role": "assistant", "content": [{"text": text}]}},
            "stopReason": "end_turn", "metrics": {"latencyMs": 90},
            "usage": {"inputTokens": 300, "outputTokens": 90, "totalTokens": 390}})
    } else if path.ends_with(":generateContent") {
        json!({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]},
                "finishReason": "STOP", "index": 0}],
            "usageMetadata": {"promptTokenCount": 300, "candidatesTokenCount": 90,
                "totalTokenCount": 390}, "modelVersion": "m"})
    } else {
        json!({"model": "m", "created_at": "2026-11-20T09:00:00Z", "done": true,
            "done_reason": "stop", "message": {"role": "assistant", "content": text},
            "prompt_eval_count": 300, "eval_count": 90})
    }
}
