//! What is away, or has no date, and the ids of others.

use super::{EBB, FLOOD, LOCK, NEAP, SPRING, alpha_and_beta, article, build, id_of, ids, rename};
use crate::house::{CONFIG, House};

#[test]
fn an_article_whose_name_another_took_while_it_was_away_keeps_its_id() {
    for back in ["b.md", "a-again.md"] {
        let house = alpha_and_beta();
        let before = ids(&build(&house));
        rename(&house, "content/a.md", "a.md");
        rename(&house, "content/b.md", "content/a.md");
        let built = build(&house);
        assert_eq!(id_of(&built, "Beta"), "b");
        assert!(built.lock_changes.iter().any(|it| it.contains("stood there before")));
        let lock = house.read(LOCK);
        assert_eq!(build(&house).lock_changes, Vec::<String>::new());
        assert_eq!(house.read(LOCK), lock);
        rename(&house, "a.md", &format!("content/{back}"));
        let built = build(&house);
        assert_eq!(ids(&built), before, "{back}");
        assert!(built.lock_changes.iter().any(|it| it.starts_with("a.md is now ")), "{built:#?}");
    }
}

#[test]
fn a_new_article_never_takes_the_id_of_one_that_is_away() {
    let house = alpha_and_beta();
    build(&house);
    rename(&house, "content/a.md", "a.md");
    rename(&house, "content/b.md", "content/a.md");
    build(&house);
    let other = EBB.replace("harbour", "pier");
    house.put("content/b.md", article("Gamma", "09", &[&other]));
    assert_eq!(id_of(&build(&house), "Gamma"), "b-2");
}

#[test]
fn an_article_without_a_date_does_not_date_the_ids_of_all_others() {
    let house = House::new(CONFIG)
        .write("content/a.md", article("Alpha", "01", &[EBB, FLOOD]))
        .write("content/g.md", format!("---\ntitle: G\n---\n{SPRING}\n"));
    let all = ids(&build(&house));
    assert!(all.iter().all(|(_, id)| id.starts_with("tag:tidewater.example,2026:")), "{all:?}");
    let house = House::new(CONFIG).write("content/g.md", format!("---\ntitle: G\n---\n{NEAP}\n"));
    assert!(ids(&build(&house))[0].1.contains(",2026:"));
}
