-- What was imported, so that it can be removed again: messages.imported is the id of the import.
CREATE TABLE imports (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	format INTEGER NOT NULL,
	texts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_imported ON messages(imported) WHERE imported <> 0;
-- What an import said of partners of whom nothing was known before: kind is 0 for the name, 1 for the draft,
-- 2 for the flags.
CREATE TABLE import_partners (
	import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
	number TEXT NOT NULL,
	kind INTEGER NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (import_id, number, kind)
) STRICT, WITHOUT ROWID;
