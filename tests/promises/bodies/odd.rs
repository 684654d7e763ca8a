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
