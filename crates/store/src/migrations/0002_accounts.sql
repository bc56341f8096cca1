-- Connected mailboxes. `secret` is sealed by the vault before it comes here.
CREATE TABLE accounts (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    name TEXT,
    kind TEXT NOT NULL,
    config TEXT NOT NULL,
    secret TEXT,
    created_at BIGINT NOT NULL,
    sync_cursor TEXT,
    syncing BIGINT NOT NULL DEFAULT 0,
    last_synced_at BIGINT,
    error_code TEXT,
    error_detail TEXT,
    failures BIGINT NOT NULL DEFAULT 0,
    items BIGINT NOT NULL DEFAULT 0,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, id)
);
