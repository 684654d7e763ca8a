//! What `[[dkim]]` promises: every mail is signed with the keys the DNS was told of, or none goes.
//! The signatures themselves are judged by dkimpy, in `tests/signatures`.

use crate::house::{House, config_with_newsletter};

/// A house with keys of its own, named in its configuration.
fn house() -> House {
    let config = config_with_newsletter(25);
    let house = House::new(&config).article("low-water", "Low water", "The wall dries at noon.");
    let said = house.run(&["dkim", "new", "--json"]).fine();
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let mut config = config;
    for key in told["keys"].as_array().unwrap() {
        config.push_str("[[dkim]]\n");
        for name in ["domain", "selector", "key_file"] {
            config.push_str(&[name, " = ", &key[name].to_string(), "\n"].concat());
        }
    }
    house.put("config.toml", config);
    house.run(&["subscribers", "add", "ana@reader.example"]).fine();
    house
}

fn mail(house: &House) -> String {
    let mut files = house.tree("outbox").into_iter();
    let (_, bytes) = files.find(|(_, bytes)| bytes.windows(6).any(|six| six == b"From: ")).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn new_keys_sign_every_mail_twice_and_the_same_way_each_time() {
    let house = house();
    house.run(&["check"]).fine();
    house.run(&["publish", "--dry-run"]).fine();
    let first = mail(&house);
    for words in [
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=tidewater.example;\r\n s=2026-11-rsa; ",
        "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=tidewater.example;\r\n s=2026-11-ed25519; ",
    ] {
        assert!(first.contains(words), "{first}");
    }
    house.run(&["publish", "--dry-run"]).fine();
    assert_eq!(mail(&house), first);
}

#[test]
fn a_key_is_for_its_owner_only_and_is_never_replaced() {
    let house = house();
    let file = house.path(".postrider/dkim/tidewater.example.2026-11-rsa.pem");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let before = std::fs::read(&file).unwrap();
    let said = house.run(&["dkim", "new"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("is already there"), "{}", said.err);
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn no_secret_is_printed_and_the_record_is_ready_to_paste() {
    let house = House::new(&config_with_newsletter(25));
    let said = house.run(&["dkim", "new", "--selector", "One"]).fine();
    assert!(
        said.out.contains("one-rsa._domainkey.tidewater.example. IN TXT ( \"v=DKIM1; k=rsa; p=")
    );
    assert!(said.out.contains("key_file = \".postrider/dkim/tidewater.example.one-ed25519.pem\""));
    assert!(!said.out.contains("PRIVATE") && !said.err.contains("PRIVATE"));
    for line in said.out.lines().filter(|line| line.contains("IN TXT")) {
        let strings: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        assert!(strings.iter().all(|string| string.len() <= 255), "{line}");
        assert!(strings.concat().starts_with("v=DKIM1; k="), "{line}");
    }
}

#[test]
fn without_its_key_nothing_is_sent_and_a_dry_run_says_that_it_is_unsigned() {
    let house = house();
    std::fs::remove_dir_all(house.path(".postrider/dkim")).unwrap();
    let said = house.run(&["send", "weekly", "--no-link-check"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("config.toml:17: error: the DKIM key cannot be read"),
        "{}",
        said.err
    );
    let said = house.run(&["publish", "--dry-run"]).fine();
    assert!(said.err.contains("the emails of this dry run are not signed"), "{}", said.err);
    assert!(!mail(&house).contains("DKIM-Signature"));
    assert_eq!(house.run(&["check"]).code, 1);
}

#[test]
fn a_sender_that_no_key_signs_for_is_told() {
    let house = house();
    let config = house.read("config.toml").replace("hello@tidewater.example", "hello@quay.example");
    house.put("config.toml", config);
    let said = house.run(&["check"]);
    assert!(said.err.contains("no [[dkim]] signs for quay.example"), "{}", said.err);
}
