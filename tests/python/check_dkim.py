"""Verifies the DKIM signatures of emails with dkimpy: check_dkim.py KEYS.json DIR

KEYS.json is what `postrider dkim new --json` said; DIR holds .eml files.
"""

import json
import pathlib
import sys

import dkim


def main() -> int:
    told, outbox = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])
    records = {f"{key['name']}.".encode(): key["record"].encode() for key in told["keys"]}
    mails = sorted(outbox.glob("**/*.eml"))
    bad = []
    for mail in mails:
        message = mail.read_bytes()
        for number in range(len(records)):
            for about, text, wanted in [
                ("signed", message, True),
                ("a changed subject", message.replace(b"\r\nSubject:", b"\r\nSubject: x", 1), False),
                ("a second sender", b"From: eve@eve.example\r\n" + message, False),
                ("a longer body", message + b"x\r\n", False),
            ]:
                try:
                    held = dkim.DKIM(text).verify(number, dnsfunc=lambda name, **_: records.get(name))
                except dkim.ValidationError:
                    held = False
                if held != wanted:
                    bad.append(f"{mail}: signature {number}: {about}: {held}")
    print(f"{len(mails)} emails, {len(records)} signatures each: {len(bad)} wrong")
    print("\n".join(bad))
    return 1 if bad or not mails or len(records) != 2 else 0


sys.exit(main())
