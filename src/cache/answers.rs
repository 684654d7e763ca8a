//! What a language model answered, by the content it was asked about.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};

/// The answers of earlier runs: a file each, in a folder of ours.
#[derive(Debug, Clone)]
pub struct Answers {
    dir: PathBuf,
}

/// A question's fingerprint: all that could change its answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// Makes it of the parts of a question; where one part ends is a part of it.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        Self(hash(parts))
    }
}

fn hash(parts: &[&str]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_le_bytes());
        context.update(part.as_bytes());
    }
    crate::text::hex(context.finish().as_ref())
}

impl Answers {
    /// Looks into the state folder of a publication.
    #[must_use]
    pub fn of(state: &Path) -> Self {
        Self { dir: state.join("answers") }
    }

    /// Gives the answer to a question that was asked before.
    ///
    /// A file that is not just as it was written, or belongs to another question, is not believed.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<String> {
        let text = std::fs::read_to_string(self.dir.join(&key.0)).ok()?;
        let (sum, answer) = text.split_once('\n')?;
        (sum == hash(&[&key.0, answer])).then(|| answer.to_owned())
    }

    /// Keeps an answer; it is never seen half-written.
    ///
    /// # Errors
    /// When the file system says no.
    pub fn put(&self, key: &Key, answer: &str) -> io::Result<()> {
        std::fs::create_dir_all(&self.dir)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.dir)?;
        write!(file, "{}\n{answer}", hash(&[&key.0, answer]))?;
        file.as_file().sync_all()?;
        file.persist(self.dir.join(&key.0)).map(drop).map_err(|error| error.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_again_by_the_same_question_only() {
        let dir = tempfile::tempdir().unwrap();
        let answers = Answers::of(dir.path());
        let key = Key::of(&["a", "bc"]);
        assert_eq!(answers.get(&key), None);
        answers.put(&key, "one\ntwo").unwrap();
        assert_eq!(answers.get(&key).as_deref(), Some("one\ntwo"));
        assert_eq!(answers.get(&Key::of(&["ab", "c"])), None);
    }

    #[test]
    fn a_file_that_was_changed_or_moved_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let answers = Answers::of(dir.path());
        let (key, other) = (Key::of(&["a"]), Key::of(&["b"]));
        answers.put(&key, "good").unwrap();
        let file = dir.path().join("answers").join(&key.0);
        std::fs::copy(&file, dir.path().join("answers").join(&other.0)).unwrap();
        assert_eq!(answers.get(&other), None);
        let text = std::fs::read_to_string(&file).unwrap();
        for changed in
            [text.replace("good", "evil"), text[..text.len() - 1].to_owned(), String::new()]
        {
            std::fs::write(&file, changed).unwrap();
            assert_eq!(answers.get(&key), None);
        }
    }
}
