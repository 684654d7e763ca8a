use super::*;
use crate::config::Dialect;

fn clean(source: &str, kind: Kind, dialect: Option<Dialect>) -> Clean<'_> {
    super::clean(source, kind, dialect, None)
}

fn without(source: &str) -> String {
    clean(source, Kind::Markdown, None).text.into_owned()
}

fn mdx(source: &str) -> String {
    let text = clean(source, Kind::Mdx, None).text.into_owned();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut lines = lines;
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n").trim().to_owned()
}

fn dropped(source: &str, kind: Kind) -> Vec<(String, u32)> {
    clean(source, kind, None).dropped.into_iter().map(|d| (d.name, d.line)).collect()
}

#[test]
fn no_template_mark_is_left_and_what_it_encloses_stays() {
    for (source, clean) in [
        ("a {{< note >}}b{{< /note >}} c", "a b c"),
        ("{% include ads.html %}\n\ntext", "\n\ntext"),
        ("[a]({{< ref \"/posts/b.md\" >}})", "[a](/posts/b/)"),
        ("[a]({% post_url 2014-05-06-tides %})", "[a](../tides/)"),
        ("[a]({% link _posts/2014-05-06-tides.md %})", "[a](../tides/)"),
        ("[a](/blog{% post_url 2014-05-06-tides %})", "[a](../tides/)"),
        ("<a href=\"/blog{% post_url 2014-05-06-tides %}\">", "<a href=\"../tides/\">"),
        ("[b](/c) /d {% post_url 2014-05-06-tides %}", "[b](/c) /d ../tides/"),
        ("[a]({{ site.baseurl }}/b/)", "[a](/b/)"),
        ("![a]({{ '/b.png' | relative_url }})", "![a](/b.png)"),
        ("![a]({static}/b.png)", "![a](/b.png)"),
        ("{{< figure src=\"a.png\" alt=\"b\" >}}", "![b](<a.png>)"),
        ("{{< youtube abc >}}", "<https://www.youtube.com/watch?v=abc>"),
        ("{{ youtube(id=\"abc\") }}", "<https://www.youtube.com/watch?v=abc>"),
        ("{% include youtube.html id=\"abc\" %}", "<https://www.youtube.com/watch?v=abc>"),
        ("{% include video id=\"abc\" provider=\"vimeo\" %}", "<https://vimeo.com/abc>"),
        ("{% image \"./a.png\", \"A quay\" %}", "![A quay](<./a.png>)"),
        ("{% img right /a.png 300 200 A quay %}", "![A](</a.png>)"),
        ("{{< gist ada 12ab >}}", "<https://gist.github.com/ada/12ab>"),
        ("{{<\n figure\n src=\"a.png\"\n>}}", "![](<a.png>)\n\n\n"),
        ("import A from '../a.astro'\n\ntext", "\n\ntext"),
        ("import { A } from \"../a.astro\";\n\ntext", "\n\ntext"),
        ("import taxes from \"abroad\" are rising.", "import taxes from \"abroad\" are rising."),
        ("text\n{: .wide}\nmore", "text\n\nmore"),
        ("## A {#b}\n\nc", "## A <a id=\"b\"></a>\n\nc"),
        ("## A {#b .c}\n\nd", "## A <a id=\"b\"></a>\n\nd"),
        ("* TOC\n{:toc}\n\na", "\n\n\na"),
        ("{/* a */}b", "b"),
        ("{# a #}b", "b"),
        ("{% comment %}a\nb{% endcomment %}c", "\nc"),
        ("{#\n multi\n\n secret\n#}b", "\n\n\n\nb"),
        ("{#a#}b {#\ta\n #}c", "b c"),
        ("{{< comment >}} a {{< b >}} {{< /comment >}}c", "c"),
        ("{{% comment %}}\na\n{{% /comment %}}\nc", "\n\n\nc"),
        ("{{<comment>}}a{{</comment>}}c {{< comment >}}d", "c d"),
        ("{::comment}\nsecret\n{:/comment}\nb", "\n\n\nb"),
        ("a {::comment}secret{:/comment}b {::comment}c{:/}", "a b "),
        ("{::nomarkdown}a{:/}", "a"),
        ("a \\{::comment} b\n\n{:/comment}c", "a \\{::comment} b\n\nc"),
        ("{{\n  site.leak\n}}b", "\n\nb"),
        ("{{ a\n| b }}c {{- a.b\n-}}d", "\nc d"),
        ("<a href=\"{{\n site.leak }}\">b</a>", "<a href=\"\">b</a>"),
        ("- a {{\n b.c\n}}d\n- e\n\nf", "- a d\n- e\n\n\n\nf"),
        ("a {{ {\n b: 1\n} | dump }}c", "a c"),
        (
            "[a]({tag}Low%20Water) [b]({category}mud#c) [d](<{author}Ada M>)",
            "[a](/tag/low-water.html) [b](/category/mud.html#c) [d](</author/ada-m.html>)",
        ),
        (
            "[a]({index}) <a href=\"{tag}b\">c</a>\n\n[d]: {tag}e",
            "[a](/) <a href=\"/tag/b.html\">c</a>\n\n[d]: /tag/e.html",
        ),
        ("[a]({photo}b.jpg) and {photo}b", "[a](<>) and {photo}b"),
        ("{% highlight rust %}\nfn a() {}\n{% endhighlight %}", "```rust\nfn a() {}\n```"),
        ("{{< highlight go >}}\na{{b}}\n{{< /highlight >}}", "```go\na{{b}}\n```"),
        ("at {{< highlight >}}low < tide{{< /highlight >}}.", "at <code>low &lt; tide</code>."),
        ("[a]({{< lost \"b.md\" >}} \"B\")", "[a](<> \"B\")"),
        ("{% raw %}{{ a }} {% b %}{% endraw %} {{ '/c' | url }}", "{{ a }} {% b %} /c"),
        ("{{</* figure */>}}", "`{{< figure >}}`"),
        ("{{/* youtube(id=\"a\") */}}", "`{{ youtube(id=\"a\") }}`"),
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
        "<code>{{ a }}</code>",
        "$$\\frac{{a}}{b}$$",
        "\\frac{{a}\n}{{b}\n}",
    ] {
        assert_eq!(without(source), source);
    }
}

