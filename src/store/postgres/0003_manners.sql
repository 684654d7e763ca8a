-- What a relay was found not to bear (`manner`), though it offers it: it is served without.
CREATE TABLE IF NOT EXISTS relay_dislike (
    relay  TEXT COLLATE "C" NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (relay, manner)
);
