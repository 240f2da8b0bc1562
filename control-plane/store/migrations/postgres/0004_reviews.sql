-- What a reviewer asks: which calls were allowed, and what a stack was installed from. migrations/sqlite has the same tables.

-- Calls that AWS allowed through a connection, by action: a row for each, not for each call.
CREATE TABLE action_uses (
    connection_id BIGINT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    action        TEXT    NOT NULL,
    calls         BIGINT NOT NULL,
    since         BIGINT NOT NULL,
    at            BIGINT NOT NULL,
    PRIMARY KEY (connection_id, action)
);

-- Templates that were rendered, as JSON, by the digest that a stack tells as an output.
CREATE TABLE templates (
    digest  TEXT    NOT NULL PRIMARY KEY,
    body    TEXT    NOT NULL,
    kept_at BIGINT NOT NULL
);
