//! Who we are to a relay: a name, and a password or an access token.

use std::path::Path;

use super::super::secret;
use crate::config::reader::table::Table;
use crate::config::{Login, Proof, Security, Token};

const PROOFS: &str = "give `user` and one of `password_env`, `password_file`, `token_env`, \
                      `token_file` and `token_command`, or none of them";

pub(super) fn read(table: &mut Table<'_, '_>, root: &Path, security: Security) -> Option<Login> {
    let user = table.text("user").map(str::to_owned);
    let password = secret::password(table, root).map(Proof::Password);
    let token = token(table, root).map(Proof::Token);
    if table.has("password") || table.has("token") {
        return None;
    }
    if password.is_some() && token.is_some() {
        table.wrong(&table.at("user"), "a password and an access token", PROOFS);
        return None;
    }
    match (user, password.or(token)) {
        (Some(user), Some(proof)) => {
            if security == Security::None {
                let hint = "use `security = \"starttls\"` or `\"tls\"`";
                let what = "a login would cross the network in the clear";
                table.wrong(&table.at("security"), what, hint);
            }
            Some(Login { user, proof })
        }
        (None, None) => None,
        _ => {
            table.wrong(&table.at("user"), "half a login", PROOFS);
            None
        }
    }
}

/// Reads where the access token is, and refuses one that is written out: it would be stale in an hour.
fn token(table: &mut Table<'_, '_>, root: &Path) -> Option<Token> {
    let (env, file) = secret::places(table, root, "token_env", "token_file");
    let command = table.texts("token_command");
    if table.has("token") {
        table.text("token");
        let hint = "name what prints it with `token_command`, or where it is kept fresh with \
                    `token_file`";
        table.wrong_unshown("an access token does not belong into this file", hint);
    }
    let printed = command.and_then(|words| program(table, root, words)).map(Token::Printed);
    env.or(file).map(Token::Kept).or(printed)
}

/// A program that is named with a folder is taken from beside `config.toml`, as all paths are; any
/// other is searched for.
fn program(table: &Table<'_, '_>, root: &Path, mut words: Vec<String>) -> Option<Vec<String>> {
    match words.first_mut() {
        Some(name) if !name.trim().is_empty() => {
            if name.contains('/') {
                *name = root.join(&*name).to_string_lossy().into_owned();
            }
            Some(words)
        }
        _ => {
            let hint = "such as `token_command = [\"bin/token\", \"smtp\"]`";
            table.wrong(&table.at("token_command"), "`token_command` names no program", hint);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Proof, Secret, Token};
    use std::path::Path;

    fn read(relay: &str) -> Result<Option<Proof>, String> {
        let text = format!(
            "title = \"Tidewater\"\nhome = \"https://tidewater.example/\"\n[relay]\nhost = \
             \"smtp.tidewater.example\"\n{relay}"
        );
        let read = Config::parse(&text, Path::new("/letters/config.toml"));
        let told = |findings: Vec<_>| findings.iter().map(ToString::to_string).collect();
        let login = |config: Config| config.relays.first()?.smtp()?.login.clone();
        read.map(|config| login(config).map(|login| login.proof)).map_err(told)
    }

    #[test]
    fn a_token_is_in_the_environment_in_a_file_or_printed_by_a_program() {
        let token = |relay: &str| match read(&format!("user = \"ana\"\n{relay}")) {
            Ok(Some(Proof::Token(token))) => token,
            other => panic!("{other:?}"),
        };
        let kept = Token::Kept(Secret::Env("TOKEN".to_owned()));
        assert_eq!(token("token_env = \"TOKEN\""), kept);
        let kept = Token::Kept(Secret::File("/letters/token".into()));
        assert_eq!(token("token_file = \"token\""), kept);
        let printed = |words: [&str; 2]| Token::Printed(words.map(str::to_owned).to_vec());
        let command = "token_command = [\"bin/token\", \"$USER\"]";
        assert_eq!(token(command), printed(["/letters/bin/token", "$USER"]), "no shell");
        assert_eq!(token("token_command = [\"oauth\", \"mail\"]"), printed(["oauth", "mail"]));
    }

    #[test]
    fn a_login_is_whole_and_has_one_proof() {
        for (relay, words) in [
            ("user = \"ana\"", "half a login"),
            ("token_env = \"TOKEN\"", "half a login"),
            ("user = \"ana\"\ntoken_env = \"A\"\npassword_env = \"B\"", "a password and an access"),
            ("user = \"ana\"\ntoken = \"ya29.x\"", "does not belong into this file"),
            ("user = \"ana\"\ntoken_command = []", "names no program"),
            ("user = \"ana\"\ntoken_env = \"A\"\nsecurity = \"none\"", "in the clear"),
        ] {
            let told = read(relay).unwrap_err();
            assert!(told.contains(words) && !told.contains("ya29"), "{told}");
        }
    }
}
