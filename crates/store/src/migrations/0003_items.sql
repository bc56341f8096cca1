-- What was ingested. Everything here is content and can be erased.
-- `from_key` is `domain@local` in lower case, so that one index finds a sender and a domain.
-- `search_key` is the item's number in the full-text index and grows with `received_at`.
CREATE TABLE items (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    account_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    search_key BIGINT NOT NULL,
    thread_id TEXT,
    message_id TEXT,
    duplicate_of TEXT,
    received_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    sent_at BIGINT,
    sent_offset BIGINT,
    subject TEXT,
    from_name TEXT,
    from_address TEXT,
    from_key TEXT,
    head TEXT NOT NULL,
    folders TEXT NOT NULL,
    unread BIGINT NOT NULL,
    flagged BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    archived BIGINT NOT NULL,
    outgoing BIGINT NOT NULL,
    awaiting_reply BIGINT NOT NULL DEFAULT 0,
    has_html BIGINT NOT NULL,
    auth TEXT NOT NULL,
    auth_open BIGINT NOT NULL,
    proved BIGINT NOT NULL,
    integrity TEXT NOT NULL,
    raw TEXT,
    size BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    category TEXT,
    action_type TEXT,
    verdict TEXT,
    due_at BIGINT,
    triage TEXT,
    safety TEXT,
    summary TEXT,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, account_id, content_hash)
);
CREATE INDEX items_newest ON items (tenant, received_at, id);
CREATE INDEX items_in_inbox ON items (tenant, received_at, id) WHERE archived = 0;
CREATE INDEX items_open ON items (tenant) WHERE archived = 0 AND outgoing = 0;
CREATE INDEX items_unread ON items (tenant, received_at, id) WHERE unread = 1;
CREATE INDEX items_awaiting ON items (tenant, received_at, id) WHERE awaiting_reply = 1;
CREATE INDEX items_unauthenticated ON items (tenant, received_at, id) WHERE auth_open = 1;
CREATE INDEX items_pending ON items (tenant, account_id) WHERE pending = 1;
CREATE INDEX items_due ON items (tenant, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX items_unsafe ON items (tenant, verdict, received_at, id) WHERE verdict <> 'safe';
CREATE INDEX items_by_thread ON items (tenant, thread_id, received_at, id);
CREATE INDEX items_by_message ON items (tenant, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX items_by_sender ON items (tenant, from_key, received_at, id);
CREATE INDEX items_by_category ON items (tenant, category, received_at, id) WHERE category IS NOT NULL;
CREATE INDEX items_by_action ON items (tenant, action_type, archived, outgoing, answered) WHERE action_type IS NOT NULL;
CREATE INDEX items_by_search ON items (search_key);

-- The long parts, which no list reads.
CREATE TABLE item_contents (
    tenant TEXT NOT NULL,
    item_id TEXT NOT NULL,
    text TEXT NOT NULL,
    links TEXT NOT NULL,
    PRIMARY KEY (tenant, item_id)
);

-- A key is absent at the provider until the next sync names it: then it is `?` and the item's id.
CREATE TABLE places (
    tenant TEXT NOT NULL,
    account_id TEXT NOT NULL,
    folder TEXT NOT NULL,
    place_key TEXT NOT NULL,
    item_id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    flagged BIGINT NOT NULL,
    PRIMARY KEY (tenant, account_id, folder, place_key)
) {clustered};
CREATE INDEX places_by_item ON places (tenant, item_id, folder, place_key);
CREATE INDEX places_by_folder ON places (tenant, folder, received_at, item_id);

-- The thread of every Message-ID that a mail had or named, so that a parent that arrives late joins.
CREATE TABLE thread_links (
    tenant TEXT NOT NULL,
    message_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    PRIMARY KEY (tenant, message_id)
) {clustered};
CREATE INDEX thread_links_by_thread ON thread_links (tenant, thread_id);

CREATE TABLE recipients (
    tenant TEXT NOT NULL,
    address_key TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    item_id TEXT NOT NULL,
    PRIMARY KEY (tenant, address_key, received_at, item_id)
) {clustered};
CREATE INDEX recipients_by_item ON recipients (tenant, item_id);
