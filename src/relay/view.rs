//! What a browser shows of a dry run: an index, and the two parts of a message.

use std::fmt::{self, Write};

use mail_parser::MessageParser;

/// One issue of a dry run.
#[derive(Debug)]
pub(super) struct IssueView {
    pub(super) title: String,
    pub(super) subject: String,
    pub(super) folder: String,
    pub(super) has_web: bool,
    pub(super) readers: Vec<ReaderView>,
    pub(super) written: usize,
}

/// One reader's message: its file's name without extension.
#[derive(Debug)]
pub(super) struct ReaderView {
    pub(super) address: String,
    pub(super) stem: String,
}

impl IssueView {
    /// A message outside of any issue.
    pub(super) fn proof() -> Self {
        Self {
            title: "Proof".to_owned(),
            subject: String::new(),
            folder: "proof".to_owned(),
            has_web: false,
            readers: Vec::new(),
            written: 0,
        }
    }
}

/// The parts of a message, decoded as a mail program would.
pub(super) struct Parts {
    pub(super) html: String,
    pub(super) text: String,
}

/// Reads the parts back from the very bytes that were written.
pub(super) fn parts(content: &[u8]) -> Parts {
    let message = MessageParser::default().parse(content);
    let body = |html: bool| {
        let message = message.as_ref()?;
        let body = if html { message.body_html(0) } else { message.body_text(0) };
        body.map(std::borrow::Cow::into_owned)
    };
    Parts { html: body(true).unwrap_or_default(), text: body(false).unwrap_or_default() }
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:71rem;margin:2rem auto;\
padding:0 1rem;color-scheme:light dark}h2{margin-top:2.5rem}td{padding:.15rem 1rem .15rem 0}\
.looks{display:flex;flex-wrap:wrap;gap:1.5rem;margin:1.5rem 0}figure{margin:0}\
iframe{height:760px;border:1px solid #8888;border-radius:6px;max-width:100%}\
.phone{width:390px}.window{width:680px}";

/// Makes the page that leads to every message.
pub(super) fn index(issues: &[IssueView]) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Dry run</title>\n\
         <style>{STYLE}</style>\n<h1>Dry run</h1>\n\
         <p>Nothing was sent. The messages hold the very bytes a relay would get; the HTML shows \
         your own pictures from this disk.</p>\n"
    );
    for issue in issues {
        // Writing into a String cannot fail.
        let _ = section(&mut page, issue);
    }
    page.push_str("</html>\n");
    page
}

fn section(page: &mut String, issue: &IssueView) -> fmt::Result {
    let folder = escape(&issue.folder);
    writeln!(page, "<h2>{}</h2>", escape(&issue.title))?;
    if !issue.subject.is_empty() {
        writeln!(page, "<p>Subject: <strong>{}</strong></p>", escape(&issue.subject))?;
    }
    if issue.has_web {
        writeln!(page, "<p><a href=\"{folder}/web.html\">The issue on the web</a></p>")?;
    }
    if let Some(first) = issue.readers.first() {
        looks(page, &escape(&first.stem))?;
    }
    writeln!(page, "<p>Messages: {}</p>\n<table>", issue.written)?;
    for reader in &issue.readers {
        let (stem, address) = (escape(&reader.stem), escape(&reader.address));
        writeln!(
            page,
            "<tr><td>{address}<td><a href=\"{stem}.html\">HTML</a>\
             <td><a href=\"{stem}.txt\">text</a><td><a href=\"{stem}.eml\">message</a>"
        )?;
    }
    page.push_str("</table>\n");
    let more = issue.written.saturating_sub(issue.readers.len());
    if more > 0 {
        writeln!(page, "<p>… and {more} more in <code>{folder}/</code></p>")?;
    }
    Ok(())
}

/// The first message as a phone and as a window show it.
fn looks(page: &mut String, stem: &str) -> fmt::Result {
    page.push_str("<div class=\"looks\">\n");
    for (class, name) in [("phone", "On a phone"), ("window", "In a window")] {
        writeln!(
            page,
            "<figure><figcaption>{name}</figcaption><iframe class=\"{class}\" title=\"{name}\" \
             src=\"{stem}.html\" sandbox=\"allow-same-origin allow-popups\"></iframe></figure>"
        )?;
    }
    writeln!(page, "</div>")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
