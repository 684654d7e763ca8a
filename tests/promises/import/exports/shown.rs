//! What of an export is shown, and what is not.

use serde_json::json;

use super::{IMAGE, ghost, item, items, post, wordpress};
use crate::house::{CONFIG, House};

#[test]
fn what_wordpress_would_show_in_a_posts_place_of_a_mark_is_shown_and_no_mark_is_left() {
    let content = "https://www.youtube.com/watch?v=xyz\n\n[gallery ids=\"9\"]\n\n\
        [vc_row][vc_column width=\"1/2\"]Mud[/vc_column][/vc_row] [poll id='3'] a[0] [sic]\n\n\
        Write [[gallery]].\n\n<pre>\n[tide low=\"1\"]\nhttps://quay.example/\n</pre>";
    let tag = "<category domain=\"post_tag\" nicename=\"rd\"><![CDATA[R&amp;D]]></category>";
    let house =
        House::new(CONFIG).write("wp.xml", wordpress(&(item(7, "low", content, tag) + IMAGE)));
    let said = house.run(&["import", "wordpress", "wp.xml"]).fine();
    for name in ["vc_row", "vc_column", "poll"] {
        assert!(said.err.contains(&format!("`[{name}]` was left out")), "{said:#?}");
    }
    house.run(&["build"]).fine();
    let item = &items(&house)[0];
    assert_eq!(item["tags"], json!(["Birds", "R&D", "Mud"]));
    let html = item["content_html"].as_str().unwrap();
    for part in [
        "<a href=\"https://www.youtube.com/watch?v=xyz\">https://www.youtube.com/watch?v=xyz</a>",
        "<img src=\"https://old.example/q.png\"",
        "<p>Mud  a[0] [sic]</p>",
        "Write [gallery].",
        "[tide low=&quot;1&quot;]\nhttps://quay.example/\n",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[test]
fn what_ghost_only_mailed_is_not_shown_and_what_is_still_to_come_was_not_corrected() {
    let mut mailed = post("a1", "mailed", "Mailed");
    mailed["status"] = "sent".into();
    let mut later = post("a2", "later", "Later");
    later["status"] = "scheduled".into();
    later["published_at"] = "2027-01-01T08:00:00.000Z".into();
    let house = House::new(CONFIG).write("ghost.json", ghost(&json!([mailed, later])));
    house.run(&["import", "ghost", "ghost.json"]).fine();
    let said = house.run(&["build"]).fine();
    assert!(said.out.contains("mailed.html (its visibility is `email only`)"), "{said:#?}");
    assert!(!said.err.contains("updated before it was published"), "{said:#?}");
    assert!(items(&house).is_empty());
}
