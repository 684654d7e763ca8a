use super::*;
use crate::document::markdown;

fn taken(markdown: &str) -> (String, Taken) {
    let mut nodes = tree::shape(markdown::read(markdown, "").nodes);
    let private = Private::new(&["Related posts".into(), "Internal links".into()]);
    let taken = take(&mut nodes, &private, Own::default());
    (tree::text(&nodes), taken)
}

#[test]
fn a_takeaways_section_becomes_takeaways_and_leaves_the_text() {
    let (text, taken) =
        taken("One.\n\n## Key takeaways\n\nRemember:\n\n- **A**: b\n- c\n\n## More\n\nTwo.");
    assert_eq!(text, "One.\n\nMore\n\nTwo.");
    assert_eq!(taken.takeaways, ["A: b", "c"]);
}

#[test]
fn what_follows_the_list_stays() {
    let (text, taken) = taken("## Highlights\n\n- a\n- b\n\nThanks for reading.");
    assert_eq!((text.as_str(), taken.takeaways.len()), ("Thanks for reading.", 2));
}

#[test]
fn a_sentence_before_the_list_stays_where_it_says_more_than_that_a_list_follows() {
    let lead = "Until the dam was built, two tides a day had cleared the mud away by themselves.";
    let (text, taken) = taken(&format!("## Highlights\n\n{lead}\n\n- a\n- b\n\nThen it stayed."));
    assert_eq!((text, taken.takeaways.len()), (format!("{lead}\n\nThen it stayed."), 2));
}

#[test]
fn what_leads_to_the_list_goes_only_if_it_is_a_few_words_and_a_colon() {
    let many = "This rather long sentence says of the list below a good deal more than that:";
    for lead in [
        "Scripts were used for some of it.",
        "See the [notes](https://tide.example/notes):",
        many,
        "> Quoted:",
        "A lamp: ![A lamp](lamp.png):",
    ] {
        let (text, taken) = taken(&format!("## Highlights\n\n{lead}\n\n- a\n- b\n\nAfter."));
        assert!(text.len() > "After.".len() && text.ends_with("\n\nAfter."), "{lead}: {text}");
        assert_eq!((taken.takeaways.len(), taken.stands), (2, false), "{lead}");
    }
}

#[test]
fn points_with_more_than_words_are_told_and_stay_where_they_are() {
    for point in [
        "[Docs](https://tide.example/)",
        "A note[^1]",
        "A lamp ![of brass](lamp.png)",
        "[A] [b](/c)",
    ] {
        let source =
            format!("One.\n\n## Key takeaways\n\n- {point}\n- `b` is **bold**\n\n[^1]: Why.");
        let (text, taken) = taken(&source);
        assert!(text.contains("Key takeaways") && text.contains("b is bold"), "{point}: {text}");
        assert!(taken.stands && taken.takeaways.contains(&"b is bold".to_owned()), "{point}");
    }
    let (text, taken) = taken("**TL;DR**: Use [this](https://tide.example/) and that.\n\nText.");
    assert_eq!(taken.summary.as_deref(), Some("Use this and that."));
    assert!(text.contains("TL;DR"), "{text}");
    let (text, taken) = self::taken("## TL;DR\n\nUse [this](https://tide.example/).\n\n## B\n\nC.");
    assert!(text.contains("Use this") && taken.summary.is_some(), "{text}");
}

#[test]
fn a_bold_line_can_head_the_points() {
    let (text, taken) = taken("**Das Wichtigste in Kürze:**\n\n* eins\n* zwei\n\nText.");
    assert_eq!((text.as_str(), taken.takeaways.len()), ("Text.", 2));
}

#[test]
fn a_box_with_a_bold_label_is_the_summary() {
    let (text, taken) = taken("> **TL;DR** It works.\n\nText.");
    assert!(text.contains("It works."), "it is not shown elsewhere: {text}");
    assert_eq!(taken.summary.as_deref(), Some("It works."));
    let (_, taken) = self::taken("> **En bref :** Ça marche.\n\nTexte.");
    assert_eq!(taken.summary.as_deref(), Some("Ça marche."));
}

#[test]
fn a_tldr_paragraph_is_the_summary_and_stays_as_what_follows_does() {
    let after = "More text here for all.\n\n## Next\n\nAnd more.";
    let said = "it is short and good.";
    for (opening, summary) in [
        ("TL;DR: it is short and good.", said),
        ("TL;DR it is short and good.", said),
        ("TL;DR; it is short and good.", said),
        ("tldr — it is short and good.", said),
        ("TL;DR\nit is short and good.", said),
        ("**TL;DR:** it is short and good.", said),
        ("**TL;DR** it is short and good.", said),
        ("**TL;DR**: it is short and good.", said),
        ("**TL;DR**\nit is short and good.", said),
        ("**TL;DR: it is short and good.**", said),
        ("**TL;DR: it is short** and good.", said),
        ("**TL;DR for the impatient:** it is short and good.", said),
        ("*TL;DR:* it is short and good.", said),
        ("**TL;DR**\n\nit is short and good.", said),
        ("TL;DR:\n\nit is short and good.", said),
    ] {
        let (text, taken) = taken(&format!("Intro is here.\n\n{opening}\n\n{after}"));
        assert_eq!(taken.summary.as_deref(), Some(summary), "{opening}");
        let shown = text.contains("it is short") && text.starts_with("Intro is here.\n\n");
        assert!(shown && text.ends_with("More text here for all.\n\nNext\n\nAnd more."), "{text}");
        assert_eq!(taken.takeaways.len(), 0, "{opening}");
    }
}

