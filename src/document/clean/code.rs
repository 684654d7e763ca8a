//! Code as plain text, and formulas once.

use dom_query::{Element as Parsed, NodeRef};

use super::{has_class, text_of};
use crate::document::tree::{Element, Node};

/// Makes plain preformatted text of a highlighter's many elements.
#[must_use]
pub fn block(pre: &NodeRef<'_>) -> Element {
    let mut text = String::new();
    collect(pre, 0, &mut text);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let code = Element::new("code", vec![Node::Text(text)]);
    let code = match language(pre) {
        Some(language) => code.with("class", format!("language-{language}")),
        None => code,
    };
    Element::new("pre", vec![code.into()])
}

/// Collects text as it stands; line numbers that a highlighter added are left out.
fn collect(node: &NodeRef<'_>, depth: usize, text: &mut String) {
    if depth > super::MAX_DEPTH {
        return;
    }
    for child in node.children_it(false) {
        if let Some(part) = text_of(&child) {
            text.push_str(&part);
        } else if let Some(element) = child.element_ref() {
            match &*element.name.local {
                "br" => text.push('\n'),
                "script" | "style" | "button" => {}
                _ if is_line_number(&element) => {}
                _ => collect(&child, depth + 1, text),
            }
        }
    }
}

fn is_line_number(parsed: &Parsed) -> bool {
    [
        "lineno",
        "linenos",
        "linenodiv",
        "ln",
        "lnt",
        "gutter",
        "rouge-gutter",
        "line-number",
        "line-numbers-rows",
    ]
    .iter()
    .any(|class| has_class(parsed, class))
}

/// Finds the language of code on it, in it, or on what stands around it.
fn language(pre: &NodeRef<'_>) -> Option<String> {
    let inner = pre.children_it(false).filter(|child| child.has_name("code"));
    let around = pre.ancestors_it(Some(3));
    std::iter::once(*pre).chain(inner).chain(around).find_map(|node| {
        let element = node.element_ref()?;
        let written = element.attr("data-lang").or_else(|| element.attr("data-language"));
        let by_class = element.class().and_then(|class| language_of_class(&class));
        written.map(|name| name.to_string()).or(by_class).filter(|name| is_language(name))
    })
}

fn language_of_class(class: &str) -> Option<String> {
    let prefixes = ["language-", "lang-", "highlight-source-"];
    let named = class.split_whitespace().find_map(|one| {
        prefixes.iter().find_map(|prefix| one.strip_prefix(prefix)).map(str::to_owned)
    });
    let brush = || class.split_once("brush:").and_then(|(_, rest)| rest.split_whitespace().next());
    named.or_else(|| brush().map(|name| name.trim_end_matches(';').to_owned()))
}

fn is_language(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c))
}

/// Is it a table that a highlighter sets line numbers beside code with?
#[must_use]
pub fn is_layout(table: &NodeRef<'_>) -> bool {
    let class = table.class().unwrap_or_default();
    let known = ["lntable", "rouge-table", "highlighttable", "codehilitetable"];
    class.split_whitespace().any(|one| known.contains(&one))
}

/// Gives a formula once, as the author typed it where that is known.
#[must_use]
pub fn formula(node: &NodeRef<'_>, parsed: &Parsed) -> Option<Node> {
    let name: &str = &parsed.name.local;
    if name == "script" {
        let kind = parsed.attr("type").unwrap_or_default();
        return kind.starts_with("math/tex").then(|| typed(&node.text()))?;
    }
    let typed_by = node.descendants_it().find(|inner| {
        inner.has_name("annotation")
            && inner.attr("encoding").is_some_and(|encoding| encoding.contains("tex"))
    });
    if let Some(annotation) = typed_by {
        return typed(&annotation.text());
    }
    let alternative = parsed.attr("alttext").or_else(|| parsed.attr("aria-label"));
    let shown = node.descendants_it().find(|inner| inner.has_name("math"));
    let text = shown.map_or_else(|| node.text(), |math| math.text());
    typed(&alternative.unwrap_or(text))
}

fn typed(formula: &str) -> Option<Node> {
    let line = crate::text::one_line(formula);
    (!line.is_empty()).then(|| Element::new("code", vec![Node::Text(line)]).into())
}
