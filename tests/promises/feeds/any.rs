//! Whatever an author writes, the feeds are well-formed and say the same.
