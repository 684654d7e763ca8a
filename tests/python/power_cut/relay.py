"""The relay that mail is handed to, and what its side of a traced conversation shows."""

import socketserver
import threading
from typing import NamedTuple


def refuses(address):
    """Has the relay no such mailbox?"""
    return address.startswith("gone")


class Session(socketserver.StreamRequestHandler):
    """An SMTP session that takes everything but some mailboxes."""

    def handle(self):
        self.say("220 quay.example ESMTP")
        to = None
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say("250-quay.example", "250 PIPELINING")
            elif verb == b"RCPT":
                address = mailbox(line)
                to = None if refuses(address) else address
                self.say("250 2.1.5 fine" if to else "550 5.1.1 no such mailbox")
            elif verb == b"DATA" and to:
                self.say("354 go on")
                while (line := self.rfile.readline()) not in (b"", b".\r\n"):
                    pass
                if not line:
                    return
                self.server.taken.append(to)
                to = None
                self.say("250 2.0.0 taken")
            elif verb == b"DATA":
                self.say("554 5.5.1 no valid recipients")
            elif verb == b"QUIT":
                return self.say("221 2.0.0 until next time")
            else:
                self.say("250 2.0.0 fine")

    def say(self, *lines):
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())


def mailbox(line):
    """The address in `RCPT TO:<address>`."""
    return line[line.index(b"<") + 1:line.index(b">")].decode()


class Relay(socketserver.ThreadingTCPServer):
    """A relay at a free port of this machine; `taken` lists who it took a message for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.taken = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Sign(NamedTuple):
    """What a send shows: its place among the events, what, and about whom.

    `begun`: content is on its way. `dot`: so is all of its end. `done`: the next reader's content is
    on its way over the same connection, so what became of this one was to be in the ledger before.
    """

    place: int
    what: str
    to: str


def signs(events, port):
    """Reads all conversations with the relay."""
    talks, found = {}, []
    for place, event in enumerate(events):
        if event.what == "send" and event.name.endswith(f":{port}]"):
            talk = talks.setdefault(event.name, Talk())
            found += [Sign(place, what, to) for what, to in talk.hear(event.how)]
    return found


class Talk:
    """One conversation, from the side of who sends mail."""

    def __init__(self):
        self.rest, self.to, self.in_content, self.ended = b"", None, False, []

    def hear(self, octets):
        self.rest += octets
        while self.rest:
            if self.in_content:
                yield from self.content()
                if self.in_content:
                    return
            line, end, rest = self.rest.partition(b"\r\n")
            if not end:
                return
            self.rest = rest
            self.command(line)

    def command(self, line):
        if line.upper().startswith(b"RCPT"):
            self.to = mailbox(line)
            if refuses(self.to):
                self.ended.append(self.to)
        elif line.upper() == b"DATA" and not refuses(self.to):
            self.in_content, self.is_new = True, True

    def content(self):
        if self.is_new and self.rest:
            self.is_new = False
            yield from (("done", to) for to in self.ended)
            self.ended.clear()
            yield "begun", self.to
        end = self.rest.find(b"\r\n.\r\n")
        if end >= 0:
            self.rest, self.in_content = self.rest[end + 5:], False
            self.ended.append(self.to)
            yield "dot", self.to
