//! Many builds of whole publications.
