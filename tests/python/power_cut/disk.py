"""A disk that keeps what was synced for certain, and of the rest whatever chance leaves.

The rules are those that POSIX gives and journalling file systems keep:
- what was written to a file is certain once a sync of that file, asked for later, has returned;
- of later writes, each sector may be on the disk or not, whatever became of those before and after;
- a name (a file made, renamed, removed) is certain once its folder was synced; later changes to a
  folder come in their order, as many as chance leaves. So a file may be there and empty.
"""

import os
import random
from pathlib import Path

# What is no longer needed after a power cut and not kept: SQLite's index of its write-ahead log.
PASSING = "-shm"


class File:
    """A file: what is certain of it, and what was done since."""

    def __init__(self, octets=b""):
        self.certain = bytearray(octets)
        self.since = []
        self.length = len(octets)

    def change(self, at, how):
        """Takes (offset, octets), or a new length."""
        if isinstance(how, int):
            self.length = how
        else:
            place, octets = how
            how = (self.length if place is None else place), octets
            self.length = max(self.length, how[0] + len(octets))
        self.since.append((at, how))

    def sync(self, asked):
        for at, how in self.since:
            if at < asked:
                apply(self.certain, how)
        self.since = [(at, how) for at, how in self.since if at >= asked]

    def after_a_cut(self, dice):
        """What a power cut leaves of it."""
        octets = bytearray(self.certain)
        sector, chance = dice.choice((512, 4096)), dice.choice((0, 0.1, 0.5, 0.9, 1))
        lost = set()
        for _, how in self.since:
            if isinstance(how, int):
                # What comes after a cut that did not happen was written to room that is not there.
                if dice.random() >= chance:
                    break
                apply(octets, how)
                continue
            for place, piece in sectors(*how, sector):
                # A sector holds what memory held at one moment: nothing that came after it.
                if place // sector not in lost and dice.random() < chance:
                    apply(octets, (place, piece))
                else:
                    lost.add(place // sector)
        if len(octets) < self.length and dice.random() < 0.3:
            # The length is known before the octets: they are zeros.
            octets.extend(bytes(self.length - len(octets)))
        return bytes(octets)


def apply(octets, how):
    """Writes at an offset, or cuts or stretches to a length."""
    if isinstance(how, int):
        del octets[how:]
        octets.extend(bytes(how - len(octets)))
        return
    place, piece = how
    octets.extend(bytes(max(0, place - len(octets))))
    octets[place:place + len(piece)] = piece


def sectors(place, octets, size):
    """Cuts a write where one sector of the disk ends and the next begins."""
    end = place + len(octets)
    while place < end:
        stop = min(end, (place // size + 1) * size)
        yield place, octets[len(octets) - (end - place):len(octets) - (end - stop)]
        place = stop


class Folder:
    """A folder: the names that are certain, and what became of names since."""

    def __init__(self):
        self.certain = {}
        self.now = {}
        self.since = []

    def change(self, at, names):
        """Gives names to files and folders, or takes them away (None)."""
        self.since.append((at, names))
        rename(self.now, names)

    def sync(self, asked):
        for at, names in self.since:
            if at < asked:
                rename(self.certain, names)
        self.since = [(at, names) for at, names in self.since if at >= asked]

    def after_a_cut(self, dice):
        """The names that a power cut leaves."""
        names = dict(self.certain)
        count = dice.choice((0, dice.randint(0, len(self.since)), len(self.since)))
        for _, change in self.since[:count]:
            rename(names, change)
        return names


def rename(names, change):
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


class Disk:
    """A folder and all below it, as a disk has it."""

    def __init__(self, root):
        self.root = root
        self.top = load(Path(root))
        self.early = set()

    def find(self, name):
        node = self.top
        for part in Path(name).relative_to(self.root).parts:
            node = node.now.get(part) if isinstance(node, Folder) else None
        return node

    def home(self, at, name):
        """The folder of a name, and its last part.

        Another thread may meet a new folder before the call that makes it has returned: it is made
        here then, and `early` holds it until that call returns.
        """
        above = os.path.dirname(name)
        if self.find(above) is None:
            folder, last = self.home(at, above)
            folder.change(at, {last: Folder()})
            self.early.add(above)
        return self.find(above), os.path.basename(name)

    def take(self, event):
        """Lets an event happen."""
        at, what, name, how = event
        if what == "send":
            return
        node = self.find(name)
        if what == "sync":
            return node.sync(how) if node else None
        if what in ("write", "cut"):
            return node.change(at, how) if node else None
        folder, last = self.home(at, name)
        if what == "open":
            if node is None:
                folder.change(at, {last: File()})
            elif how and isinstance(node, File) and node.length:
                node.change(at, 0)
        elif what == "mkdir" and name in self.early:
            self.early.remove(name)
        elif what == "mkdir":
            folder.change(at, {last: Folder()})
        elif what in ("unlink", "rmdir"):
            folder.change(at, {last: None})
        elif what in ("rename", "link"):
            assert node, f"{name} is renamed and was never made"
            new, new_last = self.home(at, how)
            gone = {last: None} if what == "rename" else {}
            if new is folder:
                new.change(at, {**gone, new_last: node})
            else:
                new.change(at, {new_last: node})
                folder.change(at, gone)

    def cut(self, dice, into):
        """Cuts the power, and writes what is left into a new folder."""
        lay(self.top, dice, Path(into))


def load(path):
    """Takes what is there as certain."""
    if not path.is_dir():
        return File(path.read_bytes())
    folder = Folder()
    folder.now = {child.name: load(child) for child in path.iterdir()}
    folder.certain = dict(folder.now)
    return folder


def lay(node, dice, path):
    if isinstance(node, File):
        path.write_bytes(node.after_a_cut(dice))
        return
    path.mkdir(mode=0o700)
    for name, child in sorted(node.after_a_cut(dice).items()):
        if not name.endswith(PASSING):
            lay(child, dice, path / name)
        elif dice.random() < 0.5:
            (path / name).write_bytes(random.Random(dice.random()).randbytes(32768))
