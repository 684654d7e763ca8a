//! `postrider dkim new`: keys that sign mail, and the DNS records to paste.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::answer::Answer;
use super::args::{DkimArgs, DkimVerb, NewKeyArgs};
use super::context::Context;
use super::failure::Failure;
use crate::config::Config;
use crate::message::dkim;
use crate::token::{Algorithm, SigningKey};

/// How many characters one string of a TXT record holds (RFC 1035 section 3.3).
const STRING: usize = 255;

/// Runs it.
pub fn run(context: &Context, args: &DkimArgs) -> Result<Answer, Failure> {
    let DkimVerb::New(args) = &args.verb;
    let config = context.config()?;
    let domain = domain(&config, args)?;
    let selector = match &args.selector {
        Some(selector) => selector.to_ascii_lowercase(),
        None => context.now(config.zone)?.format("%Y-%m").to_string(),
    };
    let dir = config.root.join(".postrider/dkim");
    let mut answer = Answer::default();
    let mut keys = Vec::new();
    for (algorithm, word) in [(Algorithm::Rsa, "rsa"), (Algorithm::Ed25519, "ed25519")] {
        let selector = format!("{selector}-{word}");
        keys.push(make(&mut answer, &config, &dir, (&domain, &selector), algorithm)?);
    }
    answer.fact("keys", keys);
    answer.next(
        "paste both records into the DNS of the domain, and both [[dkim]] into the configuration",
    );
    answer.next("the folder .postrider must not get into version control: it holds secrets");
    Ok(answer)
}

/// Finds the domain to sign for.
fn domain(config: &Config, args: &NewKeyArgs) -> Result<String, Failure> {
    let given = args.domain.as_deref().map(str::to_ascii_lowercase);
    if let Some(domain) = given {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
        let is_name = domain.bytes().all(fits) && domain.split('.').all(|label| !label.is_empty());
        return if is_name {
            Ok(domain)
        } else {
            Err(Failure::usage(format!("--domain: `{domain}` is no domain")))
        };
    }
    let from = config.newsletters.iter().filter_map(|newsletter| newsletter.from.as_ref());
    let mut domains: Vec<String> = from.map(|from| from.address.domain().to_lowercase()).collect();
    domains.sort_unstable();
    domains.dedup();
    match domains.as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            Err(Failure::usage("no newsletter says who it is from").hint("name one with --domain"))
        }
        _ => Err(Failure::usage("which domain?")
            .hint(format!("--domain {}", domains.join(" or --domain ")))),
    }
}

/// Makes one key, keeps it, and tells its record.
fn make(
    answer: &mut Answer,
    config: &Config,
    dir: &Path,
    (domain, selector): (&str, &str),
    algorithm: Algorithm,
) -> Result<Value, Failure> {
    let der = SigningKey::generate(algorithm)
        .ok_or_else(|| Failure::new("the system gives no random numbers for a key"))?;
    let pem = dkim::pem(&der);
    let key = SigningKey::from_pem(domain, selector, &pem)?;
    let file = dir.join(format!("{domain}.{selector}.pem"));
    keep(&file, &pem)?;
    let (name, record) = (dkim::dns_name(&key), dkim::dns_record(&key));
    let below = file.strip_prefix(&config.root).unwrap_or(&file).display().to_string();
    answer.say(format!("wrote {}", Context::shown(&file)));
    answer.line(format!("{name}. IN TXT ({} )", strings(&record)));
    answer.line(String::new());
    answer.line("[[dkim]]");
    answer.line(format!("domain = \"{domain}\""));
    answer.line(format!("selector = \"{selector}\""));
    answer.line(format!("key_file = \"{below}\""));
    answer.line(String::new());
    Ok(json!({
        "domain": domain, "selector": selector, "key_file": below, "name": name, "record": record,
    }))
}

/// Writes a record as strings of a zone file, none too long for one.
fn strings(record: &str) -> String {
    let mut text = String::new();
    for at in (0..record.len()).step_by(STRING) {
        let piece = record.get(at..record.len().min(at + STRING)).unwrap_or_default();
        text.push_str(&[" \"", piece, "\""].concat());
    }
    text
}

/// Keeps a key where only its owner may read it; one that is there is never replaced.
fn keep(file: &PathBuf, pem: &str) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut open = options.open(file)?;
        open.write_all(pem.as_bytes())?;
        open.sync_all()
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::new(format!("{} is already there", file.display()))
                .hint("name another with --selector; a key in use is never replaced")
        }
        _ => Failure::because(format!("cannot write {}", file.display()), &error),
    })
}
