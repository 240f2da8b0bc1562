-- The name of a runner at GitHub says nothing about its row any more, and GitHub's number of it stays after the state that holds it: what GitHub tells
-- about a runner is looked up by that number, among the runners of the account that the news is about. A row without a name is called by its id.
ALTER TABLE runners ADD COLUMN name TEXT;
ALTER TABLE runners ADD COLUMN registration BIGINT;
UPDATE runners SET registration = (machine::jsonb #>> '{state,registration}')::bigint;
CREATE INDEX runners_registration ON runners (registration, account_id) WHERE registration IS NOT NULL;
