-- What the console keeps: who signed in, what they reach, what they chose, what they did. migrations/postgres has the same tables.

-- People who signed in. Their tokens and e-mail addresses are rows of secrets.
CREATE TABLE people (
    id             INTEGER NOT NULL PRIMARY KEY,
    login          TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    -- When GitHub last told what they reach.
    reach_told_at  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A browser that is signed in. The cookie's value is not here, only its hash.
CREATE TABLE sessions (
    token_hash TEXT    NOT NULL PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_seen ON sessions (seen_at);

-- Which accounts a person reaches, as GitHub last told.
CREATE TABLE memberships (
    person_id       INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    account_id      INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    installation_id INTEGER NOT NULL,
    is_admin        INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
    PRIMARY KEY (person_id, account_id)
) STRICT;
CREATE INDEX memberships_account ON memberships (account_id);

-- Which repositories a person who is no admin reaches.
CREATE TABLE reachable_repositories (
    person_id     INTEGER NOT NULL,
    account_id    INTEGER NOT NULL,
    repository_id INTEGER NOT NULL,
    PRIMARY KEY (person_id, account_id, repository_id),
    FOREIGN KEY (person_id, account_id) REFERENCES memberships (person_id, account_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE api_tokens (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    person_id  INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    token_hash TEXT    NOT NULL UNIQUE,
    scope      TEXT    NOT NULL CHECK (scope IN ('read', 'write')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_tokens_account ON api_tokens (account_id, id);

-- Who did what, from where; and every AWS session that we opened, and why. Rows are only added.
CREATE TABLE audit_log (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    -- A person's number; none for the control plane itself.
    person_id  INTEGER,
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    address    TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_log_account ON audit_log (account_id, id);
CREATE INDEX audit_log_action ON audit_log (account_id, action, id);
CREATE INDEX audit_log_age ON audit_log (at);

-- Where a person wants other e-mail than by default.
CREATE TABLE notification_choices (
    person_id  INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    wanted     INTEGER NOT NULL CHECK (wanted IN (0, 1)),
    PRIMARY KEY (person_id, account_id, kind)
) STRICT;

-- E-mail to be sent. once says what about, so that nobody is told the same thing twice.
CREATE TABLE mail_outbox (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    once         TEXT    NOT NULL UNIQUE,
    account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    person_id    INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind         TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    -- Emptied once sent.
    text_body    TEXT    NOT NULL,
    html_body    TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    leased_until INTEGER NOT NULL DEFAULT 0,
    attempts     INTEGER NOT NULL DEFAULT 0,
    done_at      INTEGER,
    outcome      TEXT
) STRICT;
CREATE INDEX mail_outbox_due ON mail_outbox (due_at, id) WHERE done_at IS NULL;
CREATE INDEX mail_outbox_done ON mail_outbox (done_at) WHERE done_at IS NOT NULL;

-- Costs of a day of runners that ended on it, so that no page adds up a million rows. Made from runners again and again until the day is over.
CREATE TABLE cost_days (
    account_id          INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day                 INTEGER NOT NULL,
    repository_id       INTEGER NOT NULL,
    repository          TEXT    NOT NULL,
    workflow            TEXT    NOT NULL,
    instance_type       TEXT    NOT NULL,
    market              TEXT    NOT NULL,
    runners             INTEGER NOT NULL,
    reclaimed           INTEGER NOT NULL,
    millis              INTEGER NOT NULL,
    -- Begun minutes of jobs: what GitHub would bill.
    job_minutes         INTEGER NOT NULL,
    micro_usd           INTEGER NOT NULL,
    on_demand_micro_usd INTEGER NOT NULL,
    PRIMARY KEY (account_id, day, repository_id, workflow, instance_type, market)
) STRICT, WITHOUT ROWID;
CREATE TABLE cost_progress (
    only_row  INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    -- Days before this one are final.
    open_day  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

-- What the filters of the job list go by, each in the order of the list.
CREATE INDEX jobs_account_workflow ON jobs (account_id, workflow, id);
CREATE INDEX jobs_account_branch ON jobs (account_id, head_branch, id);
CREATE INDEX jobs_account_label ON jobs (account_id, label, id);
CREATE INDEX runners_account_launched ON runners (account_id, launched_at);
CREATE INDEX jobs_account_queued ON jobs (account_id, queued_at);
