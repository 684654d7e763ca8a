//! What HTML in mail must have, and must not.

use dom_query::{Document, NodeRef};

use crate::message::preheader::{LEAST, MOST};

use super::{Fault, Part, error};

/// Elements that mail programs drop, or that make them distrust the message.
const FORBIDDEN: [&str; 15] = [
    "script", "form", "input", "button", "select", "textarea", "iframe", "frame", "object",
    "embed", "svg", "math", "video", "audio", "base",
];

pub(super) fn check(page: &Document, faults: &mut Vec<Fault>) {
    let mut wrong = |clue: &str, what: String, hint: &str| {
        faults.push(error(Part::Html, clue, what, hint));
    };
    for name in FORBIDDEN {
        if page.select(name).exists() {
            let what = format!("the HTML part holds a <{name}> element");
            wrong(&format!("<{name}"), what, "mail programs drop it, or drop the message");
        }
    }
    outside(page, &mut wrong);
    frame(page, &mut wrong);
    headings(page, &mut wrong);
    tables(page, &mut wrong);
    preheader(page, &mut wrong);
}

/// Styles and handlers from outside, or that run.
fn outside(page: &Document, wrong: &mut impl FnMut(&str, String, &str)) {
    if page.select("link[rel~=stylesheet]").exists() {
        wrong("stylesheet", "the HTML part has a style sheet of its own file".into(), "inline it");
    }
    if page.select("style").text().contains("@import") {
        wrong("@import", "the style block imports another".into(), "inline it");
    }
    for node in page.select("[srcset], [onclick], [onload], [onerror], [onmouseover]").nodes() {
        let name = node.node_name().unwrap_or_default();
        let what = format!("<{name}> has a srcset or a handler");
        wrong(&format!("<{name}"), what, "mail programs drop it");
    }
}

/// Language, direction, title, wrapper, colour schemes.
fn frame(page: &Document, wrong: &mut impl FnMut(&str, String, &str)) {
    for (selector, what) in [
        ("html[lang][dir]", "<html> has no lang and dir"),
        (
            "[role=article][lang][dir][aria-roledescription]",
            "no wrapper has role=\"article\", aria-roledescription, lang and dir",
        ),
        ("meta[name=color-scheme][content]", "there is no <meta name=\"color-scheme\">"),
        (
            "meta[name=supported-color-schemes][content]",
            "there is no <meta name=\"supported-color-schemes\">",
        ),
        ("meta[name=viewport]", "there is no <meta name=\"viewport\">"),
        ("address, [data-postal-address]", "no <address> element holds the postal address"),
    ] {
        if !page.select(selector).exists() {
            let hint = "the built-in email/digest.html shows where it stands";
            wrong("<html", format!("in the HTML part {what}"), hint);
        }
    }
    if page.select("title").text().trim().is_empty() {
        wrong("<title", "the HTML part has no title".into(), "give it a <title>");
    }
    let style = page.select("style").text();
    for (query, what) in [("(max-width:", "phones"), ("prefers-color-scheme:", "dark mode")] {
        if !style.replace(' ', "").contains(query) {
            let hint = "a <style> block with @media (max-width: …) and @media (prefers-color-scheme: dark)";
            wrong("<style", format!("the HTML part says nothing for {what}"), hint);
        }
    }
    width(page, wrong);
}

/// One column of at most 640 pixels.
fn width(page: &Document, wrong: &mut impl FnMut(&str, String, &str)) {
    for node in page.select("[role=article], [role=article] table, [role=article] td").nodes() {
        let attribute = node.attr("width").and_then(|w| w.trim_end_matches("px").parse().ok());
        let style = node.attr("style").unwrap_or_default().replace(' ', "");
        let styled = style.split(';').find_map(|rule| {
            let value = rule.strip_prefix("width:").or(rule.strip_prefix("max-width:"))?;
            value.strip_suffix("px")?.parse::<f32>().ok()
        });
        if [attribute, styled].into_iter().flatten().any(|width| width > 640.0) {
            let name = node.node_name().unwrap_or_default();
            wrong("width", format!("a <{name}> is wider than 640 pixels"), "use at most 640");
        }
    }
}

/// Headings start at the first level and skip none.
fn headings(page: &Document, wrong: &mut impl FnMut(&str, String, &str)) {
    let mut last = 0;
    for node in page.select("h1, h2, h3, h4, h5, h6").nodes() {
        let name = node.node_name().unwrap_or_default();
        let level = name.trim_start_matches('h').parse().unwrap_or(1);
        if level > last + 1 {
            let what = format!("<{name}> follows <h{last}>: a level of headings is skipped");
            wrong(&format!("<{name}"), what, "readers who listen find their way by headings");
        }
        last = level;
    }
    if last == 0 {
        wrong("<body", "the HTML part has no headings".into(), "give it an <h1>");
    }
}

fn tables(page: &Document, wrong: &mut impl FnMut(&str, String, &str)) {
    for table in page.select("table").nodes() {
        let role = table.attr("role").unwrap_or_default();
        let data = table.descendants().iter().any(|node| node.has_name("th"));
        if !data && !matches!(&*role, "presentation" | "none") {
            let hint = "write <table role=\"presentation\">, or screen readers count its cells";
            wrong("<table", "a layout table has no role=\"presentation\"".into(), hint);
            return;
        }
    }
}

fn preheader(page: &Document, wrong: &mut impl FnMut(&str, String, &str)) {
    let hidden = page.select("body [style*='display:none']");
    let text = hidden.nodes().first().map(NodeRef::text).unwrap_or_default();
    let length = text.trim().chars().count();
    if !(LEAST..=MOST).contains(&length) {
        let what = format!("the preheader has {length} characters, not {LEAST} to {MOST}");
        let hint = "the first hidden element of <body> should hold {{ issue.preheader }}";
        wrong("preheader", what, hint);
    }
}
