-- How long jobs of an account wait for AWS before their run is cancelled, in minutes; none is the default.
ALTER TABLE account_settings ADD COLUMN patience_minutes BIGINT CHECK (patience_minutes > 0);

-- Zones of a region that an AWS account was seen to have: by launches, and by AWS's own sentences.
CREATE TABLE known_zones (
    aws_account TEXT   NOT NULL,
    zone        TEXT   NOT NULL,
    seen_at     BIGINT NOT NULL,
    PRIMARY KEY (aws_account, zone)
);
