-- What the worker keeps. migrations/postgres has the same tables.

-- Until now nothing wrote it. A rerun makes jobs with new numbers, so GitHub's number alone is the identity; the machine knows the attempt.
DROP TABLE jobs;

CREATE TABLE jobs (
    id              INTEGER NOT NULL PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    installation_id INTEGER NOT NULL,
    repository_id   INTEGER NOT NULL,
    repository      TEXT    NOT NULL,
    private         INTEGER NOT NULL CHECK (private IN (0, 1)),
    run_id          INTEGER NOT NULL,
    run_attempt     INTEGER NOT NULL,
    name            TEXT    NOT NULL,
    workflow        TEXT,
    head_branch     TEXT,
    -- The label that is ours, and all labels as JSON.
    label           TEXT    NOT NULL,
    labels          TEXT    NOT NULL,
    -- The machine's state by name; the whole machine as JSON of the core's type.
    state           TEXT    NOT NULL,
    machine         TEXT    NOT NULL,
    -- The runner made for it, or the one it runs on.
    runner_id       TEXT,
    -- The code of the reason why it waits or failed.
    reason          TEXT,
    -- Run again after a reclaim: on demand only.
    on_demand_only  INTEGER NOT NULL CHECK (on_demand_only IN (0, 1)),
    queued_at       INTEGER NOT NULL,
    state_since     INTEGER NOT NULL,
    heard_at        INTEGER NOT NULL,
    started_at      INTEGER,
    finished_at     INTEGER
) STRICT;
CREATE INDEX jobs_account ON jobs (account_id, id);
CREATE INDEX jobs_account_state ON jobs (account_id, state, id);
CREATE INDEX jobs_account_repository ON jobs (account_id, repository, id);
CREATE INDEX jobs_open ON jobs (id) WHERE finished_at IS NULL;
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_run ON jobs (run_id);

-- One AWS account and region, by one installed stack. Its external id is a row of secrets, by the connection's number.
CREATE TABLE connections (
    id                      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id              INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- pending: waits for the stack's outputs; working; broken: probed until it works again; removed.
    state                   TEXT    NOT NULL CHECK (state IN ('pending', 'working', 'broken', 'removed')),
    region                  TEXT    NOT NULL,
    deployment_id           TEXT    NOT NULL UNIQUE,
    -- SHA-256 of the one-time code that hands over the outputs.
    code_hash               TEXT,
    code_expires_at         INTEGER,
    -- What the stack told: JSON of its outputs.
    outputs                 TEXT,
    aws_account             TEXT,
    -- Zones of listed subnets, as far as launches showed them: JSON.
    subnet_zones            TEXT    NOT NULL DEFAULT '{}',
    -- The last verification, line by line, and why the connection is broken: JSON.
    checks                  TEXT,
    failure                 TEXT,
    checked_at              INTEGER,
    created_at              INTEGER NOT NULL,
    connected_at            INTEGER
) STRICT;
CREATE INDEX connections_account ON connections (account_id, id);
CREATE UNIQUE INDEX connections_code ON connections (code_hash) WHERE code_hash IS NOT NULL;
CREATE UNIQUE INDEX connections_place ON connections (account_id, aws_account, region) WHERE state IN ('working', 'broken');

