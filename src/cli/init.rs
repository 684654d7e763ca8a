//! `postrider init`: a publication that builds and dry-runs at once.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use super::answer::Answer;
use super::args::InitArgs;
use super::context::Context;
use super::failure::Failure;

/// The files of a new publication, by their path in it.
const FILES: [(&str, &str); 6] = [
    ("config.toml", include_str!("init/config.toml")),
    ("subscribers.csv", include_str!("init/subscribers.csv")),
    (".gitignore", include_str!("init/gitignore")),
    ("content/notes/a-first-letter.md", include_str!("init/a-first-letter.md")),
    ("content/notes/what-feeds-are-for.md", include_str!("init/what-feeds-are-for.md")),
    ("content/notes/before-you-send.md", include_str!("init/before-you-send.md")),
];

/// Runs it.
pub fn run(context: &Context, args: &InitArgs) -> Result<Answer, Failure> {
    let now = context.now(Tz::UTC)?;
    refuse_to_overwrite(&args.dir)?;
    let title = title(&args.dir);
    for (path, text) in FILES {
        write(&args.dir.join(path), &filled(text, &title, now))?;
    }
    let mut answer = Answer::default();
    let dir = Context::shown(&args.dir);
    answer.say(format!("started `{title}` in {dir}"));
    answer.next("next:".to_owned());
    if dir != "." {
        answer.next(format!("  cd {}", quoted(&dir)));
    }
    answer.next("  postrider publish --dry-run     feeds into public/, emails into outbox/");
    answer.next("then open outbox/index.html, and write your own in content/ and config.toml");
    answer.fact("dir", &args.dir);
    answer.fact("title", &title);
    answer.fact("files", FILES.map(|(path, _)| path));
    Ok(answer)
}

/// Looks for anything of ours before the first file is written.
fn refuse_to_overwrite(dir: &Path) -> Result<(), Failure> {
    let there: Vec<PathBuf> = FILES
        .iter()
        .map(|(path, _)| dir.join(path))
        .filter(|path| path.symlink_metadata().is_ok())
        .collect();
    match there.first() {
        None => Ok(()),
        Some(path) => Err(Failure::new(format!("{} is already there", Context::shown(path)))
            .hint("nothing was written; name a new folder: `postrider init DIR`")),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let say = |error: &std::io::Error| {
        Failure::because(format!("cannot write {}", path.display()), error)
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| say(&error))?;
    }
    // `create_new` holds the promise even against a file made since we looked.
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| say(&error))
}

/// Makes a title of the folder's name.
fn title(dir: &Path) -> String {
    let whole = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let title = words.join(" ");
    let mut letters = title.chars();
    match letters.next().filter(|first| first.is_alphabetic()) {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "My Letter".to_owned(),
    }
}

/// Puts the title in, and days counted back from now, so that the first issue is not empty.
fn filled(text: &str, title: &str, now: DateTime<Utc>) -> String {
    let mut text = text.replace("@title@", title);
    for back in 0..=9 {
        let day = (now - Duration::days(back)).format("%Y-%m-%d").to_string();
        text = text.replace(&format!("@{back} days ago@"), &day);
    }
    text
}

/// Quotes a folder's name for a shell, where it needs it.
fn quoted(dir: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    if dir.chars().all(plain) {
        dir.to_owned()
    } else {
        format!("'{}'", dir.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_of_the_folders_name() {
        assert_eq!(title(Path::new("no/such/my-harbour_letter")), "My harbour letter");
        assert_eq!(title(Path::new("no/such/\"2\"")), "My Letter");
    }

    #[test]
    fn the_new_configuration_is_valid_and_nothing_in_it_is_left_to_fill() {
        let now = DateTime::UNIX_EPOCH;
        for (path, text) in FILES {
            let text = filled(text, "A", now);
            assert!(!text.contains(" days ago@") && !text.contains("@title@"), "{path}");
        }
        let config = filled(FILES[0].1, "A", now);
        crate::config::Config::parse(&config, Path::new("config.toml")).unwrap();
    }
}
