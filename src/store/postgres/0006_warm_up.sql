-- What a relay that is being warmed up, or a domain behind it, was given each day (UTC).
CREATE TABLE IF NOT EXISTS relay_day (
    relay  TEXT COLLATE "C" NOT NULL,
    domain TEXT COLLATE "C" NOT NULL,
    day    BIGINT NOT NULL,
    used   BIGINT NOT NULL,
    PRIMARY KEY (relay, domain, day)
);
