-- Times are milliseconds since 1970 in UTC. States and reasons are the words people read.

-- A person at a mailbox. `key` is the address in lower case, so that two spellings meet.
-- `left_all`: when they were removed from everything; only they themselves come back from that.
CREATE TABLE subscriber (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    key      TEXT    NOT NULL UNIQUE,
    address  TEXT    NOT NULL,
    name     TEXT,
    created  INTEGER NOT NULL,
    left_all INTEGER
) STRICT;

CREATE TABLE subscription (
    newsletter TEXT    NOT NULL,
    subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    state      TEXT    NOT NULL CHECK (state IN ('pending', 'confirmed', 'unsubscribed')),
    changed    INTEGER NOT NULL,
    PRIMARY KEY (newsletter, subscriber)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_of ON subscription (subscriber);

-- Proof of every agreement and of its end: when, from where, in which words.
CREATE TABLE consent (
    subscriber INTEGER NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    newsletter TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    wording    TEXT,
    PRIMARY KEY (subscriber, at, newsletter, state)
) STRICT, WITHOUT ROWID;

-- An address that must not be mailed, whether or not we know a person there.
CREATE TABLE suppression (
    key    TEXT    NOT NULL PRIMARY KEY,
    reason TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    detail TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE newsletter (
    name      TEXT    NOT NULL PRIMARY KEY,
    first_run INTEGER NOT NULL,
    last_run  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT    NOT NULL UNIQUE,
    newsletter TEXT    NOT NULL,
    -- Not IN, as below: a row of this table is written with every commit.
    state      TEXT    NOT NULL CHECK (state = 'sending' OR state = 'frozen' OR state = 'draft'
               OR state = 'paused' OR state = 'finished' OR state = 'cancelled'),
    why        TEXT,
    frozen     INTEGER NOT NULL,
    changed    INTEGER NOT NULL,
    subject    TEXT    NOT NULL,
    edition    TEXT    NOT NULL,
    candidates INTEGER NOT NULL DEFAULT 0,
    readers    INTEGER NOT NULL DEFAULT 0,
    -- How many replies came, and of the last fifty, which were 5xx: one bit each, newest lowest.
    replies    INTEGER NOT NULL DEFAULT 0,
    refusals   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE issue_article (
    issue    INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    position INTEGER NOT NULL,
    article  TEXT    NOT NULL,
    headline TEXT    NOT NULL,
    url      TEXT    NOT NULL,
    PRIMARY KEY (issue, position)
) STRICT, WITHOUT ROWID;

-- An article is in one issue of a newsletter at most (none: skipped for good), and a reader in an
-- issue once: so no reader gets an article of a newsletter twice, at the cost of one row for an
-- article instead of one for each of its readers.
CREATE TABLE article_use (
    newsletter TEXT    NOT NULL,
    article    TEXT    NOT NULL,
    issue      INTEGER REFERENCES issue ON DELETE CASCADE,
    PRIMARY KEY (newsletter, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_use_issue ON article_use (issue);

CREATE TABLE excluded (
    issue      INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    subscriber INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (issue, subscriber)
) STRICT, WITHOUT ROWID;

-- `due`: when a deferred delivery is tried again; when the lease of a claimed one ends.
CREATE TABLE delivery (
    id            INTEGER PRIMARY KEY,
    issue         INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    subscriber    INTEGER NOT NULL REFERENCES subscriber,
    -- Not IN: for that, SQLite makes a table of the ten words for every row that is written.
    state         TEXT    NOT NULL CHECK (state = 'accepted' OR state = 'sending'
                  OR state = 'claimed' OR state = 'queued' OR state = 'deferred'
                  OR state = 'rejected' OR state = 'in doubt' OR state = 'expired'
                  OR state = 'suppressed' OR state = 'cancelled'),
    due           INTEGER NOT NULL,
    fence         INTEGER NOT NULL DEFAULT 0,
    attempts      INTEGER NOT NULL DEFAULT 0,
    owner         TEXT,
    first_attempt INTEGER,
    at            INTEGER,
    phase         TEXT,
    cause         TEXT,
    reply         TEXT,
    UNIQUE (issue, subscriber)
) STRICT;
-- Finds what is next, whose lease ended, and whether all is final.
CREATE INDEX delivery_state ON delivery (issue, state, due);

-- How many deliveries of an issue are in each state: kept here, so that listing a hundred issues
-- of a million readers each does not count them.
CREATE TABLE delivery_count (
    issue INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    state TEXT    NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (issue, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER delivery_moved AFTER UPDATE OF state ON delivery WHEN old.state <> new.state
BEGIN
    UPDATE delivery_count SET count = count - 1 WHERE issue = old.issue AND state = old.state;
    INSERT INTO delivery_count (issue, state, count) VALUES (new.issue, new.state, 1)
        ON CONFLICT (issue, state) DO UPDATE SET count = count + 1;
END;

-- A suppression that a reply asked for and that waits until it is clear that the fault is not ours.
CREATE TABLE suppression_wish (
    issue    INTEGER NOT NULL REFERENCES issue ON DELETE CASCADE,
    delivery INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
    reason   TEXT    NOT NULL,
    reply    INTEGER NOT NULL,
    PRIMARY KEY (issue, delivery)
) STRICT, WITHOUT ROWID;