#[test]
fn what_keeps_a_template_out_of_code_is_not_part_of_it() {
    let raw = "```\n{% raw %}{{ a }}{% endraw %}\n```\n`{% raw %}{{ b }}{% endraw %}`";
    let slashes = "`{{</* a */>}}`";
    let told = |source, dialect| clean(source, Kind::Markdown, dialect).text.into_owned();
    for dialect in [Dialect::Jekyll, Dialect::Eleventy] {
        assert_eq!(told(raw, Some(dialect)), "```\n{{ a }}\n```\n`{{ b }}`");
        assert_eq!(told(slashes, Some(dialect)), slashes);
    }
    for dialect in [None, Some(Dialect::Hugo), Some(Dialect::Zola)] {
        assert_eq!(told(raw, dialect), raw);
        assert_eq!(told(slashes, dialect), "`{{< a >}}`");
    }
}

#[test]
fn code_within_html_that_holds_markdown_is_left_alone() {
    for source in [
        "<div markdown=\"1\">\nAt `{{ a }}` and ``{% b %}``.\n</div>\n",
        "<details markdown=\"1\"><summary>At</summary>\n\nAt `{{ a }}` and ``{% b %}``.\n</details>",
        "<div markdown=\"1\">\nA.\n</div>\nAt `{{ a }}` and ``{% b %}``.",
        "<div markdown=\"1\">At `{{ a }}` and ``{% b %}``.</div>",
    ] {
        let text = without(source);
        assert!(text.contains("At `{{ a }}` and ``{% b %}``."), "{text}");
    }
}

#[test]
fn an_image_within_html_is_one_in_html() {
    let source = "<div>\nInside {{< figure src=\"a.png\" alt=\"x\" >}} end\n</div>";
    let clean = "<div>\nInside <img src=\"a.png\" alt=\"x\" /> end\n</div>";
    assert_eq!(without(source), clean);
    let code = "<div>\n{% highlight c %}\na < b\n\nc\n{% endhighlight %}\n</div>";
    let text = without(code);
    assert!(text.contains("<code class=\"language-c\">a &lt; b&#10;&#10;c</code>"), "{text}");
    let html = clean_html("<p>{{ '/a' | url }} {% include figure image_path=\"/b.png\" %}</p>");
    assert_eq!(html, "<p>/a <img src=\"/b.png\" alt=\"\" /></p>");
}

