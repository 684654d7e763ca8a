//! `[podcast]`.

use url::Url;

use super::required_text;
use crate::address::Mailbox;
use crate::config::Podcast;
use crate::config::reader::table::Table;

/// Apple's categories and their subcategories.
const CATEGORIES: [(&str, &[&str]); 19] = [
    ("Arts", &["Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"]),
    (
        "Business",
        &["Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"],
    ),
    ("Comedy", &["Comedy Interviews", "Improv", "Stand-Up"]),
    ("Education", &["Courses", "How To", "Language Learning", "Self-Improvement"]),
    ("Fiction", &["Comedy Fiction", "Drama", "Science Fiction"]),
    ("Government", &[]),
    ("History", &[]),
    (
        "Health & Fitness",
        &["Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"],
    ),
    ("Kids & Family", &["Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"]),
    (
        "Leisure",
        &[
            "Animation & Manga",
            "Automotive",
            "Aviation",
            "Crafts",
            "Games",
            "Hobbies",
            "Home & Garden",
            "Video Games",
        ],
    ),
    ("Music", &["Music Commentary", "Music History", "Music Interviews"]),
    (
        "News",
        &[
            "Business News",
            "Daily News",
            "Entertainment News",
            "News Commentary",
            "Politics",
            "Sports News",
            "Tech News",
        ],
    ),
    (
        "Religion & Spirituality",
        &["Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"],
    ),
    (
        "Science",
        &[
            "Astronomy",
            "Chemistry",
            "Earth Sciences",
            "Life Sciences",
            "Mathematics",
            "Natural Sciences",
            "Nature",
            "Physics",
            "Social Sciences",
        ],
    ),
    (
        "Society & Culture",
        &["Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"],
    ),
    (
        "Sports",
        &[
            "Baseball",
            "Basketball",
            "Cricket",
            "Fantasy Sports",
            "Football",
            "Golf",
            "Hockey",
            "Rugby",
            "Running",
            "Soccer",
            "Swimming",
            "Tennis",
            "Volleyball",
            "Wilderness",
            "Wrestling",
        ],
    ),
    ("Technology", &[]),
    ("True Crime", &[]),
    (
        "TV & Film",
        &["After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"],
    ),
];

const CATEGORY_HINT: &str = "one of Apple's categories, such as \"Science\"";
const OWNER_HINT: &str = "who answers for it: \"Name <address@host>\"";

pub(super) fn read(table: &mut Table<'_, '_>, home: Option<&Url>) -> Option<Podcast> {
    let category = required_text(table, "category", CATEGORY_HINT);
    let category = category.filter(|name| is_category(table, name));
    let subcategory = table.text("subcategory").map(str::to_owned);
    if let (Some(category), Some(name)) = (&category, &subcategory)
        && !subcategories(category).is_some_and(|known| known.contains(&name.as_str()))
    {
        let known = subcategories(category).unwrap_or_default().join(", ");
        let what = format!("`{name}` is no subcategory of `{category}`");
        table.wrong(&table.at("subcategory"), what, &format!("one of: {known}"));
    }
    if !table.has("owner") {
        table.missing("owner", OWNER_HINT);
    }
    let owner = table.parsed("owner", OWNER_HINT, Mailbox::parse);
    let image = table.parsed("image", "the address of a square JPEG or PNG", |text| {
        let url = home.map_or_else(|| Url::parse(text), |home| home.join(text));
        url.map_err(|error| error.to_string())
    });
    let author = table.text("author").map(str::to_owned);
    let explicit = table.flag("explicit").unwrap_or(false);
    let guid = table.parsed("guid", "a UUID; without this line one is made and stays", uuid);
    table.finish();
    Some(Podcast { category: category?, subcategory, owner: owner?, author, image, explicit, guid })
}

fn subcategories(category: &str) -> Option<&'static [&'static str]> {
    CATEGORIES.iter().find(|(known, _)| *known == category).map(|(_, known)| *known)
}

fn is_category(table: &Table<'_, '_>, name: &str) -> bool {
    let known = subcategories(name).is_some();
    if !known {
        let all: Vec<&str> = CATEGORIES.iter().map(|(name, _)| *name).collect();
        let what = format!("`{name}` is none of Apple's categories");
        table.wrong(&table.at("category"), what, &format!("one of: {}", all.join(", ")));
    }
    known
}

fn uuid(text: &str) -> Result<String, String> {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let hex = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if hex && lengths == [8, 4, 4, 4, 12] {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(format!("`{text}` is no UUID"))
    }
}
