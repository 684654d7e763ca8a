"""Sends one issue to many readers with Python's smtplib: smtplib_peer.py ISSUE.json PORT READERS"""

import json
import smtplib
import sys
from email.message import EmailMessage
from email.policy import SMTP

with open(sys.argv[1], encoding="utf-8") as file:
    issue = json.load(file)
link = issue["link"]
with smtplib.SMTP("127.0.0.1", int(sys.argv[2])) as relay:
    for number in range(int(sys.argv[3])):
        mail, leave = EmailMessage(policy=SMTP), f"{link}{number}"
        mail["From"] = "Tidewater <weekly@tidewater.example>"
        mail["To"] = f"Reader {number} <reader{number}@readers.example>"
        mail["Subject"] = issue["subject"]
        mail["List-Unsubscribe"] = f"<{leave}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(issue["text"].replace(link, leave), cte="quoted-printable")
        mail.add_alternative(
            issue["html"].replace(link, leave), subtype="html", cte="quoted-printable")
        relay.send_message(mail)
