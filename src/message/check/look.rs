//! Can the text be read? Its size, and its contrast on a light and on a dark screen.

use std::collections::BTreeSet;

use dom_query::{Document, NodeRef};

use super::css::{self, Colour, Rule};
use super::{Fault, Part, error, short};

/// The smallest text, in pixels.
const SMALLEST: f64 = 15.0;
/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
const LEAST: f64 = 4.5;

/// How an element looks on one kind of screen.
#[derive(Debug, Clone, Copy)]
struct Paint {
    ink: Colour,
    ground: Colour,
}

/// What an element inherits.
#[derive(Debug, Clone, Copy)]
struct Look {
    light: Paint,
    dark: Paint,
    size: f64,
}

/// Walks over a page.
struct Walk<'a> {
    dark: &'a [Rule],
    told: BTreeSet<String>,
    faults: &'a mut Vec<Fault>,
}

pub(super) fn check(page: &Document, faults: &mut Vec<Fault>) {
    let Some(body) = page.body() else { return };
    let dark = css::dark_rules(&page.select("style").text());
    let start = Look {
        light: Paint { ink: [0; 3], ground: [255; 3] },
        dark: Paint { ink: [255; 3], ground: [18; 3] },
        size: 16.0,
    };
    Walk { dark: &dark, told: BTreeSet::new(), faults }.element(&body, start);
}

impl Walk<'_> {
    fn element(&mut self, node: &NodeRef<'_>, above: Look) {
        // An explicit stack: markup nested a thousand deep must not exhaust ours.
        let mut todo = vec![(*node, above)];
        while let Some((node, above)) = todo.pop() {
            let style = css::declarations(&node.attr("style").unwrap_or_default());
            if css::value(&style, &["display"]) == Some("none") || node.has_name("style") {
                continue;
            }
            let look = self.look(&node, &style, above);
            let text = match node.attr("alt") {
                Some(alt) => alt.to_string(),
                None => node.immediate_text().to_string(),
            };
            if !text.trim().is_empty() {
                self.judge(text.trim(), look);
            }
            todo.extend(node.element_children().into_iter().map(|child| (child, look)));
        }
    }

    fn look(&self, node: &NodeRef<'_>, style: &css::Declarations, above: Look) -> Look {
        let mut look = above;
        if node.has_name("a") {
            look.light.ink = [0, 0, 238];
            look.dark.ink = [158, 158, 255];
        }
        let ground = css::value(style, &["background-color", "background"]).and_then(css::colour);
        let ground = ground.or_else(|| css::colour(&node.attr("bgcolor")?));
        let ink = css::value(style, &["color"]).and_then(css::colour);
        for paint in [&mut look.light, &mut look.dark] {
            paint.ink = ink.unwrap_or(paint.ink);
            paint.ground = ground.unwrap_or(paint.ground);
        }
        for rule in self.dark.iter().filter(|rule| applies(rule, node)) {
            let find = |names: &[&str]| css::value(&rule.declarations, names).and_then(css::colour);
            look.dark.ink = find(&["color"]).unwrap_or(look.dark.ink);
            look.dark.ground =
                find(&["background-color", "background"]).unwrap_or(look.dark.ground);
        }
        look.size =
            css::value(style, &["font-size"]).map_or(look.size, |text| size(text, above.size));
        look
    }

    fn judge(&mut self, text: &str, look: Look) {
        if look.size < SMALLEST {
            let what = format!("text of {} px is too small: “{}”", look.size, short(text));
            self.tell(format!("size {}", look.size), text, what, "use 15 px or more");
        }
        for (name, paint) in [("light", look.light), ("dark", look.dark)] {
            let contrast = css::contrast(paint.ink, paint.ground);
            if contrast < LEAST {
                let [ink, ground] = [paint.ink, paint.ground].map(hex);
                let what = format!(
                    "{ink} on {ground} has a contrast of {contrast:.1} on a {name} screen: “{}”",
                    short(text)
                );
                let hint = "4.5 is the least that many readers can read";
                self.tell(format!("{name} {ink} {ground}"), text, what, hint);
            }
        }
    }

    /// Tells of each kind of mistake once.
    fn tell(&mut self, kind: String, clue: &str, what: String, hint: &str) {
        if self.told.insert(kind) {
            self.faults.push(error(Part::Html, clue, what, hint));
        }
    }
}

fn applies(rule: &Rule, node: &NodeRef<'_>) -> bool {
    rule.selectors.iter().any(|selector| match selector.strip_prefix('.') {
        Some(class) => node.has_class(class),
        None => node.has_name(selector),
    })
}

fn size(text: &str, above: f64) -> f64 {
    let number = |unit: &str| text.strip_suffix(unit).and_then(|n| n.trim().parse::<f64>().ok());
    number("px")
        .or_else(|| number("rem").map(|n| n * 16.0))
        .or_else(|| number("em").map(|n| n * above))
        .or_else(|| number("%").map(|n| n * above / 100.0))
        .or_else(|| number("pt").map(|n| n * 4.0 / 3.0))
        .unwrap_or(above)
}

fn hex(colour: Colour) -> String {
    let [red, green, blue] = colour;
    format!("#{red:02x}{green:02x}{blue:02x}")
}
