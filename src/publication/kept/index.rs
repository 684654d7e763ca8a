//! The file of all records: written whole, or lengthened by the few that are new.
//!
//! Its head says under which circumstances it was made. Parts follow: the length of its records,
//! the records, and a sum of both. A record stands for its file until a later part holds another.
//! What is behind a broken part is not used: what it would say is found out again.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use foldhash::{HashMap, HashMapExt as _};

use super::{Hash, Next, Record};
use crate::text::Sum;

/// It is written whole once more than this part of its records would be replaced ones.
const REPLACED: usize = 8;

/// How many bytes a record seldom has less than.
const RECORD: usize = 512;

/// The records of an index.
#[derive(Debug)]
pub(super) struct Index<'k> {
    head: Hash,
    records: Vec<Whole<'k>>,
    /// The place of each record, by the path of its file.
    places: HashMap<&'k str, usize>,
    /// How many records were replaced by later ones.
    replaced: usize,
    /// How many bytes it has.
    length: usize,
    /// How many of them can be used.
    sound: usize,
}

/// A record, and its bytes.
type Whole<'k> = (Record<'k>, &'k [u8]);

impl<'k> Index<'k> {
    /// Reads what is sound of an index that was made under the same circumstances.
    pub(super) fn read(bytes: &'k [u8], head: Hash) -> Self {
        let (records, places) = (Vec::new(), HashMap::new());
        let length = bytes.len();
        let mut index = Self { head, records, places, replaced: 0, length, sound: 0 };
        let Some(mut rest) = bytes.strip_prefix(&head) else { return index };
        index.sound = head.len();
        while let Some((records, after)) = part(rest) {
            index.take(records);
            index.sound = length - after.len();
            rest = after;
        }
        index
    }

    /// Takes in the records of a part.
    fn take(&mut self, records: Vec<Whole<'k>>) {
        self.places.reserve(records.len());
        self.records.reserve_exact(records.len());
        for whole in records {
            let next = self.records.len();
            let place = *self.places.entry(whole.0.below).or_insert(next);
            match self.records.get_mut(place) {
                Some(former) => {
                    *former = whole;
                    self.replaced += 1;
                }
                None => self.records.push(whole),
            }
        }
    }

    /// Does it hold nothing?
    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Gives how many bytes of the shelf its records use.
    pub(super) fn used(&self) -> u64 {
        self.records.iter().fold(0, |used, (record, _)| used.saturating_add(record.used))
    }

    /// Finds the place of the record of a file.
    pub(super) fn find(&self, below: &str) -> Option<usize> {
        self.places.get(below).copied()
    }

    /// Gives the record at a place.
    pub(super) fn record(&self, place: usize) -> Option<&Record<'k>> {
        self.records.get(place).map(|(record, _)| record)
    }

    /// Makes the file hold these records, and no others.
    pub(super) fn save(&self, next: &[Next], file: &Path) {
        let new: Vec<&[u8]> = next.iter().filter_map(Next::fresh).collect();
        let kept = next.len() - new.len();
        let is_sound = self.sound == self.length;
        if is_sound && new.is_empty() && kept == self.records.len() {
            return;
        }
        if !self.may_lengthen(&new, kept) || self.lengthen(&new, file).is_err() {
            // A half-written file is known by its sum.
            let whole = file.with_extension("index.new");
            let _ = self.write(&whole, next).and_then(|()| fs::rename(&whole, file));
        }
    }

    /// Would the new records, put behind it, leave none that is to go, and few that are replaced?
    fn may_lengthen(&self, new: &[&[u8]], kept: usize) -> bool {
        let is_known = |bytes: &&&[u8]| {
            Record::first(bytes).is_some_and(|(record, _)| self.find(record.below).is_some())
        };
        let again = new.iter().filter(is_known).count();
        kept + again == self.records.len()
            && self.sound == self.length
            && self.replaced + new.len() <= self.records.len() / REPLACED
    }

    fn lengthen(&self, new: &[&[u8]], path: &Path) -> io::Result<()> {
        let mut file = File::options().append(true).open(path)?;
        if file.metadata()?.len() != self.length as u64 {
            return Err(io::Error::other("another run wrote it"));
        }
        let mut bytes = Vec::new();
        put_part(new.iter().copied(), &mut bytes)?;
        file.write_all(&bytes)
    }

    fn write(&self, path: &Path, next: &[Next]) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        file.write_all(&self.head)?;
        let record = |next| match next {
            &Next::Same(place) => self.records.get(place).map_or(&[][..], |(_, bytes)| bytes),
            Next::New(record) => record,
        };
        put_part(next.iter().map(record), &mut file)?;
        file.flush()
    }
}

