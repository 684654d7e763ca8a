//! As much of CSS as an email's look depends on.

/// A colour, red, green and blue.
pub(super) type Colour = [u8; 3];

/// The declarations of a rule or a style attribute, in order.
pub(super) type Declarations = Vec<(String, String)>;

/// A rule with simple selectors: `.class` or an element's name.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub selectors: Vec<String>,
    pub declarations: Declarations,
}

/// Reads declarations such as `color: #fff; margin: 0`.
pub(super) fn declarations(text: &str) -> Declarations {
    text.split(';')
        .filter_map(|one| one.split_once(':'))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_lowercase()))
        .collect()
}

/// Reads the rules for dark mode out of a style block.
pub(super) fn dark_rules(style: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut rest = style;
    while let Some(at) = rest.find("prefers-color-scheme") {
        rest = &rest[at..];
        let Some((query, after)) = rest.split_once('{') else { break };
        let end = block_end(after);
        if query.replace(' ', "").contains(":dark") {
            rules.extend(plain_rules(&after[..end]));
        }
        rest = &after[end..];
    }
    rules
}

/// Gives where the block ends whose opening brace came before.
fn block_end(text: &str) -> usize {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn plain_rules(text: &str) -> Vec<Rule> {
    text.split('}')
        .filter_map(|rule| rule.split_once('{'))
        .map(|(selectors, body)| Rule {
            selectors: selectors.split(',').map(|s| s.trim().to_lowercase()).collect(),
            declarations: declarations(body),
        })
        .collect()
}

/// Finds the value that counts: an important one, else the last.
pub(super) fn value<'a>(declarations: &'a Declarations, names: &[&str]) -> Option<&'a str> {
    let mut found = declarations.iter().filter(|(name, _)| names.contains(&name.as_str())).rev();
    let last = found.clone().next();
    let important = found.find(|(_, value)| value.contains("!important"));
    important.or(last).map(|(_, value)| value.trim_end_matches("!important").trim())
}

/// Reads a colour; none where it is written in a way that is not known here.
pub(super) fn colour(text: &str) -> Option<Colour> {
    let text = text.trim().to_lowercase();
    if let Some(hex) = text.strip_prefix('#') {
        return hex_colour(hex);
    }
    if let Some(inner) = text.strip_prefix("rgb(").and_then(|t| t.strip_suffix(')')) {
        let mut sides = inner.split([',', ' ']).filter_map(|side| side.trim().parse().ok());
        return Some([sides.next()?, sides.next()?, sides.next()?]);
    }
    match text.as_str() {
        "white" => Some([255; 3]),
        "black" => Some([0; 3]),
        "gray" | "grey" => Some([128; 3]),
        _ => None,
    }
}

fn hex_colour(hex: &str) -> Option<Colour> {
    let side = |at: usize, len: usize| {
        let digits = hex.get(at..at + len)?;
        let digits = if len == 1 { digits.repeat(2) } else { digits.to_owned() };
        u8::from_str_radix(&digits, 16).ok()
    };
    match hex.len() {
        3 => Some([side(0, 1)?, side(1, 1)?, side(2, 1)?]),
        6 => Some([side(0, 2)?, side(2, 2)?, side(4, 2)?]),
        _ => None,
    }
}

/// Computes the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).
pub(super) fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|side| {
        let side = f64::from(side) / 255.0;
        if side <= 0.040_45 { side / 12.92 } else { ((side + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_has_the_highest_contrast() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
        assert!((contrast([0x77; 3], [255; 3]) - 4.48).abs() < 0.01);
    }

    #[test]
    fn dark_rules_are_found_among_others() {
        let rules = dark_rules(
            ".a{color:#000} @media (max-width:600px){.a{color:#111}} \
             @media (prefers-color-scheme: dark) { .a, .b { color: #fff !important } } .c{}",
        );
        assert_eq!(rules.len(), 1);
        assert_eq!(rules[0].selectors, [".a", ".b"]);
        assert_eq!(value(&rules[0].declarations, &["color"]), Some("#fff"));
    }
}
