//! What authors write for their generator alone, and what they write about one.

use super::{html, items};
use crate::house::{CONFIG, House};

/// A folder with one article in it, beside the file that names its generator.
fn folder(sign: &str, body: &str) -> House {
    let house = House::new(CONFIG)
        .write("content/log/a.md", format!("---\ntitle: A\ndate: 2026-11-02\n---\n{body}\n"));
    if sign.is_empty() { house } else { house.write(sign, "") }
}

#[test]
fn what_a_template_keeps_to_itself_over_several_lines_is_not_published() {
    let body = "One.\n\n{#\n a secret\n\n more of it\n#}\n\nTwo {{\n  site.leak\n}} {{ site.leak\n}} \
        {{ leak\n| upcase }} <a href=\"{{\n site.leak }}\">three</a>.";
    for sign in ["_config.yml", "eleventy.config.js", ""] {
        let house = folder(sign, body);
        house.run(&["build"]).fine();
        let shown = html(&house, "A");
        for gone in ["secret", "more of it", "leak", "{", "#}"] {
            assert!(!shown.contains(gone), "{gone} in {shown} ({sign})");
        }
        assert!(shown.contains("Two") && shown.contains("three"), "{shown}");
    }
}

#[test]
fn what_hugos_comment_encloses_drops_out_without_a_complaint() {
    let house = folder(
        "hugo.toml",
        "One. {{< comment >}} TODO secret {{< /comment >}}Two.\n\n{{% comment %}}\nTODO *secret*\n\n\
         {{< figure src=\"a.png\" >}}\n{{% /comment %}}\n\nThree.",
    );
    let said = house.run(&["build"]).fine();
    assert!(!said.err.contains("warning"), "{said:#?}");
    let shown = html(&house, "A");
    assert_eq!(shown, "<p>One. Two.</p>\n<p>Three.</p>");
}

#[test]
fn an_article_about_another_generator_shows_its_code_as_it_is() {
    let code = "{% raw %}{{ page.title }}{% endraw %}";
    let body = format!("Write `{code}` or:\n\n```liquid\n{code}\n```");
    for sign in ["hugo.toml", "pelicanconf.py", ""] {
        let house = folder(sign, &body);
        house.run(&["build"]).fine();
        assert_eq!(html(&house, "A").matches(code).count(), 2, "{sign}");
    }
    let house = folder("_config.yml", &body);
    house.run(&["build"]).fine();
    let shown = html(&house, "A");
    assert!(shown.contains("<code>{{ page.title }}</code>") && !shown.contains("raw"), "{shown}");
}

#[test]
fn code_in_html_that_holds_markdown_is_never_touched() {
    for element in ["div", "details"] {
        let body = format!("<{element} markdown=\"1\">\nWrite `{{{{ md }}}}` here.\n</{element}>");
        let house = folder("_config.yml", &body);
        house.run(&["build"]).fine();
        let shown = html(&house, "A");
        assert!(shown.contains("<code>{{ md }}</code>"), "{shown}");
    }
}

#[test]
fn a_component_that_shows_code_within_a_line_swallows_nothing() {
    let body = "Run <Code code=\"npm i\" lang=\"sh\" /> now.\n\n- <Code code=\"npm ci\" lang=\"sh\" />\n\
        - two\n\nThe *rest*.";
    let house = House::new(CONFIG)
        .write("content/a.mdx", format!("---\ntitle: A\ndate: 2026-11-02\n---\n{body}\n"));
    house.run(&["build"]).fine();
    assert_eq!(
        html(&house, "A"),
        "<p>Run <code>npm i</code> now.</p>\n<ul>\n<li><code>npm ci</code></li>\n<li>two</li>\n</ul>\n\
         <p>The <em>rest</em>.</p>"
    );
}

#[test]
fn pelicans_links_to_tags_and_categories_lead_where_pelican_puts_them() {
    let house = House::new(CONFIG).write("pelicanconf.py", "").write(
        "content/a.md",
        "Title: A\nDate: 2026-11-02\n\n[t]({tag}Low Water) [p]({tag}python \"x\") [c]({category}mud) \
         [a]({author}ada)\n[i]({index}) <a href=\"{tag}sea\">s</a>\n\n![x]({photo}x.jpg) y [g]({gallery}z)\n",
    );
    let said = house.run(&["build"]).fine();
    let shown = html(&house, "A");
    for path in [
        "tag/python.html",
        "tag/low-water.html",
        "category/mud.html",
        "author/ada.html",
        "",
        "tag/sea.html",
    ] {
        let link = format!("href=\"https://tidewater.example/{path}\"");
        assert!(shown.contains(&link), "{link} not in {shown}");
    }
    assert!(!shown.contains("%7B") && !shown.contains("<img"), "{shown}");
    for lost in ["{photo}x.jpg", "{gallery}z"] {
        let told = format!("content/a.md:7: warning: `{lost}` was left out");
        assert!(said.err.contains(&told), "{said:#?}");
    }
}

#[test]
fn jekylls_abbreviations_explain_the_text_and_are_none_of_it() {
    let body =
        "HTML is no XHTML: `HTML`.\n\nMore HTML.\n\n*[HTML]: HyperText Markup Language\n*[X]:";
    let house = folder("_config.yml", body);
    house.run(&["build"]).fine();
    let abbr = "<abbr title=\"HyperText Markup Language\">HTML</abbr>";
    let shown = format!("<p>{abbr} is no XHTML: <code>HTML</code>.</p>\n<p>More {abbr}.</p>");
    assert_eq!(items(&house)[0]["content_html"], shown);
    let house = folder("hugo.toml", body);
    house.run(&["build"]).fine();
    assert!(html(&house, "A").contains("*[HTML]: HyperText"));
}

#[test]
fn an_address_with_spaces_is_a_link_in_jekyll_and_nowhere_in_code() {
    let body = "![p](/assets/My Picture.png) [d](/files/My Doc.pdf \"The doc\") \
        [c](mailto: x@y.example) `[e](a b)`";
    let house = folder("_config.yml", body);
    house.run(&["build"]).fine();
    let shown = html(&house, "A");
    for part in [
        "src=\"https://tidewater.example/assets/My%20Picture.png\"",
        "href=\"https://tidewater.example/files/My%20Doc.pdf\"",
        "href=\"mailto:x@y.example\"",
        "<code>[e](a b)</code>",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let house = folder("hugo.toml", "[d](/files/My Doc.pdf)");
    house.run(&["build"]).fine();
    assert!(html(&house, "A").contains("[d](/files/My Doc.pdf)"));
}
