-- Texts that are sent later. start is a time on the clock on the wall, "2026-11-27 08:00"; what is
-- removed can be brought back until the next start.
CREATE TABLE planned (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	number TEXT NOT NULL,
	text TEXT NOT NULL,
	at INTEGER NOT NULL,
	start TEXT NOT NULL,
	unit INTEGER NOT NULL,
	every INTEGER NOT NULL,
	ask INTEGER NOT NULL,
	since INTEGER NOT NULL,
	removed INTEGER NOT NULL DEFAULT 0
) STRICT;
-- The occurrences that were sent or skipped: none is sent twice.
CREATE TABLE planned_done (
	planned_id INTEGER NOT NULL REFERENCES planned(id) ON DELETE CASCADE,
	occurrence TEXT NOT NULL,
	message_id INTEGER REFERENCES messages(id) ON DELETE SET NULL,
	PRIMARY KEY (planned_id, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX planned_done_message ON planned_done(message_id) WHERE message_id IS NOT NULL;

-- One text to many people, and a row for each of them. A row that was handed to the queue has the
-- message that was made of it, until that is deleted.
CREATE TABLE jobs (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	text TEXT NOT NULL,
	imsi TEXT NOT NULL,
	state INTEGER NOT NULL,
	why INTEGER NOT NULL DEFAULT 0,
	over INTEGER NOT NULL DEFAULT 0,
	created INTEGER NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE job_rows (
	job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
	row INTEGER NOT NULL,
	number TEXT NOT NULL,
	name TEXT NOT NULL,
	text TEXT NOT NULL,
	parts INTEGER NOT NULL,
	state INTEGER NOT NULL DEFAULT 0,
	given_at INTEGER NOT NULL DEFAULT 0,
	message_id INTEGER REFERENCES messages(id) ON DELETE SET NULL,
	PRIMARY KEY (job_id, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_rows_waiting ON job_rows(job_id, row) WHERE state = 0;
CREATE INDEX job_rows_given ON job_rows(given_at, parts) WHERE state = 1;
CREATE INDEX job_rows_message ON job_rows(message_id) WHERE message_id IS NOT NULL;
