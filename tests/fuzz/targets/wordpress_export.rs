//! Any export of WordPress's: files that read back, the same twice, or a reason, never a panic.
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
        let (file, most) = (Path::new("export.xml"), 100_000);
        let skipped = postrider::import::wordpress(file, || Ok(bytes), &home, most, take);
        (skipped, articles)
    };
    let (skipped, articles) = read();
    articles.iter().for_each(imported::holds);
    assert_eq!((skipped, articles), read());
});
