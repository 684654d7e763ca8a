-- How many messages went to a relay in each minute of the last day, in all and (`domain`) to each
-- domain that has a limit of its own.
CREATE TABLE relay_use (
    relay  TEXT    NOT NULL,
    domain TEXT    NOT NULL,
    minute INTEGER NOT NULL,
    used   INTEGER NOT NULL,
    PRIMARY KEY (relay, domain, minute)
) STRICT, WITHOUT ROWID;

-- The speed that a relay which asked for less was found to bear, in messages a second.
CREATE TABLE relay_speed (
    relay TEXT    NOT NULL PRIMARY KEY,
    speed REAL    NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
