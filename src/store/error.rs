//! What can go wrong with a store, told so that it can be mended.

use std::path::PathBuf;

use crate::config::SecretError;
use crate::issue::IssueKey;
use crate::ledger::IssueState;

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be made or opened.
    #[error("cannot open the store {}", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A later version of Postrider wrote it.
    #[error(
        "the store {} has format {found}, and this version of postrider knows formats up to {known}",
        path.display()
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The latest this version knows.
        known: i64,
    },
    /// The file is something else.
    #[error("{} is no store of postrider", path.display())]
    NotAStore {
        /// Which file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull(#[source] sqlx::Error),
    /// Another process holds the store.
    #[error("another process holds the store")]
    Locked(#[source] sqlx::Error),
    /// The file may not be written.
    #[error("the store may not be written")]
    ReadOnly(#[source] sqlx::Error),
    /// The file is damaged.
    #[error("the store is damaged")]
    Corrupt(#[source] sqlx::Error),
    /// The database server does not answer, or broke off.
    #[error("the database server does not answer")]
    Unreachable(#[source] sqlx::Error),
    /// TLS with the database server fails, or it does not offer any.
    #[error("there is no safe connection to the database server")]
    Tls(#[source] sqlx::Error),
    /// The CA certificate of the database server cannot be used.
    #[error("no CA certificate from {}, which `sslrootcert` in `store.url` names: {why}", path.display())]
    Authority {
        /// Which file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// This binary was built without PostgreSQL.
    #[error("this postrider was built without PostgreSQL, which `store.url` asks for")]
    NotBuiltIn,
    /// The password of the database is not where it should be.
    #[error("the database password is not to be had")]
    Password(#[from] SecretError),
    /// Anything else the database says.
    #[error("the store failed")]
    Database(#[source] sqlx::Error),
    /// A value in the store is none that this version knows.
    #[error("the store holds {what} that cannot be read: `{value}`")]
    Value {
        /// What it should be.
        what: &'static str,
        /// What it is.
        value: String,
    },
    /// There is no such issue.
    #[error("there is no issue `{0}`")]
    NoIssue(IssueKey),
    /// There is no such reader.
    #[error("there is no subscriber `{0}`")]
    NoSubscriber(String),
    /// The issue's state does not allow it.
    #[error("{key} is {state}: it cannot be {wish}")]
    State {
        /// Which issue.
        key: IssueKey,
        /// Its state.
        state: IssueState,
        /// What was asked, such as `approved`.
        wish: &'static str,
    },
    /// An article is in another issue of the newsletter already.
    #[error("the article {article} is in another issue of {newsletter} already")]
    ArticleTaken {
        /// Which article.
        article: String,
        /// Which newsletter.
        newsletter: String,
    },
    /// The numbers of an issue do not add up; nothing was written.
    #[error("{0} cannot be frozen: its readers and exclusions do not add up to its candidates")]
    Unbalanced(IssueKey),
}

impl StoreError {
    /// Says what to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Open { .. } | Self::ReadOnly(_) => {
                Some("postrider must be allowed to write the file and its folder")
            }
            Self::Newer { .. } => {
                Some("use the newer postrider, or another `store.path` or `store.schema`")
            }
            Self::NotAStore { .. } => {
                Some("name another file in `store.path`, or another `store.schema`")
            }
            Self::Unreachable(_) => {
                Some("run the same command again when it does: it goes on where it stopped")
            }
            Self::Tls(_) => Some(
                "the server must offer TLS with a certificate for the very host in `store.url`; \
                 `sslrootcert=FILE` in that address names a private CA's, and `sslmode=disable` is \
                 for a network of your own",
            ),
            Self::Authority { .. } => {
                Some("name the file (PEM) of the CA that signed the database server's certificate")
            }
            Self::NotBuiltIn => {
                Some("build it in: `cargo install --path . --locked --features postgres`")
            }
            Self::DiskFull(_) => {
                Some("make room and run the same command again: it goes on where it stopped")
            }
            Self::Locked(_) => Some("wait for the other command to end, and run this one again"),
            Self::Corrupt(_) => Some("keep the file, and put a copy back from before the damage"),
            Self::NoIssue(_) => Some("`postrider issues list` names them"),
            Self::NoSubscriber(_) => Some("`postrider subscribers list` names them"),
            Self::ArticleTaken { .. } => {
                Some("another process froze an issue meanwhile: run the command again")
            }
            Self::Password(_) => {
                Some("`password_env` and `password_file` in [store] say where it is looked for")
            }
            Self::Database(_) | Self::Value { .. } | Self::State { .. } | Self::Unbalanced(_) => {
                None
            }
        }
    }
}

/// SQLite's extended result code for that.
const SQLITE_IOERR_SHMSIZE: &str = "4874";
/// SQLite's extended result code for a column left empty that never is.
const SQLITE_CONSTRAINT_NOTNULL: &str = "1299";
/// The length of a code of the SQL standard; SQLite's are shorter numbers.
const SQLSTATE: usize = 5;

impl StoreError {
    /// Would a column have been left empty that never is?
    pub(super) fn is_empty_column(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        code.as_deref() == Some(SQLITE_CONSTRAINT_NOTNULL)
    }

    /// Reads a code of PostgreSQL (its manual, appendix A).
    fn of_server(code: &str, error: sqlx::Error) -> Self {
        match code {
            // A lock that was not to be had in time, or a circle of those who wait.
            "55P03" | "40P01" | "40001" => Self::Locked(error),
            "25006" => Self::ReadOnly(error),
            "53100" => Self::DiskFull(error),
            // It is being shut down, starts, has no room for another, or gave up on us.
            "57P01" | "57P02" | "57P03" | "53300" | "25P03" => Self::Unreachable(error),
            code if code.starts_with("08") => Self::Unreachable(error),
            code if code.starts_with("XX00") => Self::Corrupt(error),
            _ => Self::Database(error),
        }
    }
}

/// Was a handshake of TLS refused? That comes as an error of a stream.
fn is_tls(error: &std::io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Tls(_) => return Self::Tls(error),
            sqlx::Error::Io(broken) if is_tls(broken) => return Self::Tls(error),
            _ => {}
        }
        if matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) {
            return Self::Unreachable(error);
        }
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        let code = code.map(std::borrow::Cow::into_owned).unwrap_or_default();
        if code.len() == SQLSTATE {
            return Self::of_server(&code, error);
        }
        // No room for the index of the log, which SQLite keeps in shared memory, on the disk as well.
        if code == SQLITE_IOERR_SHMSIZE {
            return Self::DiskFull(error);
        }
        // The low octet is the primary result code of SQLite.
        match code.parse::<i32>().map(|code| code & 0xff) {
            Ok(5 | 6) => Self::Locked(error),
            Ok(8) => Self::ReadOnly(error),
            Ok(11 | 26) => Self::Corrupt(error),
            Ok(13) => Self::DiskFull(error),
            _ => Self::Database(error),
        }
    }
}
