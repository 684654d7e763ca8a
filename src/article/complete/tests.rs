use std::path::Path;

use super::*;
use crate::article::Direction;

/// A folder with a few files beside one article.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("notes/quay.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x90");
        folder.put("listen/bell.mp3", &[0; 321]);
        folder
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Completes an article at `notes/low-water.md` with these keys besides title and date.
    fn complete(&self, more: &str) -> (Option<Article>, String) {
        self.complete_with("", "title: Low water\n", more)
    }

    fn complete_with(&self, config: &str, title: &str, more: &str) -> (Option<Article>, String) {
        self.complete_at("notes/low-water.md", config, title, more)
    }

    fn complete_at(
        &self,
        path: &str,
        config: &str,
        title: &str,
        more: &str,
    ) -> (Option<Article>, String) {
        let text = format!("title = \"T\"\nhome = \"https://tidewater.example/log/\"\n{config}");
        let config = Config::parse(&text, &self.0.path().join("config.toml")).unwrap();
        let rules = Rules::of(&config);
        let text = format!("---\n{title}date: 2026-05-06\n{more}\n---\nThe quay is dry.\n");
        let mut findings = Vec::new();
        let path = Path::new(path);
        let document = document::read(path, path, text.as_bytes(), &rules, &mut findings);
        let article = document.and_then(|document| {
            let dates = Dates::of(&document, config.zone, &mut findings);
            complete(document, "urn:x:1".to_owned(), dates, &config, &rules, &mut findings)
        });
        (article, findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[track_caller]
    fn fine(&self, more: &str) -> Article {
        let (article, told) = self.complete(more);
        assert_eq!(told, "");
        article.expect("an article")
    }
}

#[test]
fn an_address_is_the_pattern_or_what_its_author_wrote() {
    let folder = Folder::new();
    let home = "https://tidewater.example/log";
    for (more, wanted) in [
        ("", "/notes/low-water/"),
        ("slug: Ebb and flow", "/notes/Ebb-and-flow/"),
        ("section: ''", "/notes/low-water/"),
        ("permalink: /x/y.html", "/x/y.html"),
        ("url: x/y", "/x/y"),
        ("path: /x//y//", "/x/y/"),
        ("permalink: /:year/:month/:day/:title/", "/2026/05/06/low-water/"),
        ("permalink: /maré/baixa/", "/mar%C3%A9/baixa/"),
        ("permalink: /mar%C3%A9/", "/mar%C3%A9/"),
        ("permalink: /x?p=1&q=2#top", "/x?p=1&q=2"),
    ] {
        let (article, told) = folder.complete(more);
        let url = article.map(|article| article.url.to_string());
        assert_eq!(url, Some(format!("{home}{wanted}")), "{more}\n{told}");
    }
    let absolute = folder.fine("permalink: https://elsewhere.example/a/");
    assert_eq!(absolute.url.as_str(), "https://elsewhere.example/a/");
    let config = "[content]\npermalink = \"/:year/:slug.html\"\n";
    let (article, _) = folder.complete_with(config, "title: T\n", "");
    assert_eq!(article.unwrap().url.as_str(), format!("{home}/2026/low-water.html"));
}

#[test]
fn files_of_one_name_in_several_folders_or_languages_have_several_addresses() {
    let folder = Folder::new();
    for (path, wanted) in [
        ("guides/2026/sea/intro.md", "/guides/sea/intro/"),
        ("guides/mud/intro.md", "/guides/mud/intro/"),
        ("guides/mud/intro/index.md", "/guides/mud/intro/"),
        ("guides/mud/intro.pt.md", "/pt/guides/mud/intro/"),
        ("guides/mud/intro.en.md", "/guides/mud/intro/"),
        ("_posts/2026-05-06-intro.md", "/intro/"),
    ] {
        let article = folder.complete_at(path, "", "title: T\n", "").0.unwrap();
        assert_eq!(article.url.as_str(), format!("https://tidewater.example/log{wanted}"));
    }
}

#[test]
fn an_address_never_climbs_out_of_the_publication() {
    let folder = Folder::new();
    for more in [
        "permalink: /../x/",
        "permalink: /a/%2e%2e/%2e%2e/x/",
        "permalink: /a/..\\..\\x/",
        "slug: ../../x",
        "section: ..",
        "permalink: javascript://x/%0aalert(1)",
        "url: javascript:alert(1)",
        "url: Mailto:ada@tidewater.example",
        "permalink: \"/a%00b/\"",
    ] {
        let (article, told) = folder.complete(more);
        assert_eq!(article, None, "{more}");
        assert!(told.starts_with("notes/low-water.md:") && told.contains(": error: "), "{told}");
    }
}

#[test]
fn a_cover_tells_size_type_and_length_of_its_file() {
    let folder = Folder::new();
    for src in ["quay.png", "/log/notes/quay.png", "./../notes/quay.png"] {
        let (article, told) = folder.complete(&format!("image: {src}\nimage_alt: A quay"));
        assert_eq!(told, "");
        let cover = article.unwrap().cover.unwrap();
        assert_eq!(cover.size, Some((640, 400)), "{src}");
        assert_eq!(cover.media_type.as_deref(), Some("image/png"));
        assert_eq!((cover.length, cover.alt.as_str()), (Some(24), "A quay"));
    }
    let away = folder.fine("cover: https://img.example/a.webp").cover.unwrap();
    assert_eq!(away.media_type.as_deref(), Some("image/webp"));
    assert_eq!((away.size, away.length), (None, None));
}

#[test]
fn a_file_outside_the_content_folder_is_never_looked_at() {
    let folder = Folder::new();
    std::fs::write(folder.0.path().join("secret.png"), b"\x89PNG").unwrap();
    let inside = folder.0.path().join("content/link.png");
    std::os::unix::fs::symlink(folder.0.path().join("secret.png"), inside).unwrap();
    for src in ["../../secret.png", "/../secret.png", "/link.png", "../%2e%2e/secret.png"] {
        let (article, told) = folder.complete(&format!("image: {src}"));
        assert_eq!(article.unwrap().cover, None, "{src}");
        assert!(told.contains("4: warning: ") && told.contains("climbs out"), "{src}: {told}");
    }
}

#[test]
fn an_enclosure_has_the_length_of_its_file_else_what_was_written() {
    let folder = Folder::new();
    let local = folder.fine("audio: ../listen/bell.mp3").enclosure.unwrap();
    assert_eq!((local.length, local.media_type.as_str()), (321, "audio/mpeg"));
    let written = "enclosure: {url: 'https://cdn.example/b', length: 9, type: audio/ogg}";
    let away = folder.fine(written).enclosure.unwrap();
    assert_eq!((away.length, away.media_type.as_str()), (9, "audio/ogg"));
    let (article, told) = folder.complete("audio: https://cdn.example/b.mp3");
    assert_eq!(article.unwrap().enclosure.unwrap().length, 0);
    assert!(told.contains(":4: warning: nobody knows the length"), "{told}");
}

#[test]
fn a_language_is_spelled_as_usual_and_runs_its_way() {
    let folder = Folder::new();
    let persian = folder.fine("lang: FA_ir");
    assert_eq!((persian.language.as_str(), persian.direction), ("fa-IR", Direction::Rtl));
    let (article, told) = folder.complete("lang: klingonese");
    assert_eq!(article.unwrap().language, "en");
    assert!(told.contains(":4: warning: `klingonese` is no language tag"), "{told}");
}

#[test]
fn nothing_is_updated_before_it_is_published() {
    let (article, told) = Folder::new().complete("updated: 2026-04-01");
    let article = article.unwrap();
    assert_eq!(article.updated, article.published);
    assert!(told.contains(":4: warning: it says it was updated before"), "{told}");
}

#[test]
fn what_an_author_wrote_wins_over_what_is_counted() {
    let folder = Folder::new();
    assert_eq!(folder.fine("").reading_minutes, 1);
    let more = "reading_time: 11 min\nsummary: Mine.\ntakeaways: [One., Two.]\ntags: [Mud, mud]";
    let article = folder.fine(more);
    assert_eq!(article.reading_minutes, 11);
    assert_eq!(article.summary.text.as_deref(), Some("Mine."));
    assert_eq!(article.summary.takeaways, ["One.", "Two."]);
    assert_eq!(article.tags, ["Mud"]);
    assert!(article.authors.is_empty());
}

#[test]
fn the_publications_author_wrote_what_names_none() {
    let folder = Folder::new();
    let config = "author = \"Ada Lovelace\"\n";
    let names = |(article, _): (Option<Article>, String)| article.unwrap().authors[0].name.clone();
    assert_eq!(names(folder.complete_with(config, "", "")), "Ada Lovelace");
    assert_eq!(names(folder.complete_with(config, "", "author: Jules Verne")), "Jules Verne");
}

#[test]
fn a_title_as_long_as_a_book_is_a_mistake() {
    let title = format!("title: {}\n", "x".repeat(200_000));
    let (article, told) = Folder::new().complete_with("", &title, "");
    assert_eq!(article, None);
    assert!(told.contains(":2: error: the title is 200000 characters long"), "{told}");
}
