-- What a relay that is being warmed up, or a domain behind it, was given each day (UTC).
CREATE TABLE IF NOT EXISTS relay_day (
    relay  TEXT    NOT NULL,
    domain TEXT    NOT NULL,
    day    INTEGER NOT NULL,
    used   INTEGER NOT NULL,
    PRIMARY KEY (relay, domain, day)
) STRICT, WITHOUT ROWID;
