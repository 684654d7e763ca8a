//! The publication's own pictures, seen in a dry run before they are on the web.

use std::path::{Path, PathBuf};

use url::Url;

/// Where the files below the publication's home page lie on this disk.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    home: Option<Url>,
    dirs: Vec<Url>,
}

impl Pictures {
    /// Says that what is to be at `home` lies in one of `dirs`.
    #[must_use]
    pub fn new(home: &Url, dirs: &[&Path]) -> Self {
        let dirs = dirs.iter().filter_map(|dir| Url::from_directory_path(absolute(dir)?).ok());
        Self { home: Some(home.clone()), dirs: dirs.collect() }
    }

    /// Shows the images of `html` from this disk where they lie on it, as the file `page` sees
    /// them; everything else stays as it is.
    pub(super) fn shown(&self, html: &str, page: &Path) -> String {
        let page = absolute(page).and_then(|page| Url::from_file_path(page).ok());
        let (Some(home), Some(page)) = (&self.home, page) else { return html.to_owned() };
        let ours = format!("src=\"{home}");
        let mut parts = html.split(&ours);
        let mut shown = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let seen = |(path, rest)| Some((self.find(path, &page)?, rest));
            match part.split_once('"').and_then(seen) {
                Some((source, rest)) => shown.extend(["src=\"", &source, "\"", rest]),
                None => shown.extend([&ours, part]),
            }
        }
        shown
    }

    /// Gives the relative address of a file that is there.
    fn find(&self, path: &str, page: &Url) -> Option<String> {
        let path = path.split(['?', '#']).next()?;
        self.dirs.iter().find_map(|dir| {
            let file = dir.join(path).ok()?;
            let below = file.as_str().starts_with(dir.as_str());
            (below && file.to_file_path().ok()?.is_file()).then(|| page.make_relative(&file))?
        })
    }
}

fn absolute(path: &Path) -> Option<PathBuf> {
    std::path::absolute(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_picture_that_lies_below_the_output_is_shown_from_it() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("public");
        std::fs::create_dir_all(dir.join("images")).unwrap();
        std::fs::write(dir.join("images/a b.png"), "").unwrap();
        std::fs::write(root.path().join("mine.png"), "").unwrap();
        let home = Url::parse("https://tidewater.example/").unwrap();
        let page = root.path().join("outbox/weekly/1.html");
        let shown = |html: &str| Pictures::new(&home, &[&dir]).shown(html, &page);
        assert_eq!(
            shown("<img src=\"https://tidewater.example/images/a%20b.png?v=2\" alt=\"\">"),
            "<img src=\"../../public/images/a%20b.png\" alt=\"\">"
        );
        for other in [
            "<img src=\"https://tidewater.example/images/none.png\">",
            "<img src=\"https://tidewater.example/../mine.png\">",
            "<img src=\"https://tidewater.example//mine.png\">",
            "<img src=\"https://other.example/images/a%20b.png\">",
            "<a href=\"https://tidewater.example/images/a%20b.png\">",
            "<img src=\"https://tidewater.example/images/a%20b.png",
        ] {
            assert_eq!(shown(other), other);
        }
    }
}
