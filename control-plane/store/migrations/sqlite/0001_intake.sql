-- Moments are milliseconds since 1970-01-01 UTC. Numbers of accounts, installations, repositories, runs and jobs are GitHub's:
-- names can change hands, numbers can't. migrations/postgres has the same tables.

-- "SPRN": how we know our own file.
PRAGMA application_id = 1397772878;

-- One row: this database is ours.
CREATE TABLE sprinters (
    only_row   INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    created_at INTEGER NOT NULL
) STRICT;

-- Accepted deliveries, in the order of acceptance: the inbox of the worker. A row is there before GitHub reads 202. Both
-- identities are unique: GitHub signs the body alone, so a body can come back under another guid.
CREATE TABLE deliveries (
    id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
CREATE INDEX deliveries_age ON deliveries (received_at);
CREATE INDEX deliveries_waiting ON deliveries (id) WHERE done_at IS NULL;

CREATE TABLE accounts (
    id         INTEGER NOT NULL PRIMARY KEY,
    login      TEXT    NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('organization', 'user')),
    created_at INTEGER NOT NULL,
    -- When the last installation went. Its data goes within a day.
    removed_at INTEGER
) STRICT;

CREATE TABLE installations (
    id           INTEGER NOT NULL PRIMARY KEY,
    account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    -- The moment of the newest event applied: an older one changes nothing.
    changed_at   INTEGER NOT NULL,
    suspended_at INTEGER,
    removed_at   INTEGER
) STRICT;
CREATE INDEX installations_account ON installations (account_id);

-- Identity is (job, attempt). A job never moves to a lower state_rank within its attempt.
CREATE TABLE jobs (
    id              INTEGER NOT NULL,
    run_attempt     INTEGER NOT NULL,
    account_id      INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    installation_id INTEGER NOT NULL,
    repository_id   INTEGER NOT NULL,
    run_id          INTEGER NOT NULL,
    state           TEXT    NOT NULL,
    state_rank      INTEGER NOT NULL,
    state_since     INTEGER NOT NULL,
    -- Everything else that decisions and pages need, as JSON of the core's type.
    detail          TEXT    NOT NULL,
    finished_at     INTEGER,
    PRIMARY KEY (id, run_attempt)
) STRICT;
CREATE INDEX jobs_account ON jobs (account_id, id);
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

-- Intentions to call the outside. once says what is intended, so that nobody intends it twice.
CREATE TABLE effects (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    once         TEXT    NOT NULL UNIQUE,
    account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind         TEXT    NOT NULL,
    -- The complete intention, as JSON; secrets in it are rows of secrets.
    plan         TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    lease        INTEGER,
    leased_until INTEGER NOT NULL DEFAULT 0,
    attempts     INTEGER NOT NULL DEFAULT 0,
    done_at      INTEGER,
    outcome      TEXT
) STRICT;
CREATE INDEX effects_due ON effects (due_at, id) WHERE done_at IS NULL;
CREATE INDEX effects_done ON effects (done_at) WHERE done_at IS NOT NULL;

-- Keys that seal an account's values, wrapped by a root key. Account 0 is the deployment itself. At most one key of an account
-- seals; others only open, until nothing is sealed with them.
CREATE TABLE account_keys (
    id         INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL,
    root_key   TEXT    NOT NULL,
    wrapped    BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    seals      INTEGER NOT NULL CHECK (seals IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX account_keys_sealing ON account_keys (account_id) WHERE seals = 1;

-- Every sealed value. kind and subject say what it is, and are bound into it.
CREATE TABLE secrets (
    account_id INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    key_id     INTEGER NOT NULL REFERENCES account_keys (id),
    sealed     BLOB    NOT NULL,
    PRIMARY KEY (account_id, kind, subject)
) STRICT;
CREATE INDEX secrets_key ON secrets (key_id);

INSERT INTO sprinters (only_row, created_at) VALUES (1, CAST(unixepoch('subsec') * 1000 AS INTEGER));
