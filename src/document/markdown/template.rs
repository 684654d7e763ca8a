//! Takes out of Markdown what other programs' templates put there: shortcodes, Liquid, MDX.
//!
//! None of it may reach a reader. What stands for an image, a video, a link or code becomes that;
//! the rest goes, and what it enclosed stays. Code is left alone, and so are line numbers.

mod code;
mod tag;

use std::borrow::Cow;

/// Gives Markdown without template marks.
#[must_use]
pub fn without(source: &str) -> Cow<'_, str> {
    const SIGNS: [&str; 11] = [
        "{{",
        "{%",
        "{:",
        "{#",
        "{/*",
        "{filename}",
        "{static}",
        "{attach}",
        "[TOC]",
        "[[toc]]",
        "import ",
    ];
    if !SIGNS.iter().any(|sign| source.contains(sign)) {
        return Cow::Borrowed(source);
    }
    let mut writer = Writer { text: String::with_capacity(source.len()) };
    let mut rest = source;
    while !rest.is_empty() {
        let at_line_start = writer.text.is_empty() || writer.text.ends_with('\n');
        let starts = code::Start {
            line: at_line_start,
            block: at_line_start && ends_in_empty_line(&writer.text),
        };
        let used = code::span(rest, starts)
            .map(|code| writer.copy(code))
            .or_else(|| {
                at_line_start.then(|| dropped_line(rest)).flatten().map(|line| writer.drop(line))
            })
            .or_else(|| tag::read(rest, &writer.text).map(|tag| writer.tag(&tag)));
        let used = used.unwrap_or_else(|| {
            let next = rest.char_indices().skip(1).find(|(_, c)| "\n`~{".contains(*c));
            // A line end belongs to the line before it, so that the next starts on its own.
            let end =
                if rest.starts_with('\n') { 1 } else { next.map_or(rest.len(), |(at, _)| at) };
            writer.copy(rest.get(..end).unwrap_or(rest))
        });
        rest = rest.get(used.max(1)..).unwrap_or_default();
    }
    Cow::Owned(writer.text)
}

fn ends_in_empty_line(text: &str) -> bool {
    text.trim_end_matches([' ', '\t']).is_empty()
        || text.trim_end_matches([' ', '\t']).ends_with("\n\n")
}

struct Writer {
    text: String,
}

impl Writer {
    fn copy(&mut self, part: &str) -> usize {
        self.text.push_str(part);
        part.len()
    }

    /// Drops a part but for its line ends.
    fn drop(&mut self, part: &str) -> usize {
        self.text.extend(part.chars().filter(|c| *c == '\n'));
        part.len()
    }

    fn tag(&mut self, tag: &tag::Tag<'_>) -> usize {
        self.text.push_str(&tag.becomes);
        self.drop(tag.written)
    }
}

/// Gives a line that is nothing but a mark: an import, attributes, a table of contents.
fn dropped_line(rest: &str) -> Option<&str> {
    let line = rest.split('\n').next()?;
    let bare = line.trim();
    // A whole statement ends with what it imports; a sentence that begins with the word goes on.
    let import = bare.starts_with("import ")
        && bare.trim_end_matches(';').ends_with(['\'', '"'])
        && (bare.contains(" from ") || bare.matches(' ').count() == 1);
    let export = ["export const ", "export default ", "export function ", "export let "];
    let export = export.iter().any(|start| line.starts_with(start))
        && line.trim_end().ends_with(['}', ';', ')']);
    let contents = ["[TOC]", "[[toc]]", "[[_TOC_]]", "{:toc}", "{: toc}"].contains(&bare)
        || (["* TOC", "- TOC", "1. TOC"].contains(&bare)
            && rest.get(line.len()..)?.trim_start().starts_with("{:"));
    let attributes = bare.starts_with("{:") && bare.ends_with('}');
    (import || export || contents || attributes).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_template_mark_is_left_and_what_it_encloses_stays() {
        for (source, clean) in [
            ("a {{< note >}}b{{< /note >}} c", "a b c"),
            ("{% include ads.html %}\n\ntext", "\n\ntext"),
            ("[a]({{< ref \"/posts/b.md\" >}})", "[a](/posts/b/)"),
            ("[a]({% post_url 2014-05-06-tides %})", "[a](../tides/)"),
            ("[a]({{ site.baseurl }}/b/)", "[a](/b/)"),
            ("![a]({{ '/b.png' | relative_url }})", "![a](/b.png)"),
            ("![a]({static}/b.png)", "![a](/b.png)"),
            ("{{< figure src=\"a.png\" alt=\"b\" >}}", "![b](<a.png>)"),
            ("{{< youtube abc >}}", "<https://www.youtube.com/watch?v=abc>"),
            ("{{<\n figure\n src=\"a.png\"\n>}}", "![](<a.png>)\n\n\n"),
            ("import A from '../a.astro'\n\ntext", "\n\ntext"),
            ("import { A } from \"../a.astro\";\n\ntext", "\n\ntext"),
            (
                "import taxes from \"abroad\" are rising.",
                "import taxes from \"abroad\" are rising.",
            ),
            ("text\n{: .wide}\nmore", "text\n\nmore"),
            ("## A {#b}\n\nc", "## A \n\nc"),
            ("* TOC\n{:toc}\n\na", "\n\n\na"),
            ("{/* a */}b", "b"),
            ("{% comment %}a\nb{% endcomment %}c", "\nc"),
            ("{% highlight rust %}\nfn a() {}\n{% endhighlight %}", "```rust\nfn a() {}\n```"),
        ] {
            assert_eq!(without(source), clean, "{source}");
        }
    }

    #[test]
    fn code_is_left_alone() {
        for source in [
            "`{{ a }}` and ``{% b %}``",
            "```yaml\na: {{ b }}\n{% c %}\nimport a from 'b'\n```\n",
            "~~~\n{{< a >}}\n~~~\n\ntext",
            "    {{ a }}\n",
            "key: ${{ secrets.KEY }}",
            "a { b } and {c: 1}",
        ] {
            assert_eq!(without(source), source);
        }
    }
}
