//! Whatever happens to the articles between builds, the output is that of a first build.

use std::fs;

use proptest::prelude::*;

use super::{build, build_at};
use crate::house::{CONFIG, House};

/// The instants builds are made at: among the articles' dates, and mostly after them.
const NOWS: [&str; 4] = [
    "2026-09-15T00:00:00Z",
    "2026-11-20T09:00:00Z",
    "2026-11-20T09:00:00Z",
    "2026-11-20T09:00:00Z",
];

/// How many articles come and go; one more is always there.
const MOST: usize = 12;

/// What an article says of itself, and whether it is there at all.
#[derive(Debug, Clone)]
struct Told {
    is_there: bool,
    draft: bool,
    day: usize,
    expires: bool,
    tag: &'static str,
    /// Which slug of its own it has, if not 0.
    slug: u32,
    title: usize,
    link: usize,
}

fn any_told() -> impl Strategy<Value = Told> {
    let first = (prop::bool::weighted(0.8), prop::bool::weighted(0.15), 0..330_usize);
    let then = (prop::bool::weighted(0.15), prop::sample::select(vec!["a", "b", "A"]));
    let last = (prop::sample::select(vec![0, 0, 0, 0, 1, 2]), 0..3_usize, 0..=MOST);
    (first, then, last).prop_map(|((is_there, draft, day), (expires, tag), (slug, title, link))| {
        Told { is_there, draft, day, expires, tag, slug, title, link }
    })
}

/// What happens between two builds.
#[derive(Debug, Clone)]
struct Step {
    /// Articles that are written anew.
    changes: Vec<(usize, Told)>,
    /// Neighbours that go, or come back, together, as whole pages of an archive do.
    turned: Vec<(usize, usize)>,
    /// How many articles are on a page from now on.
    items: usize,
    now: &'static str,
}

fn any_step() -> impl Strategy<Value = Step> {
    let changes = prop::collection::vec((0..MOST, any_told()), 0..3);
    let turned = prop::collection::vec((0..MOST, 1..5_usize), 0..4);
    let items = prop::sample::select(vec![2, 2, 2, 2, 3]);
    let now = prop::sample::select(NOWS.to_vec());
    (changes, turned, items, now).prop_map(|(changes, turned, items, now)| Step {
        changes,
        turned,
        items,
        now,
    })
}

/// The articles at first, from the oldest to the newest.
fn at_first() -> Vec<Told> {
    let told = |number: usize| Told {
        is_there: true,
        draft: false,
        day: 20 * number,
        expires: false,
        tag: "a",
        slug: 0,
        title: 0,
        link: number / 2,
    };
    (0..MOST).map(told).collect()
}

impl Step {
    fn happens_to(&self, all: &mut [Told]) {
        for (start, length) in &self.turned {
            all.iter_mut().skip(*start).take(*length).for_each(|told| told.is_there ^= true);
        }
        for (number, told) in &self.changes {
            all[*number] = told.clone();
        }
    }
}

fn put(house: &House, number: usize, told: &Told) {
    let path = format!("content/n{number}.md");
    if !told.is_there {
        let _ = fs::remove_file(house.path(&path));
        return;
    }
    let Told { draft, day, tag, title, link, .. } = told;
    let (month, day) = (day / 28 + 1, day % 28 + 1);
    let expires = if told.expires { "expires: 2026-10-20\n" } else { "" };
    let slug = match told.slug {
        0 => String::new(),
        other => format!("slug: other-{number}-{other}\n"),
    };
    let text = format!(
        "---\ntitle: Day {number} {title}\ndate: 2026-{month:02}-{day:02}\ndraft: {draft}\n\
         tags: [{tag}]\n{expires}{slug}---\nOn day {number} the tide came in over {number}{number} \
         miles of mud, and went.\n\nSee [another](n{link}.md).\n"
    );
    house.put(&path, text);
}

fn config(items: usize) -> String {
    format!(
        "{CONFIG}[feeds]\nitems = {items}\nby = [\"tag\"]\n[feeds.of.\"tags/a\"]\narchive = true\n"
    )
}

/// The same publication in a folder where nothing was built yet.
fn anew(house: &House) -> House {
    let copy = House::new(&house.read("config.toml"));
    house.tree("content").into_iter().for_each(|(path, bytes)| {
        copy.put(&format!("content/{path}"), bytes);
    });
    copy
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn however_articles_come_and_go_a_build_gives_what_a_first_build_would(
        steps in prop::collection::vec(any_step(), 3..9),
    ) {
        let house = House::new("").article(&format!("n{MOST}"), "Always", "Here to stay.");
        let mut all = at_first();
        for (at, step) in steps.iter().enumerate() {
            step.happens_to(&mut all);
            house.put("config.toml", config(step.items));
            all.iter().enumerate().for_each(|(number, told)| put(&house, number, told));
            let copy = anew(&house);
            build_at(&house, step.now);
            build_at(&copy, step.now);
            for folder in ["public", "content"] {
                let (there, wanted) = (house.tree(folder), copy.tree(folder));
                let names = |tree: &[(String, Vec<u8>)]| -> Vec<String> {
                    tree.iter().map(|(path, _)| path.clone()).collect()
                };
                prop_assert_eq!(names(&there), names(&wanted), "build {}", at);
                for (there, wanted) in there.iter().zip(&wanted) {
                    let [left, right] = [there, wanted].map(|it| String::from_utf8_lossy(&it.1));
                    prop_assert_eq!(left, right, "build {}: {}", at, there.0);
                }
            }
        }
    }
}

#[test]
fn pages_of_an_archive_follow_each_other_though_one_went_as_another_came() {
    let house = House::new(&format!("{CONFIG}[feeds]\nitems = 2\nby = []\n"));
    let add = |number: u32| {
        let text = format!(
            "---\ntitle: Day {number}\ndate: 2026-01-{number:02}\n---\nThe tide of day {number}.\n"
        );
        house.put(&format!("content/n{number}.md"), text);
    };
    (1..=7).for_each(add);
    build(&house);
    for gone in ["content/n3.md", "content/n4.md"] {
        fs::remove_file(house.path(gone)).unwrap();
    }
    [8, 9].into_iter().for_each(add);
    build(&house);
    let links = |page: &str, names: [&str; 2]| {
        let atom = house.read(&format!("public/archive/{page}/atom.xml"));
        names.map(|name| {
            let line = atom.lines().find(|line| line.contains(&format!("rel=\"{name}\"")))?;
            let number = line.split_once("/archive/")?.1.split_once('/')?.0;
            Some(number.to_owned())
        })
    };
    let (number, both) = (|number: &str| Some(number.to_owned()), ["prev-archive", "next-archive"]);
    assert_eq!(links("1", both), [None, number("3")]);
    assert_eq!(links("3", both), [number("1"), number("4")]);
    assert_eq!(links("4", both), [number("3"), None]);
    let json = house.read("public/archive/3/feed.json");
    assert!(
        json.contains("\"next_url\": \"https://tidewater.example/archive/1/feed.json\""),
        "{json}"
    );
}
