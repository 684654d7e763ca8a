"""Judges what a power cut left: by SQLite, by Postrider itself, and by going on from there."""

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

# What a ledger may say of a reader whose message had begun to leave.
KNOWN = {"sending", "in doubt", "accepted"}
# What it says of one for whom the relay's answer was written down.
FINAL = {"accepted", "rejected"}
# What a lease of a sender that is gone comes to, as Postrider tells it.
GONE = {"claimed": "queued", "sending": "in doubt"}


class Told:
    """What had been said on the wire when the power was cut."""

    def __init__(self, signs, place, all_done):
        before = [sign for sign in signs if sign.place < place]
        self.begun = {sign.to for sign in before if sign.what == "begun"}
        self.handed = {sign.to for sign in before if sign.what == "dot"}
        self.done = all_done or {sign.to for sign in before if sign.what == "done"}


class Ledger:
    """The ledger of an image, as SQLite reads it after its own recovery."""

    def __init__(self, image, aside):
        self.key, self.states, self.harm = None, {}, []
        store = image / ".postrider" / "postrider.db"
        if not store.exists():
            return
        aside.mkdir()
        for file in store.parent.glob("postrider.db*"):
            if file.is_file():
                shutil.copy(file, aside)
        try:
            self.read(sqlite3.connect(aside / "postrider.db"))
        except sqlite3.DatabaseError as error:
            self.harm.append(f"SQLite cannot open it: {error}")

    def read(self, store):
        checked = [row[0] for row in store.execute("PRAGMA integrity_check")]
        if checked != ["ok"]:
            self.harm.append(f"integrity_check: {checked[:3]}")
        if store.execute("PRAGMA foreign_key_check").fetchall():
            self.harm.append("a row points at one that is not there")
        if store.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
            return
        self.key = (store.execute("SELECT key FROM issue").fetchone() or [None])[0]
        self.states = dict(store.execute(
            "SELECT address, state FROM delivery JOIN subscriber ON subscriber = subscriber.id"))
        store.close()

    def count(self, *states):
        return sum(state in states for state in self.states.values())

    def forgotten(self, told, connections):
        """Whom it has forgotten, and whom it says too much of."""
        found = []
        for to in sorted(told.begun):
            if self.states.get(to) not in KNOWN:
                found.append(f"{to} had begun to get the message and is {self.states.get(to)}")
        for to in sorted(told.done):
            if self.states.get(to) not in FINAL:
                found.append(f"{to} was done with and is {self.states.get(to)}")
        for to, state in sorted(self.states.items()):
            if state == "accepted" and to not in told.handed:
                found.append(f"{to} is accepted and got nothing")
        if self.count("sending", "in doubt") > connections:
            found.append(f"{self.count('sending', 'in doubt')} readers are in doubt")
        return found


def postrider(command, image, *args):
    said = subprocess.run([*command, *args], cwd=image, capture_output=True, text=True)
    return said.returncode, said.stdout, said.stderr


def opens(command, image, ledger):
    """Does Postrider open it, and see in it what SQLite sees?"""
    about = ("show", ledger.key) if ledger.key else ("list",)
    code, out, err = postrider(command, image, "issues", *about, "--json")
    if code != 0:
        return [f"`postrider issues` ended with {code}: {err.strip() or out}"]
    seen = {line["address"]: line["state"] for line in json.loads(out).get("deliveries", [])}
    wanted = {to: GONE.get(state, state) for to, state in ledger.states.items()}
    return [] if seen == wanted else ["Postrider and SQLite read different ledgers"]


def goes_on(command, image, told, relay, readers, connections):
    """Runs the program again: does everyone get the issue, and nobody twice?"""
    relay.taken.clear()
    code, out, err = postrider(command, image, "publish", "--no-link-check")
    again = list(relay.taken)
    ledger = Ledger(image, Path(f"{image}.after"))
    doubtful = ledger.count("in doubt")
    found = list(ledger.harm)
    if code != 3 and (code != 0 or doubtful):
        found.append(f"`postrider publish` ended with {code}: {err.strip() or out}")
    if doubtful > connections:
        found.append(f"{doubtful} readers are in doubt after it")
    for to in readers:
        state, times = ledger.states.get(to), again.count(to) + (to in told.handed)
        if state not in FINAL and state != "in doubt":
            found.append(f"{to} is {state} after it")
        if times > 1 or (state == "accepted" and times == 0):
            found.append(f"{to} is {state} after it and was written to {times} times")
    return found
