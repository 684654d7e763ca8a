//! HTML inside of feeds: known to validators, harmless, every address absolute.

use std::sync::{LazyLock, Mutex};

use dom_query::Document;
use foldhash::HashSet;
use url::Url;

use super::Wrong;
use crate::article::{self, Mark};
use crate::text::uri;

/// The elements a feed validator takes for safe.
const ELEMENTS: &str = "a abbr acronym address area article aside audio b big blockquote br \
    button canvas caption center cite code col colgroup datalist dd del details dfn dialog dir div \
    dl dt em fieldset figcaption figure footer font h1 h2 h3 h4 h5 h6 header hr i img input ins \
    kbd label legend li m map menu meter nav noscript ol optgroup option output p pre progress q \
    s samp section select small source span strike strong sub sup table tbody td textarea tfoot \
    th thead time tr tt u ul var video wbr";

/// The attributes a feed validator takes for safe.
const ATTRIBUTES: &str = "abbr accept accesskey action align alt autoplay axis background bgcolor \
    border cellpadding cellspacing char charoff charset checked cite class clear color cols \
    colspan compact coords data datetime dir disabled end face for form frame headers height hidden \
    href hreflang hspace icon id ismap label lang list longdesc loop low max maxlength media method \
    min multiple name nohref noshade nowrap open optimum pattern ping prompt readonly rel required \
    rev rows rowspan rules scope selected shape size span src srcset start step summary tabindex \
    target template title type usemap valign value volume vspace width wrap";

/// The attributes that hold one address.
const ADDRESSES: [&str; 6] = ["href", "src", "cite", "poster", "data-src", "longdesc"];

/// Is it an element that may stand in a feed?
pub(in crate::feed) fn is_element(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| ELEMENTS.split(' ').collect());
    NAMES.contains(name)
}

fn is_attribute(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| ATTRIBUTES.split(' ').collect());
    NAMES.contains(name)
}

/// The texts of HTML that were found right: each stands in several documents.
#[derive(Debug, Default)]
pub struct Right(Mutex<HashSet<(Mark, bool)>>);

impl Right {
    /// Checks an HTML fragment, as [`check`] does, if it was not found right already.
    pub(super) fn or_check(&self, html: &str, of: &str, bare_fragments: bool, wrong: &mut Wrong) {
        let key = (article::mark(html), bare_fragments);
        if self.0.lock().is_ok_and(|right| right.contains(&key)) {
            return;
        }
        let before = wrong.found.len();
        check(html, of, bare_fragments, wrong);
        if wrong.found.len() == before
            && let Ok(mut right) = self.0.lock()
        {
            right.insert(key);
        }
    }
}

/// Checks an HTML fragment; `of` says whose it is.
pub(super) fn check(html: &str, of: &str, bare_fragments: bool, wrong: &mut Wrong) {
    let document = Document::fragment(html);
    for node in document.root().descendants_it().filter(dom_query::NodeRef::is_element) {
        let name = node.node_name().unwrap_or_default().to_string();
        if matches!(name.as_str(), "html" | "head" | "body") {
            continue; // the parser's own frame
        }
        wrong.hold(is_element(&name), || format!("{of} holds <{name}>, which readers drop"));
        let attributes = node.attrs();
        for attribute in &attributes {
            let key = attribute.name.local.to_string();
            if !is_attribute(&key) {
                wrong.error(format!("{of} holds the attribute `{key}` of <{name}>"));
            }
            check_addresses(&key, &attribute.value, bare_fragments, of, wrong);
        }
        if name == "img" {
            let has = |key: &str| attributes.iter().any(|a| &*a.name.local == key);
            wrong
                .hold(has("alt") && has("src"), || format!("{of} has an image without src or alt"));
        }
    }
}

fn check_addresses(key: &str, value: &str, bare_fragments: bool, of: &str, wrong: &mut Wrong) {
    if ADDRESSES.contains(&key) {
        check_address(value, bare_fragments, of, wrong);
    } else if key == "srcset" {
        for candidate in value.split(", ") {
            let address = candidate.split_whitespace().next().unwrap_or_default();
            check_address(address, false, of, wrong);
        }
    }
}

fn check_address(address: &str, bare_fragments: bool, of: &str, wrong: &mut Wrong) {
    if bare_fragments && address.starts_with('#') {
        return;
    }
    match Url::parse(address) {
        Err(_) => wrong.error(format!("{of} has a relative address: `{address}`")),
        Ok(url) if is_nobodys(&url) => {
            wrong.error(format!("{of} has an address no reader may follow: `{address}`"));
        }
        Ok(_) => wrong.hold(address.is_ascii() && !address.contains(' '), || {
            format!("{of} has an address that is not percent-encoded: `{address}`")
        }),
    }
}

/// Is it an address that leads to no page, or would run code?
fn is_nobodys(url: &Url) -> bool {
    matches!(url.scheme(), "javascript" | "vbscript" | "file")
        || (url.scheme() == "feed" && !uri::is_feed_of_web(url))
}
