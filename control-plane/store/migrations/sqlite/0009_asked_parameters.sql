-- What somebody wants a connection's stack to be installed with, as JSON: checked against the template when it was filled in, shown from here alone.
ALTER TABLE connections ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}';
