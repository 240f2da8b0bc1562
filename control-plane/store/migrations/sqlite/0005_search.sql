-- What a search in the list of jobs looks at, in one column and in small letters: the database would know those of ASCII only, or of its own
-- language. migrations/postgres has the same but for the index: PostgreSQL refuses entries of more than a third of a page.
ALTER TABLE jobs ADD COLUMN search_text TEXT NOT NULL DEFAULT '';

UPDATE jobs SET search_text = lower(
    name || '
' || repository || '
' || COALESCE(workflow, '') || '
' || COALESCE(head_branch, '') || '
' || label);

-- All that a search looks at, so that it reads thousands of short entries and no row. The list's index before was the beginning of it.
DROP INDEX jobs_account;
CREATE INDEX jobs_account ON jobs (account_id, id, repository_id, queued_at, search_text);
