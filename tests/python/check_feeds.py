#!/usr/bin/env python3
"""Reads every feed below some folders with feedparser and, where it is installed, newsboat.

Each feed must be read without a complaint, each entry must have an id of its own, a link, dates,
a text and an author, and the three formats of a feed must say the same.
"""

import calendar
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import feedparser

FORMATS = {"feed.xml": "rss20", "atom.xml": "atom10"}
wrong = []


def hold(so, path, what):
    if not so:
        wrong.append(f"{path}: {what}")


def seconds(parsed):
    return calendar.timegm(parsed) if parsed else None


def instant(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


def read_xml(path):
    """Gives id -> (title, published, link) of an RSS or Atom document."""
    feed = feedparser.parse(path.read_bytes())
    hold(not feed.bozo, path, f"feedparser complains: {feed.get('bozo_exception')}")
    hold(feed.version == FORMATS[path.name], path, f"feedparser takes it for {feed.version!r}")
    hold(feed.feed.get("title"), path, "no title")
    hold(feed.feed.get("link", "").startswith("http"), path, "no link to the page")
    hold(feed.feed.get("language"), path, "no language")
    links = feed.feed.get("links", [])
    hold(any(link.rel == "self" for link in links), path, "no link to itself")
    entries = {}
    for entry in feed.entries:
        of = f"{path}: {entry.get('id')}"
        hold(entry.get("id") and entry.id not in entries, of, "the id is missing or not its own")
        hold(entry.get("link", "").startswith("http"), of, "no link")
        hold(entry.get("published_parsed"), of, "no date of publication")
        hold(entry.get("updated_parsed"), of, "no date of change")
        text = "".join(part.value for part in entry.get("content", [])) or entry.get("summary", "")
        hold(text.strip(), of, "no text")
        if path.name == "atom.xml":
            hold(entry.get("authors"), of, "no author")
        for file in entry.get("enclosures", []):
            hold(file.get("href", "").startswith("http"), of, "an enclosure without address")
            hold("/" in file.get("type", ""), of, "an enclosure without media type")
        entries[entry.get("id")] = (seconds(entry.get("published_parsed")), entry.get("link"))
    return entries


def read_json(path):
    """Gives the same of a JSON Feed."""
    feed = json.loads(path.read_text(encoding="utf-8"))
    hold(feed["version"] == "https://jsonfeed.org/version/1.1", path, "not JSON Feed 1.1")
    entries = {}
    for item in feed["items"]:
        of = f"{path}: {item['id']}"
        html = item["content_html"]
        hold(html.strip(), of, "no text")
        hold(not re.search(r"<(script|style|iframe|form)\b", html), of, "dangerous markup")
        relative = re.findall(r'(?:href|src|poster|cite)="(?![a-z][a-z0-9+.-]*:)[^"]*"', html)
        hold(not relative, of, f"relative addresses: {relative}")
        entries[item["id"]] = (instant(item["date_published"]), item["url"])
    return entries


def check_folder(folder):
    """Checks the feeds of one folder; gives how many articles they hold."""
    by_format = {name: read_xml(folder / name) for name in FORMATS if (folder / name).exists()}
    if (folder / "feed.json").exists():
        by_format["feed.json"] = read_json(folder / "feed.json")
    first = next(iter(by_format.values()), {})
    for name, entries in by_format.items():
        hold(entries == first, folder / name, "it says other things than its siblings")
    return len(by_format), len(first)


def check_newsboat(folder):
    """Has newsboat read the RSS and the Atom document of a folder, each into a fresh cache."""
    for name in FORMATS:
        path = (folder / name).resolve()
        expected = len(feedparser.parse(path.read_bytes()).entries)
        with tempfile.TemporaryDirectory() as home:
            urls, cache, config = (pathlib.Path(home) / n for n in ("urls", "cache.db", "config"))
            urls.write_text(f"file://{path}\n")
            config.write_text("")
            command = ["newsboat", "-q", "-u", urls, "-c", cache, "-C", config, "-x"]
            subprocess.run([*command, "reload"], check=True, timeout=120, capture_output=True)
            run = subprocess.run(
                [*command, "print-unread"], check=True, timeout=120, capture_output=True, text=True
            )
            found = re.search(r"\d+", run.stdout)
            hold(found and int(found[0]) == expected, path, f"newsboat says {run.stdout.strip()!r}")


def main():
    documents = articles = 0
    for root in map(pathlib.Path, sys.argv[1:]):
        folders = sorted({path.parent for name in FORMATS for path in root.rglob(name)})
        hold(folders, root, "no feeds")
        for folder in folders:
            count, entries = check_folder(folder)
            documents += count
            articles += entries
        if folders and shutil.which("newsboat"):
            check_newsboat(folders[0])
    if wrong:
        sys.exit("\n".join(wrong))
    reader = "feedparser and newsboat" if shutil.which("newsboat") else "feedparser"
    print(f"{documents} feeds read by {reader}, {articles} entries")


if __name__ == "__main__":
    main()
