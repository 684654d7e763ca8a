//! Where a folder lies, whether it is there yet or not.

use std::path::{Component, Path, PathBuf};

/// Follows the symbolic links of a path, as far as there is something at it.
pub(super) fn real(path: &Path) -> PathBuf {
    let plain = on_paper(path);
    let followed = plain.ancestors().find_map(|above| {
        let there = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let rest = plain.strip_prefix(above).ok()?;
        Some(there.canonicalize().ok()?.join(rest))
    });
    followed.unwrap_or(plain)
}

/// Resolves `.` and `..` without a look at what is there.
fn on_paper(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
