use std::path::Path;

use super::*;
use crate::config::Config;
use proptest::prelude::*;

fn rules() -> Rules {
    let text = "title = \"A\"\nhome = \"https://a.example\"\n";
    Rules::of(&Config::parse(text, Path::new("config.toml")).unwrap())
}

fn additions(summary: &str, takeaways: &[&str]) -> Additions {
    Additions {
        summary: Some(summary.to_owned()),
        takeaways: takeaways.iter().map(|&text| text.to_owned()).collect(),
    }
}

fn amended(name: &str, before: &str) -> String {
    let wanted = additions("He said \"no\".", &["One: 1.", "It's two."]);
    let bytes = amend(Path::new(name), before.as_bytes(), &rules(), &wanted);
    String::from_utf8(bytes.unwrap().unwrap()).unwrap()
}

#[test]
fn yaml_keeps_its_comments_order_and_spacing() {
    let before = "---\n# mine\ntitle:   \"A\"  # the title\ntags: [a,  b]\n\n---\nText.\n";
    assert_eq!(
        amended("a.md", before),
        "---\n# mine\ntitle:   \"A\"  # the title\ntags: [a,  b]\nsummary: 'He said \"no\".'\n\
         takeaways:\n  - \"One: 1.\"\n  - \"It's two.\"\n\n---\nText.\n"
    );
}

#[test]
fn toml_gets_them_before_the_first_table() {
    let before = "+++\r\ntitle = \"A\" # x\r\n\r\n[params]\r\nb = [\r\n 1]\r\n+++\r\nText.\r\n";
    assert_eq!(
        amended("a.md", before),
        "+++\r\ntitle = \"A\" # x\r\nsummary = 'He said \"no\".'\r\ntakeaways = [\r\n  \
         \"One: 1.\",\r\n  \"It's two.\",\r\n]\r\n\r\n[params]\r\nb = [\r\n 1]\r\n+++\r\nText.\r\n"
    );
}

#[test]
fn zola_gets_the_names_it_knows() {
    let before = "+++\ntitle = \"A\"\n[extra]\nb = 1\n+++\nText.\n";
    assert_eq!(
        amended("a.md", before),
        "+++\ntitle = \"A\"\ndescription = 'He said \"no\".'\n[extra]\ntakeaways = [\n  \
         \"One: 1.\",\n  \"It's two.\",\n]\nb = 1\n+++\nText.\n"
    );
    let after = amended("a.md", "+++\ntitle = \"A\"\n[taxonomies]\ntags = [\"b\"]\n+++\nText.\n");
    assert!(after.contains("tags = [\"b\"]\n\n[extra]\ntakeaways = ["), "{after}");
}

#[test]
fn json_gets_them_after_its_last_value_in_its_own_shape() {
    assert_eq!(
        amended("a.md", "{\n    \"title\": \"A\"\n}\n\nText.\n"),
        "{\n    \"title\": \"A\",\n    \"summary\": \"He said \\\"no\\\".\",\n    \"takeaways\": [\n      \
         \"One: 1.\",\n      \"It's two.\"\n    ]\n}\n\nText.\n"
    );
    assert_eq!(
        amended("a.md", "{\"title\": \"A\"}\nText.\n"),
        "{\"title\": \"A\", \"summary\": \"He said \\\"no\\\".\", \
         \"takeaways\": [\"One: 1.\", \"It's two.\"]}\nText.\n"
    );
}

#[test]
fn pelicans_lines_are_written_too() {
    assert_eq!(
        amended("a.md", "Title: A\nDate: 2026-11-16\n\nText.\n"),
        "Title: A\nDate: 2026-11-16\nSummary: He said \"no\".\nTakeaways: One: 1.\n    It's two.\n\n\
         Text.\n"
    );
}

#[test]
fn markdown_without_front_matter_gets_some() {
    assert_eq!(
        amended("a.md", "\u{feff}# A\n\nText.\n"),
        "\u{feff}---\nsummary: 'He said \"no\".'\ntakeaways:\n  - \"One: 1.\"\n  - \"It's two.\"\n\
         ---\n\n# A\n\nText.\n"
    );
}

#[test]
fn a_key_without_a_value_gets_one_where_it_stands() {
    assert_eq!(
        amended("a.md", "---\nsummary: # to come\ntakeaways: []\ntitle: A\n---\nText.\n"),
        "---\nsummary: 'He said \"no\".' # to come\ntakeaways: [\"One: 1.\", \"It's two.\"]\n\
         title: A\n---\nText.\n"
    );
    let toml = amended("a.md", "+++\nsummary = \"\"\ntitle = \"A\"\n+++\nText.\n");
    assert!(
        toml.starts_with("+++\nsummary = 'He said \"no\".'\ntitle = \"A\"\ntakeaways"),
        "{toml}"
    );
    let json = amended("a.md", "{\"summary\": null, \"takeaways\": [], \"title\": \"A\"}\nText.\n");
    assert!(
        json.starts_with("{\"summary\": \"He said \\\"no\\\".\", \"takeaways\": [\"One"),
        "{json}"
    );
}

