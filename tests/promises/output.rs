//! What the output folder promises.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use postrider::output::{File, OutputError, Written, replace, write};

/// An output folder and the state folder beside it.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn public(&self) -> PathBuf {
        self.dir.path().join("public")
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<Written, OutputError> {
        let files: Vec<_> = files.iter().map(|(path, text)| File::new(path, *text)).collect();
        write(&self.public(), &self.dir.path().join(".postrider"), &files)
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.public().join(path)).ok()
    }

    /// Lists all files of the output folder.
    fn list(&self) -> Vec<String> {
        let mut todo = vec![self.public()];
        let mut files = Vec::new();
        while let Some(dir) = todo.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    todo.push(path);
                } else {
                    let below = path.strip_prefix(self.public()).unwrap();
                    files.push(below.to_str().unwrap().to_owned());
                }
            }
        }
        files.sort();
        files
    }
}

#[test]
fn the_first_writing_makes_the_folder() {
    let place = Place::new();
    let written = place.write(&[("feed.xml", "a"), ("tags/mud/feed.xml", "b")]).unwrap();
    assert_eq!(written.changed.len(), 2);
    assert_eq!(place.read("tags/mud/feed.xml").as_deref(), Some("b"));
}

#[test]
fn an_unchanged_file_is_not_touched() {
    let place = Place::new();
    place.write(&[("feed.xml", "a"), ("atom.xml", "b")]).unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    for name in ["feed.xml", "atom.xml"] {
        let file = fs::File::options().write(true).open(place.public().join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    let written = place.write(&[("feed.xml", "a"), ("atom.xml", "changed")]).unwrap();
    assert_eq!((written.changed, written.unchanged), (vec![PathBuf::from("atom.xml")], 1));
    let modified =
        |name: &str| fs::metadata(place.public().join(name)).unwrap().modified().unwrap();
    assert_eq!(modified("feed.xml"), long_ago);
    assert_ne!(modified("atom.xml"), long_ago);
}

#[test]
fn what_is_made_no_longer_is_removed_with_the_folders_it_leaves_empty() {
    let place = Place::new();
    place.write(&[("feed.xml", "a"), ("tags/mud/feed.xml", "b")]).unwrap();
    let written = place.write(&[("feed.xml", "a")]).unwrap();
    assert_eq!(written.removed, [Path::new("tags/mud/feed.xml")]);
    assert_eq!(place.list(), ["feed.xml"]);
    assert!(!place.public().join("tags").exists());
}

#[test]
fn what_we_did_not_write_stays() {
    let place = Place::new();
    place.write(&[("feed.xml", "a"), ("tags/mud/feed.xml", "b"), ("old.xml", "c")]).unwrap();
    fs::write(place.public().join("tags/mud/notes.txt"), "mine").unwrap();
    fs::write(place.public().join("index.html"), "mine").unwrap();
    // The user has put another file in the place of ours: it is theirs now.
    fs::write(place.public().join("old.xml"), "theirs").unwrap();
    place.write(&[("feed.xml", "a")]).unwrap();
    assert_eq!(place.list(), ["feed.xml", "index.html", "old.xml", "tags/mud/notes.txt"]);
}

#[test]
fn another_output_folder_is_not_cleared_by_what_is_known_of_the_first() {
    let place = Place::new();
    place.write(&[("feed.xml", "a"), ("old.xml", "b")]).unwrap();
    let other = place.dir.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("old.xml"), "b").unwrap();
    write(&other, &place.dir.path().join(".postrider"), &[File::new("feed.xml", "a")]).unwrap();
    assert!(other.join("old.xml").exists());
    assert!(place.public().join("old.xml").exists());
}

#[test]
fn a_path_that_leads_out_is_refused_before_anything_is_written() {
    for stray in ["../out.xml", "/tmp/out.xml", "a/../../out.xml", "", "."] {
        let place = Place::new();
        let error = place.write(&[("feed.xml", "a"), (stray, "b")]).unwrap_err();
        assert!(matches!(error, OutputError::Outside(_)), "{stray}: {error}");
        assert!(!place.public().exists());
    }
}

#[test]
fn two_files_for_one_path_are_refused() {
    let error = Place::new().write(&[("feed.xml", "a"), ("feed.xml", "b")]).unwrap_err();
    assert!(matches!(error, OutputError::Twice(_)), "{error}");
}

#[test]
fn a_failed_writing_leaves_the_old_output_whole() {
    let place = Place::new();
    place.write(&[("feed.xml", "old"), ("tags/mud/feed.xml", "old")]).unwrap();
    // A folder stands where a file is to be: the second of three files cannot be written.
    fs::create_dir_all(place.public().join("middle.xml")).unwrap();
    let error = place
        .write(&[("feed.xml", "new"), ("middle.xml", "new"), ("zebra.xml", "new")])
        .unwrap_err();
    assert!(error.to_string().contains("middle.xml"), "{error}");
    assert_eq!(place.read("feed.xml").as_deref(), Some("old"));
    assert_eq!(place.list(), ["feed.xml", "tags/mud/feed.xml"]);
}

#[test]
fn nothing_half_made_is_left_behind_and_what_a_killed_run_left_is_cleared() {
    let place = Place::new();
    place.write(&[("feed.xml", "a")]).unwrap();
    // What a run leaves that is killed: its mark, and a file not yet renamed.
    fs::write(place.dir.path().join(".postrider/output.busy"), "").unwrap();
    fs::write(place.public().join(".postrider-new-k1lled"), "half").unwrap();
    place.write(&[("feed.xml", "b")]).unwrap();
    assert_eq!(place.list(), ["feed.xml"]);
}

#[test]
fn a_list_of_what_was_written_that_a_disk_has_spoiled_stops_no_writing() {
    let place = Place::new();
    place.write(&[("a.xml", "a"), ("b.xml", "b")]).unwrap();
    let list = place.dir.path().join(".postrider/output.manifest");
    let whole = fs::read(&list).unwrap();
    for at in 0..whole.len() {
        let mut spoiled = whole.clone();
        spoiled[at] = 0xFF;
        fs::write(&list, spoiled).unwrap();
        place.write(&[("a.xml", "a"), ("b.xml", "c")]).unwrap();
        assert_eq!(place.read("b.xml").as_deref(), Some("c"));
        place.write(&[("a.xml", "a"), ("b.xml", "b")]).unwrap();
    }
}

#[test]
fn two_runs_at_once_end_with_the_whole_output_of_one() {
    let place = Place::new();
    let names: Vec<String> = (0..40).map(|n| format!("tags/{n}/feed.xml")).collect();
    std::thread::scope(|scope| {
        for text in ["one", "two"] {
            let (place, names) = (&place, &names);
            scope.spawn(move || {
                let files: Vec<_> = names.iter().map(|name| (name.as_str(), text)).collect();
                place.write(&files).unwrap();
            });
        }
    });
    let texts: Vec<_> = names.iter().map(|name| place.read(name).unwrap()).collect();
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
}

#[test]
fn a_file_that_yields_leaves_anothers_alone_and_follows_its_own() {
    let place = Place::new();
    let page = |text: &str| File::new("index.html", text).yielding();
    let put = |file: File| write(&place.public(), &place.dir.path().join(".postrider"), &[file]);
    fs::create_dir_all(place.public()).unwrap();
    fs::write(place.public().join("index.html"), "mine").unwrap();
    assert_eq!(put(page("ours")).unwrap().left, [Path::new("index.html")]);
    assert_eq!(place.read("index.html").as_deref(), Some("mine"));
    fs::remove_file(place.public().join("index.html")).unwrap();
    put(page("ours")).unwrap();
    put(page("ours, by Postrider")).unwrap();
    // The state folder is lost, as on a fresh machine: the mark tells whose it is.
    fs::remove_dir_all(place.dir.path().join(".postrider")).unwrap();
    assert_eq!(put(page("newer")).unwrap().left, Vec::<PathBuf>::new());
    assert_eq!(place.read("index.html").as_deref(), Some("newer"));
}

#[test]
fn a_copied_file_has_the_bytes_of_its_source() {
    let place = Place::new();
    let source = place.dir.path().join("boat.png");
    fs::write(&source, [0, 159, 146, 150]).unwrap();
    let file = File {
        path: "images/boat.png".into(),
        content: postrider::output::Content::CopyOf(source),
        yields: true,
    };
    write(&place.public(), &place.dir.path().join(".postrider"), &[file]).unwrap();
    assert_eq!(fs::read(place.public().join("images/boat.png")).unwrap(), [0, 159, 146, 150]);
}

#[test]
fn what_was_written_is_known_from_wherever_the_program_is_started() {
    let place = Place::new();
    place.write(&[("feed.xml", "a"), ("old.xml", "b")]).unwrap();
    let detour = place.dir.path().join(".postrider/../public");
    let files = [File::new("feed.xml", "a")];
    let written = write(&detour, &place.dir.path().join(".postrider"), &files).unwrap();
    assert_eq!(written.removed, [Path::new("old.xml")]);
}

#[test]
fn one_file_is_replaced_whole() {
    let place = Place::new();
    let path = place.dir.path().join("content/postrider.lock");
    replace(&path, b"one").unwrap();
    replace(&path, b"two").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_web_server_may_read_what_is_written() {
        let place = Place::new();
        place.write(&[("feed.xml", "a")]).unwrap();
        let mode = fs::metadata(place.public().join("feed.xml")).unwrap().permissions().mode();
        let plain = place.dir.path().join("plain");
        fs::write(&plain, "").unwrap();
        let ordinary = fs::metadata(plain).unwrap().permissions().mode();
        assert_eq!(mode, ordinary, "{mode:o}");
    }

    #[test]
    fn a_link_within_the_output_folder_does_not_lead_out_of_it() {
        let place = Place::new();
        let outside = place.dir.path().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(place.public()).unwrap();
        symlink(&outside, place.public().join("tags")).unwrap();
        let error = place.write(&[("feed.xml", "a"), ("tags/feed.xml", "b")]).unwrap_err();
        assert!(matches!(error, OutputError::Outside(_)), "{error}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
        assert_eq!(place.read("feed.xml"), None);
    }

    #[test]
    fn where_a_link_leads_out_of_the_folder_not_even_an_empty_folder_is_made() {
        let place = Place::new();
        let outside = place.dir.path().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(place.public()).unwrap();
        symlink(&outside, place.public().join("tags")).unwrap();
        let error = place.write(&[("tags/x1/feed.xml", "b")]).unwrap_err();
        assert!(matches!(error, OutputError::Outside(_)), "{error}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }

    #[test]
    fn the_output_folder_itself_may_be_a_link() {
        let place = Place::new();
        let real = place.dir.path().join("www");
        fs::create_dir_all(&real).unwrap();
        symlink(&real, place.public()).unwrap();
        place.write(&[("feed.xml", "a")]).unwrap();
        assert!(real.join("feed.xml").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let place = Place::new();
        let public = place.public();
        fs::create_dir_all(&public).unwrap();
        fs::set_permissions(&public, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(public.join("probe"), "").is_ok() {
            // The superuser writes everywhere; a file in the folder's place stops even them.
            fs::set_permissions(&public, fs::Permissions::from_mode(0o755)).unwrap();
            fs::remove_dir_all(&public).unwrap();
            fs::write(&public, "").unwrap();
        }
        let error = place.write(&[("feed.xml", "a")]).unwrap_err();
        assert!(error.to_string().contains("public"), "{error}");
    }
}
