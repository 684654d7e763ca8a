//! The two files of a run: the message that is read, and the words that are written.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use crate::address::mask_addresses;
use crate::text::visible_line;

/// More of a program's words than anyone reads.
const MOST: u64 = 2_000;

/// Writes a message into a file without a name, and goes back to its start.
///
/// Its lines end as they do in the files of this machine, which is what mail programs read; they
/// make CRLF of it again, and no octet of a signed message changes by that.
pub(super) fn written(content: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(&plain(content))?;
    file.rewind()?;
    Ok(file)
}

/// Has nobody read of it yet?
pub(super) fn is_untouched(mut letter: File) -> bool {
    letter.stream_position().is_ok_and(|at| at == 0)
}

fn plain(content: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(content.len());
    for line in content.split_inclusive(|octet| *octet == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => {
                plain.extend_from_slice(line);
                plain.push(b'\n');
            }
            None => plain.extend_from_slice(line),
        }
    }
    plain
}

/// Reads the first of what a program said, in one line and without whole addresses.
pub(super) fn words(mut said: File) -> String {
    let mut octets = Vec::new();
    // What cannot be read was not said.
    let _ = said.rewind().and_then(|()| said.take(MOST).read_to_end(&mut octets));
    let text = mask_addresses(&visible_line(&String::from_utf8_lossy(&octets)));
    text.chars().take(500).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_files_and_nothing_else_changes() {
        let content = b"Subject: hello\r\n\r\n.\r\n..one\r\ntwo = 2\r\n";
        let mut read = Vec::new();
        written(content).unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, b"Subject: hello\n\n.\n..one\ntwo = 2\n");
    }

    #[test]
    fn words_are_one_line_that_can_be_seen_without_whole_addresses() {
        let mut file = tempfile::tempfile().unwrap();
        write!(file, "sendmail: <ana@reader.example>\n\u{1b}[2J unknown {}", "x".repeat(9_000))
            .unwrap();
        let told = words(file);
        assert!(told.starts_with("sendmail: <a…@reader.example> [2J unknown xxx"), "{told}");
        assert!(told.chars().count() <= 500);
    }
}
