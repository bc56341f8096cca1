-- A proposal and its effect: `status` is the decision, `state` the effect's place in the ledger.
-- `due_at` is when an approved effect may be claimed.
CREATE TABLE proposals (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    effect_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    risk TEXT NOT NULL,
    account_id TEXT,
    group_id TEXT,
    item_id TEXT,
    run_id TEXT,
    undoes TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    approved_at BIGINT,
    due_at BIGINT,
    not_before BIGINT,
    undo_until BIGINT,
    first_attempt_at BIGINT,
    started_at BIGINT,
    epoch BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    worker TEXT,
    lease_until BIGINT,
    error_code TEXT,
    error_detail TEXT,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, effect_id)
);
CREATE INDEX proposals_newest ON proposals (tenant, created_at, id);
CREATE INDEX proposals_pending ON proposals (tenant, created_at, id) WHERE status = 'pending';
CREATE INDEX proposals_to_expire ON proposals (expires_at) WHERE status = 'pending';
CREATE INDEX proposals_to_claim ON proposals (due_at) WHERE state = 'approved';
CREATE INDEX proposals_unsettled ON proposals (tenant, state) WHERE state IN ('approved', 'claimed', 'started');
CREATE INDEX proposals_leased ON proposals (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX proposals_by_item ON proposals (tenant, item_id) WHERE item_id IS NOT NULL;
CREATE INDEX proposals_by_run ON proposals (tenant, run_id) WHERE run_id IS NOT NULL;
CREATE INDEX proposals_by_group ON proposals (tenant, group_id) WHERE group_id IS NOT NULL;

-- The words: erasable.
CREATE TABLE proposal_contents (
    tenant TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    preview TEXT NOT NULL,
    labels TEXT NOT NULL,
    payload TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (tenant, proposal_id)
);

-- Starts by second, for the quotas; older seconds are swept.
CREATE TABLE effect_starts (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    second BIGINT NOT NULL,
    starts BIGINT NOT NULL,
    PRIMARY KEY (tenant, kind, second)
) {clustered};
