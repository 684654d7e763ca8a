use std::fmt::Write;

use proptest::prelude::*;

use super::*;

fn rules() -> Rules {
    Rules {
        private_sections: Vec::new(),
        max_bytes: 100_000,
        bare_fragments: false,
        words_per_minute: 220,
    }
}

fn read_as(name: &str, text: impl AsRef<[u8]>) -> (Option<Document>, String) {
    let mut findings = Vec::new();
    let file = Path::new("content").join(name);
    let document = read(Path::new(name), &file, text.as_ref(), &rules(), &mut findings);
    (document, findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Reads an article without a mistake.
#[track_caller]
fn fine(name: &str, text: &str) -> Document {
    let (document, told) = read_as(name, text);
    assert_eq!(told, "");
    document.expect("an article")
}

fn text(written: Option<&Written<String>>) -> &str {
    written.map(|written| written.value.as_str()).unwrap_or_default()
}

const YAML: &str = "---\ntitle: \"Low: water\"\npubDate: 2026-11-16\ntags:\n  - mud\n  - birds\n\
    author: Ada Lovelace\ncover:\n  image: a.png\n  alt: A quay\n---\nThe body\n";
const TOML: &str = "+++\ntitle = \"Low: water\"\ndate = 2026-11-16\n[taxonomies]\n\
    tags = [\"mud\", \"birds\"]\n[[authors]]\nname = \"Ada Lovelace\"\n[extra]\n\
    image = { src = \"a.png\", alt = \"A quay\" }\n+++\nThe body\n";
const JSON: &str = "{\n  \"title\": \"Low: water\",\n  \"date\": \"2026-11-16\",\n  \"tags\": \
    [\"mud\", \"birds\"],\n  \"authors\": [{ \"name\": \"Ada Lovelace\" }],\n  \
    \"image\": \"a.png\", \"imageAlt\": \"A quay\"\n}\nThe body\n";
const PELICAN: &str = "Title: Low: water\nDate: 2026-11-16\nTags: mud, birds\nAuthors: Ada Lovelace\n\
    Image: a.png\nImage_Alt: A quay\n\nThe body\n";

#[test]
fn four_languages_of_front_matter_say_the_same() {
    for source in [YAML, TOML, JSON, PELICAN] {
        for source in [source.to_owned(), source.replace('\n', "\r\n"), format!("\u{feff}{source}")]
        {
            let document = fine("a.md", &source);
            let meta = &document.meta;
            assert_eq!(text(meta.title.as_ref()), "Low: water", "{source}");
            assert_eq!(meta.tags, ["mud", "birds"], "{source}");
            assert_eq!(meta.authors[0].name, "Ada Lovelace", "{source}");
            let cover = &meta.cover.as_ref().expect("a cover").value;
            assert_eq!((cover.src.as_str(), cover.alt.as_deref()), ("a.png", Some("A quay")));
            assert!(meta.date.is_some(), "{source}");
            assert_eq!(document.source.trim(), "The body", "{source}");
        }
    }
}

#[test]
fn eleventys_fences_name_their_language() {
    for source in [
        "---json\n{\"title\": \"Low water\", \"date\": \"2026-03-02\"}\n---\nText.\n",
        "---toml\ntitle = \"Low water\"\ndate = 2026-03-02\n---\nText.\n",
        "---yaml\ntitle: Low water\ndate: 2026-03-02\n---\nText.\n",
    ] {
        let document = fine("a.md", source);
        assert_eq!(document.meta.title.map(|title| title.value).as_deref(), Some("Low water"));
        assert!(document.meta.date.is_some(), "{source}");
        assert_eq!(document.source.trim(), "Text.");
    }
    let (document, told) = read_as("a.md", "---js\n{ title: \"Low water\" }\n---\nText.\n");
    assert_eq!(document, None);
    assert!(told.contains("content/a.md:1: error: the front matter is a program"), "{told}");
}

#[test]
fn a_date_that_only_the_file_system_knows_is_none() {
    let document = fine("2026-03-02-low.md", "---\ntitle: Low\ndate: git Last Modified\n---\nx\n");
    assert!(document.meta.date.is_some());
    assert_eq!(fine("low.md", "---\ndate: Last Modified\n---\nx\n").meta.date, None);
}

#[test]
fn the_body_knows_its_line() {
    for (source, line) in [(YAML, 12), (TOML, 11), (PELICAN, 7), ("No front matter\n", 1)] {
        let document = fine("a.md", source);
        let first = source.lines().nth(line - 1).unwrap_or_default();
        assert!(document.source.starts_with(first), "{source}");
        assert_eq!(document.body_line as usize, line, "{source}");
    }
}

#[test]
fn numbers_and_truths_stay_as_they_were_written() {
    let document = fine("a.md", "---\ntitle: 1.10\nid: 007\ntags: [2024, yes, 1.0]\n---\nx\n");
    assert_eq!(text(document.meta.title.as_ref()), "1.10");
    assert_eq!(text(document.meta.id.as_ref()), "007");
    assert_eq!(document.meta.tags, ["2024", "yes", "1.0"]);
}

#[test]
fn every_generators_names_are_known() {
    for (key, value) in
        [("description", "\"short\""), ("excerpt", "\"short\""), ("custom_excerpt", "\"short\"")]
    {
        let document = fine("a.md", &format!("---\n{key}: {value}\n---\nx\n"));
        assert_eq!(text(document.meta.summary.as_ref()), "short", "{key}");
    }
    for key in ["date", "pubDate", "published_at", "publishDate", "published", "date_published"] {
        let document = fine("a.md", &format!("---\n{key}: 2026-11-16\n---\nx\n"));
        assert!(document.meta.date.is_some(), "{key}");
    }
    for key in ["updated", "lastmod", "modified", "last_modified_at", "updatedDate"] {
        let document = fine("a.md", &format!("---\n{key}: 2026-11-16\n---\nx\n"));
        assert!(document.meta.updated.is_some(), "{key}");
    }
    for key in ["permalink", "url", "path"] {
        let document = fine("a.md", &format!("---\n{key}: /a/\n---\nx\n"));
        assert_eq!(text(document.meta.permalink.as_ref()), "/a/", "{key}");
    }
    for said in ["draft: true", "published: false", "Status: draft"] {
        assert!(fine("a.md", &format!("---\n{said}\n---\nx\n")).meta.draft, "{said}");
    }
}

#[test]
fn what_hugo_never_writes_or_lists_is_no_article() {
    for said in [
        "build: {render: never, list: never}",
        "build: {render: false}",
        "_build: {list: false}",
        "build:\n  list: never",
        "headless: true",
    ] {
        let document = fine("a.md", &format!("---\n{said}\n---\nx\n"));
        assert!(document.meta.not_article.is_some(), "{said}");
    }
    for said in ["build: {render: always, list: true}", "headless: false", "build: 7"] {
        let document = fine("a.md", &format!("---\n{said}\n---\nx\n"));
        assert_eq!(document.meta.not_article, None, "{said}");
    }
}

#[test]
fn an_attached_file_brings_type_length_and_duration() {
    let source = "---\nenclosure:\n  url: a.mp3\n  type: audio/mpeg\n  length: 123\n  \
        duration: '1:02:03'\n---\nx\n";
    let enclosure = fine("a.md", source).meta.enclosure.expect("an enclosure");
    assert_eq!(enclosure.line, 2);
    assert_eq!(enclosure.value.length, Some(123));
    assert_eq!(enclosure.value.seconds, Some(3723));
}

#[test]
fn takeaways_are_a_list_or_lines() {
    for source in ["[one, two]", "\n  - one\n  - two", "|\n  - one\n  - two", "|\n  • one\n  two"]
    {
        let document = fine("a.md", &format!("---\nkey_takeaways: {source}\n---\nx\n"));
        assert_eq!(document.meta.takeaways, ["one", "two"], "{source}");
    }
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let source = "---\ntitle: [a]\ndate: soon\nupdated: 03/04/2024\ndescripton: x\n---\nx\u{7}\n";
    let (document, told) = read_as("a.md", source);
    assert_eq!(document, None);
    for wanted in [
        "content/a.md:2: error: `title` must be a text, not a list",
        "content/a.md:3: error: `date` is no date: `soon`",
        "content/a.md:4: warning: `updated` is no date",
        "content/a.md:5: warning: unknown key `descripton`\n  hint: did you mean `description`?",
        "content/a.md:7: warning: the control character U+0007 is dropped",
    ] {
        assert!(told.contains(wanted), "{wanted}\n{told}");
    }
}

#[test]
fn a_rightly_spelled_key_that_says_no_is_not_complained_about() {
    for said in ["draft: false", "draft: \"false\"", "draft: null", "draft:", "updated:", "title:"]
    {
        let source = format!("---\n{said}\n---\nx\n");
        assert_eq!(read_as("a.md", &source).1, "", "{said}");
    }
    let (document, told) = read_as("a.md", "+++\ndraft = false\n+++\nx\n");
    assert_eq!((document.map(|document| document.meta.draft), told.as_str()), (Some(false), ""));
}

#[test]
fn broken_front_matter_is_told_with_its_line() {
    for (source, wanted) in [
        ("---\ntitle: Low: water\n---\n", "a.md:2: error: front matter: mapping values"),
        ("---\ntitle: [a\nid: b\nx: y\n---\n", "a.md:2: error: front matter: unclosed bracket '['"),
        ("\n---\ntitle: \"Low\nx: 1\n---\n", "a.md:3: error: front matter: unclosed quote"),
        (
            "---\ntitle: *low\n---\n",
            "a.md:2: error: front matter: no `&name` stands before the alias",
        ),
        (
            "---\na: &a [*a]\n---\n",
            "a.md:2: error: front matter: an alias stands within what it names",
        ),
        (
            "---\n<<: tide\n---\n",
            "a.md:2: error: front matter: `<<` merges tables, and this is none",
        ),
        ("---\n? [a]\n: b\n---\n", "a.md:2: error: front matter: a key is a text"),
        ("---\ntitle: Low\n", "a.md:1: error: the front matter that starts with `---` has no end"),
        ("+++\ntitle = Low\n+++\n", "a.md:2: error: front matter: "),
        ("{\n\"title\": \"Low\"\n\"x\": 1\n}\n", "a.md:3: error: front matter: expected `,`"),
        ("{\"title\": \"Low\"\n", "a.md:1: error: the front matter that starts with `{`"),
    ] {
        let (document, told) = read_as("a.md", source);
        assert_eq!(document, None, "{source}");
        assert!(told.contains(wanted), "{wanted}\n{told}");
    }
}

#[test]
fn yaml_is_taken_as_it_was_written() {
    let source = "---\nbase: &base {version: 1.10, on: yes}\ntide:\n  <<: *base\n  on: 07\nagain: *base\n\
        none: ~\ntext: \"~\"\n2024: .inf\n---\nx\n";
    let mut findings = Vec::new();
    let parts = crate::document::front_matter::read(source, &mut findings).expect("front matter");
    let told: Vec<String> = parts.entries.iter().map(told_of).collect();
    let wanted = [
        "2 base: {2 version: 1.10, 2 on: yes}",
        "3 tide: {5 on: 07, 2 version: 1.10}",
        "6 again: {2 version: 1.10, 2 on: yes}",
        "7 none: nothing",
        "8 text: ~",
        "9 2024: .inf",
    ];
    assert_eq!(told, wanted);
}

/// A key with its line, and its value.
fn told_of(entry: &crate::document::front_matter::Entry) -> String {
    use crate::document::front_matter::Value;
    let value = match &entry.node.value {
        Value::Null => "nothing".to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(nodes) => format!("{} values", nodes.len()),
        Value::Table(entries) => {
            format!("{{{}}}", entries.iter().map(told_of).collect::<Vec<_>>().join(", "))
        }
    };
    format!("{} {}: {value}", entry.line, entry.key)
}

#[test]
fn a_rule_across_the_page_is_no_front_matter() {
    let document = fine("a.md", "---\n\nA rule stands above.\n\n---\n\nAnd one here.\n");
    assert!(document.source.starts_with("---"));
}

#[test]
fn a_shortcode_is_no_front_matter() {
    let document = fine("a.md", "{{< figure src=\"a.png\" >}}\n\nText\n");
    assert!(document.source.starts_with("{{<"));
}

#[test]
fn a_bomb_of_aliases_and_deep_nesting_fail_at_once() {
    let mut bomb = "---\na: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, of) in [('b', 'a'), ('c', 'b'), ('d', 'c'), ('e', 'd'), ('f', 'e')] {
        let line = [format!("*{of}"), ", ".to_owned()].concat().repeat(9);
        let _ = writeln!(bomb, "{name}: &{name} [{}]", line.trim_end_matches(", "));
    }
    bomb.push_str("---\nx\n");
    let yaml = format!("---\nx: {}{}\n---\n", "[".repeat(5000), "]".repeat(5000));
    let toml = format!("+++\nx = {}{}\n+++\n", "[".repeat(5000), "]".repeat(5000));
    let json = format!("{}1{}\n", "{\"x\":".repeat(5000), "}".repeat(5000));
    for source in [bomb, yaml, toml, json] {
        let (document, told) = read_as("a.md", &source);
        assert_eq!(document, None);
        assert!(told.contains("error: the front matter nests or repeats itself"), "{told}");
    }
}

#[test]
fn what_is_not_utf_8_is_told_with_its_line() {
    let (document, told) = read_as("a.md", b"---\ntitle: caf\xe9\n---\nx\n");
    assert_eq!(document, None);
    assert!(told.contains("a.md:2: error: the file is not valid UTF-8"), "{told}");
}

#[test]
fn characters_no_feed_can_hold_are_dropped_from_every_field_and_named() {
    let source = "---\ntitle: \"Lo\\x07w\"\ntags: [\"mu\\u0000d\"]\nauthor: A\u{b}na\n\
        url: \"/a\\x01b/\"\n---\nbo\u{c}dy \u{ffff}\n";
    let (document, told) = read_as("a.md", source);
    let document = document.expect("an article");
    assert_eq!(text(document.meta.title.as_ref()), "Low");
    assert_eq!(document.meta.tags, ["mud"]);
    assert_eq!(document.meta.authors[0].name, "Ana");
    assert_eq!(text(document.meta.permalink.as_ref()), "/ab/");
    assert_eq!(document.source, "body \n");
    for (line, name) in [(2, "0007"), (3, "0000"), (4, "000B"), (5, "0001"), (7, "000C, U+FFFF")] {
        let wanted = format!("a.md:{line}: warning: the control character");
        assert!(told.contains(&wanted) && told.contains(&format!("U+{name}")), "{told}");
    }
}

#[test]
fn references_bring_no_such_characters_into_what_html_says_about_itself() {
    let source = "<html><head><title>Lo&#7;w</title>\n<meta name=\"keywords\" \
        content=\"mu&#1;d\">\n<meta name=\"description\" content=\"x&#xFFFF;y\"></head><body>\
        <p>The body</p></body></html>\n";
    let (document, told) = read_as("a.html", source);
    let meta = document.expect("an article").meta;
    assert_eq!(text(meta.title.as_ref()), "Low");
    assert_eq!(text(meta.summary.as_ref()), "xy");
    assert_eq!(meta.tags, ["mud"]);
    assert!(told.contains("U+0007") && told.contains("U+FFFF"), "{told}");
}

#[test]
fn a_heading_is_the_title_where_front_matter_names_none() {
    let document = fine("a.md", "---\ndate: 2026-11-16\n---\n\n# Low `water` #\n\nText\n");
    assert_eq!(text(document.meta.title.as_ref()), "Low water");
    assert_eq!(document.meta.title.map(|title| title.line), Some(5));
    assert_eq!((document.source.trim(), document.body_line), ("Text", 6));
}

#[test]
fn authors_are_names_lists_or_tables() {
    for (written, names) in [
        ("author: Ada Lovelace", vec!["Ada Lovelace"]),
        ("author: Ada Lovelace <ana@tidewater.example>", vec!["Ada Lovelace"]),
        ("author: ana@tidewater.example (Ada Lovelace)", vec!["Ada Lovelace"]),
        ("authors: Ada Lovelace, Jules Verne", vec!["Ada Lovelace", "Jules Verne"]),
        ("authors: [Ada Lovelace, Jules Verne]", vec!["Ada Lovelace", "Jules Verne"]),
        ("author: {name: Ada Lovelace, email: ana@tidewater.example}", vec!["Ada Lovelace"]),
    ] {
        let authors = fine("a.md", &format!("---\n{written}\n---\nx\n")).meta.authors;
        let found: Vec<_> = authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(found, names, "{written}");
        let mail = authors[0].email.as_deref();
        assert_eq!(mail, written.contains('@').then_some("ana@tidewater.example"), "{written}");
    }
}

/// What is left of a text on one line without the characters no feed can hold.
fn kept(text: &str) -> String {
    let fits = |c: &char| crate::text::is_xml_char(*c) && !matches!(c, '\u{7f}'..='\u{9f}');
    let clean: String = text.chars().filter(fits).collect();
    crate::text::one_set_line(&clean)
}

proptest! {
    #[test]
    fn any_bytes_give_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.md", "a.html", "a.txt"] {
            let _ = read_as(name, &bytes);
        }
    }

    #[test]
    fn any_text_behind_a_fence_gives_no_panic(
        fence in prop::sample::select(vec!["---\n", "+++\n", "{", "Title: ", "\u{feff}---\r\n"]),
        text in "(?s).{0,300}",
    ) {
        for end in ["", "\n---\n", "\n+++\n", "}\n"] {
            let _ = read_as("2026-11-16-a.md", format!("{fence}{text}{end}"));
        }
    }

    #[test]
    fn any_title_tag_and_name_survive_front_matter(
        title in "\\PC{1,60}|(?s)[^\u{7f}-\u{9f}]{1,60}",
        tag in "[^,\u{7f}-\u{9f}]{1,20}",
        name in "[\\w '.-]{1,30}",
    ) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let (t, g, n) = (quoted(&title), quoted(&tag), quoted(&name));
        for source in [
            format!("---\ntitle: {t}\ntags: [{g}]\nauthors: [{n}]\n---\nx\n"),
            format!("{{\"title\": {t}, \"tags\": [{g}], \"authors\": [{n}]}}\nx\n"),
        ] {
            let (document, told) = read_as("a.md", &source);
            prop_assert!(document.is_some(), "{source:?}\n{told}");
            let meta = document.expect("an article").meta;
            prop_assert_eq!(text(meta.title.as_ref()), kept(&title), "{:?}", source);
            prop_assert_eq!(meta.tags.join("|"), kept(&tag));
            prop_assert_eq!(meta.authors.first().map_or("", |a| &a.name), kept(&name));
        }
    }
}
