-- Times are Unix milliseconds, 0 for none. Enums are those of packages sms and outbox; their
-- numbers are part of this schema and never change. imei and imsi say which modem and which SIM
-- card a row belongs to, '' when unknown.

CREATE TABLE raw_pdus (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	pdu TEXT NOT NULL,
	length INTEGER NOT NULL,
	route INTEGER NOT NULL,
	memory TEXT NOT NULL,
	slot INTEGER NOT NULL,
	old INTEGER NOT NULL,
	imei TEXT NOT NULL,
	imsi TEXT NOT NULL,
	at INTEGER NOT NULL,
	state INTEGER NOT NULL DEFAULT 0,
	hash BLOB,
	message_id INTEGER REFERENCES messages(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX raw_pdus_open ON raw_pdus(id) WHERE state <> 2;
CREATE INDEX raw_pdus_hash ON raw_pdus(hash, id);
CREATE INDEX raw_pdus_message ON raw_pdus(message_id);

CREATE TABLE messages (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	number TEXT NOT NULL,
	direction INTEGER NOT NULL,
	text TEXT NOT NULL,
	folded TEXT,
	status INTEGER NOT NULL,
	reason INTEGER NOT NULL DEFAULT 0,
	code INTEGER NOT NULL DEFAULT 0,
	time INTEGER NOT NULL,
	sent_at INTEGER NOT NULL DEFAULT 0,
	sent_zone INTEGER NOT NULL DEFAULT 0,
	done_at INTEGER NOT NULL DEFAULT 0,
	next_try INTEGER NOT NULL DEFAULT 0,
	tries INTEGER NOT NULL DEFAULT 0,
	parts INTEGER NOT NULL DEFAULT 1,
	done INTEGER NOT NULL DEFAULT 0,
	read INTEGER NOT NULL DEFAULT 0,
	imei TEXT NOT NULL DEFAULT '',
	imsi TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX messages_number ON messages(number, id);
CREATE INDEX messages_unread ON messages(number) WHERE read = 0;
CREATE INDEX messages_pending ON messages(id, status, imsi, next_try) WHERE status IN (5, 6, 7);

CREATE TABLE out_parts (
	message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
	part INTEGER NOT NULL,
	tpdu BLOB NOT NULL,
	state INTEGER NOT NULL DEFAULT 0,
	ref INTEGER NOT NULL DEFAULT 0,
	at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (message_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX out_parts_at ON out_parts(at);

-- One row for each partner with texts, kept by the triggers below so that the list of 1,000
-- conversations needs no look at 100,000 texts.
CREATE TABLE conversations (
	number TEXT PRIMARY KEY,
	last_id INTEGER NOT NULL,
	unread INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER messages_insert AFTER INSERT ON messages BEGIN
	INSERT INTO conversations VALUES (new.number, new.id, 1 - new.read)
	ON CONFLICT (number) DO UPDATE SET last_id = max(last_id, new.id), unread = unread + 1 - new.read;
END;
CREATE TRIGGER messages_read AFTER UPDATE OF read ON messages WHEN old.read <> new.read BEGIN
	UPDATE conversations SET unread = unread + old.read - new.read WHERE number = new.number;
END;
CREATE TRIGGER messages_delete AFTER DELETE ON messages BEGIN
	UPDATE conversations SET unread = unread - 1 + old.read,
		last_id = coalesce((SELECT max(id) FROM messages WHERE number = old.number), 0)
	WHERE number = old.number;
	DELETE FROM conversations WHERE number = old.number AND last_id = 0;
END;

CREATE TABLE contacts (number TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE drafts (number TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Whether a PDU lay in its memory as read.
ALTER TABLE raw_pdus ADD COLUMN read INTEGER NOT NULL DEFAULT 0;

-- What a person had in the second version: texts both ways, one in the queue, one with its first part
-- out, one that was being sent, one with parts missing, a name, a draft, a setting.
INSERT INTO messages (id, number, direction, text, folded, status, time, sent_at, sent_zone, parts,
	done, read, imei, imsi) VALUES
	(1, '+491711234567', 0, 'Äpfel?', 'äpfel?', 1, 1763800000000, 1763799990000, 3600, 1, 1, 1,
		'350000000000001', '262019999999999'),
	(3, '+491711234567', 0, 'one […] ', NULL, 2, 1763800200000, 0, 0, 2, 1, 0,
		'350000000000001', '262019999999999');
INSERT INTO messages (id, number, direction, text, status, reason, code, time, done_at, next_try,
	tries, parts, done, read, imei, imsi) VALUES
	(2, '+491711234567', 1, 'Ja', 9, 0, 0, 1763800100000, 1763800150000, 0, 0, 1, 1, 1,
		'350000000000001', '262019999999999'),
	(4, '80850', 1, 'STOP', 7, 3, 42, 1763800300000, 0, 1763800330000, 1, 1, 0, 1,
		'350000000000001', '262019999999999'),
	(5, '+491727654321', 1, 'long', 5, 0, 0, 1763800400000, 0, 0, 0, 2, 1, 1,
		'350000000000001', '262019999999999'),
	(6, '+491727654321', 1, 'Hallo', 6, 0, 0, 1763800500000, 0, 0, 0, 1, 0, 1,
		'350000000000001', '262019999999999');
INSERT INTO out_parts VALUES (2, 0, x'0100', 3, 17, 1763800120000), (4, 0, x'0101', 0, 0, 0),
	(5, 0, x'0102', 2, 18, 1763800410000), (5, 1, x'0103', 0, 0, 0), (6, 0, x'0104', 1, 0, 1763800510000);
INSERT INTO raw_pdus VALUES
	(1, '00AA', 1, 0, 'SM', 0, 0, '350000000000001', '262019999999999', 1763800000000, 2, x'01', 1, 1),
	(2, '00BB', 1, 1, '', 0, 0, '350000000000001', '262019999999999', 1763800200000, 1, x'02', 3, 0);
INSERT INTO contacts VALUES ('+491711234567', 'Anna');
INSERT INTO drafts VALUES ('80850', 'ST');
INSERT INTO settings VALUES ('region', 'DE');

-- The third version.
-- What came in need not be a PDU: raw_pdus.pdu is in a format, 0 for a PDU in hex. twin is the same
-- for a text that came in two formats.
ALTER TABLE raw_pdus ADD COLUMN format INTEGER NOT NULL DEFAULT 0;
ALTER TABLE raw_pdus ADD COLUMN twin BLOB;
CREATE INDEX raw_pdus_twin ON raw_pdus(twin) WHERE twin IS NOT NULL;
-- By what a stick can be asked what became of a text that was handed over as a whole.
ALTER TABLE messages ADD COLUMN note BLOB;
CREATE INDEX messages_note ON messages(id) WHERE note IS NOT NULL;

-- Two texts that came while the clock was a day behind.
INSERT INTO messages (id, number, direction, text, folded, status, time, parts, done, read) VALUES
	(7, '+491711234567', 0, 'GRÜSSE vom Vortag', 'grüsse vom vortag', 1, 1763714000000, 1, 1, 0),
	(8, '80850', 0, 'Danke', NULL, 1, 1763714001000, 1, 1, 1);
PRAGMA user_version = 3;
