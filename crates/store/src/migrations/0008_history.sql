-- Append-only, without content: the effects' ledger, preference signals, the audit chain, the activity stream.
CREATE TABLE ledger (
    tenant TEXT NOT NULL,
    effect_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    code TEXT,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, effect_id, seq)
) {clustered};

CREATE TABLE signals (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    effect_kind TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    item_id TEXT,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, seq)
) {clustered};

CREATE TABLE audit (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    persona TEXT,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    reason TEXT,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant, seq)
) {clustered};

CREATE TABLE checkpoints (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (tenant, seq)
) {clustered};

CREATE TABLE activity (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    topic TEXT NOT NULL,
    data TEXT NOT NULL,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, seq)
) {clustered};