fn clean_html(source: &str) -> String {
    clean(source, Kind::Html, None).text.into_owned()
}

#[test]
fn a_caption_stays_with_its_image() {
    let text = without("{{< figure src=\"a.png\" alt=\"A\" caption=\"At [low](b) water\" >}}");
    assert!(text.contains("<img src=\"a.png\" alt=\"A\" />"), "{text}");
    assert!(text.contains("\n\nAt [low](b) water\n\n</figcaption>"), "{text}");
    let whose = without(
        "<p>{{< figure src=\"a.png\" title=\"Low\" caption=\"At ebb\" attr=\"Ada\" >}}</p>",
    );
    assert!(whose.contains("<figcaption>Low: At ebb — Ada</figcaption>"), "{whose}");
    let inline = without("See {{< figure src=\"a.png\" caption=\"Low\" link=\"/b\" >}}.");
    assert_eq!(inline, "See [![Low](<a.png>)](</b>).");
}

#[test]
fn words_written_into_a_mark_stay() {
    let quote = "{{< quote-block text=\"Mud is not sand.\" cite=\"Ada Moor\" >}}\n";
    assert_eq!(without(quote), "Mud is not sand.\n\n— Ada Moor\n\n");
    assert_eq!(dropped(quote, Kind::Markdown), []);
    let said = "{% quote(author=\"Ada Moor\") %}\nMud is soft.\n{% end %}";
    assert_eq!(without(said), "**Ada Moor:**\n\nMud is soft.\n");
    let html = without("<div>\n{% quote(author=\"Ada Moor\") %}Mud.{% end %}\n</div>");
    assert_eq!(html, "<div>\nAda Moor: Mud.\n</div>");
    let card = "{{< prompt intro=\"Tell us *all* of it.\" >}}";
    assert_eq!(without(card), "Tell us *all* of it.\n");
    assert_eq!(dropped(card, Kind::Markdown), [("{{< prompt >}}".to_owned(), 1)]);
    assert_eq!(without("{{< details \"Why so\" >}}\na\n{{< /details >}}"), "**Why so**\n\na\n");
    assert_eq!(without("{{< notice warning \"Stop\" >}}a{{< /notice >}}"), "**Stop** a");
    assert_eq!(without("{{< notice warning >}}a{{< /notice >}}"), "a");
    assert_eq!(without("{% if a == \"b c d\" %}x{% endif %}"), "x");
}

#[test]
fn what_nobody_knows_is_told_with_its_line() {
    let photo = vec![("{photo}b.jpg".to_owned(), 2)];
    assert_eq!(dropped("a\n[a]({photo}b.jpg)", Kind::Markdown), photo);
    assert_eq!(dropped("{{< comment >}}a{{< /comment >}}", Kind::Markdown), []);
    assert_eq!(dropped("{{\n a.b\n}}", Kind::Markdown), [("{{ a.b }}".to_owned(), 1)]);
    let told = dropped("a\n\n{{< chart x=1 >}}\n{{ page.mood }}\n{{< chart >}}", Kind::Markdown);
    let wanted = [("{{< chart >}}".to_owned(), 3), ("{{ page.mood }}".to_owned(), 4)];
    assert_eq!(told, wanted);
    let told = dropped("\n{% include ads.html %}", Kind::Markdown);
    assert_eq!(told, [("{% include ads.html %}".to_owned(), 2)]);
    assert_eq!(dropped("{{< note >}}a{{< /note >}} {% endif %}", Kind::Markdown), []);
    assert_eq!(dropped("a\n\n<Chart data={x} />\n", Kind::Mdx), [("<Chart />".to_owned(), 3)]);
}

#[test]
fn notes_of_other_dialects_become_quotations() {
    let wanted = "<blockquote>\n\n**Mind**\n\nMud *is* soft.\n\n</blockquote>";
    for source in [
        ":::tip[Mind]\nMud *is* soft.\n:::\n",
        "::: tip Mind\nMud *is* soft.\n:::",
        "!!! tip \"Mind\"\n    Mud *is* soft.\n",
    ] {
        assert_eq!(without(source).trim(), wanted, "{source}");
    }
    assert_eq!(
        without(":::note\nA.\n:::").trim(),
        "<blockquote>\n\n**Note**\n\nA.\n\n</blockquote>"
    );
    let code = "```\n:::note\n```\n";
    assert_eq!(without(code), code);
}

