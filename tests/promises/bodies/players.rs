//! Videos and sounds within a body.

use postrider::document::Format;

use super::render;
use crate::house::{CONFIG, House};

#[test]
fn a_video_or_a_sound_in_a_body_keeps_its_file_and_its_controls() {
    let video = "<video src=\"https://tide.example/v%20w.mp4\" \
        poster=\"https://tide.example/notes/lamps/p%C3%BC.jpg\" controls=\"controls\"></video>";
    let sources = "<video controls=\"controls\"><source src=\"https://tide.example/v.webm\" \
        type=\"video/webm\" /><source src=\"https://tide.example/v.mp4\" /></video>";
    let audio = "<audio src=\"https://tide.example/notes/lamps/bell.mp3\" controls=\"controls\">\
        </audio>";
    for (written, shown) in [
        ("<video src=\"/v w.mp4\" poster=\"pü.jpg\" autoplay muted controls></video>", video),
        (
            "<video controls>\n<source src=\"/v.webm\" type=\"video/webm\">\n<source \
             src=\"/v.mp4\"><p>Your <b>browser</b> shows none.</p>fallback</video>",
            sources,
        ),
        ("<audio src=bell.mp3 autoplay></audio>", audio),
        ("<audio data-src=\"bell.mp3\"></audio>", audio),
        (
            "<figure class=\"wp-block-audio\"><audio controls src=\"bell.mp3\"></audio></figure>",
            audio,
        ),
        (
            "<div class=\"kg-card kg-audio-card\"><img src=\"\" class=\"kg-audio-thumbnail\"><div \
             class=\"kg-audio-player-container\"><audio src=\"bell.mp3\" preload=\"metadata\">\
             </audio><div class=\"kg-audio-title\">Bell</div><div class=\"kg-audio-player\"><span>\
             0:00</span><div class=\"kg-audio-time\">/<span>0:12</span></div></div></div></div>",
            audio,
        ),
    ] {
        for format in [Format::Html, Format::Markdown] {
            let (body, findings) = render(format, &format!("One.\n\n{written}\n\nTwo."));
            assert!(body.html.contains(shown), "{} for {written}", body.html);
            for gone in ["autoplay", "fallback", "browser", "0:", "data-src", "thumbnail"] {
                assert!(!body.html.contains(gone), "{gone} in {}", body.html);
            }
            assert_eq!(findings, []);
        }
    }
    let (body, _) = render(Format::Markdown, "At <video src=v.mp4></video> sea.");
    let within = "<p>At</p>\n<video src=\"https://tide.example/notes/lamps/v.mp4\" \
        controls=\"controls\"></video>\n<p>sea.</p>";
    assert_eq!(body.html, within);
}

#[test]
fn what_stands_in_for_a_player_without_a_file_is_shown() {
    let (body, findings) =
        render(Format::Html, "<video controls><source src=\"javascript:a\"><p>See it.</p></video>");
    assert_eq!(body.html, "<p>See it.</p>");
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_feed_shows_a_player_and_leads_to_its_file() {
    let house = House::new(CONFIG).article(
        "bell",
        "Bell",
        "One.\n\n<video controls><source src=\"/v w.mp4\">x</video>\n\n<audio src=\"/b.mp3\"></audio>",
    );
    house.run(&["build"]).fine();
    let feed: serde_json::Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    let html = feed["items"][0]["content_html"].as_str().unwrap();
    for part in [
        "<source src=\"https://tidewater.example/v%20w.mp4\"",
        "<a href=\"https://tidewater.example/v%20w.mp4\">v%20w.mp4</a>",
        "<audio src=\"https://tidewater.example/b.mp3\">",
        "<a href=\"https://tidewater.example/b.mp3\">b.mp3</a>",
    ] {
        assert!(html.contains(part), "{part} not in {html}");
    }
    house.run(&["check"]).fine();
}
