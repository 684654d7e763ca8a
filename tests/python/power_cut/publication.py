"""A publication with one article, one newsletter and a file of readers."""


def write(root, readers, tables, newsletter=""):
    """Writes it to a folder; `tables` say store and relay, `newsletter` has lines of its own."""
    (root / "content").mkdir(parents=True)
    (root / "content" / "quay.md").write_text(
        "---\ntitle: The quay opens\ndate: 2026-11-16\n---\nShips come in with the tide.\n")
    (root / "readers.csv").write_text("email\n" + "\n".join(readers) + "\n")
    (root / "config.toml").write_text(f"""
title = "Tidewater"
home = "https://tidewater.example/"
{tables}
[newsletters.weekly]
title = "Tidewater Weekly"
at = "Mon 08:00"
since = "2026-01-01"
from = "Tidewater <hello@tidewater.example>"
unsubscribe_mailto = "leave@tidewater.example"
postal_address = "1 Quay Street, 1000 Lisbon"
subscribers = "readers.csv"
{newsletter}
""")