#[test]
fn no_word_of_a_long_tldr_or_of_what_follows_it_is_lost() {
    let long = "a mill that grinds at low water and rests at high water ".repeat(20);
    let (text, taken) = taken(&format!("TL;DR: {long}\n\nOne here.\n\nTwo here."));
    assert_eq!(taken, Taken::default());
    assert!(text.contains("rests at high") && text.ends_with("One here.\n\nTwo here."));
    let (text, taken) = self::taken("TL;DR: short.\n\n- one\n- two\n\nTL;DR: again.");
    let whole = "TL;DR: short.\n\n- one\n- two\n\nTL;DR: again.";
    assert_eq!((text.as_str(), taken.takeaways.len()), (whole, 0));
    assert_eq!(taken.summary.as_deref(), Some("short."));
    let (text, _) = self::taken("## TL;DR: it works\n\nOne here.\n\nTwo here.");
    assert!(text.starts_with("TL;DR: it works"), "{text}");
    let (text, _) = self::taken("Intro.\n\nTLDRs are short.\n\nOne.");
    assert_eq!(text, "Intro.\n\nTLDRs are short.\n\nOne.");
}

#[test]
fn a_short_word_in_running_text_is_no_summary() {
    let text = "Text.\n\n**In short:** it works.\n\nIn short, all is well.";
    assert_eq!(taken(text).1, Taken::default());
}

#[test]
fn a_conclusion_called_summary_stays() {
    let (text, taken) = taken("Text.\n\n## Summary\n\nAll in all.");
    assert_eq!((text.as_str(), taken.summary), ("Text.\n\nSummary\n\nAll in all.", None));
    let (_, taken) = self::taken("## Summary\n\nAll in all.\n\n## Text\n\nText.");
    assert_eq!(taken.summary.as_deref(), Some("All in all."));
}

#[test]
fn a_long_section_with_code_is_no_takeaways() {
    let (text, taken) = taken("## Highlights\n\n- a\n\n  ```\n  b\n  ```\n\nText.");
    assert!(text.starts_with("Highlights"), "{text}");
    assert!(taken.takeaways.is_empty());
}

#[test]
fn private_sections_go_with_all_below_them() {
    let (text, taken) = taken(
        "a\n\n## Internal links to set\n\nx\n\n### y\n\nz\n\n## b\n\nc\n\nRelated posts:\n\n- d\n\ne",
    );
    assert_eq!((text.as_str(), taken.private), ("a\n\nb\n\nc\n\ne", 2));
}

#[test]
fn a_summary_in_the_text_is_the_articles_where_it_has_no_other() {
    let took = |summary: Option<&str>| {
        let mut nodes = tree::shape(markdown::read("One.\n\nTL;DR: It works.\n\nTwo.", "").nodes);
        let own = Own { summary, takeaways: &[] };
        let taken = take(&mut nodes, &Private::default(), own);
        assert_eq!(tree::text(&nodes), "One.\n\nTL;DR: It works.\n\nTwo.");
        taken.summary
    };
    assert_eq!(took(None).as_deref(), Some("It works."));
    assert_eq!(took(Some("it *works*")).as_deref(), Some("It works."));
    assert_eq!(took(Some("Mine.")), None);
}

#[test]
fn points_stay_in_the_text_where_the_article_has_others() {
    let took = |own: &[&str], list: &str| {
        let source = format!("One.\n\n## Key takeaways\n\n{list}");
        let mut nodes = tree::shape(markdown::read(&source, "").nodes);
        let takeaways: Vec<String> = own.iter().map(|point| (*point).to_owned()).collect();
        let own = Own { summary: None, takeaways: &takeaways };
        let taken = take(&mut nodes, &Private::default(), own);
        (tree::text(&nodes).contains("Key takeaways"), taken.takeaways.len(), taken.stands)
    };
    let (plain, linked) = ("- a b\n- c d", "- [a b](/x)\n- c d");
    assert_eq!(took(&["e"], plain), (true, 0, false));
    assert_eq!(took(&["A b", "C d."], plain), (false, 2, false));
    assert_eq!(took(&["A b", "C d."], linked), (true, 2, true));
    assert_eq!(took(&[], linked), (true, 2, true));
}

#[test]
fn of_two_sections_no_point_is_lost_and_none_told_twice() {
    let plain = "## Key takeaways\n\n- a b\n- c d";
    let linked = "## TL;DR\n\n- [e f](/x)\n- g h";
    for source in [format!("{plain}\n\n## B\n\nC.\n\n{linked}"), format!("{linked}\n\n{plain}")] {
        let (text, taken) = taken(&source);
        assert_eq!(
            (taken.takeaways.as_slice(), taken.stands),
            (&["a b", "c d"].map(String::from)[..], false)
        );
        assert!(text.contains("e f") && text.contains("g h") && !text.contains("a b"), "{text}");
    }
}

#[test]
fn a_title_with_a_link_or_a_picture_stays_with_its_points() {
    for title in
        ["## [Key takeaways](/x)", "## ![lamp](p.png) Key takeaways", "**[Key takeaways](/x)**"]
    {
        let (text, taken) = taken(&format!("One.\n\n{title}\n\n- a b\n- c d"));
        assert!(text.contains("a b") && text.contains("Key takeaways"), "{title}: {text}");
        assert_eq!((taken.takeaways.len(), taken.stands), (2, true), "{title}");
    }
}

#[test]
fn sections_of_points_without_number_are_all_taken() {
    let (text, taken) = taken(&"## Key takeaways\n\n- x\n\n".repeat(2_000));
    assert_eq!((text.as_str(), taken.takeaways.len()), ("", 2_000));
}
