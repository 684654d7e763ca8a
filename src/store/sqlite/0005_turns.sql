-- Turns under a limit a second: from when (`free`, ms) the relay, or its domain, has the next.
CREATE TABLE IF NOT EXISTS relay_turn (
    relay  TEXT    NOT NULL,
    domain TEXT    NOT NULL,
    free   INTEGER NOT NULL,
    PRIMARY KEY (relay, domain)
) STRICT, WITHOUT ROWID;
