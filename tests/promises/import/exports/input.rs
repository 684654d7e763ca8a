//! Exports that come through a pipe.

use std::fs::File;

use serde_json::json;

use super::{IMAGE, THUMBNAIL, ghost, item, post, wordpress};
use crate::house::{CONFIG, House, Said};

#[test]
fn an_export_is_read_from_standard_input_as_from_its_file() {
    let exports = [
        ("ghost", ghost(&json!([post("a1", "low", "Low")]))),
        ("wordpress", wordpress(&(item(7, "low", "a", THUMBNAIL) + IMAGE))),
    ];
    for (source, export) in exports {
        let house = House::new(CONFIG).write("export", export);
        let told = house.run(&["import", source, "export", "--print"]).fine();
        assert!(told.out.contains("title: "), "{told:#?}");
        let mut command = house.command(&["import", source, "-", "--print"]);
        let piped = command.stdin(File::open(house.path("export")).unwrap()).output().unwrap();
        assert_eq!(Said::of(&piped).fine().out, told.out);
        let nothing = house.run(&["import", source, "-"]);
        assert_eq!(nothing.code, 1, "{nothing:#?}");
        assert!(nothing.err.contains("standard-input"), "{nothing:#?}");
    }
}
