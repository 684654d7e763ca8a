//! Where a section says its secret is.

use std::path::Path;

use crate::config::Secret;
use crate::config::reader::table::Table;

/// Reads the two places where a secret may be: in the environment, and in a file.
pub(super) fn places(
    table: &mut Table<'_, '_>,
    root: &Path,
    env: &'static str,
    file: &'static str,
) -> (Option<Secret>, Option<Secret>) {
    let env = table.text(env).map(|name| Secret::Env(name.to_owned()));
    let file = table.text(file).map(|file| Secret::File(root.join(file)));
    (env, file)
}

/// Reads where a password is, and refuses one that is written out.
pub(super) fn password(table: &mut Table<'_, '_>, root: &Path) -> Option<Secret> {
    let (env, file) = places(table, root, "password_env", "password_file");
    if table.has("password") {
        table.text("password");
        let hint =
            "name an environment variable with `password_env`, or a file with `password_file`";
        table.wrong_unshown("a password does not belong into this file", hint);
    }
    env.or(file)
}
