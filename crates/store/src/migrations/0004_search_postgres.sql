-- Words only, folded by us, without positions.
CREATE TABLE search (
    tenant TEXT NOT NULL,
    item_id TEXT NOT NULL,
    search_key BIGINT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (tenant, item_id)
);
CREATE INDEX search_words ON search USING GIN (words);