CREATE TABLE runners (
    id                        TEXT    NOT NULL PRIMARY KEY,
    account_id                INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    connection_id             INTEGER NOT NULL REFERENCES connections (id),
    -- Where it is registered: JSON.
    site                      TEXT    NOT NULL,
    repository_id             INTEGER NOT NULL,
    -- The job that it was made for.
    job_id                    INTEGER NOT NULL,
    labels                    TEXT    NOT NULL,
    -- The launch plan, complete: JSON. Written once.
    plan                      TEXT    NOT NULL,
    state                     TEXT    NOT NULL,
    machine                   TEXT    NOT NULL,
    state_since               INTEGER NOT NULL,
    deadline                  INTEGER,
    -- Scans in a row that missed its instance, and its registration.
    missed_instance           INTEGER NOT NULL DEFAULT 0,
    missed_registration       INTEGER NOT NULL DEFAULT 0,
    instance_id               TEXT,
    -- Of the attempt under way, or the one that made the instance.
    instance_type             TEXT    NOT NULL,
    market                    TEXT    NOT NULL CHECK (market IN ('spot', 'on-demand')),
    zone                      TEXT,
    vcpu                      INTEGER NOT NULL,
    price_micro_usd_per_hour  INTEGER,
    on_demand_micro_usd_per_hour INTEGER,
    created_at                INTEGER NOT NULL,
    launched_at               INTEGER,
    busy_at                   INTEGER,
    ended_at                  INTEGER
) STRICT;
CREATE INDEX runners_account ON runners (account_id, created_at);
CREATE INDEX runners_connection ON runners (connection_id);
CREATE INDEX runners_deadline ON runners (deadline) WHERE deadline IS NOT NULL;
CREATE INDEX runners_created ON runners (created_at);
CREATE INDEX runners_job ON runners (job_id);
CREATE INDEX runners_live ON runners (connection_id, id) WHERE ended_at IS NULL;
CREATE INDEX runners_live_account ON runners (account_id) WHERE ended_at IS NULL;
CREATE INDEX runners_ended ON runners (ended_at) WHERE ended_at IS NOT NULL;

-- One RunInstances each, stored before the call: what is repeated is repeated to the byte. User data is a row of secrets.
CREATE TABLE launches (
    runner_id   TEXT    NOT NULL REFERENCES runners (id) ON DELETE CASCADE,
    attempt     INTEGER NOT NULL,
    request     TEXT    NOT NULL,
    stored_at   INTEGER NOT NULL,
    answered_at INTEGER,
    answer      TEXT,
    PRIMARY KEY (runner_id, attempt)
) STRICT;

-- What happened to a job and its runners, in order: what "why is my job waiting?" is answered from. Also the stream of live pages.
CREATE TABLE timeline (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job_id     INTEGER,
    runner_id  TEXT,
    at         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    detail     TEXT    NOT NULL
) STRICT;
CREATE INDEX timeline_job ON timeline (job_id, id) WHERE job_id IS NOT NULL;
CREATE INDEX timeline_runner ON timeline (runner_id, id) WHERE runner_id IS NOT NULL;
CREATE INDEX timeline_age ON timeline (at);
CREATE INDEX timeline_near_miss ON timeline (account_id, at) WHERE kind = 'near-miss';

-- What an account chose: JSON of the core's policy.
CREATE TABLE account_settings (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    policy     TEXT    NOT NULL,
    -- Where its runners are registered.
    runners_at TEXT    NOT NULL CHECK (runners_at IN ('repository', 'organization')),
    changed_at INTEGER NOT NULL
) STRICT;

-- What scans remember between two runs, and who does the next one.
CREATE TABLE scans (
    name         TEXT    NOT NULL PRIMARY KEY,
    due_at       INTEGER NOT NULL,
    leased_until INTEGER NOT NULL DEFAULT 0,
    memory       TEXT    NOT NULL
) STRICT;

-- AWS's recent refusals for want of capacity. An empty zone: AWS was free to choose.
CREATE TABLE capacity_refusals (
    aws_account   TEXT    NOT NULL,
    region        TEXT    NOT NULL,
    instance_type TEXT    NOT NULL,
    zone          TEXT    NOT NULL,
    market        TEXT    NOT NULL,
    refused_at    INTEGER NOT NULL,
    PRIMARY KEY (aws_account, region, instance_type, zone, market)
) STRICT;

-- Whom an effect is about, so that what is still under way can be asked for.
ALTER TABLE effects ADD COLUMN job_id INTEGER;
ALTER TABLE effects ADD COLUMN runner_id TEXT;
CREATE INDEX effects_job ON effects (job_id) WHERE job_id IS NOT NULL AND done_at IS NULL;
CREATE INDEX effects_runner ON effects (runner_id) WHERE runner_id IS NOT NULL AND done_at IS NULL;
