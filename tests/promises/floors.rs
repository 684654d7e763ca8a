//! The tree tells the story: a module imports only from floors above its own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Outside crates that only some modules may name.
const DOORS: [(&str, &[&str]); 7] = [
    ("sqlx", &["store"]),
    ("lettre", &["address", "message", "relay"]),
    ("axum", &["server", "preview"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("reqwest", &["fetch", "model"]),
    ("genai", &["model"]),
];

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)
}

/// Gives each module's floor: the number of its paragraph in `lib.rs`.
fn floors() -> HashMap<String, usize> {
    let text = std::fs::read_to_string(source("lib.rs")).unwrap();
    let mut floor = 0;
    let mut floors = HashMap::new();
    for line in text.lines() {
        if line.trim().is_empty() {
            floor += 1;
        }
        if let Some(name) = line.strip_prefix("pub mod ").and_then(|l| l.strip_suffix(';')) {
            floors.insert(name.to_owned(), floor);
        }
    }
    floors
}

/// Lists every source file with the top module it belongs to and its code without comments.
fn files() -> Vec<(String, PathBuf, String)> {
    let mut found = Vec::new();
    let mut todo = vec![source("")];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let below = path.strip_prefix(source("")).unwrap();
            let first = below.components().next().unwrap().as_os_str().to_string_lossy();
            let module = first.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
            found.push((module, path, code.collect::<Vec<_>>().join("\n")));
        }
    }
    found
}

/// Gives the words that follow `start` in a text, imports in braces included.
fn names_after(code: &str, start: &str) -> Vec<String> {
    let word = |text: &str| {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut names = Vec::new();
    for (at, _) in code.match_indices(start) {
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            None => names.push(word(rest)),
            Some(inner) => {
                let mut depth = 0;
                let mut item = String::new();
                for c in inner.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(word(&std::mem::take(&mut item))),
                        _ => {}
                    }
                    if depth == 0 && c != ',' {
                        item.push(c);
                    }
                }
                names.push(word(&item));
            }
        }
    }
    names
}

#[test]
fn a_module_imports_only_from_floors_above_its_own() {
    let floors = floors();
    let mut wrong = Vec::new();
    for (module, path, code) in files() {
        let Some(own) = floors.get(&module) else { continue };
        for name in names_after(&code, "crate::") {
            if name != module && floors.get(&name).is_some_and(|floor| floor >= own) {
                wrong.push(format!("{module} imports {name} ({})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_belongs_to_a_module_of_the_floor_plan() {
    let floors = floors();
    for (module, path, _) in files() {
        let known = floors.contains_key(&module) || module == "lib" || module == "main";
        assert!(known, "{} is in no floor of lib.rs", path.display());
    }
}

#[test]
fn an_outside_crate_comes_in_by_its_own_door_only() {
    let mut wrong = Vec::new();
    for (module, path, code) in files() {
        for (name, allowed) in DOORS {
            if code.contains(&format!("{name}::")) && !allowed.contains(&module.as_str()) {
                wrong.push(format!("{module} names {name} ({})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
