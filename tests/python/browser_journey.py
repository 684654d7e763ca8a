"""A reader's short journey in a real browser: opens the mail, looks, and leaves the list.

    browser_journey.py FOLDER     a publication that was dry-run into its `outbox`

Speaks WebDriver to chromedriver with nothing but the standard library. POSTRIDER names the binary.
"""

import csv
import email
import email.policy
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

POSTRIDER = os.environ["POSTRIDER"]
READER = "journey@readers.example"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE = 60  # seconds; how long a condition may take before the journey has failed


def fail(why):
    sys.exit(f"browser journey: {why}")


def until(what, condition):
    """Waits until a condition holds, and says which one did not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    fail(f"{what} did not happen within {PATIENCE} seconds")


class Browser:
    """A headless Chromium behind chromedriver."""

    def __init__(self):
        self.profile = tempfile.mkdtemp()
        self.driver = subprocess.Popen(
            [shutil.which("chromedriver"), "--port=0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )
        port = None
        for line in self.driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                port = found.group(1)
                break
        if port is None:
            fail("chromedriver did not start")
        self.base = f"http://127.0.0.1:{port}/session"
        args = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=390,844", f"--user-data-dir={self.profile}",
        ]
        options = {"goog:chromeOptions": {"args": args, "binary": shutil.which("chromium")}}
        made = self.call("", {"capabilities": {"alwaysMatch": options}})
        self.base += "/" + made["sessionId"]

    def call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            fail(f"{path}: {error.read().decode()[:400]}")

    def open(self, url):
        self.call("/url", {"url": url})

    def script(self, code):
        return self.call("/execute/sync", {"script": f"return {code}", "args": []})

    def text(self):
        return self.script("document.body.innerText")

    def click(self, css):
        found = self.call("/element", {"using": "css selector", "value": css})
        self.call(f"/element/{found[ELEMENT]}/click", {})

    def close(self):
        request = urllib.request.Request(self.base, method="DELETE")
        urllib.request.urlopen(request, timeout=PATIENCE).close()
        self.driver.terminate()
        self.driver.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def postrider(folder, *args):
    done = subprocess.run([POSTRIDER, *args], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"postrider {' '.join(args)}: {done.stdout}{done.stderr}")
    return done.stdout


def state(folder):
    """Tells where the reader stands, as `subscribers export` has it."""
    rows = csv.DictReader(io.StringIO(postrider(folder, "subscribers", "export")))
    for row in rows:
        if READER in row.values():
            return row.get("status") or row.get("state")
    fail(f"{READER} is not among the subscribers")


def unsubscribe_path(folder):
    """Finds the unsubscribe link in the reader's own mail."""
    for file in sorted((folder / "journey").glob("**/*.eml")):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if READER in mail["To"]:
            link = re.search(r"<https?://[^/]+(/[^>]+)>", mail["List-Unsubscribe"])
            html = mail.get_body(("html",)).get_content()
            if link.group(1) not in html:
                fail("the mail does not show its unsubscribe link")
            return link.group(1), html
    fail(f"no mail to {READER}")


def main():
    folder = Path(sys.argv[1]).resolve()
    postrider(folder, "subscribers", "add", READER, "--name", "Journey")
    postrider(folder, "send", "weekly", "--dry-run=journey")
    path, html = unsubscribe_path(folder)
    (folder / "mail.html").write_text(html)
    server = subprocess.Popen(
        [POSTRIDER, "serve", "--listen", "127.0.0.1:0"], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    browser = None
    try:
        address = None
        for line in server.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                address = found.group(0)
                break
        if address is None:
            fail("serve did not say where it listens")
        browser = Browser()

        browser.open((folder / "outbox" / "index.html").as_uri())
        if "weekly/" not in browser.text():
            fail("the outbox does not show the issue")

        browser.open((folder / "mail.html").as_uri())
        wide = browser.script("document.documentElement.scrollWidth > window.innerWidth")
        if wide:
            fail("the mail is wider than a phone")
        if len(browser.script("Array.from(document.querySelectorAll('h2')).map(h => h.innerText)")) < 3:
            fail("the mail shows fewer than three headlines")

        browser.open(address + path)
        if state(folder) != "confirmed":
            fail("looking at the unsubscribe page has unsubscribed the reader")
        if browser.script("document.querySelectorAll('button, input[type=submit]').length") != 1:
            fail("the unsubscribe page does not have exactly one button")
        before = browser.text()
        browser.click("button, input[type=submit]")
        until("the answer to the button", lambda: browser.text() not in ("", before))
        if state(folder) != "unsubscribed":
            fail(f"after the button the reader is {state(folder)}")
        print("a reader opened the mail at phone width, looked at the page, and left with one click")
    finally:
        if browser:
            browser.close()
        server.terminate()
        server.wait()


main()
