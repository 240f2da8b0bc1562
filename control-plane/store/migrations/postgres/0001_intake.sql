-- Moments are milliseconds since 1970-01-01 UTC. Numbers of accounts, installations, repositories, runs and jobs are GitHub's:
-- names can change hands, numbers can't. migrations/sqlite has the same tables.

-- One row: this database is ours.
CREATE TABLE sprinters (
    only_row   BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    created_at BIGINT NOT NULL
);

-- Accepted deliveries, in the order of acceptance: the inbox of the worker. A row is there before GitHub reads 202. Both
-- identities are unique: GitHub signs the body alone, so a body can come back under another guid.
CREATE TABLE deliveries (
    id              BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guid            TEXT   NOT NULL UNIQUE,
    content         TEXT   NOT NULL UNIQUE,
    event           TEXT   NOT NULL,
    action          TEXT   NOT NULL,
    installation_id BIGINT,
    received_at     BIGINT NOT NULL,
    -- The fields we use, as JSON; emptied once performed.
    fields          TEXT   NOT NULL,
    lease           BIGINT,
    leased_until    BIGINT NOT NULL DEFAULT 0,
    attempts        BIGINT NOT NULL DEFAULT 0,
    done_at         BIGINT
);
CREATE INDEX deliveries_age ON deliveries (received_at);
CREATE INDEX deliveries_waiting ON deliveries (id) WHERE done_at IS NULL;

CREATE TABLE accounts (
    id         BIGINT NOT NULL PRIMARY KEY,
    login      TEXT   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('organization', 'user')),
    created_at BIGINT NOT NULL,
    -- When the last installation went. Its data goes within a day.
    removed_at BIGINT
);

CREATE TABLE installations (
    id           BIGINT NOT NULL PRIMARY KEY,
    account_id   BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at   BIGINT NOT NULL,
    -- The moment of the newest event applied: an older one changes nothing.
    changed_at   BIGINT NOT NULL,
    suspended_at BIGINT,
    removed_at   BIGINT
);
CREATE INDEX installations_account ON installations (account_id);

-- Identity is (job, attempt). A job never moves to a lower state_rank within its attempt.
CREATE TABLE jobs (
    id              BIGINT NOT NULL,
    run_attempt     BIGINT NOT NULL,
    account_id      BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    installation_id BIGINT NOT NULL,
    repository_id   BIGINT NOT NULL,
    run_id          BIGINT NOT NULL,
    state           TEXT   NOT NULL,
    state_rank      BIGINT NOT NULL,
    state_since     BIGINT NOT NULL,
    -- Everything else that decisions and pages need, as JSON of the core's type.
    detail          TEXT   NOT NULL,
    finished_at     BIGINT,
    PRIMARY KEY (id, run_attempt)
);
CREATE INDEX jobs_account ON jobs (account_id, id);
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

-- Intentions to call the outside. once says what is intended, so that nobody intends it twice.
CREATE TABLE effects (
    id           BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    once         TEXT   NOT NULL UNIQUE,
    account_id   BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind         TEXT   NOT NULL,
    -- The complete intention, as JSON; secrets in it are rows of secrets.
    plan         TEXT   NOT NULL,
    due_at       BIGINT NOT NULL,
    lease        BIGINT,
    leased_until BIGINT NOT NULL DEFAULT 0,
    attempts     BIGINT NOT NULL DEFAULT 0,
    done_at      BIGINT,
    outcome      TEXT
);
CREATE INDEX effects_due ON effects (due_at, id) WHERE done_at IS NULL;
CREATE INDEX effects_done ON effects (done_at) WHERE done_at IS NOT NULL;

-- Keys that seal an account's values, wrapped by a root key. Account 0 is the deployment itself. At most one key of an account
-- seals; others only open, until nothing is sealed with them.
CREATE TABLE account_keys (
    id         BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    root_key   TEXT   NOT NULL,
    wrapped    BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    seals      BIGINT NOT NULL CHECK (seals IN (0, 1))
);
CREATE UNIQUE INDEX account_keys_sealing ON account_keys (account_id) WHERE seals = 1;

-- Every sealed value. kind and subject say what it is, and are bound into it.
CREATE TABLE secrets (
    account_id BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    key_id     BIGINT NOT NULL REFERENCES account_keys (id),
    sealed     BYTEA  NOT NULL,
    PRIMARY KEY (account_id, kind, subject)
);
CREATE INDEX secrets_key ON secrets (key_id);

INSERT INTO sprinters (only_row, created_at) VALUES (1, (EXTRACT(EPOCH FROM now()) * 1000)::BIGINT);
