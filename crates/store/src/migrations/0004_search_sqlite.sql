-- Words only: the text itself stays in its row. The words come folded, so that both databases find the same;
-- `ascii` then parts them at the blanks and leaves every other letter as it is.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
