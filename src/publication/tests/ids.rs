//! Ids that outlive whatever becomes of files, and the lock that holds them.

use super::*;

/// Three paragraphs that tell one article from another.
fn article(title: &str, about: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2026-11-16\n---\n\
         The first thing to know of {about} is where to stand and when.\n\n\
         The second thing to know of {about} is how to come back in time.\n\n\
         The third thing to know of {about} is whom to tell before you go.\n\n\
         The fourth thing to know of {about} is what to take along, and no more.\n"
    )
}

#[test]
fn a_file_renamed_and_edited_at_once_is_still_the_same_article() {
    let low = article("Low water", "low water");
    for edited in [
        low.replace("title: Low water", "title: Ebb"),
        low.replace("The second thing", "The other thing"),
        low.replace("2026-11-16", "2026-11-17"),
        low.replace("know of low water", "learn of the ebb"),
    ] {
        let folder = Folder::new(&[("low.md", &low), ("high.md", &article("High", "high water"))]);
        let before = folder.build();
        folder.rename("low.md", "2026/ebb.md");
        folder.put("2026/ebb.md", &edited);
        folder.put("new.md", article("New", "something new"));
        let after = folder.build();
        assert!(ids(&before).iter().all(|id| ids(&after).contains(id)), "{edited}");
        assert_eq!(ids(&after).len(), 3);
    }
}

#[test]
fn where_two_files_could_be_the_renamed_one_nobody_guesses() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let id = folder.build().publication.articles[0].id.clone();
    folder.rename("low.md", "a.md");
    folder.put("b.md", &low);
    let told = told(&folder.read());
    assert!(told.contains("`a.md` may be what `low.md` became"), "{told}");
    assert!(told.contains(&format!("write `id: {id}` into its front matter")), "{told}");
    folder.put("b.md", low.replace("---\ntitle", &format!("---\nid: {id}\ntitle")));
    let reading = folder.build();
    let owner = reading.publication.articles.iter().find(|article| article.id == id).unwrap();
    assert!(owner.file.ends_with("b.md"));
}

#[test]
fn an_article_that_comes_back_is_the_same_one() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low), ("high.md", &article("High", "high water"))]);
    let before = folder.build();
    std::fs::remove_file(folder.0.path().join("content/low.md")).unwrap();
    assert_eq!(folder.build().lock_changes, Vec::<String>::new());
    folder.put("ebb.md", &low);
    assert_eq!(ids(&before).len(), 2);
    assert!(ids(&before).iter().all(|id| ids(&folder.build()).contains(id)));
}

#[test]
fn a_new_article_in_an_old_place_has_an_id_of_its_own() {
    let folder = Folder::new(&[("low.md", &article("Low water", "low water"))]);
    let before = folder.build();
    folder.rename("low.md", "ebb.md");
    folder.build();
    folder.put("low.md", article("Another", "something else"));
    let after = folder.build();
    assert_eq!(ids(&after).len(), 2);
    assert!(ids(&after).contains(&ids(&before)[0]));
}

#[test]
fn two_files_that_change_names_keep_the_ids_of_their_articles() {
    let (low, high) = (article("Low water", "low water"), article("High", "high water"));
    let folder = Folder::new(&[("a.md", &low), ("b.md", &high)]);
    let id_of = |reading: &Reading, title: &str| {
        let mut articles = reading.publication.articles.iter();
        articles.find(|it| it.title.as_deref() == Some(title)).unwrap().id.clone()
    };
    let before = folder.build();
    folder.put("a.md", &high);
    folder.put("b.md", &low);
    let after = folder.build();
    for title in ["Low water", "High"] {
        assert_eq!(id_of(&after, title), id_of(&before, title));
    }
    assert_eq!(after.lock_changes.len(), 2, "{:?}", after.lock_changes);
    assert_eq!(folder.build().lock_changes, Vec::<String>::new());
}

#[test]
fn an_article_that_makes_room_for_another_keeps_its_id() {
    let folder = Folder::new(&[("low.md", &article("Low water", "low water"))]);
    let before = folder.build();
    folder.rename("low.md", "low-old.md");
    folder.put("low.md", article("Another", "something else"));
    let after = folder.build();
    let old = after.publication.articles.iter().find(|it| it.id == ids(&before)[0]).unwrap();
    assert!(old.file.ends_with("low-old.md"), "{after:#?}");
    assert_ne!(ids(&after)[0], ids(&after)[1]);
}

#[test]
fn an_article_moved_to_where_a_withdrawn_one_was_keeps_its_id() {
    let (low, high) = (article("Low water", "low water"), article("High", "high water"));
    let folder = Folder::new(&[("a.md", &low), ("b.md", &high)]);
    let before = folder.build();
    std::fs::remove_file(folder.0.path().join("content/a.md")).unwrap();
    folder.build();
    folder.rename("b.md", "a.md");
    let after = folder.build();
    assert_eq!(ids(&after).len(), 1);
    let high = before.publication.articles.iter().find(|it| it.title.as_deref() == Some("High"));
    assert_eq!(ids(&after)[0], high.unwrap().id);
    let told = after.lock_changes.join("\n");
    assert!(told.contains("a.md: what had the id tag:tidewater.example,2026:a stood"), "{told}");
}

