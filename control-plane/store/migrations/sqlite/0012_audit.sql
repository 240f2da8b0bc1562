-- The audit log outlives its account, whose admins can't erase what they did by deleting it. Each line carries the hash of itself and of the line
-- before it; lines of before this step, and of an older version that runs beside this one, carry none.
CREATE TABLE audit_log_kept (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    -- A person's number; none for the control plane itself.
    person_id  INTEGER,
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    previous   TEXT,
    hash       TEXT
) STRICT;
INSERT INTO audit_log_kept (id, account_id, at, person_id, actor, action, subject, detail, address)
    SELECT id, account_id, at, person_id, actor, action, subject, detail, address FROM audit_log;
DROP TABLE audit_log;
ALTER TABLE audit_log_kept RENAME TO audit_log;
CREATE INDEX audit_log_account ON audit_log (account_id, id);
CREATE INDEX audit_log_action ON audit_log (account_id, action, id);
CREATE INDEX audit_log_age ON audit_log (at);