/// Reads the part at the beginning of some bytes, if it is whole; gives the bytes after it as well.
fn part(bytes: &[u8]) -> Option<(Vec<Whole<'_>>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (mut rest, after) =
        rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let (kept, after) = after.split_first_chunk()?;
    let (mut found, mut sum) = (Vec::with_capacity(rest.len() / RECORD), Sum::default());
    sum.add(length);
    while !rest.is_empty() {
        let (record, after) = Record::first(rest)?;
        let whole = rest.get(..rest.len() - after.len())?;
        sum.add(whole);
        found.push((record, whole));
        rest = after;
    }
    (sum.finish() == *kept).then_some((found, after))
}

/// Writes a part of these records.
fn put_part<'r>(
    records: impl Iterator<Item = &'r [u8]> + Clone,
    to: &mut impl Write,
) -> io::Result<()> {
    let length: usize = records.clone().map(<[u8]>::len).sum();
    let length = (length as u64).to_le_bytes();
    let mut sum = Sum::default();
    sum.add(&length);
    to.write_all(&length)?;
    for record in records {
        sum.add(record);
        to.write_all(record)?;
    }
    to.write_all(&sum.finish())
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::super::Seen;
    use super::*;

    const HEAD: Hash = [7; 16];

    fn record(below: &str, hash: u8) -> Vec<u8> {
        let seen = Seen::without_document(None, Vec::new());
        let entry = Entry::new(below, None, Some([hash; 16]), &seen);
        entry.and_then(|entry| entry.alone()).unwrap_or_default()
    }

    fn all() -> Vec<Next> {
        (0..20).map(|at| Next::New(record(&format!("{at}.md"), 0))).collect()
    }

    /// Saves what is next in the file of a new folder; gives both.
    fn saved() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("articles.index");
        Index::read(&[], HEAD).save(&all(), &file);
        (folder, file)
    }

    fn hash_of(index: &Index<'_>, below: &str) -> Option<u8> {
        index.record(index.find(below)?)?.hash.and_then(|hash| hash.first().copied())
    }

    fn one_new(below: &str) -> Vec<Next> {
        let same = |at| if at == 3 { Next::New(record(below, 9)) } else { Next::Same(at) };
        (0..20).map(same).collect()
    }

    /// The same, where one record is another now; gives the file's bytes before and after that as well.
    fn changed(below: &str) -> (tempfile::TempDir, std::path::PathBuf, Vec<u8>, Vec<u8>) {
        let (folder, file) = saved();
        let before = fs::read(&file).unwrap();
        Index::read(&before, HEAD).save(&one_new(below), &file);
        let after = fs::read(&file).unwrap();
        (folder, file, before, after)
    }

    #[test]
    fn one_changed_record_is_put_behind_the_others_and_found() {
        let (_folder, _, before, after) = changed("3.md");
        assert!(after.starts_with(&before) && after.len() > before.len());
        let index = Index::read(&after, HEAD);
        assert_eq!((hash_of(&index, "3.md"), hash_of(&index, "4.md")), (Some(9), Some(0)));
        assert_eq!((index.records.len(), index.replaced), (20, 1));
    }

    #[test]
    fn a_record_of_a_file_that_went_does_not_stay() {
        let (_folder, _, _, after) = changed("new.md");
        let index = Index::read(&after, HEAD);
        assert_eq!((index.find("3.md"), index.replaced), (None, 0));
        assert_eq!(hash_of(&index, "new.md"), Some(9));
    }

    #[test]
    fn many_changes_do_not_pile_up() {
        let (_folder, file) = saved();
        let whole = fs::read(&file).unwrap().len();
        for _ in 0..50 {
            let bytes = fs::read(&file).unwrap();
            Index::read(&bytes, HEAD).save(&one_new("3.md"), &file);
        }
        assert!(fs::read(&file).unwrap().len() < whole * 3 / 2);
    }

    #[test]
    fn what_is_behind_a_broken_part_is_not_used_and_what_is_before_it_is() {
        let (_folder, file, before, after) = changed("3.md");
        for length in before.len()..after.len() {
            let index = Index::read(&after[..length], HEAD);
            assert_eq!(hash_of(&index, "3.md"), Some(0), "{length} bytes");
        }
        for at in before.len()..after.len() {
            let mut broken = after.clone();
            broken[at] ^= 1;
            assert_eq!(hash_of(&Index::read(&broken, HEAD), "3.md"), Some(0), "byte {at}");
        }
        let mut broken = after.clone();
        broken[40] ^= 1;
        assert!(Index::read(&broken, HEAD).is_empty());
        // The next reading writes it whole again.
        let torn = &after[..after.len() - 1];
        fs::write(&file, torn).unwrap();
        Index::read(torn, HEAD).save(&one_new("3.md"), &file);
        let bytes = fs::read(&file).unwrap();
        let index = Index::read(&bytes, HEAD);
        assert_eq!((hash_of(&index, "3.md"), index.sound), (Some(9), index.length));
    }
}
