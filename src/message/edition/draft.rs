//! Renders an edition on a given diet.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Mailbox;
use crate::config::Config;
use crate::finding::Finding;
use crate::issue::{Edition, SLOT_OPEN};
use crate::message::page::{Dated, Home, Page, Series, slot};
use crate::message::preheader::preheader;
use crate::message::story::{Story, groups};
use crate::message::{Selection, clean};
use crate::publication::Publication;
use crate::template::words::Words;
use crate::template::{Templates, words};

use super::diet::Diet;

/// All that an edition is made from.
pub(super) struct Draft<'a> {
    pub selection: &'a Selection<'a>,
    pub publication: &'a Publication,
    pub config: &'a Config,
    pub templates: &'a Templates,
}

impl Draft<'_> {
    /// Renders the issue's page on the web.
    pub(super) fn web(&self, diet: &Diet) -> Result<String, Finding> {
        let mut page = self.page(diet);
        page.issue.subject = self.subject(&page)?;
        page.issue.preheader = preheader(&page);
        let feed = crate::feed::whole(self.publication, self.config, self.templates);
        let mut page = page.without_reader();
        page.feeds = crate::feed::autodiscovery(std::slice::from_ref(&feed));
        self.templates.render("page/issue.html", &page)
    }

    /// Renders the edition but for its page on the web.
    pub(super) fn mail(&self, diet: &Diet) -> Result<Edition, Finding> {
        let newsletter = self.selection.newsletter;
        let mut page = self.page(diet);
        page.issue.subject = self.subject(&page)?;
        page.issue.preheader = preheader(&page);
        let render =
            |kind: &str| self.templates.render(&format!("{}.{kind}", newsletter.template), &page);
        let host = self.publication.home.host_str().unwrap_or_default();
        let help = newsletter.reply_to.as_ref().or(newsletter.from.as_ref());
        Ok(Edition {
            subject: page.issue.subject.clone(),
            html: render("html")?,
            text: tidy(&render("txt")?),
            web: String::new(),
            from: newsletter.from.as_ref().map(written).unwrap_or_default(),
            reply_to: newsletter.reply_to.as_ref().map(written),
            list_id: format!("{}.{host}", newsletter.name),
            list_title: page.newsletter.title.clone(),
            web_url: page.issue.web_url.clone(),
            archive_url: page.issue.archive_url.clone(),
            help_url: help.map(|help| format!("mailto:{}", help.address)).unwrap_or_default(),
            unsubscribe_base: format!("{}unsubscribe/{}/", self.config.server.url, newsletter.name),
            unsubscribe_mailto: newsletter.unsubscribe_mailto.as_ref().map(ToString::to_string),
        })
    }

    fn subject(&self, page: &Page) -> Result<String, Finding> {
        let newsletter = self.selection.newsletter;
        let plain = || format!("{}, {}", page.newsletter.title, page.issue.date);
        if page.articles.is_empty() {
            return Ok(plain());
        }
        let place = |finding: Finding| {
            let table = format!("newsletters.{}", newsletter.name);
            let finding = finding.hint(format!("mend `subject` of [{table}]"));
            self.config.place(&format!("{table}.subject"), finding)
        };
        let subject = self.templates.render_line(&newsletter.subject, page).map_err(place)?;
        if subject.contains(SLOT_OPEN) {
            return Err(place(Finding::error("a subject cannot hold a reader's own words")));
        }
        let subject = clean::short_line(&subject, 200);
        Ok(if subject.is_empty() { plain() } else { subject })
    }

    fn page(&self, diet: &Diet) -> Page {
        let words = self.templates.words(&self.publication.language);
        let dictionary = self.dictionary();
        let mut articles = self.stories(diet, &dictionary);
        let more = articles.split_off(diet.whole.min(articles.len()));
        Page {
            publication: Home::of(self.publication),
            newsletter: Series::of(self.selection.newsletter),
            issue: self.issue(&words),
            lead: articles.first().cloned(),
            groups: groups(&articles),
            articles,
            more,
            words,
            dictionary,
            language: self.publication.language.clone(),
            dir: self.direction(),
            unsubscribe_url: slot("unsubscribe_url"),
            name: slot("name"),
            address: slot("address"),
            feeds: String::new(),
        }
    }

    fn direction(&self) -> &'static str {
        if words::is_rtl(&self.publication.language) { "rtl" } else { "ltr" }
    }

    fn stories(&self, diet: &Diet, dictionary: &BTreeMap<String, Words>) -> Vec<Story> {
        let none = Words::new();
        let story = |(number, article): (usize, &&crate::article::Article)| {
            let words = dictionary.get(&article.language).unwrap_or(&none);
            let mut story = Story::of(article, number, self.config.zone, words);
            story.foreign = !story.language.eq_ignore_ascii_case(&self.publication.language)
                || story.dir != self.direction();
            if !diet.images {
                story.image = None;
            }
            if let Some(words) = diet.summary {
                story.shorten(words);
            }
            story
        };
        (1..).zip(self.selection.articles).map(story).collect()
    }

    /// Gives the interface words of every language among the articles.
    fn dictionary(&self) -> BTreeMap<String, Words> {
        let languages = self.selection.articles.iter().map(|article| &article.language);
        let languages: BTreeSet<&String> = languages.collect();
        let words = |language: &String| (language.clone(), self.templates.words(language));
        languages.into_iter().map(words).collect()
    }

    fn issue(&self, words: &Words) -> Dated {
        let newsletter = self.selection.newsletter;
        let key = &self.selection.key.0;
        let day = self.selection.date.with_timezone(&newsletter.zone).date_naive();
        let archive = format!("{}issues/{}/", self.publication.home, newsletter.name);
        let part = key.split_once('/').map_or(key.as_str(), |(_, part)| part);
        Dated {
            key: key.clone(),
            date: words::date(words, day),
            day: day.to_string(),
            web_url: format!("{archive}{part}/"),
            archive_url: archive,
            ..Dated::default()
        }
    }
}

/// Takes white space from the ends of lines, and empty lines in a row down to two.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 3 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn written(mailbox: &Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.to_string(),
    }
}
