//! One end of line for all, so that lines are counted as an editor counts them.

use std::io::{self, Read};

/// Gives `\n` for `\r\n` and for a lone `\r` too, and ends the last line.
pub(super) struct Lines<R> {
    from: R,
    /// The last octet that was read.
    last: u8,
}

impl<R> Lines<R> {
    pub(super) fn of(from: R) -> Self {
        Self { from, last: b'\n' }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.from.read(into)?;
            if count == 0 {
                return Ok(self.end(into));
            }
            let mut kept = 0;
            for at in 0..count {
                let octet = into[at];
                let before = std::mem::replace(&mut self.last, octet);
                if before != b'\r' || octet != b'\n' {
                    into[kept] = if octet == b'\r' { b'\n' } else { octet };
                    kept += 1;
                }
            }
            // To give nothing would say that the file ends.
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

impl<R> Lines<R> {
    /// Ends a last line that nothing ended.
    fn end(&mut self, into: &mut [u8]) -> usize {
        let is_ended = matches!(self.last, b'\n' | b'\r');
        match into.first_mut() {
            Some(first) if !is_ended => {
                (*first, self.last) = (b'\n', b'\n');
                1
            }
            _ => 0,
        }
    }
}
