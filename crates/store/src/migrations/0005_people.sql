-- Addresses that the user has written to or added, and how senders call themselves and are paid.
CREATE TABLE contacts (
    tenant TEXT NOT NULL,
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT,
    created_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    persona TEXT,
    PRIMARY KEY (tenant, address_key)
) {clustered};

CREATE TABLE contact_names (
    tenant TEXT NOT NULL,
    name_key TEXT NOT NULL,
    address_key TEXT NOT NULL,
    PRIMARY KEY (tenant, name_key, address_key)
) {clustered};

-- IBANs that a sender named, by the mail that named them.
CREATE TABLE bank_details (
    tenant TEXT NOT NULL,
    address_key TEXT NOT NULL,
    item_id TEXT NOT NULL,
    iban TEXT NOT NULL,
    PRIMARY KEY (tenant, address_key, item_id, iban)
) {clustered};
CREATE INDEX bank_details_by_item ON bank_details (tenant, item_id);
