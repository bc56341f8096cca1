-- As in 0009: a store of one tenant, here with 20,000 events.
ANALYZE;
DELETE FROM sqlite_stat1 WHERE tbl IN ('events', 'occurrences');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('events', 'sqlite_autoindex_events_1', '20000 20000 1'),
    ('events', 'events_by_place', '20000 20000 10000 5000 1'),
    ('events', 'events_by_uid', '20000 20000 1'),
    ('events', 'events_to_expand', '500 500 1'),
    ('occurrences', 'occurrences', '100000 100000 5 1 1'),
    ('occurrences', 'occurrences_by_start', '100000 100000 2 1 1'),
    ('occurrences', 'occurrences_long', '100 100 1 1 1');
ANALYZE sqlite_schema;
