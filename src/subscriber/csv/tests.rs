use super::*;
use crate::subscriber::Standing;

fn take(text: impl AsRef<[u8]>) -> (Vec<Row>, Vec<Finding>) {
    let octets = text.as_ref().to_vec();
    match read(std::io::Cursor::new(octets), Path::new("readers.csv")) {
        Err(finding) => (Vec::new(), vec![finding]),
        Ok(mut rows) => (rows.by_ref().collect(), rows.into_findings()),
    }
}

fn addresses(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.address.as_str()).collect()
}

#[test]
fn the_usual_headers_are_understood() {
    for header in ["email", "Address", "E-Mail", "Email Address", " e_mail ", "\"Mail\""] {
        let (rows, findings) = take(format!("name,{header}\nAna,ana@a.example\n"));
        assert_eq!(addresses(&rows), ["ana@a.example"], "{header}: {findings:?}");
        assert_eq!(rows[0].name.as_deref(), Some("Ana"));
    }
}

#[test]
fn a_byte_order_mark_semicolons_quotes_and_crlf_are_understood() {
    let text = "\u{feff}e-mail;name\r\nana@a.example;\"Ana; the \"\"first\"\"\"\r\n\r\n;\r\nbo@b.example;\r\n";
    let (rows, findings) = take(text);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(addresses(&rows), ["ana@a.example", "bo@b.example"]);
    assert_eq!(rows[0].name.as_deref(), Some("Ana; the \"first\""));
    assert_eq!(rows[1].name, None);
}

#[test]
fn a_first_and_a_last_name_make_one() {
    let (rows, _) = take("Email,First Name,Last Name\na@a.example,Ana,Lima\nb@b.example,,Bo\n");
    let names: Vec<_> = rows.iter().map(|row| row.name.as_deref()).collect();
    assert_eq!(names, [Some("Ana Lima"), Some("Bo")]);
}

#[test]
fn the_words_of_other_tools_for_a_state_are_understood() {
    use Standing::{Bounced, Complained, Confirmed, Pending, Unsubscribed};
    let text = "email,status\na@a.example,Subscribed\nb@a.example,\nc@a.example,unconfirmed\n\
        d@a.example,cleaned\ne@a.example,unsubscribed\nf@a.example,spam\n";
    let standings: Vec<_> = take(text).0.iter().map(|row| row.standing).collect();
    assert_eq!(standings, [Confirmed, Confirmed, Pending, Bounced, Unsubscribed, Complained]);
}

#[test]
fn every_bad_line_is_told_with_its_number_and_the_good_ones_are_taken() {
    let mut text = b"email,name,status\nana@a.example,Ana,\nnonsense,,\n".to_vec();
    text.extend(b"jos\xe9@a.example,,\nbo@a.example,Jos\xe9,\ncy@a.example,,asleep\n");
    text.extend(b"dee@a.example,\"two\nlines\",\n@,,\n");
    let (rows, findings) = take(&text);
    assert_eq!(addresses(&rows), ["ana@a.example", "bo@a.example", "dee@a.example"]);
    assert_eq!(rows[2].name.as_deref(), Some("two lines"));
    let lines: Vec<_> = findings.iter().filter_map(|finding| finding.line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 9]);
    let told: String = findings.iter().map(ToString::to_string).collect();
    for word in ["not UTF-8", "`asleep`", "readers.csv:9", "hint"] {
        assert!(told.contains(word), "{word} is not in {told}");
    }
}

#[test]
fn lines_are_counted_alike_with_every_line_end() {
    let text = "email,status\na@a.example,\n\nb@a.example,asleep\n\"c\nd\"@a.example,\n@,\n";
    for end in ["\n", "\r\n", "\r"] {
        let (_, findings) = take(text.replace('\n', end));
        let lines: Vec<_> = findings.iter().filter_map(|finding| finding.line).collect();
        assert_eq!(lines, [4, 5, 6, 7], "{end:?}");
    }
}

#[test]
fn a_file_without_a_header_is_told_so() {
    for text in ["ana@a.example,Ana\nbo@b.example,Bo\n", "name,town\nAna,Lisbon\n", ""] {
        let (rows, findings) = take(text);
        assert!(rows.is_empty());
        let told = findings[0].to_string();
        assert!(told.contains("readers.csv:1: error") && told.contains("hint"), "{told}");
    }
}

#[test]
fn thousands_of_bad_lines_are_counted_and_not_all_told() {
    let text = format!("email\n{}", "nonsense\n".repeat(5_000));
    let (_, findings) = take(text);
    assert_eq!(findings.len(), 101);
    assert!(findings[100].what.contains("4900 more"), "{}", findings[100].what);
}

#[test]
fn utf_16_is_refused_with_a_hint() {
    let (_, findings) = take([0xff, 0xfe, b'e', 0, b'm', 0]);
    assert!(findings[0].to_string().contains("save the file as UTF-8"));
}

#[test]
fn a_stray_quote_hides_nobody_on_the_lines_after_it() {
    let rest = "c@a.example,C,unsubscribed\n\"d@a.example\",\"D\",\"unsubscribed\"\n";
    for bad in ["b@a.example,\"B,\n", "b@a.example,\"B\" b,\n", "\"b@a.example,B,\n", "\"\n"] {
        for end in ["", "e@a.example,\"E", "\"\"\n"] {
            let (rows, findings) =
                take(format!("email,name,status\na@a.example,A,\n{bad}{rest}{end}"));
            let read = addresses(&rows);
            assert_eq!(read, ["a@a.example", "c@a.example", "d@a.example"], "{bad}{end}");
            assert!(rows[1..].iter().all(|row| row.standing == Standing::Unsubscribed));
            assert_eq!(findings[0].line, Some(3), "{findings:?}");
            assert!(findings[0].is_error());
        }
    }
}

#[test]
fn a_note_over_several_lines_is_read_if_it_holds_no_address() {
    let fine = "email,note,status\na@a.example,\"one\n\n\"\"two\"\"\nthree\",unsubscribed\nb@a.example,,\n";
    let (rows, findings) = take(fine);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(addresses(&rows), ["a@a.example", "b@a.example"]);
    assert_eq!(rows[0].standing, Standing::Unsubscribed);
    let (rows, findings) = take(fine.replace("three", "ask c@a.example"));
    assert_eq!(addresses(&rows), ["b@a.example"]);
    assert_eq!(findings[0].line, Some(2), "{findings:?}");
}

#[test]
fn a_quote_that_never_ends_is_told_at_its_line_however_long_the_file_is() {
    let long = "a line of words\n".repeat(200_000);
    let (rows, findings) = take(format!("email,name\na@a.example,\"A\n{long}b@a.example,B\n"));
    assert!(rows.iter().any(|row| row.address.as_str() == "b@a.example"));
    assert_eq!((findings[0].line, findings.len()), (Some(2), 101));
}

#[test]
fn one_bad_byte_in_a_name_loses_nobody_who_left() {
    let (rows, findings) = take(b"email,name,status\na@a.example,J\xf6rg,unsubscribed\n");
    assert_eq!(rows[0].name.as_deref(), Some("J\u{f6}rg"));
    assert_eq!(rows[0].standing, Standing::Unsubscribed);
    assert_eq!((findings[0].line, findings[0].is_error()), (Some(2), false), "{findings:?}");
}
