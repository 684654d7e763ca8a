//! `content/postrider.lock`: which id belongs to which article, for ever.

mod file;
mod marks;
mod rename;
mod renew;
mod telling;
mod uri;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Duration, FixedOffset};
use foldhash::{HashSet, HashSetExt as _};

use crate::finding::Finding;
pub(super) use marks::Marks;
pub(super) use uri::{as_uri, known_uri, tag_uri};

/// The ids of all articles, by the path of their file below the content folder.
///
/// One line for each article, sorted by path, so that a merge of two branches keeps both sides.
/// A line stays when its file goes: should the article come back, under this name or another, it
/// is still the same one to readers. Where another article has taken the name in the meantime, the
/// line is kept under that name with a slash behind it, which no file has.
#[derive(Debug, Clone, Default)]
pub struct Lock {
    /// The authority of all `tag:` URIs (RFC 4151), such as `tidewater.example,2026`.
    authority: Option<String>,
    lines: BTreeMap<String, Line>,
    /// Is it known to stand in the file just so?
    is_written: bool,
    /// What was renewed in it that is not told article by article.
    renewed: Option<&'static str>,
}

/// Alike are locks that say the same, wherever they were read.
impl PartialEq for Lock {
    fn eq(&self, other: &Self) -> bool {
        (&self.authority, &self.lines) == (&other.authority, &other.lines)
    }
}

impl Eq for Lock {}

/// What the lock knows of one article.
#[derive(Debug, Clone)]
struct Line {
    id: String,
    marks: Marks,
    /// By how many seconds Atom's `updated` is later than the article's.
    seconds: u32,
    /// When the article last changed, as the last build knew it, in seconds since 1970: who has
    /// another date now, or was away then, came to it later than all who had it then.
    updated: Option<i64>,
    /// Is it of this reading, so that no reader can know the article?
    is_new: bool,
}

/// Alike are lines that say the same, whenever they were entered.
impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        let said = |line: &Self| (line.seconds, line.updated);
        (&self.id, &self.marks, said(self)) == (&other.id, &other.marks, said(other))
    }
}

impl Eq for Line {}

/// A file with an article in it, be it seen or a draft.
pub(super) struct Holder<'a> {
    /// Its path below the content folder.
    pub(super) path: &'a str,
    /// The id its author wrote, as a URI.
    pub(super) id: Option<String>,
    /// By what it is known again.
    pub(super) marks: &'a Marks,
}

/// What an article brings to the lock.
pub(super) struct Claim<'a> {
    pub(super) holder: Holder<'a>,
    /// When it last changed.
    pub(super) updated: DateTime<FixedOffset>,
    /// When it was published.
    pub(super) published: DateTime<FixedOffset>,
}

/// What the lock grants an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grant {
    /// Its permanent id.
    pub(super) id: String,
    /// Its `updated` in Atom.
    pub(super) atom_updated: DateTime<FixedOffset>,
}

impl Lock {
    /// Reads a lock file; without a file the lock is empty.
    ///
    /// # Errors
    /// When the file cannot be read or is no lock file: all its mistakes, each with its line.
    pub fn load(path: &Path) -> Result<Self, Vec<Finding>> {
        file::load(path)
    }

