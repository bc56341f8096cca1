-- Tenants with the ends of their append-only sequences, their users, and what belongs to the installation.
CREATE TABLE tenants (
    tenant TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    stopped BIGINT NOT NULL DEFAULT 0,
    activity_seq BIGINT NOT NULL DEFAULT 0,
    signal_seq BIGINT NOT NULL DEFAULT 0,
    audit_seq BIGINT NOT NULL DEFAULT 0,
    audit_hash TEXT
);

CREATE TABLE users (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, user_id)
);
CREATE INDEX users_by_token ON users (token_hash);

CREATE TABLE preferences (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    content TEXT NOT NULL,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, user_id)
);

-- Of no tenant: the public key of the audit log, and the like.
CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- `status` and `body` are absent while the first request is in flight.
CREATE TABLE idempotency_keys (
    tenant TEXT NOT NULL,
    actor TEXT NOT NULL,
    request_key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status BIGINT,
    body TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, actor, request_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (tenant, created_at);
