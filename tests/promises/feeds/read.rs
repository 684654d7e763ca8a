//! From files to feeds, through everything.
