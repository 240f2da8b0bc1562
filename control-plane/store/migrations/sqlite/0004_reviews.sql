-- What a reviewer asks: which calls were allowed, and what a stack was installed from. migrations/postgres has the same tables.

-- Calls that AWS allowed through a connection, by action: a row for each, not for each call.
CREATE TABLE action_uses (
    connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    action        TEXT    NOT NULL,
    calls         INTEGER NOT NULL,
    since         INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    PRIMARY KEY (connection_id, action)
) STRICT, WITHOUT ROWID;

-- Templates that were rendered, as JSON, by the digest that a stack tells as an output.
CREATE TABLE templates (
    digest  TEXT    NOT NULL PRIMARY KEY,
    body    TEXT    NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;
