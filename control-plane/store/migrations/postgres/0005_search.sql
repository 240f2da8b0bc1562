-- What a search in the list of jobs looks at, in one column and in small letters: the database would know those of ASCII only, or of its own
-- language. migrations/sqlite has the same, and an index.
ALTER TABLE jobs ADD COLUMN search_text TEXT NOT NULL DEFAULT '';

UPDATE jobs SET search_text = lower(
    name || '
' || repository || '
' || COALESCE(workflow, '') || '
' || COALESCE(head_branch, '') || '
' || label);
