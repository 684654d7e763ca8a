-- What a relay was found not to bear (`manner`), though it offers it: it is served without.
CREATE TABLE IF NOT EXISTS relay_dislike (
    relay  TEXT    NOT NULL,
    manner TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (relay, manner)
) STRICT, WITHOUT ROWID;
