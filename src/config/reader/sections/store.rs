//! `[store]`.

use std::borrow::Cow;
use std::path::Path;

use url::Url;

use super::secret;
use crate::config::reader::table::Table;
use crate::config::{Durability, Store, StoreServer};

/// The parameters of an address that name a file, under all the names they go by.
const FILES: [&str; 7] =
    ["sslrootcert", "ssl-root-cert", "ssl-ca", "sslcert", "ssl-cert", "sslkey", "ssl-key"];

pub(super) fn read(table: &mut Table<'_, '_>, root: &Path) -> Store {
    let words = [("power", Durability::Power), ("process", Durability::Process)];
    let store = Store {
        path: root.join(table.text("path").unwrap_or(".postrider/postrider.db")),
        durability: table.choice("durability", &words).unwrap_or_default(),
        server: server(table, root),
    };
    table.finish();
    store
}

fn server(table: &mut Table<'_, '_>, root: &Path) -> Option<StoreServer> {
    let hint = "such as `postgres://postrider@db.tidewater.example/postrider`";
    let url = if table.text("url").is_some_and(holds_password) {
        let hint = "take it out of `url`, and name an environment variable with `password_env`";
        table.wrong_unshown("`url`: a password does not belong into this file", hint);
        None
    } else {
        table.parsed("url", hint, |text| database_url(text, root))
    };
    let hint = "small letters, digits and underscores, a letter first";
    let schema = table.parsed("schema", hint, schema).unwrap_or_else(|| "postrider".to_owned());
    let password = secret::password(table, root);
    Some(StoreServer { url: url?, password, schema })
}

fn database_url(text: &str, root: &Path) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "this is no URL")?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err("this is no address of a PostgreSQL database");
    }
    Ok(with_files_beside(url, root))
}

/// Takes the files an address names from the folder of `config.toml`, as all its paths are.
fn with_files_beside(mut url: Url, root: &Path) -> Url {
    let whole = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
        let is_file = FILES.contains(&name.as_ref());
        let file = is_file.then(|| root.join(&*value).to_string_lossy().into_owned());
        (name.into_owned(), file.unwrap_or_else(|| value.into_owned()))
    };
    let pairs: Vec<_> = url.query_pairs().map(whole).collect();
    if pairs.iter().any(|(name, _)| FILES.contains(&name.as_str())) {
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    url
}

/// Does an address hold a password, even where it is none that can be read?
fn holds_password(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let user = rest.split_once('@').map(|(user, _)| user);
    user.is_some_and(|user| user.contains(':')) || rest.contains("password=")
}

fn schema(text: &str) -> Result<String, &'static str> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase());
    if starts_well && text.len() < 64 && text.chars().all(is_plain) {
        Ok(text.to_owned())
    } else {
        Err("this is no plain name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_an_address_names_is_beside_the_configuration() {
        let read = |text| database_url(text, Path::new("/letters")).unwrap().to_string();
        let plain = "postgres://me@db.example/letters?sslmode=require&host=%2Frun%2Fpg";
        assert_eq!(read(plain), plain);
        assert_eq!(
            read("postgres://me@db.example/letters?sslrootcert=ca.pem&sslmode=verify-ca"),
            "postgres://me@db.example/letters?sslrootcert=%2Fletters%2Fca.pem&sslmode=verify-ca"
        );
        assert_eq!(
            read("postgres://me@db.example/letters?sslrootcert=/etc/ca.pem"),
            "postgres://me@db.example/letters?sslrootcert=%2Fetc%2Fca.pem"
        );
    }
}
