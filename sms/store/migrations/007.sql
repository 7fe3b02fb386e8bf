-- The index for searching holds grams of the texts, made by package find, under their place. Only messages
-- up to the ID in searched are in it; the others are looked through one by one. dirty says that the index
-- still holds something of messages that were removed.
CREATE VIRTUAL TABLE search USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE searched (id INTEGER NOT NULL, dirty INTEGER NOT NULL) STRICT;
INSERT INTO searched VALUES (0, 0);
ALTER TABLE messages DROP COLUMN folded;