#[test]
fn an_article_rewritten_from_the_title_on_keeps_its_id() {
    let folder = Folder::new(&[
        ("low.md", &article("Low water", "low water")),
        ("high.md", &article("High", "high water")),
    ]);
    let before = folder.build();
    folder.put("low.md", article("The ebb", "what leaves"));
    let after = folder.build();
    assert_eq!(ids(&before).len(), 2);
    assert!(ids(&before).iter().all(|id| ids(&after).contains(id)));
    assert_eq!(after.lock_changes, Vec::<String>::new());
}

#[test]
fn an_old_text_that_comes_back_does_not_take_the_id_of_what_replaced_it() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let id = ids(&folder.build())[0].to_owned();
    folder.put("low.md", article("The ebb", "what leaves"));
    folder.build();
    folder.put("again.md", &low);
    let reading = folder.build();
    let owner = reading.publication.articles.iter().find(|article| article.id == id).unwrap();
    assert!(owner.file.ends_with("low.md"), "{reading:#?}");
    assert_eq!(reading.publication.articles.len(), 2);
}

#[test]
fn a_copy_is_another_article() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let before = folder.build();
    folder.put("copy.md", &low);
    let after = folder.build();
    assert_eq!(ids(&after).len(), 2);
    assert!(ids(&after).contains(&ids(&before)[0]));
}

#[test]
fn a_file_that_cannot_be_read_for_a_while_keeps_its_id() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let before = folder.build();
    folder.put("low.md", b"---\ntitle: \xff\n");
    folder.put("ebb.md", &low);
    assert_ne!(ids(&folder.build()), ids(&before));
    folder.put("low.md", &low);
    assert!(ids(&folder.build()).contains(&ids(&before)[0]));
}

#[test]
fn locks_of_two_branches_merge_line_by_line() {
    let folder = Folder::new(&[("m.md", &article("M", "the middle"))]);
    let base = folder.build().lock.to_text();
    let with = |name: &str| {
        let folder = Folder::new(&[("m.md", &article("M", "the middle"))]);
        folder.put("postrider.lock", &base);
        folder.put(&format!("{name}.md"), article(name, name));
        folder.build().lock.to_text()
    };
    let (ours, theirs) = (with("a"), with("z"));
    let added = theirs.lines().find(|line| line.contains("z.md")).unwrap();
    folder.put("postrider.lock", format!("{ours}{added}\n"));
    folder.put("a.md", article("a", "a"));
    folder.put("z.md", article("z", "z"));
    let merged = folder.build();
    assert_eq!(merged.publication.articles.len(), 3);
    assert!(merged.lock_changes.iter().all(|change| change.contains("Atom")), "{merged:#?}");
}

#[test]
fn a_merge_that_keeps_two_lines_of_one_article_keeps_its_id() {
    let folder = Folder::new(&[("m.md", &article("M", "the middle"))]);
    let before = folder.build();
    let ours = before.lock.to_text();
    folder.put("m.md", article("M", "something else").replace("16", "17"));
    let theirs = folder.build().lock.to_text();
    let line = |text: &str| text.lines().find(|line| line.contains("m.md")).unwrap().to_owned();
    assert_ne!(line(&ours), line(&theirs));
    for merged in [format!("{ours}{}\n", line(&theirs)), format!("{theirs}{}\n", line(&ours))] {
        folder.put("postrider.lock", merged);
        let after = folder.build();
        assert_eq!((ids(&after), after.lock.to_text()), (ids(&before), theirs.clone()));
    }
    // Two ids of one file are for a person to choose from.
    folder.put("postrider.lock", format!("{ours}{}\n", line(&ours).replace(":m\"", ":n\"")));
    let findings = read(&folder.config("https://t.example"), NOW.parse().unwrap()).unwrap_err();
    assert_eq!(findings[0].line, Some(8), "{findings:#?}");
}

#[test]
fn the_lock_takes_any_path() {
    let name = "a \"b\" 'c' \\ é {}=#.md";
    let folder = Folder::new(&[(name, &article("Odd", "odd names"))]);
    let before = folder.build();
    let after = folder.build();
    assert_eq!(after.lock_changes, Vec::<String>::new());
    assert_eq!(ids(&before), ids(&after));
    assert!(ids(&after)[0].is_ascii());
}

#[test]
fn a_lock_that_gives_one_id_twice_is_told_with_both_lines() {
    let folder = Folder::new(&[("low.md", LOW)]);
    let text = folder.build().lock.to_text();
    let twice = text.replace(
        "[articles]\n",
        "[articles]\n\"b.md\" = { id = \"tag:tidewater.example,2026:low\" }\n",
    );
    folder.put("postrider.lock", &twice);
    folder.put("b.md", HIGH);
    let findings = read(&folder.config("https://t.example"), NOW.parse().unwrap()).unwrap_err();
    assert_eq!(findings[0].line, Some(8));
    assert!(findings[0].what.ends_with("twice, first in line 7"), "{findings:#?}");
}

proptest::proptest! {
    #[test]
    fn any_text_in_place_of_the_lock_gives_no_panic(text in "(?s).{0,200}|\\[articles\\]\n.{0,80}") {
        let folder = Folder::new(&[("low.md", LOW)]);
        folder.put("postrider.lock", text);
        let _ = read(&folder.config("https://tidewater.example/"), NOW.parse().unwrap());
    }
}
