//! What an edition promises.

use proptest::prelude::*;

use crate::article::{Article, Direction};
use crate::message::check;
use crate::message::compose::longest;
use crate::message::fixture::{CONFIG, Desk, article, compose};
use crate::summary::Origin;
use crate::template::{Templates, words};

fn told(desk: &Desk) -> String {
    let findings = match desk.edition() {
        Ok((_, findings)) | Err(findings) => findings,
    };
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn bytes(desk: &Desk) -> usize {
    let (edition, _) = desk.edition().unwrap();
    longest(&edition, &desk.key).unwrap().len()
}

fn long(number: usize) -> Article {
    let mut article = article(number, &format!("The {number}th tide of a long month at sea"));
    let sentence = "What the water leaves behind says how high it came. ";
    article.summary.text = Some(sentence.repeat(11).trim().to_owned());
    article.summary.takeaways = vec![sentence.repeat(4); 5];
    article
}

fn with_templates(mut desk: Desk, files: &[(&str, &str)]) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    desk.templates = Templates::load(dir.path()).unwrap();
    desk
}

#[test]
fn the_digest_keeps_every_rule_in_every_language() {
    for (language, title) in [
        ("ar", "دفتر المد والجزر"),
        ("cs", "Příliv"),
        ("da", "Ebbe"),
        ("de", "Über Ebbe"),
        ("en-US", "Low tide"),
        ("es", "Mareas"),
        ("fa", "جزر و مد"),
        ("fi", "Vuorovesi"),
        ("fr", "Marée"),
        ("he", "גאות ושפל"),
        ("hi", "ज्वार"),
        ("id", "Pasang"),
        ("it", "Marea"),
        ("ja", "潮の満ち引き"),
        ("ko", "밀물과 썰물"),
        ("nb", "Fjære"),
        ("nl", "Eb"),
        ("pl", "Przypływ"),
        ("pt-BR", "Maré"),
        ("ru", "Прилив"),
        ("sv", "Ebb"),
        ("tr", "Gelgit"),
        ("uk", "Приплив"),
        ("zh", "潮汐"),
    ] {
        let config = CONFIG.replace("\"en\"", &format!("\"{language}\""));
        let articles = [1, 2, 3].map(|number| {
            let mut article = article(number, &format!("{title} {number}"));
            article.language = language.to_owned();
            if words::is_rtl(language) {
                article.direction = Direction::Rtl;
            }
            article.summary.text_origin = Origin::Model;
            article.summary.takeaways = vec![format!("{title}. ").repeat(9)];
            article
        });
        let desk = Desk::configured(&config, articles.to_vec());
        assert_eq!(told(&desk), "", "{language}");
    }
}

#[test]
fn a_digest_of_one_article_says_in_the_preheader_what_it_is_about() {
    let (edition, _) = Desk::new(vec![article(1, "Low tide")]).edition().unwrap();
    assert!(edition.html.contains(">What the water leaves behind says how high it came.</div>"));
}

#[test]
fn an_issue_of_one_tiny_article_has_a_preheader_long_enough() {
    let config = CONFIG.replace("https://tidewater.example/", "https://t.example/");
    for (series, title, summary) in [
        ("The Daily Tide", "Hello", None),
        ("T", "H", Some("")),
        ("T", "H", Some("Hi.")),
        ("The Daily Tide, every day", "H", Some("Hi.")),
        ("潮", "潮", Some("潮".repeat(30).as_str())),
        ("T", "H", Some(format!("{} {}", "潮".repeat(30), "x".repeat(99)).as_str())),
        ("T", "H", Some(format!("a{}", ".".repeat(200)).as_str())),
    ] {
        let config = config.replace("Tidewater Weekly", series);
        let mut article = article(1, title);
        article.summary.text = summary.map(str::to_owned);
        let desk = Desk::configured(&config, vec![article]);
        assert_eq!(told(&desk), "", "{series} {summary:?}");
        let edition = desk.edition().unwrap().0;
        let hidden = edition.html.split("display:none").nth(1).unwrap();
        let line = hidden.split(['>', '<']).nth(1).unwrap();
        assert!(!line.contains("· ·") && !line.starts_with('·') && !line.ends_with('·'), "{line}");
        let faults = check(&compose(&edition, &desk.key, None, "ana@reader.example"));
        assert!(faults.is_empty(), "{summary:?}: {faults:#?}");
    }
}

