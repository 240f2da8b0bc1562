-- The audit log outlives its account, whose admins can't erase what they did by deleting it. Each line carries the hash of itself and of the line
-- before it; lines of before this step, and of an older version that runs beside this one, carry none.
ALTER TABLE audit_log DROP CONSTRAINT audit_log_account_id_fkey;
ALTER TABLE audit_log ADD COLUMN previous TEXT;
ALTER TABLE audit_log ADD COLUMN hash TEXT;
