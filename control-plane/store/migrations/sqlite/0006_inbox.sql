-- A delivery costs a page of the log for every tree that it is in, and each page is encrypted. Two of them were not needed: the age of a delivery, since
-- deliveries are numbered in the order of acceptance, and the counter of AUTOINCREMENT, since only the oldest are forgotten. SQLite can't take the
-- latter away from a table; migrations/postgres has no such counter and keeps its table.
CREATE TABLE deliveries_anew (
    id              INTEGER NOT NULL PRIMARY KEY,
    guid            TEXT    NOT NULL UNIQUE,
    content         TEXT    NOT NULL UNIQUE,
    event           TEXT    NOT NULL,
    action          TEXT    NOT NULL,
    installation_id INTEGER,
    received_at     INTEGER NOT NULL,
    -- The fields we use, as JSON; emptied once performed.
    fields          TEXT    NOT NULL,
    lease           INTEGER,
    leased_until    INTEGER NOT NULL DEFAULT 0,
    attempts        INTEGER NOT NULL DEFAULT 0,
    done_at         INTEGER
) STRICT;
INSERT INTO deliveries_anew SELECT * FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE deliveries_anew RENAME TO deliveries;
CREATE INDEX deliveries_waiting ON deliveries (id) WHERE done_at IS NULL;