#[test]
fn no_picture_is_shown_wider_than_it_is_and_no_word_pushes_the_mail_off_a_phone() {
    let sizes = [Some((48, 48)), Some((400, 2400)), None, Some((1600, 400)), None];
    let mut articles: Vec<Article> = (1..)
        .zip(sizes)
        .map(|(number, size)| (article(number, "Low tide"), size))
        .map(sized)
        .collect();
    articles.swap(0, 2);
    let desk = Desk::new(articles);
    assert_eq!(told(&desk), "");
    let html = desk.edition().unwrap().0.html;
    let images: Vec<&str> =
        html.split("<img").skip(1).map(|it| it.split('>').next().unwrap()).collect();
    let widths = [
        "max-width:100%;max-height",
        "max-width:27px",
        "max-width:48px",
        "max-width:160px",
        "max-width:160px;max-height",
    ];
    for (image, width) in images.iter().zip(widths) {
        assert!(image.contains(width), "{image}");
        // Where the size is not known, the picture keeps its own.
        assert_eq!(image.contains("width:auto"), width.contains("max-height"), "{image}");
    }
    let thumb = html.split(".thumb {").nth(1).unwrap().split('}').next().unwrap();
    assert!(!thumb.contains(" width: 100%") && thumb.contains("max-height"), "{thumb}");
    let text = html.split("role=\"article\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(text.contains("overflow-wrap:anywhere;word-break:break-word"), "{text}");
}

fn sized((mut article, size): (Article, Option<(u32, u32)>)) -> Article {
    if let Some(cover) = &mut article.cover {
        cover.size = size;
    }
    article
}

#[test]
fn a_long_issue_shortens_its_summaries_first() {
    let desk = Desk::new((1..=13).map(long).collect());
    let (edition, findings) = desk.edition().unwrap();
    assert!(findings[0].what.contains("its summaries are cut"), "{findings:#?}");
    assert!(edition.html.contains("<img") && bytes(&desk) < 90_000);
    assert!(!edition.html.contains("And "));
}

#[test]
fn a_longer_issue_shows_its_last_articles_as_links() {
    let desk = Desk::new((1..=60).map(long).collect());
    let (edition, findings) = desk.edition().unwrap();
    assert!(findings[0].what.contains("of its 60 articles are links only"), "{findings:#?}");
    assert!(edition.html.contains("more</h2>") && !edition.html.contains("<img"));
    for number in 1..=60 {
        let link = format!("https://tidewater.example/shore/{number}/");
        assert!(edition.html.contains(&link) && edition.text.contains(&link), "{link}");
    }
    assert!((70_000..90_000).contains(&bytes(&desk)), "{}", bytes(&desk));
}

#[test]
fn an_issue_that_cannot_be_made_small_enough_is_refused() {
    let told = told(&Desk::new((1..=250).map(long).collect()));
    assert!(told.contains("it is cut off") && told.contains("max_articles"), "{told}");
}

#[test]
fn an_issue_without_articles_still_has_a_subject() {
    let desk = Desk::new(Vec::new());
    let (edition, findings) = desk.edition().unwrap_or_else(|f| panic!("{f:#?}"));
    assert_eq!(edition.subject, "Tidewater Weekly, 20 November 2026");
    assert!(findings.is_empty());
}

#[test]
fn without_sender_or_postal_address_the_configuration_is_named() {
    let config =
        CONFIG.lines().filter(|line| !line.starts_with("from") && !line.starts_with("post"));
    let config = config.collect::<Vec<_>>().join("\n");
    let told = told(&Desk::configured(&config, vec![article(1, "Low tide")]));
    assert!(told.contains("config.toml:5: error: [newsletters.weekly] has no `from`"), "{told}");
    assert!(told.contains("has no `postal_address`"), "{told}");
}

#[test]
fn a_template_that_does_not_exist_is_named() {
    let config = format!("{CONFIG}template = \"email/monthly\"\n");
    let told = told(&Desk::configured(&config, vec![article(1, "Low tide")]));
    assert!(told.contains("does not exist: `email/monthly.html`"), "{told}");
}

#[test]
fn a_broken_subject_names_the_configuration() {
    let config = format!("{CONFIG}subject = \"{{{{ lead.nothing.at.all }}}}\"\n");
    let told = told(&Desk::configured(&config, vec![article(1, "Low tide")]));
    assert!(told.contains("config.toml") && told.contains("mend `subject`"), "{told}");
}

#[test]
fn a_subject_with_a_readers_own_words_is_refused() {
    let config = format!("{CONFIG}subject = \"Hello {{{{ name }}}}\"\n");
    let told = told(&Desk::configured(&config, vec![article(1, "Low tide")]));
    assert!(told.contains("a subject cannot hold a reader's own words"), "{told}");
}

#[test]
fn a_mistake_in_an_own_template_is_told_with_its_line() {
    let html = Templates::built_in().unwrap().source("email/digest.html").unwrap().1.to_owned();
    let html = html.replacen("</body>", "<script>1</script>\n</body>", 1);
    let line = html.lines().position(|line| line.contains("<script>")).unwrap() + 1;
    let desk = Desk::new(vec![article(1, "Low tide")]);
    let told = told(&with_templates(desk, &[("email/digest.html", &html)]));
    assert!(told.contains(&format!("email/digest.html:{line}: error")), "{told}");
}

#[test]
fn a_template_without_the_postal_address_is_named() {
    let text = "{{ newsletter.title }}\n{{ unsubscribe_url }}\n";
    let desk = with_templates(Desk::new(Vec::new()), &[("email/digest.txt", text)]);
    let told = told(&desk);
    assert!(told.contains("email/digest.txt: error: the postal address is missing"), "{told}");
}

#[test]
fn an_image_that_mail_cannot_show_is_left_out_and_the_article_named() {
    let mut drawn = article(1, "Low tide");
    drawn.cover.as_mut().unwrap().media_type = Some("image/svg+xml".to_owned());
    let mut mute = article(2, "High tide");
    mute.cover.as_mut().unwrap().alt = String::new();
    let desk = Desk::new(vec![drawn, mute]);
    let told = told(&desk);
    assert!(told.contains("content/shore/1.md: warning: the digest leaves out"), "{told}");
    assert!(told.contains("content/shore/2.md: warning: the cover image has no alt"), "{told}");
    assert_eq!(desk.edition().unwrap().0.html.matches("<img").count(), 1);
}

#[test]
fn the_page_on_the_web_holds_nothing_of_a_readers_own() {
    let (edition, _) = Desk::new(vec![article(1, "Low tide")]).edition().unwrap();
    assert!(edition.html.contains("unsubscribe_url") && !edition.web.contains("nsubscribe"));
    assert!(edition.web.contains("https://tidewater.example/shore/1/"));
    assert!(edition.web.contains("<link rel=\"canonical\""));
    assert!(edition.web.contains("href=\"https://tidewater.example/feed.xml\""));
}

#[test]
fn an_article_in_another_language_is_marked_and_dressed_in_its_own_words() {
    let mut arabic = article(2, "دفتر المد والجزر");
    arabic.language = "ar".to_owned();
    arabic.direction = Direction::Rtl;
    let (edition, _) = Desk::new(vec![article(1, "Low tide"), arabic]).edition().unwrap();
    assert!(edition.html.contains("lang=\"ar\" dir=\"rtl\""));
    assert!(edition.html.contains("أهم النقاط") && edition.html.contains("Key takeaways"));
}

#[test]
fn the_text_part_reads_well_in_a_terminal() {
    let (edition, _) = Desk::new(vec![article(1, "Read the wall"), long(2)]).edition().unwrap();
    insta::assert_snapshot!(edition.text.replace(['\u{F8F0}', '\u{F8F1}'], "|"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_authors_write_the_message_keeps_every_rule(
        title in ".{0,200}", summary in "\\PC{0,400}", takeaway in ".{0,200}",
        section in ".{0,40}", name in ".{0,120}",
    ) {
        let mut article = article(1, &title);
        article.summary.text = Some(summary);
        article.summary.takeaways = vec![takeaway];
        article.section = Some(section);
        let desk = Desk::new(vec![article]);
        let (edition, _) = desk.edition().unwrap_or_else(|f| panic!("{f:#?}"));
        let bytes = compose(&edition, &desk.key, Some(&name), "ana@reader.example");
        prop_assert!(check(&bytes).is_empty(), "{:#?}", check(&bytes));
        let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        prop_assert_eq!(message.subject(), Some(edition.subject.as_str()));
        let link = message.header_raw("List-Unsubscribe").unwrap();
        let link = link.split(['<', '>']).nth(1).unwrap();
        for (read, written) in [
            (message.body_text(0).unwrap(), edition.text),
            (message.body_html(0).unwrap(), edition.html),
        ] {
            let written = written.replace("\u{F8F0}unsubscribe_url\u{F8F1}", link);
            prop_assert_eq!(read.replace("\r\n", "\n"), written);
        }
    }
}

#[test]
fn a_title_of_two_hundred_kilobytes_is_cut() {
    let desk = Desk::new(vec![article(1, &"tide ".repeat(40_000))]);
    let (edition, _) = desk.edition().unwrap_or_else(|f| panic!("{f:#?}"));
    assert!(edition.subject.chars().count() <= 201 && bytes(&desk) < 30_000);
}