#[test]
fn markdown_within_html_that_says_so_is_markdown() {
    let source = "<aside markdown=\"1\" class=\"a\">\n<img src=\"a.png\">\nTwo *tides*.\n\
        <p markdown=\"1\">\n[b](c)\n</p>\n</aside>\nAfter.\n";
    let text = without(source);
    for part in [
        "<aside class=\"a\">\n\n<img src=\"a.png\"><!---->\n",
        "<div>\n\n[b](c)\n\n</div>",
        "\n\n</aside>\n\nAfter.",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn components_drop_out_and_their_text_stays() {
    for (source, clean) in [
        ("import A from 'a'\nexport const b = {\n\n  c: 1,\n}\n\nText.", "Text."),
        ("import {\n  A,\n  B\n} from 'a'\n\nText.", "Text."),
        ("<Steps>\n1. One *mud*.\n\n2. Two.\n</Steps>", "1. One *mud*.\n\n2. Two."),
        (
            "<Tabs>\n  <TabItem label=\"npm\">\n    ```sh\n    npm i\n      -x\n    ```\n  </TabItem>\n</Tabs>",
            "**npm**\n\n```sh\nnpm i\n  -x\n```",
        ),
        (
            "1. One\n\n          Two\n\n        ```sh\n        a\n          b\n        ```\n",
            "1. One\n\n   Two\n\n   ```sh\n   a\n     b\n   ```",
        ),
        ("One\n\n    <Tabs>\n      ```sh\n      a\n      ```\n    </Tabs>", "One\n\n```sh\na\n```"),
        (
            "<details>\n<summary>More</summary>\n```sh\na\n```\n</details>",
            "<details>\n\n<summary>More</summary>\n\n```sh\na\n```\n\n</details>",
        ),
        (
            "1. What is soft?\n   <Choice>\n     <Option>Mud</Option>\n     <Option>Rock</Option>\n   </Choice>",
            "1. What is soft?\n\n   Mud\n\n   Rock",
        ),
        (
            "<Tabs><Tab label=\"Ebb\">out</Tab><Tab label=\"Flood\">in</Tab></Tabs>",
            "**Ebb** out **Flood** in",
        ),
        ("If a < b and c > d, wade.", "If a < b and c > d, wade."),
        ("See\n<Kbd>a</Kbd>\nthere.", "See\na\nthere."),
        ("- <p>[a](b) <Badge text=\"x\" /> c</p>\n", "- [a](b) x c"),
        ("- One\n    - Two\n\n      Three", "- One\n    - Two\n\n      Three"),
        (
            "1. One\n\n   <Box>\n     Two\n\n     > Three\n   </Box>\n",
            "1. One\n\n   Two\n\n   > Three",
        ),
        (
            "<LinkCard\n  title=\"Mud\"\n  href=\"/mud\"\n  description=\"Soft.\"\n/>",
            "[Mud](</mud>): Soft.",
        ),
        ("See <Badge text=\"new\" /> and {/* no */}{'yes'}.", "See new and yes."),
        (
            "<Aside type=\"tip\">Mud is *soft*.</Aside>",
            "<blockquote>\n\n**Tip**\n\nMud is *soft*.\n\n</blockquote>",
        ),
        (
            "import quay from './q.png';\n\n<Image src={quay} alt=\"A quay\" />",
            "![A quay](<./q.png>)",
        ),
        (
            "import quay from './q.png';\n\n<img src={quay.src} alt=\"A\" />",
            "<img src=\"./q.png\" alt=\"A\" /><!---->",
        ),
        ("<YouTube id=\"abc\" />", "<https://www.youtube.com/watch?v=abc>"),
        ("<Code code={`a\nb`} lang=\"js\" />", "```js\na\nb\n```"),
        ("<Code code=\"npm i\" lang=\"sh\"></Code>\nb", "```sh\nnpm i\n```\nb"),
        ("Run <Code code=\"npm i *\" lang=\"sh\" /> now.", "Run <code>npm i &#42;</code> now."),
        ("<Code code=\"npm i\" lang=\"sh\" /> now.", "<code>npm i</code> now."),
        ("- <Code code=\"npm i\" lang=\"sh\" />\n- b", "- <code>npm i</code>\n- b"),
        (
            "- <Code code={`a\nb_c_`} lang=\"sh\" />",
            "- <pre><code class=\"language-sh\">a&#10;b&#95;c&#95;</code></pre>",
        ),
        (
            "<div className=\"x\">\n  Two *tides*.\n</div>",
            "<div class=\"x\">\n\nTwo *tides*.\n\n</div>",
        ),
        (
            "`<A>` and a < b, <https://tide.example/> \\{x}",
            "`<A>` and a < b, <https://tide.example/> \\{x}",
        ),
        ("[Go](/a) <ReadMore href=\"/b\">there</ReadMore>", "[Go](/a) [there](</b>)"),
    ] {
        assert_eq!(mdx(source), clean, "{source}");
    }
}

#[test]
fn a_source_full_of_marks_is_searched_once_and_not_once_for_each_mark() {
    for mark in [
        "$",
        "`a` ",
        "export const a = {\n",
        "{{< note >}}",
        "{% highlight a %}b{% endhighlight %} ",
        "<script>",
    ] {
        // Searched to its end for each of its marks, this takes longer than anyone waits.
        let source = format!("{{{{ a }}}}\n\n{}", mark.repeat(1_000_000 / mark.len()));
        for kind in [Kind::Mdx, Kind::Markdown] {
            assert!(!clean(&source, kind, None).text.is_empty());
        }
    }
}

#[test]
fn code_is_code_however_long_it_is() {
    let source = format!("{{{{ a }}}}\n\n<pre>\n{}{{{{ b }}}}\n</pre>\n", "x\n".repeat(20_000));
    assert!(without(&source).contains("{{ b }}"));
}

#[test]
fn marks_without_number_on_one_line_are_all_left_out_and_told_once_by_name() {
    let same = "{{< x >}}".repeat(20_000);
    let same = clean(&same, Kind::Markdown, None);
    assert_eq!((same.text.as_ref(), same.dropped[0].times), ("", 20_000));
    let named: Vec<String> = (0..20_000).map(|number| format!("{{{{< x{number} >}}}}")).collect();
    let named = named.concat();
    let named = clean(&named, Kind::Markdown, None);
    assert_eq!((named.text.as_ref(), named.dropped.len()), ("", 20_000));
    assert_eq!(without(&"{: .x}".repeat(20_000)), "");
}

#[test]
fn the_mark_by_which_kramdown_ends_a_block_is_no_text() {
    let source = "- a\n^\n- b\n\n2^3\n^ x\n";
    let text = clean(source, Kind::Markdown, Some(Dialect::Jekyll)).text;
    assert_eq!(text, "- a\n<!-- -->\n- b\n\n2^3\n^ x\n");
    assert_eq!(without(source), source);
}

#[test]
fn a_mark_that_nothing_closes_takes_no_text_with_it_and_is_told() {
    let jekyll = Some(Dialect::Jekyll);
    for (source, dialect, text, told) in [
        ("a {{< figure src=x and\n\nb {{< c >}}.", None, "a figure src=x and\n\nb .", "{{< figure"),
        ("a {{% note and\n\nb {{% c %}}.", None, "a note and\n\nb .", "{{% note"),
        ("a {% include b and\n\nc {% d %}.", jekyll, "a include b and\n\nc .", "{% include"),
        ("a {%- b {% c %} d", jekyll, "a b  d", "{%- b"),
        ("a {% b and\n\nc.", None, "a {% b and\n\nc.", ""),
        ("{% raw %}a {% b{% endraw %} c", jekyll, "a {% b c", ""),
        ("a `{{< b` c {{ d", jekyll, "a `{{< b` c {{ d", ""),
    ] {
        let clean = clean(source, Kind::Markdown, dialect);
        assert_eq!(clean.text, text, "{source}");
        let open = clean.dropped.iter().find(|dropped| dropped.is_open);
        assert_eq!(open.map_or("", |dropped| &dropped.name), told, "{source}");
    }
    assert_eq!(without("{% liquid\n a\n\n b\n%}c"), "\n\n\n\nc");
    assert_eq!(without("{{< a `b\n\nc` >}}d"), "\n\nd");
}
