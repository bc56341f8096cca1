-- What items of the kind `event` have beyond others: one row for each calendar object (one UID at one place).
-- `parts` holds its components as they were read, the master first; the text itself is a blob.
CREATE TABLE events (
    tenant TEXT NOT NULL,
    item_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    calendar TEXT NOT NULL,
    place_key TEXT NOT NULL,
    uid TEXT NOT NULL,
    etag TEXT,
    parts TEXT NOT NULL,
    expanded_to BIGINT,
    PRIMARY KEY (tenant, item_id)
);
CREATE UNIQUE INDEX events_by_place ON events (tenant, account_id, calendar, place_key);
CREATE INDEX events_by_uid ON events (tenant, uid);
CREATE INDEX events_to_expand ON events (tenant, expanded_to) WHERE expanded_to IS NOT NULL;

-- When events take place, as far as they were expanded. `is_long` are the few that last beyond a month, so that
-- a range needs to look back one month only.
CREATE TABLE occurrences (
    tenant TEXT NOT NULL,
    item_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    recurrence_id TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    part BIGINT NOT NULL,
    all_day BIGINT NOT NULL,
    is_busy BIGINT NOT NULL,
    is_long BIGINT NOT NULL,
    PRIMARY KEY (tenant, item_id, starts_at, recurrence_id)
) {clustered};
CREATE INDEX occurrences_by_start ON occurrences (tenant, starts_at, item_id, ends_at);
CREATE INDEX occurrences_long ON occurrences (tenant, starts_at, item_id, ends_at) WHERE is_long = 1;
