//! A reader that counts the lines it gave.

use std::io::{self, BufRead, Read};

/// Counts lines as they are read.
pub struct Lines<R> {
    inner: R,
    line: u32,
}

impl<R> Lines<R> {
    /// Starts at line 1.
    pub fn new(inner: R) -> Self {
        Self { inner, line: 1 }
    }

    /// The line that is being read, counted from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    fn count(&mut self, bytes: usize) {
        self.line = self.line.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
    }
}

fn breaks(bytes: Option<&[u8]>) -> usize {
    bytes.unwrap_or_default().split(|byte| *byte == b'\n').count().saturating_sub(1)
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        let breaks = breaks(into.get(..read));
        self.count(breaks);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let seen = self.inner.fill_buf().ok().and_then(|buffer| buffer.get(..amount));
        let breaks = breaks(seen);
        self.count(breaks);
        self.inner.consume(amount);
    }
}
