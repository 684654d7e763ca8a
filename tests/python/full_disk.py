"""Fills the disk below the store in the middle of an issue, and makes room again.

    full_disk.py [postgres]     POSTRIDER names the binary

Runs in a mount namespace of its own, where it may mount.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "power_cut"))
import publication
import relay

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 4
READERS = [f"reader{n}@readers.example" for n in range(400)]
COMMAND = [os.environ["POSTRIDER"], "--now", "2026-11-20T09:00:00Z"]
KEY = "weekly/2026-W47"
FILE = 'subscribers = "readers.csv"\n'


def mount(folder, kilobytes):
    """Puts a small disk at a folder, for everybody to write to."""
    folder.mkdir(parents=True)
    size = f"size={kilobytes}k,mode=1777"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder], check=True)


def fill(folder, room):
    """Leaves so many kilobytes."""
    filler = folder / "filler"
    filler.write_bytes(b"x" * max(0, free(folder) - room * 1024))
    return filler


def free(folder):
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


class File:
    """The store in a file. What a run writes besides is little; the room is for a few commits."""

    name, size, room, words = "SQLite", 12_000, 1_000, "the disk is full"

    def __init__(self, root):
        self.disk = root / ".postrider"
        mount(self.disk, self.size)

    config = ""

    def end(self):
        pass


class Server:
    """The store on a PostgreSQL server with a small disk, on which its log has its room already."""

    name, size, room, words = "PostgreSQL", 120_000, 90, "the disk is full"

    def __init__(self, root):
        self.disk = root / "server"
        mount(self.disk, self.size)
        environment = {**os.environ, "TMPDIR": str(self.disk)}
        pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.child = subprocess.Popen(ROOT / "tests" / "postgres", env=environment, **pipe)
        self.url = self.child.stdout.readline().strip()
        self.config = f'url = "{self.url}"'

    def end(self):
        self.child.stdin.close()
        self.child.wait()


def tables(port, store):
    return f"""[store]
{store.config}
[relay]
host = "127.0.0.1"
port = {port}
security = "none"
connections = {CONNECTIONS}
"""


def run(root, *words):
    return subprocess.run([*COMMAND, *words], cwd=root, text=True, capture_output=True)


def fine(root, *words):
    said = run(root, *words)
    assert said.returncode in (0, 3), said
    return said


def states(root):
    """Where each reader stands."""
    told = json.loads(fine(root, "issues", "show", KEY, "--json").stdout)
    return {one["address"]: one["state"] for one in told["deliveries"]}


def judge(known, taken):
    """Nobody forgotten, nobody written to twice; gives those in doubt."""
    times = collections.Counter(taken)
    assert sorted(known) == sorted(READERS), "somebody is not on the list"
    doubtful = {address for address, state in known.items() if state == "in doubt"}
    for address, state in known.items():
        assert state in ("accepted", "in doubt"), f"{address} is {state}"
        assert times[address] <= 1, f"{address} got it {times[address]} times"
        assert times[address] == 1 or address in doubtful, f"{address} got nothing"
    assert len(doubtful) <= CONNECTIONS, f"{len(doubtful)} in doubt"
    return doubtful


def forget_file(root):
    """Leaves the readers to the store: taking their file in once more would fill the disk first."""
    config = root / "config.toml"
    text = config.read_text()
    assert FILE in text
    config.write_text(text.replace(FILE, ""))


def attempt(kind):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # the server is somebody else
        root = Path(folder) / "publication"
        root.mkdir()
        store, server = kind(root), relay.Relay()
        try:
            publication.write(root, READERS, tables(server.port, store), 'mode = "draft"')
            fine(root, "publish", "--no-link-check")
            fine(root, "issues", "approve", KEY)
            forget_file(root)
            filler = fill(store.disk, store.room)
            said = run(root, "publish", "--no-link-check")
            reached = len(server.taken)
            assert 0 < reached < len(READERS), f"{reached} were reached: the disk did not fill: {said}"
            assert said.returncode == 1, said
            assert store.words in said.stderr, said
            filler.unlink()
            fine(root, "publish", "--no-link-check")
            doubtful = judge(states(root), server.taken)
            fine(root, "issues", "resolve", KEY, "--as", "resend")
            fine(root, "publish", "--no-link-check")
            assert set(states(root).values()) == {"accepted"}
            assert set(server.taken) == set(READERS)
        finally:
            store.end()
            subprocess.run(["umount", "--lazy", store.disk], check=False)
    print(f"{store.name}: the disk was full after {reached} readers; {len(doubtful)} in doubt, "
          "nobody forgotten, nobody written to twice")


def main():
    attempt(File)
    if "postgres" in sys.argv[1:]:
        attempt(Server)


main()
