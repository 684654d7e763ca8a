//! What holds of every article of another tool's export: a file of one name, which reads back.

use postrider::import::Imported;

use super::reading;

/// Checks the file an article became.
pub fn holds(imported: &Imported) {
    let name = &imported.file_name;
    assert!(!name.starts_with('.') && !name.contains(['/', '\\', '\0']), "{name}");
    reading::holds(name, imported.text.as_bytes());
}
