//! Where a secret is kept; never the secret itself.

use std::fmt;
use std::path::PathBuf;

/// Where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    /// In an environment variable of this name.
    Env(String),
    /// In a file, its last line end dropped.
    File(PathBuf),
}

/// Why a secret is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Its environment variable is not set.
    #[error("the environment variable `{0}` is not set")]
    Unset(String),
    /// There is nothing in it.
    #[error("{0} is empty")]
    Empty(Secret),
    /// Its file cannot be read.
    #[error("cannot read {}", file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
}

impl Secret {
    /// Reads the secret; `environment` gives the value of an environment variable.
    ///
    /// # Errors
    /// When it is not where it should be, or empty.
    pub fn read(
        &self,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<String, SecretError> {
        let text = match self {
            Self::Env(name) => environment(name).ok_or_else(|| SecretError::Unset(name.clone()))?,
            Self::File(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|source| SecretError::File { file: file.clone(), source })?;
                let line = text.strip_suffix('\n').unwrap_or(&text);
                line.strip_suffix('\r').unwrap_or(line).to_owned()
            }
        };
        if text.is_empty() { Err(SecretError::Empty(self.clone())) } else { Ok(text) }
    }
}

impl fmt::Display for Secret {
    /// Says where it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "the environment variable {name}"),
            Self::File(file) => write!(f, "{}", file.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_end_in_one_line_end() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("password");
        let secret = Secret::File(file.clone());
        for (text, read) in [("hush", "hush"), ("hush\n", "hush"), ("hush \r\n\r\n", "hush \r\n")] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(secret.read(|_| None).unwrap(), read);
        }
    }

    #[test]
    fn a_secret_that_is_not_there_is_told_with_its_place() {
        let told = |secret: Secret| secret.read(|_| None).unwrap_err().to_string();
        assert_eq!(
            told(Secret::Env("PASSWORD".to_owned())),
            "the environment variable `PASSWORD` is not set"
        );
        let empty = || Some(String::new());
        assert_eq!(
            Secret::Env("PASSWORD".to_owned()).read(|_| empty()).unwrap_err().to_string(),
            "the environment variable PASSWORD is empty"
        );
        let (dir, line_end) = (tempfile::tempdir().unwrap(), "\n");
        let file = dir.path().join("password");
        std::fs::write(&file, line_end).unwrap();
        assert_eq!(told(Secret::File(file.clone())), format!("{} is empty", file.display()));
        assert_eq!(told(Secret::File("no/such/file".into())), "cannot read no/such/file");
    }
}
