//! Each rule, broken once.

use super::check;
use crate::issue::Edition;
use crate::message::fixture::{Desk, article, compose};

/// Checks a message after a change to the edition.
fn told(change: impl FnOnce(&mut Edition)) -> String {
    let desk = Desk::new(vec![article(1, "Read the wall"), article(2, "Low tide")]);
    let (mut edition, _) = desk.edition().unwrap();
    change(&mut edition);
    said(&compose(&edition, &desk.key, Some("Ada Lovelace"), "ana@reader.example"))
}

fn said(bytes: &[u8]) -> String {
    check(bytes).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Checks a message after a change to its bytes.
fn told_of_bytes(from: &str, to: &str) -> String {
    let bytes = Desk::new(vec![article(1, "Read the wall")]).message();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{from}");
    said(text.replacen(from, to, 1).as_bytes())
}

/// Checks a message after a replacement in its HTML.
fn told_of_html(from: &str, to: &str) -> String {
    told(|edition| {
        assert!(edition.html.contains(from), "{from}");
        edition.html = edition.html.replacen(from, to, 1);
    })
}

#[track_caller]
fn names(told: &str, what: &str) {
    assert!(told.contains(what), "“{what}” is not among:\n{told}");
}

#[test]
fn the_built_in_digest_keeps_every_rule() {
    assert_eq!(told(|_| ()), "");
}

#[test]
fn a_second_or_missing_field_is_named() {
    names(&told_of_bytes("Subject: ", "Subject: Another\r\nSubject: "), "2 `Subject` fields");
    names(&told_of_bytes("List-Id:", "X-List-Id:"), "0 `List-Id` fields");
    names(&told_of_bytes("To: Ada", "To: eve@reader.example, Ada"), "more than one reader");
    names(&told_of_bytes("Date: ", "Bcc: eve@reader.example\r\nDate: "), "`Bcc`");
}

#[test]
fn bare_line_ends_and_nul_are_named() {
    names(&told_of_bytes("\r\n\r\n", "\n\r\n"), "bare CR or LF");
    names(&told_of_bytes("Read the wall", "Read\0the wall"), "NUL");
}

#[test]
fn long_lines_and_octets_that_are_not_ascii_are_named() {
    let long = format!("Subject: {} ", "x".repeat(1_000));
    names(&told_of_bytes("Subject: ", &long), "998 are allowed");
    names(&told_of_bytes("Subject: ", &format!("Subject: {}", "word ".repeat(20))), "not folded");
    names(&told_of_bytes("<html", "é<html"), "not 7-bit");
}

#[test]
fn a_date_without_a_numeric_zone_is_named() {
    names(&told_of_bytes("+0000", "GMT"), "numeric zone");
}

#[test]
fn an_encoded_word_that_splits_a_character_is_named() {
    let told = told_of_bytes("Subject: ", "Subject: =?UTF-8?B?w6nD?= ");
    names(&told, "bad encoded word");
}

#[test]
fn one_click_needs_https_and_its_field() {
    names(&told_of_bytes("List-Unsubscribe: <https:", "List-Unsubscribe: <http:"), "with http:");
    names(&told_of_bytes("List-Unsubscribe-Post: ", "X-Post: "), "List-Unsubscribe=One-Click");
}

#[test]
fn parts_in_the_wrong_order_are_named() {
    names(&told_of_bytes("text/plain", "text/html"), "text/plain and then text/html");
    names(&told_of_bytes("multipart/alternative", "multipart/mixed"), "multipart/alternative");
    names(&told_of_bytes("charset=utf-8", "charset=latin1"), "charset=utf-8");
}

#[test]
fn what_mail_programs_drop_is_named() {
    for (piece, name) in [
        ("<script>1</script>", "<script>"),
        ("<form></form>", "<form>"),
        ("<svg></svg>", "<svg>"),
        ("<iframe></iframe>", "<iframe>"),
        ("<img srcset='a' alt='' width='9' src='https://a.example/b'>", "srcset"),
        ("<link rel='stylesheet' href='https://a.example/b.css'>", "style sheet"),
    ] {
        names(&told_of_html("<h1", &format!("{piece}<h1")), name);
    }
}

#[test]
fn a_page_without_language_title_or_schemes_is_named() {
    names(&told_of_html("<html lang=\"en\"", "<html"), "<html> has no lang and dir");
    names(&told_of_html("<title>Read the wall</title>", ""), "no title");
    names(&told_of_html("role=\"article\"", ""), "role=\"article\"");
    names(&told_of_html("name=\"color-scheme\"", "name=\"x\""), "color-scheme");
    names(&told_of_html("(max-width: 600px)", "print"), "phones");
    names(
        &told(|e| e.html = e.html.replace("prefers-color-scheme", "prefers-nothing")),
        "dark mode",
    );
}

#[test]
fn tables_widths_and_headings_are_held() {
    names(&told_of_html("<table role=\"presentation\"", "<table"), "role=\"presentation\"");
    names(&told_of_html("max-width:640px", "max-width:900px"), "wider than 640");
    names(&told(|e| e.html = e.html.replace("h2", "h4")), "a level of headings is skipped");
}

#[test]
fn an_image_without_alt_width_or_https_is_named() {
    names(&told_of_html("alt=\"A wet harbour wall at low tide\"", ""), "has no alt");
    names(&told_of_html("width=\"560\"", ""), "has no width");
    names(&told_of_html("src=\"https:", "src=\"http:"), "no absolute https address");
    names(&told_of_html("width=\"560\" height=\"280\"", "width=\"1\" height=\"1\""), "tracking");
}

#[test]
fn small_text_and_weak_contrast_are_named_in_light_and_dark() {
    names(&told_of_html("font-size:17px", "font-size:12px"), "12 px is too small");
    names(&told(|e| e.html = e.html.replace("color:#5a6068", "color:#9aa0a8")), "light screen");
    names(&told(|e| e.html = e.html.replace("color: #ece8e1", "color: #40444a")), "dark screen");
}

#[test]
fn a_dead_link_is_named() {
    let link = "href=\"https://tidewater.example/shore/1/\"";
    names(&told_of_html(link, "href=\"/shore/1/\""), "is relative");
    names(&told_of_html(link, "href=\"#nowhere\""), "is not there");
    names(&told_of_html(link, "href=\"javascript:1\""), "no web address");
    names(&told_of_html(link, ""), "goes nowhere");
}

#[test]
fn a_link_that_shows_one_address_and_goes_to_another_is_named() {
    let link = "<a href='https://eve.example/'>https://tidewater.example/</a><h1";
    names(&told_of_html("<h1", link), "goes elsewhere");
    names(&told_of_html("<h1", "<a href='https://eve.example/'>bank.example</a><h1"), "elsewhere");
}

#[test]
fn a_link_that_says_nothing_is_named() {
    let link = "<a href='https://tidewater.example/shore/1/'>Click here</a><h1";
    names(&told_of_html("<h1", link), "does not say where it goes");
    names(&told_of_html("<h1", "<a href='https://tidewater.example/'></a><h1"), "says nothing");
}

#[test]
fn a_preheader_that_is_too_short_or_missing_is_named() {
    names(&told(|e| e.html = e.html.replacen("display:none", "display:block", 2)), "preheader has");
}

#[test]
fn a_message_that_would_be_cut_off_is_named() {
    names(&told(|e| e.html.push_str(&"<!-- tide -->".repeat(8_000))), "it is cut off");
}

#[test]
fn both_parts_must_let_a_reader_leave() {
    let slot = crate::message::page::slot("unsubscribe_url");
    names(&told_of_html(&slot, "https://tidewater.example/"), "HTML part has no link to unsub");
    names(&told(|e| e.text = e.text.replace(&slot, "")), "text part has no link to unsub");
}

#[test]
fn what_the_text_part_lacks_is_named() {
    names(&told(|e| e.text = e.text.replace("Low tide", "Tide")), "lacks “Low tide”");
    names(&told(|e| e.text = e.text.replace("Come back", "Return")), "lacks “Come back at noon.”");
    names(&told(|e| e.text = e.text.replace("/shore/2/", "/")), "lacks the link");
    names(&told(|e| e.text.push_str(&"wide ".repeat(30))), "too wide");
}
