//! The first bytes of an image file: what it is, and how large.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// JPEG keeps its size behind its metadata, which may hold a preview.
const MOST: u64 = 512 * 1024;

/// Reads the type and the size of an image; nothing of what cannot be told.
pub(super) fn read(path: &Path) -> (Option<&'static str>, Option<(u32, u32)>) {
    let mut bytes = Vec::new();
    let opened = File::open(path).and_then(|mut file| {
        file.by_ref().take(64).read_to_end(&mut bytes)?;
        if bytes.starts_with(b"\xff\xd8") {
            file.take(MOST).read_to_end(&mut bytes)?;
        }
        Ok(())
    });
    if opened.is_err() { (None, None) } else { tell(&bytes) }
}

fn tell(bytes: &[u8]) -> (Option<&'static str>, Option<(u32, u32)>) {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (Some("image/png"), number(bytes, 16, 4, false).zip(number(bytes, 20, 4, false)))
    } else if bytes.starts_with(b"GIF8") {
        (Some("image/gif"), number(bytes, 6, 2, true).zip(number(bytes, 8, 2, true)))
    } else if bytes.starts_with(b"\xff\xd8") {
        (Some("image/jpeg"), jpeg(bytes))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        (Some("image/webp"), webp(bytes))
    } else {
        (None, None)
    }
}

/// Reads a whole number of `length` bytes at an offset.
fn number(bytes: &[u8], at: usize, length: usize, little: bool) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    let join = |sum: u32, byte: &u8| (sum << 8) | u32::from(*byte);
    Some(if little { part.iter().rev().fold(0, join) } else { part.iter().fold(0, join) })
}

/// Walks a JPEG's segments to its frame header (ITU-T T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    while *bytes.get(at)? == 0xFF {
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xFF => at += 1,
            0x01 | 0xD0..=0xD8 => at += 2,
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let height = number(bytes, at + 5, 2, false)?;
                return Some((number(bytes, at + 7, 2, false)?, height));
            }
            _ => at += 2 + usize::try_from(number(bytes, at + 2, 2, false)?).ok()?,
        }
    }
    None
}

/// Reads the first chunk of a WebP file (RFC 9649).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => {
            let side = |at| number(bytes, at, 2, true).map(|side| side & 0x3FFF);
            side(26).zip(side(28))
        }
        b"VP8L" => {
            let bits = number(bytes, 21, 4, true)?;
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        b"VP8X" => {
            let side = |at| number(bytes, at, 3, true).map(|side| side + 1);
            side(24).zip(side(27))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_stands_in_the_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x90";
        assert_eq!(tell(png), (Some("image/png"), Some((640, 400))));
        let gif = b"GIF89a\x80\x02\x90\x01";
        assert_eq!(tell(gif), (Some("image/gif"), Some((640, 400))));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x01\x90\x02\x80";
        assert_eq!(tell(jpeg), (Some("image/jpeg"), Some((640, 400))));
        let webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\x8f\x01\0";
        assert_eq!(tell(webp), (Some("image/webp"), Some((640, 400))));
    }

    #[test]
    fn a_broken_file_tells_nothing() {
        assert_eq!(tell(b"\xff\xd8\xff\xe0\xff\xff"), (Some("image/jpeg"), None));
        assert_eq!(tell(b""), (None, None));
    }
}