    /// Reads the text of a lock file; `path` is where it is, for findings.
    ///
    /// # Errors
    /// When it is no lock file: all its mistakes, each with its line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Vec<Finding>> {
        file::parse(text, path)
    }

    /// Writes the text of the lock file; the same lock gives the same text.
    #[must_use]
    pub fn to_text(&self) -> String {
        file::to_text(self)
    }

    /// Is it known that the file it was read from holds its text already?
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.is_written
    }

    /// Says what was renewed in it that holds up no build, if anything was.
    #[must_use]
    pub fn renewed(&self) -> Option<&'static str> {
        self.renewed
    }

    /// Gives the authority of all ids, if there is one yet.
    pub(super) fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// Has all ids that are still to come be of this authority.
    pub(super) fn set_authority(&mut self, authority: String) {
        self.is_written = false;
        self.authority = Some(authority);
    }

    /// Gives every claim its id, and says in `changes` what is new in the lock.
    ///
    /// `hidden` are the files whose articles are drafts or are hidden for another reason: what was
    /// published before keeps its line, so that its id waits for it. `present` holds the paths of all
    /// files of the content folder, readable or not.
    pub(super) fn grant(
        &mut self,
        claims: &[Claim<'_>],
        hidden: &[Holder<'_>],
        present: &HashSet<&str>,
        changes: &mut Vec<String>,
        findings: &mut Vec<Finding>,
    ) -> Vec<Grant> {
        let seen: Vec<&Holder<'_>> = claims.iter().map(|claim| &claim.holder).collect();
        let hidden: Vec<&Holder<'_>> = hidden.iter().collect();
        let unclear = self.follow_renames(&seen, &hidden, present, changes, findings);
        let lines = self.lines_of(&seen);
        let both = claims.iter().zip(&lines);
        let new: Vec<&Claim<'_>> =
            both.filter(|(claim, line)| !has(claim, **line)).map(|(claim, _)| claim).collect();
        let fresh = self.enter_all(&new, changes);
        if !are_apart(claims, &self.lines_of(&seen)) {
            self.tell_apart(claims, &fresh, changes);
        }
        let lines = self.lines_of(&seen);
        let grants = claims.iter().zip(&lines).map(|(claim, line)| granted(claim, *line)).collect();
        let is_new = self.is_new(claims, &lines, &unclear);
        self.renew_drafts(&hidden, &unclear);
        if !is_new {
            self.renew(claims, &unclear);
        }
        grants
    }

    /// Had the article of this file its line before this reading? Readers know it then.
    pub(super) fn knew(&self, path: &str) -> bool {
        self.lines.get(path).is_some_and(|line| !line.is_new)
    }

    /// Takes back what is new about an article that no reader will see: another has its address.
    pub(super) fn withdraw(&mut self, path: &str, changes: &mut Vec<String>) {
        if self.lines.get(path).is_some_and(|line| line.is_new) {
            self.lines.remove(path);
            let about = format!("{path}: ");
            changes.retain(|change| !change.starts_with(&about));
        }
    }

    /// Finds the line of each file; files are sorted by path, as the lines are, or nearly.
    fn lines_of(&self, holders: &[&Holder<'_>]) -> Vec<Option<&Line>> {
        let mut next = self.lines.iter().peekable();
        let mut line_of = |path: &str| {
            while next.next_if(|(known, _)| known.as_str() < path).is_some() {}
            let found = next.next_if(|(known, _)| *known == path).map(|(_, line)| line);
            found.or_else(|| self.lines.get(path))
        };
        holders.iter().map(|holder| line_of(holder.path)).collect()
    }

    /// Enters claims; gives the paths that had no line.
    fn enter_all<'c>(&mut self, new: &[&Claim<'c>], changes: &mut Vec<String>) -> HashSet<&'c str> {
        let mut fresh = HashSet::new();
        if !new.is_empty() {
            self.is_written = false;
            let ids = self.lines.values().map(|line| line.id.clone());
            let mut used: HashSet<String> = ids.collect();
            for claim in new {
                self.enter(claim, &mut used, &mut fresh, changes);
            }
        }
        fresh
    }

    /// Enters one claim; an id that another line has is not entered a second time.
    fn enter<'c>(
        &mut self,
        claim: &Claim<'c>,
        used: &mut HashSet<String>,
        fresh: &mut HashSet<&'c str>,
        changes: &mut Vec<String>,
    ) {
        let written = claim.holder.id.clone();
        let authority = self.authority.as_deref().unwrap_or_default();
        let id = written.unwrap_or_else(|| mint(authority, claim, used));
        if !used.insert(id.clone()) {
            return;
        }
        changes.push(format!("{}: its id is {id}", claim.holder.path));
        if let Some(line) = self.lines.get_mut(claim.holder.path) {
            line.id = id;
        } else {
            fresh.insert(claim.holder.path);
            let marks = claim.holder.marks.clone();
            let line = Line { id, marks, seconds: 0, updated: None, is_new: true };
            self.lines.insert(claim.holder.path.to_owned(), line);
        }
    }

    /// Gives articles that share one `updated` some seconds each.
    ///
    /// Who was there first stays where it is, with the seconds it has. Only who comes new moves, by a
    /// number made from its id: a new article, one that was given another date, or one that was away.
    fn tell_apart(
        &mut self,
        claims: &[Claim<'_>],
        fresh: &HashSet<&str>,
        changes: &mut Vec<String>,
    ) {
        let mut order: Vec<(&Claim<'_>, &Line)> = claims
            .iter()
            .filter_map(|claim| Some((claim, self.lines.get(claim.holder.path)?)))
            .collect();
        order.sort_by_key(|(claim, line)| {
            let new = fresh.contains(claim.holder.path);
            let came = line.updated != Some(claim.updated.timestamp());
            (came, line.seconds == 0, new, claim.updated != claim.published, &line.id)
        });
        let mut taken = HashSet::new();
        let mut moved = Vec::new();
        for (claim, line) in order {
            let mut seconds = line.seconds;
            let at = |seconds: u32| claim.updated.timestamp() + i64::from(seconds);
            if !taken.insert(at(seconds)) {
                seconds = 1 + u32::try_from(marks::hash(line.id.as_bytes()) % 59).unwrap_or(0);
                while !taken.insert(at(seconds)) {
                    seconds += 1;
                }
                moved.push((claim.holder.path.to_owned(), seconds));
            }
        }
        for (path, seconds) in moved {
            changes.push(format!("{path}: Atom's updated is {seconds} s later"));
            if let Some(line) = self.lines.get_mut(&path) {
                line.seconds = seconds;
                self.is_written = false;
            }
        }
    }
}

/// Has a claim its line, with the id that its author wrote, if one is written?
fn has(claim: &Claim<'_>, line: Option<&Line>) -> bool {
    line.is_some_and(|line| claim.holder.id.as_ref().is_none_or(|id| *id == line.id))
}

/// Gives what a claim is granted: the id its author wrote, else the line's.
fn granted(claim: &Claim<'_>, line: Option<&Line>) -> Grant {
    let seconds = line.map_or(0, |line| line.seconds);
    let id = claim.holder.id.clone().or_else(|| line.map(|line| line.id.clone()));
    Grant {
        id: id.unwrap_or_default(),
        atom_updated: claim.updated + Duration::seconds(i64::from(seconds)),
    }
}

/// Has each claim an `updated` of its own? Then nobody moves.
fn are_apart(claims: &[Claim<'_>], lines: &[Option<&Line>]) -> bool {
    let both = claims.iter().zip(lines).filter_map(|(claim, line)| Some((claim, (*line)?)));
    let at = both.map(|(claim, line)| claim.updated.timestamp() + i64::from(line.seconds));
    let mut at: Vec<i64> = at.collect();
    at.sort_unstable();
    at.is_sorted_by(|one, next| one < next)
}

/// Makes a `tag:` URI (RFC 4151) that no other article has.
fn mint(authority: &str, claim: &Claim<'_>, used: &HashSet<String>) -> String {
    let path = claim.holder.path;
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let first = tag_uri(authority, stem);
    let mut id = first.clone();
    let mut number = 1_u32;
    while used.contains(&id) {
        number += 1;
        id = format!("{first}-{number}");
    }
    id
}
