//! The addresses of a `srcset` (HTML, section 4.8.4.2.1), taken as they were meant: one with a space
//! in it is one.

/// Lists the candidates of a set: an address as written, and its size, such as `2x`.
pub fn candidates(written: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = written;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return found;
        }
        let end = end_of_candidate(rest);
        let (candidate, after) = rest.split_at(end);
        found.push(divided(candidate.trim().trim_end_matches(',')));
        rest = after;
    }
}

/// An address goes on to a space, whatever commas it holds; a comma behind it ends the candidate.
fn end_of_candidate(rest: &str) -> usize {
    let address = rest.find(char::is_whitespace).unwrap_or(rest.len());
    match rest.get(..address) {
        Some(whole) if whole.ends_with(',') => address,
        _ => rest
            .get(address..)
            .and_then(|rest| rest.find(','))
            .map_or(rest.len(), |at| address + at),
    }
}

/// Divides a candidate into address and size.
fn divided(candidate: &str) -> (&str, &str) {
    match candidate.rsplit_once(char::is_whitespace) {
        Some((address, size)) if is_size(size) => (address.trim_end(), size),
        _ => (candidate, ""),
    }
}

fn is_size(word: &str) -> bool {
    let number = word.strip_suffix(['x', 'w', 'h']);
    number.is_some_and(|number| number.parse::<f32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn addresses_and_sizes_are_told_apart() {
        for (written, expected) in [
            ("a b.png 2x, ü.png 480w", vec![("a b.png", "2x"), ("ü.png", "480w")]),
            ("a.png 1x,b.png 1.5x", vec![("a.png", "1x"), ("b.png", "1.5x")]),
            ("a,b.png, c.png\n2x,\n", vec![("a,b.png", ""), ("c.png", "2x")]),
            ("  a b.png ", vec![("a b.png", "")]),
            (" , ", vec![]),
        ] {
            assert_eq!(candidates(written), expected, "{written}");
        }
    }
}
