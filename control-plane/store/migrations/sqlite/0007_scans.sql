-- A scan is of one subject: a connection, a site, the App. It is leased with a number, as an effect is, so that whoever is late writes nothing; and it
-- counts how often the other side did not answer. What the older rows remember of many subjects at once is looked at anew, but for the deliveries.
ALTER TABLE scans RENAME TO scans_before;
CREATE TABLE scans (
    kind         TEXT    NOT NULL,
    -- Of what; empty where there is one for all.
    subject      TEXT    NOT NULL,
    -- Whose it is, if it is one account's.
    account_id   INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
    -- Where its calls go, as in effects.
    place        TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    lease        INTEGER,
    leased_until INTEGER NOT NULL DEFAULT 0,
    failures     INTEGER NOT NULL DEFAULT 0,
    memory       TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX scans_due ON scans (due_at);
CREATE INDEX scans_account ON scans (account_id) WHERE account_id IS NOT NULL;
INSERT INTO scans (kind, subject, place, due_at) VALUES
    ('subjects', '', '', 0), ('jobs', '', '', 0), ('connections', '', '', 0), ('deliveries', '', 'app', 0), ('installations', '', 'app', 0);
UPDATE scans SET memory = COALESCE((SELECT memory FROM scans_before WHERE name = 'deliveries'), '') WHERE kind = 'deliveries';
DROP TABLE scans_before;

-- Where an effect's calls go: they are counted by it, so that one that does not answer takes no place of others.
ALTER TABLE effects ADD COLUMN place TEXT NOT NULL DEFAULT '';

ALTER TABLE mail_outbox ADD COLUMN lease INTEGER;
