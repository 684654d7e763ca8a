-- Turns under a limit a second: from when (`free`, ms) the relay, or its domain, has the next.
CREATE TABLE IF NOT EXISTS relay_turn (
    relay  TEXT COLLATE "C" NOT NULL,
    domain TEXT COLLATE "C" NOT NULL,
    free   BIGINT NOT NULL,
    PRIMARY KEY (relay, domain)
);
