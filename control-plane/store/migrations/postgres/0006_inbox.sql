-- Deliveries are numbered in the order of acceptance: the oldest are found by that. migrations/sqlite takes a counter away, too.
DROP INDEX deliveries_age;
