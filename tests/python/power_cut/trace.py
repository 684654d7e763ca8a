"""Runs a program under strace and reads back what it did to files and sockets, in order."""

import os
import re
import subprocess
from typing import NamedTuple

# A leading `?` lets strace pass over a call that this machine's architecture does not have.
CALLS = """?open openat ?creat write pwrite64 writev pwritev ?pwritev2 sendto sendmsg lseek
    close fsync fdatasync ftruncate truncate fallocate ?rename renameat renameat2 ?link linkat ?unlink
    unlinkat ?mkdir mkdirat ?rmdir ?symlink symlinkat mmap copy_file_range sendfile splice
    io_uring_setup"""
WRITES = {"write", "writev", "pwrite64", "pwritev"}
SENDS = {"write", "writev", "sendto", "sendmsg"}
# What would change files past this reader. No library in the program does any of it today.
UNREAD = {"creat", "truncate", "fallocate", "symlink", "symlinkat", "pwritev2", "copy_file_range",
          "sendfile", "splice", "io_uring_setup"}

HEX = r"(?:\\x[0-9a-f]{2})*"
LINE = re.compile(r"^(\d+) +(<\.\.\. \w+ resumed>)?(.*)$")
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$", re.S)
TEXT = re.compile(rf'"({HEX})"(\.\.\.)?')
FILE = re.compile(rf"^(\d+)<(TCP(?:v6)?:\[[^\]]*\]|{HEX})[^>]*>(\(deleted\))?")
PLACE = re.compile(rf'(?:(?:AT_FDCWD|\d+)<({HEX})>, )?"({HEX})"')


class Event(NamedTuple):
    """One thing that happened: its line in the trace, what, to which file or socket, and how.

    what    how
    open    whether it was emptied
    write   (offset, octets); offset None is the end of the file
    cut     the new length
    sync    the line at which the program asked for it
    link    the other name
    rename  the new name
    unlink, mkdir, rmdir
    send    octets that the socket took
    """

    at: int
    what: str
    name: str
    how: object = None


class Unreadable(Exception):
    """The trace holds what is not followed here."""


def can_trace():
    """Does this machine let one process trace another?"""
    try:
        tried = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True)
    except FileNotFoundError:
        return "strace is not installed"
    return None if tried.returncode == 0 else tried.stderr.decode(errors="replace").strip()


def run(command, root, trace):
    """Runs a command in a folder under strace; gives what it said and how it ended."""
    calls = "trace=" + ",".join(CALLS.split())
    strace = ["strace", "-f", "--seccomp-bpf", "-yy", "-xx", "-s", "16777216", "-e", calls]
    return subprocess.run(
        [*strace, "-o", trace, "--", *command], cwd=root, capture_output=True, text=True
    )


def read(trace, root):
    """Reads the events below a folder, and on sockets, in the order in which they took effect.

    A write or a sync has taken effect when its call returns; octets may have left the machine when
    their call begins. So whatever is found durable before a send was so before its first octet.
    """
    reader = Reader(root)
    begun = {}
    with open(trace, encoding="ascii", errors="replace") as lines:
        for at, line in enumerate(lines):
            pid, resumed, text = LINE.match(line.rstrip("\n")).groups()
            if text.endswith("<unfinished ...>"):
                begun[pid] = at, text.removesuffix("<unfinished ...>").rstrip()
                continue
            since, text = (begun[pid][0], begun.pop(pid)[1] + text) if resumed else (at, text)
            if call := CALL.match(text):
                reader.take(since, at, *call.groups())
    reader.events.sort(key=lambda event: event.at)
    return reader.events


def octets(text):
    """Reads strace's `\\x41\\x42`."""
    return bytes.fromhex(text.replace("\\x", ""))


class Reader:
    """What is known while the trace is read: each open file's place, and since when it is open."""

    def __init__(self, root):
        self.root = root
        self.places = {}
        self.events = []

    def note(self, at, what, name, how=None):
        if name == self.root or name.startswith(self.root + "/"):
            self.events.append(Event(at, what, name, how))

    def take(self, since, at, call, args, result, rest):
        if result == "?" or int(result) < 0:
            return
        if call in UNREAD:
            raise Unreadable(f"{call}({args[:200]}")
        if call in ("open", "openat"):
            return self.opened(at, args, result + rest)
        if call.startswith(("rename", "link", "unlink", "mkdir", "rmdir")):
            return self.named(at, call, args)
        found = FILE.match(args)
        if call == "mmap":
            return self.mapped(args)
        if not found or found[3]:
            return
        number, kind = found[1], found[2]
        if kind.startswith("TCP") and call in SENDS:
            self.events.append(Event(since, "send", kind, self.data(args)[: int(result)]))
        elif kind.startswith("\\x"):
            name = octets(kind).decode()
            if call in WRITES:
                self.written(at, call, number, name, args, int(result))
            elif call == "lseek":
                self.places[number] = at, int(result)
            elif call == "close" and self.places.get(number, (since,))[0] < since:
                # If not, another thread has opened the next file of that number already.
                del self.places[number]
            elif call == "ftruncate":
                self.note(at, "cut", name, int(args.rsplit(", ", 1)[1]))
            elif call in ("fsync", "fdatasync"):
                self.note(at, "sync", name, since)

    def opened(self, at, args, result):
        found = FILE.match(result)
        if not found or not found[2].startswith("\\x"):
            return
        name, flags = octets(found[2]).decode(), set(re.split(r"[|, ]+", args))
        self.places[found[1]] = at, None if "O_APPEND" in flags else 0
        if "O_TMPFILE" in flags and name.startswith(self.root):
            raise Unreadable("a file without a name")
        if flags & {"O_CREAT", "O_TRUNC"}:
            self.note(at, "open", name, "O_TRUNC" in flags)

    def named(self, at, call, args):
        """A change of names. Without a folder's descriptor a name is below the root."""
        names = [os.path.join(octets(folder or "").decode() or self.root, octets(name).decode())
                 for folder, name in PLACE.findall(args)]
        names = [os.path.normpath(name) for name in names]
        if "RENAME_EXCHANGE" in args:
            raise Unreadable("two names exchanged")
        what = next(w for w in ("rename", "link", "unlink", "mkdir", "rmdir") if call.startswith(w))
        self.note(at, what, *names)

    def mapped(self, args):
        """Memory that is a file changes it without a call: only the wal-index may be that."""
        found = re.search(rf"PROT_WRITE\S*, MAP_SHARED\S*, \d+<({HEX})", args)
        name = octets(found[1]).decode() if found else ""
        if name.startswith(self.root) and not name.endswith("-shm"):
            raise Unreadable(f"{name} is written through memory")

    def written(self, at, call, number, name, args, count):
        data = self.data(args)[:count]
        if call.startswith("pwrite"):
            return self.note(at, "write", name, (int(args.split(", ")[-1]), data))
        if number not in self.places:
            if name.startswith(self.root):
                raise Unreadable(f"a write to {name} at an unknown place")
            return
        since, place = self.places[number]
        self.note(at, "write", name, (place, data))
        self.places[number] = since, None if place is None else place + count

    @staticmethod
    def data(args):
        found = TEXT.findall(args)
        if any(cut for _, cut in found):
            raise Unreadable("strace cut octets off")
        return b"".join(octets(text) for text, _ in found)
