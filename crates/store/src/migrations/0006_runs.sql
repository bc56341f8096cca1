-- Runs, their leases, and their journals. `wake_at` is when somebody should look at the run again.
CREATE TABLE runs (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    parent TEXT,
    intent TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    wake_at BIGINT,
    worker TEXT,
    lease_until BIGINT,
    epoch BIGINT NOT NULL DEFAULT 0,
    journal_seq BIGINT NOT NULL,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX runs_newest ON runs (tenant, started_at, id);
CREATE INDEX runs_to_wake ON runs (wake_at) WHERE wake_at IS NOT NULL AND lease_until IS NULL;
CREATE INDEX runs_leased ON runs (lease_until) WHERE lease_until IS NOT NULL;

-- The user's words; erasable.
CREATE TABLE run_contents (
    tenant TEXT NOT NULL,
    run_id TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (tenant, run_id)
);

-- Append-only: ids, kinds, states and codes.
CREATE TABLE journal (
    tenant TEXT NOT NULL,
    run_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, run_id, seq)
) {clustered};
