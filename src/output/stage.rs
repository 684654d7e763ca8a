//! Bytes laid beside their targets, ready to be put in their places.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{self, Known, Manifest};
use super::{Content, File, OutputError, Written, place};

/// A file that is ready to be put in its place.
pub(super) struct Staged {
    pub(super) path: PathBuf,
    known: Known,
    stage: Stage,
    /// Does it hold what was made for it now?
    pub(super) as_made: bool,
    /// Does another's file stand there, which it replaces?
    replaces: bool,
}

enum Stage {
    /// Its bytes lie beside its target.
    Laid(tempfile::TempPath),
    /// It is right already.
    Right,
    /// Another's file stands there.
    Taken,
    /// Nothing was there, and what was made for it may not be.
    Refused,
}

impl Staged {
    /// A file with these bytes.
    fn of(path: &Path, bytes: &[u8], stage: Stage) -> Self {
        let known = Known { hash: manifest::hash(bytes), made: None };
        Self { path: path.to_owned(), known, stage, as_made: true, replaces: false }
    }

    /// A file that stands as it was made of the same before.
    fn still(path: &Path, known: &Known) -> Self {
        let (path, known, stage) = (path.to_owned(), known.clone(), Stage::Right);
        Self { path, known, stage, as_made: true, replaces: false }
    }

    pub(super) fn ours(&self) -> Option<(PathBuf, Known)> {
        let ours = !matches!(self.stage, Stage::Taken | Stage::Refused);
        ours.then(|| (self.path.clone(), self.known.clone()))
    }

    /// Does it hold what was made of a key, and is that still to be remembered?
    pub(super) fn is_new(&self) -> bool {
        self.as_made && self.known.made.is_none()
    }

    pub(super) fn settle(self, dir: &Path, written: &mut Written) -> Result<(), OutputError> {
        match self.stage {
            Stage::Right => written.unchanged += 1,
            Stage::Taken => written.left.push(self.path),
            Stage::Refused => {}
            Stage::Laid(temporary) => {
                let target = dir.join(&self.path);
                temporary
                    .persist(&target)
                    .map_err(|e| OutputError::io("write", &target)(e.error))?;
                written.replaced.extend(self.replaces.then(|| self.path.clone()));
                written.changed.push(self.path);
            }
        }
        Ok(())
    }
}

/// Lays the bytes that are new beside their targets; nothing that is there is touched yet.
pub(super) fn stage(
    dir: &Path,
    files: &[&File<'_>],
    old: &Manifest,
    may_be: &(dyn Fn(&Path, &[u8]) -> bool + Sync),
) -> Result<Vec<Staged>, OutputError> {
    let top = place::real(dir)?;
    let stage = |file: &&File<'_>| {
        let target = dir.join(&file.path);
        if let Content::Made(made) = &file.content
            && let Some(known) = old.still(&file.path, made.key(), &target)
        {
            return Ok(Staged::still(&file.path, known));
        }
        let bytes = file.bytes(&target)?;
        let there = std::fs::read(&target).ok();
        let replaces = there.as_ref().is_some_and(|there| !old.may_know(&file.path, there));
        let stage = match there {
            // What is kept would else become ours, and be removed some day.
            Some(there)
                if file.yields
                    && matches!(file.content, Content::Kept)
                    && !old.knows(&file.path, &there) =>
            {
                Stage::Taken
            }
            Some(there) if *there == *bytes => Stage::Right,
            Some(there) if file.yields && !old.knows(&file.path, &there) => Stage::Taken,
            there if !may_be(&file.path, &bytes) => {
                let staged = match there {
                    Some(there) => Staged::of(&file.path, &there, Stage::Right),
                    None => Staged::of(&file.path, &bytes, Stage::Refused),
                };
                return Ok(Staged { as_made: false, ..staged });
            }
            _ => Stage::Laid(place::lay(&top, &target, &bytes)?),
        };
        Ok(Staged { replaces, ..Staged::of(&file.path, &bytes, stage) })
    };
    files.par_iter().map(stage).collect()
}
