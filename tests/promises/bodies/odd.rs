//! Addresses and characters that are odd, as they arrive all the same.

use postrider::document::Format;

use super::render;

#[test]
fn an_address_with_a_space_in_a_set_of_images_is_encoded() {
    let image = "<img src=\"a b.png\" srcset=\"a b.png 2x, ü.png 480w,c.png\" alt=\"\">";
    let base = "https://tide.example/notes/lamps/";
    let set = format!("srcset=\"{base}a%20b.png 2x, {base}%C3%BC.png 480w, {base}c.png\"");
    let lazy = "<picture><source data-srcset=\"a b.png 1x, c.png 2x\"><img></picture>";
    for format in [Format::Html, Format::Markdown] {
        let (body, _) = render(format, image);
        assert!(body.html.contains(&set), "{}", body.html);
        let (body, _) = render(format, lazy);
        assert!(body.html.contains(&format!("src=\"{base}a%20b.png\"")), "{}", body.html);
    }
}

#[test]
fn a_control_character_written_as_a_reference_is_named_with_its_line() {
    let source =
        "One&#1; two.\n\n<b title=\"a&#x8;b\">three</b>&#xFFFF; and &#65;.\n\n```\n&#1;\n```";
    for format in [Format::Markdown, Format::Html] {
        let (body, findings) = render(format, source);
        assert!(body.html.contains("One two.") && body.html.contains("\"ab\""), "{}", body.html);
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let expected = [(1, "character U+0001 is"), (3, "characters U+0008, U+FFFF are")];
        for (line, words) in expected {
            let here =
                |told: &&String| told.contains(&format!(":{line}: ")) && told.contains(words);
            assert!(told.iter().any(|told| here(&told)), "{told:?}");
        }
        if format == Format::Markdown {
            assert_eq!(told.len(), 2, "{told:?}");
        }
    }
    let (_, findings) = render(Format::Markdown, "One&#13; two &#x9; and &#128;.");
    assert_eq!(findings, []);
}

#[test]
fn the_address_of_a_feed_leads_to_the_web_and_runs_no_code() {
    let good =
        ["feed://tide.example/rss", "feed:https://tide.example/rss", "FEED:http://a.example/"];
    for good in good {
        let (body, findings) = render(Format::Html, &format!("<p><a href=\"{good}\">a</a></p>"));
        assert_eq!(findings, [], "{good}");
        assert!(body.html.contains("<a href=\"feed:"), "{}", body.html);
    }
    for bad in [
        "feed:javascript:alert(1)",
        "FEED:JavaScript:alert(1)",
        "feed:java&#10;script:alert(1)",
        "feed:data:text/html,x",
        "feed:view-source:https://tide.example/",
        "feed:feed:javascript:alert(1)",
        "feed:///javascript:alert(1)",
        "feed:",
    ] {
        let (body, findings) = render(Format::Html, &format!("<p>a <a href=\"{bad}\">b</a></p>"));
        assert_eq!(body.html, "<p>a b</p>", "{bad}");
        let told = findings.iter().map(ToString::to_string).collect::<String>();
        assert!(told.contains("`feed:` before what is no web address"), "{bad}: {told}");
    }
}

#[test]
fn what_is_only_kept_from_those_who_hear_a_page_is_read_by_all_others() {
    for (source, wanted) in [
        ("See <span aria-hidden=\"true\">these words</span>.", "<p>See these words.</p>"),
        ("<p aria-hidden=\"true\">A paragraph.</p>", "<p>A paragraph.</p>"),
        ("<p>a <span aria-hidden=\"true\">★★</span>b</p>", "<p>a b</p>"),
        ("<h2>T <a aria-hidden=\"true\" href=\"#t\">Permalink</a></h2>", "<h2>T</h2>"),
        ("<h2>T <a href=\"/x/#t\"><span aria-hidden=\"true\">link</span></a></h2>", "<h2>T</h2>"),
        (
            "<p><b aria-hidden=\"true\">$9</b> <span class=\"sr-only\">nine dollars</span></p>",
            "<p>nine dollars</p>",
        ),
        ("<p>Go <i class=\"material-icons\" aria-hidden=\"true\">home</i>.</p>", "<p>Go .</p>"),
        ("<p>x <span class=\"katex-html\" aria-hidden=\"true\">d2</span></p>", "<p>x</p>"),
    ] {
        for format in [Format::Markdown, Format::Html] {
            let (body, _) = render(format, source);
            let ids = body.html.replace(" id=\"t\"", "");
            assert_eq!(ids.trim(), wanted, "{source}");
        }
    }
}

#[test]
fn a_drawing_with_words_that_is_left_out_is_told_with_its_line() {
    let icon = "<svg><title>Home</title><path d=\"M0\"/></svg>";
    let source = format!("One {icon}.\n\nIt grew: <svg><text y=\"5\">Sales 42</text></svg> so.");
    for format in [Format::Markdown, Format::Html] {
        let (body, findings) = render(format, &source);
        assert!(!body.html.contains("Sales 42"), "{}", body.html);
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(":3: warning: a drawing (`<svg>`) with words"), "{told:?}");
    }
}

#[test]
fn a_frame_whose_address_is_its_page_leaves_no_word_of_it() {
    for format in [Format::Markdown, Format::Html] {
        let (body, findings) =
            render(format, "One.\n\n<iframe src=\"data:text/html,x\"></iframe>\n\nTwo.");
        assert!(!body.html.contains("data:") && body.html.contains("Two."), "{}", body.html);
        assert!(findings[0].to_string().contains("`data:text/html,x`"), "{findings:?}");
    }
}
