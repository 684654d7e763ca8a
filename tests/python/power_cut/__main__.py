"""Cuts the power in the middle of an issue, again and again, and looks at what is left.

    power_cut [--cuts N] [--again N] [--seed N]     POSTRIDER names the binary

A real run of the program is traced: what it writes, what it syncs, and what it sends. From that the
folder of the publication is rebuilt as a disk has it when the power goes at some moment: all that was
synced by then, and of the rest whatever chance leaves, by whole sectors, in any order. Each such
folder must open, and know every reader whose message had begun to leave. The same is done with two
relays, whose connections pass from hand to hand, and with `durability = "process"`, which promises
less: there the readers it forgets must be found, or this test could not fail. Ends with 77 where no
process may trace another.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

import judge
import publication
import relay
import trace
from disk import Disk

CONNECTIONS = 4
# Enough for the write-ahead log to be carried into the database and begun again on the way.
READERS = [f"{'gone' if n % 30 == 29 else 'reader'}{n}@readers.example" for n in range(250)]
COMMAND = [os.environ["POSTRIDER"], "--now", "2026-11-20T09:00:00Z"]


def stations(port, relays):
    """The configuration of one relay, or of two that have as many connections between them."""
    def one(table, host, connections):
        return (f'{table}\nhost = "{host}"\nport = {port}\nsecurity = "none"\n'
                f'connections = {connections}\n')

    if relays == 1:
        return one("[relay]", "127.0.0.1", CONNECTIONS)
    # One relay by two names: the trace tells connections apart, and that is what counts here.
    hosts = ("127.0.0.1", "localhost")
    return "".join(one("[[relays]]", host, CONNECTIONS // 2) for host in hosts)


class Run:
    """One traced run of `publish`, and what it did."""

    def __init__(self, place, durability, relays=1):
        self.relay, self.place, self.root = relay.Relay(), place, place / "publication"
        store = f'[store]\ndurability = "{durability}"\n'
        publication.write(self.root, READERS, store + stations(self.relay.port, relays))
        self.disk = Disk(str(self.root))
        command = [*COMMAND, "publish", "--no-link-check"]
        said = trace.run(command, self.root, place / "trace")
        # The relay refuses some.
        if said.returncode != 3:
            sys.exit(f"power cut: the run ended with {said.returncode}: {said.stderr}")
        self.events = trace.read(place / "trace", str(self.root))
        self.signs = relay.signs(self.events, self.relay.port)
        told = judge.Told(self.signs, len(self.events), set())
        if told.begun != told.handed or sorted(told.handed) != sorted(self.relay.taken):
            sys.exit("power cut: the trace does not show what the relay saw")
        ahead = [event for event in self.events
                 if event.what == "send" and b"\r\n.\r\nMAIL" in event.how]
        if relays == 1 and len(ahead) < len(READERS) // 2:
            sys.exit("power cut: hardly any message was told of with the end of the one before")

    def cuts(self, count, dice):
        """Moments to cut the power at, and the very end.

        A quarter each: any moment; right after a sync; right after a send; and while the write-ahead
        log is carried into the database, after which it is begun again.
        """
        def after(what, name=""):
            return [n + 1 for n, event in enumerate(self.events)
                    if event.what == what and event.name.endswith(name)]

        end = len(self.events)
        kinds = [range(end), after("sync"), after("send"), after("write", "/postrider.db")]
        return sorted(dice.choice(kinds[n % len(kinds)]) for n in range(count)) + [end]

    def images(self, count, dice):
        """Cuts the power at some moments; gives each image and what had been said by then."""
        taken = 0
        for number, place in enumerate(self.cuts(count, dice)):
            while taken < place:
                self.disk.take(self.events[taken])
                taken += 1
            image = self.place / f"image-{number}"
            self.disk.cut(dice, image)
            all_done = set(READERS) if place == len(self.events) else None
            yield image, judge.Told(self.signs, place, all_done)
            for left in self.place.glob(f"image-{number}*"):
                shutil.rmtree(left)
        if self.disk.early:
            sys.exit(f"power cut: the trace does not show who made {sorted(self.disk.early)}")


def power(place, count, turns, dice, relays=1):
    """Nothing is lost when each commit is to outlive a power cut."""
    run, looked, again, doubtful = Run(place, "power", relays), 0, 0, 0
    turns = set(dice.sample(range(count), min(turns, count)))
    for number, (image, told) in enumerate(run.images(count, dice)):
        ledger = judge.Ledger(image, Path(f"{image}.aside"))
        found = ledger.harm + ledger.forgotten(told, CONNECTIONS)
        if number in turns:
            copy = Path(f"{image}.again")
            shutil.copytree(image, copy)
            found += judge.goes_on(COMMAND, copy, told, run.relay, READERS, CONNECTIONS)
            again += 1
        found += judge.opens(COMMAND, image, ledger)
        if found:
            sys.exit("\n  ".join([f"power cut: {image} (image {number}):", *found[:10]]))
        looked, doubtful = looked + 1, max(doubtful, ledger.count("sending", "in doubt"))
    print(f"durability = \"power\", relays: {relays}, {len(run.events)} events, {looked} power cuts: "
          f"every image opens, nobody forgotten, at most {doubtful} in doubt; {again} gone on with: nobody lost or twice")


def process(place, count, dice):
    """The same test finds who is forgotten when commits need not outlive it."""
    run, forgetful = Run(place, "process"), 0
    for number, (image, told) in enumerate(run.images(count, dice)):
        ledger = judge.Ledger(image, Path(f"{image}.aside"))
        if ledger.harm:
            sys.exit(f"power cut: {image} (image {number}): {ledger.harm}")
        forgetful += bool(ledger.forgotten(told, CONNECTIONS))
    if not forgetful:
        sys.exit("power cut: durability = \"process\" forgets nobody, so this test cannot fail")
    print(f"durability = \"process\": {forgetful} of {count} images forget readers, as they may")


def main():
    parser = argparse.ArgumentParser(prog="power_cut")
    parser.add_argument("--cuts", type=int, default=120, help="how often the power is cut")
    parser.add_argument("--again", type=int, default=6, help="how often the program then goes on")
    parser.add_argument("--seed", type=int, default=20261122)
    asked = parser.parse_args()
    if why := trace.can_trace():
        print(f"\n*** THE POWER CUT WAS NOT TRIED: strace cannot trace here ({why})\n")
        return 77
    print(f"seed {asked.seed}", flush=True)
    dice = random.Random(asked.seed)
    # What is left of a cut that went wrong stays there to be looked at.
    place = Path(os.path.realpath(tempfile.mkdtemp(prefix="postrider-power-cut-")))
    power(place / "power", asked.cuts, asked.again, dice)
    power(place / "two", asked.cuts // 3, asked.again // 2, dice, relays=2)
    process(place / "process", asked.cuts // 3, dice)
    shutil.rmtree(place)
    return 0


sys.exit(main())
