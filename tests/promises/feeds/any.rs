//! Whatever an author writes, the feeds are well-formed and say the same.

use postrider::article::Article;
use postrider::document::Author;
use postrider::feed::Format;
use postrider::summary::{Origin, Summary};
use proptest::prelude::*;

use super::making::{article, config, documents, findings, offered, publication};

/// Pieces of text that have broken feeds, among ordinary and random ones.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,12}",
        any::<String>(),
        any::<char>().prop_map(String::from),
        Just("]]>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("&amp;".to_owned()),
        Just("&nbsp;".to_owned()),
        Just("</title><script>alert(1)</script>".to_owned()),
        Just("<!--".to_owned()),
        Just("\u{0}\u{1}\u{8}\u{B}\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}".to_owned()),
        Just("\r\n\t\r".to_owned()),
        Just("\u{202E}עברית\u{2066}".to_owned()),
        Just("👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿".to_owned()),
        Just("\u{F8F0}name\u{F8F1}".to_owned()),
        Just("\"'`{{ x }}{% y %}".to_owned()),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A text as a parser of XML can give it back: one line, without what XML has no place for.
fn readable(text: &str) -> String {
    let allowed = |c: &char| {
        !matches!(*c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}'
        | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let text = text.trim().replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
    text.chars().filter(allowed).collect::<String>().trim().to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

prop_compose! {
    fn any_article()(
        title in proptest::option::of(text()),
        tags in prop::collection::vec(text(), 0..4),
        names in prop::collection::vec(text(), 0..3),
        summary in proptest::option::of(text()),
        takeaways in prop::collection::vec(text(), 0..3),
        section in proptest::option::of(text()),
        path in text(),
        body in text(),
    ) -> Article {
        let mut url = article("one").url;
        url.set_path(&path);
        url.set_query(Some(&path));
        Article {
            url,
            title,
            tags,
            section,
            authors: names
                .into_iter()
                .map(|name| Author { url: Some(name.clone()), name, email: None })
                .collect(),
            summary: Summary {
                text: summary,
                text_origin: Origin::Extracted,
                takeaways,
                takeaways_origin: Origin::Extracted,
                takeaways_stand: false,
            },
            html: format!("<p>{}</p>", escaped(&body)).into(),
            text: body.into(),
            ..article("one")
        }
    }
}

/// Undoes the escaping of a typed Atom text.
fn plain(text: &feed_rs::model::Text) -> String {
    if text.content_type.essence().to_string() == "text/html" {
        let text = text.content.replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&quot;", "\"").replace("&amp;", "&")
    } else {
        text.content.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_article_gives_feeds_without_an_error(article in any_article()) {
        let told = findings(vec![article]);
        let errors: Vec<_> = told.iter().filter(|finding| finding.contains("error:")).collect();
        prop_assert!(errors.is_empty(), "{errors:#?}");
    }

    #[test]
    fn any_text_is_read_as_it_was_written(article in any_article()) {
        let expected = article.clone();
        let publication = publication(vec![article]);
        for format in [Format::Rss, Format::Atom] {
            let feed = offered(&publication, "", format);
            let entry = &feed.entries[0];
            if let Some(title) = expected.title.as_deref().map(readable).filter(|t| !t.is_empty()) {
                let read = plain(entry.title.as_ref().unwrap());
                prop_assert_eq!(read.trim(), title);
            }
            let names: Vec<_> = expected
                .section
                .iter()
                .chain(&expected.tags)
                .map(|name| readable(name))
                .filter(|name| !name.is_empty())
                .collect();
            let read: Vec<_> = entry.categories.iter().map(|c| c.term.trim().to_owned()).collect();
            prop_assert_eq!(read, names);
            let body = entry.content.as_ref().unwrap().body.as_ref().unwrap();
            let text: String = expected.text.replace("\r\n", "\n").replace('\r', "\n");
            let text: String = text.chars().filter(|c| !readable(&c.to_string()).is_empty()
                || c.is_whitespace() && !('\u{7F}'..='\u{9F}').contains(c)
                    && !matches!(c, '\u{B}' | '\u{C}')).collect();
            prop_assert!(body.ends_with(&format!("<p>{}</p>", escaped(&text))), "{body:?} {text:?}");
        }
    }

    #[test]
    fn the_same_articles_give_the_same_bytes(article in any_article()) {
        let publication = publication(vec![article, super::making::rich("two")]);
        prop_assert_eq!(
            documents(&publication, &config("")),
            documents(&publication.clone(), &config(""))
        );
    }

    #[test]
    fn even_html_that_was_never_cleaned_cannot_break_the_xml(html in text()) {
        let article = Article { html: html.into(), ..article("one") };
        let told = findings(vec![article]);
        prop_assert!(!told.iter().any(|f| f.contains("no XML") || f.contains("no JSON")), "{told:#?}");
    }
}