#[test]
fn a_text_at_the_end_of_yaml_keeps_its_empty_lines() {
    for before in [
        "---\ntitle: A\nnote: |+\n  two\n\n\n---\nText.\n",
        "---\ntitle: A\nnote: >\n  two\n  three\n\n---\nText.\n",
        "---\n  title: A\n  note: two\n    three\n---\nText.\n",
    ] {
        let after = amended("a.md", before);
        assert!(after.contains("summary: 'He said"), "{after}");
    }
}

#[test]
fn what_cannot_be_added_to_is_refused_with_a_reason() {
    let refuse = |name: &str, before: &str| {
        let wanted = additions("A.", &[]);
        amend(Path::new(name), before.as_bytes(), &rules(), &wanted).unwrap_err()
    };
    assert_eq!(refuse("a.txt", "A\n\nText.\n"), Refusal::NoFrontMatter("plain text"));
    assert_eq!(refuse("a.html", "<p>Text.</p>\n"), Refusal::NoFrontMatter("this page"));
    assert_eq!(refuse("a.md", "---\n{title: A}\n---\nText.\n"), Refusal::Unfit);
    assert!(matches!(refuse("a.md", "---\na: [\n---\nText.\n"), Refusal::Unreadable(_)));
}

#[test]
fn what_the_author_wrote_is_not_written_again() {
    let before = b"---\ntitle: A\ndescription: Mine.\nkey_points: [One.]\n---\nText.\n";
    assert_eq!(amend(Path::new("a.md"), before, &rules(), &additions("B.", &["C."])), Ok(None));
}

/// Front matter as people write it, in every language and line end.
fn file() -> impl Strategy<Value = String> {
    let fronts = prop::sample::select(vec![
        "",
        "---\n---\n",
        "---\ntitle: \"A: b\" # c\n\n# end\n---\n",
        "---\ntitle: A\nnote: |\n  x\n\n---\n",
        "---\ntitle: A\nsummary:\ntakeaways:\n---\n",
        "---\ntitle: A\ndescription: Mine.\n...\n",
        "+++\n+++\n",
        "+++\ntitle = 'A'\ndate = 2026-11-16\n\n[extra]\nx.y = 1\n\n[[extra.z]]\nq = '''\n[a]\n'''\n+++\n",
        "+++\na.b = 1 # c\nt = \"\"\"\n[x]\n\"\"\"\n[c.d]\ne = 1\n+++\n",
        "{}\n",
        "{\"title\": \"A }\", \"x\": {\"summary\": \"\"}}\n",
        "{\n\t\"title\": \"A\",\n\t\"x\": [1, 2]\n}\n",
        "Title: A\nTags: b, c\n",
    ]);
    let bodies = prop::sample::select(vec!["", "Text.\n", "\n\n# A\n\nText \u{a0}.", "---\nx\n"]);
    (fronts, bodies, any::<bool>(), any::<bool>()).prop_map(|(front, body, wide, mark)| {
        let text = format!("{}{front}{body}", if mark { "\u{feff}" } else { "" });
        if wide { text.replace('\n', "\r\n") } else { text }
    })
}

/// Texts that have caught quoting out: marks, escapes, keywords, characters nobody sees.
fn any_text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "- x",
        "* \t- y",
        "a: b",
        "# c",
        "\"",
        "'",
        "\\",
        "\\u0041",
        "'''",
        "\"\"\"",
        "yes",
        "1.10",
        "null",
        "{{ x }}",
        "[a](b)",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{7f}",
        "\u{9b}",
        "\0",
        "%",
        "@",
        "|",
        ">",
        "---",
        "+++",
        "}",
        "\u{a0}«\u{a0}",
        "مرحبا",
        "你好。",
    ]);
    prop::collection::vec(prop_oneof![nasty.prop_map(str::to_owned), any::<String>()], 0..4)
        .prop_map(|parts| parts.join(" "))
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_and_nothing_else_changes(
        file in file(),
        summary in any_text(),
        takeaways in prop::collection::vec(any_text(), 0..4),
    ) {
        let path = Path::new("a.md");
        let wanted = Additions { summary: Some(summary), takeaways };
        let before = Seen::of(file.as_bytes()).unwrap();
        let lacking = lacking(&before, wanted.as_read());
        match amend(path, file.as_bytes(), &rules(), &wanted).unwrap() {
            None => prop_assert!(lacking.is_empty()),
            Some(bytes) => {
                let after = Seen::of(&bytes).unwrap();
                prop_assert!(after.is(&before) && after.says(&before, &lacking));
                prop_assert_eq!(amend(path, &bytes, &rules(), &wanted), Ok(None));
                let kept = shared(file.as_bytes(), &bytes);
                prop_assert!(kept, "{:?}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}

/// Do all bytes of a file stand in another one, in their order?
fn shared(before: &[u8], after: &[u8]) -> bool {
    let mut rest = after.iter();
    before.iter().all(|byte| rest.any(|other| other == byte))
}
