-- The hash of an account's newest line: without it the end of the log could be cut off unseen.
CREATE TABLE audit_heads (
    account_id INTEGER NOT NULL PRIMARY KEY,
    hash       TEXT    NOT NULL
) STRICT;

-- Where a session was begun, so that its person knows it again.
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
