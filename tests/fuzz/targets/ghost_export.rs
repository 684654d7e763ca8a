//! Any export of Ghost's: files that read back, the same twice, or a reason, never a panic.
#![no_main]

#[path = "../imported.rs"]
mod imported;
#[path = "../reading.rs"]
mod reading;

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let home = Url::parse("https://fuzz.example/").expect("an address");
    let read = || {
        let mut articles = Vec::new();
        let take = |article| articles.push(article);
        let pages = postrider::import::ghost(Path::new("export.json"), bytes, &home, take);
        (pages, articles)
    };
    let (pages, articles) = read();
    articles.iter().for_each(imported::holds);
    assert_eq!((pages, articles), read());
});
