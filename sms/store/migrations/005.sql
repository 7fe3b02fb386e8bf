-- place is where a text stands among the others: a time in milliseconds, unique. What arrives or is
-- written here stands behind all others, whatever the clock says; an imported text stands at its time.
ALTER TABLE messages ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
-- When it was put into the bin, 0 for a text that is not there. A text in the bin counts nowhere else.
ALTER TABLE messages ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;

-- The order of the IDs stays: each text stands at its time, or 1 ms behind the one before it.
UPDATE messages SET place = p.place FROM (
	SELECT id, n + max(time - n) OVER (ORDER BY id) AS place
	FROM (SELECT id, time, row_number() OVER (ORDER BY id) AS n FROM messages)) AS p
WHERE p.id = messages.id;

DROP INDEX messages_number;
DROP INDEX messages_unread;
CREATE UNIQUE INDEX messages_place ON messages(place);
CREATE INDEX messages_number ON messages(number, place) WHERE deleted_at = 0;
CREATE INDEX messages_unread ON messages(number, place) WHERE read = 0 AND deleted_at = 0;
CREATE INDEX messages_bin ON messages(deleted_at, id) WHERE deleted_at <> 0;

-- What the user has decided about a conversation, whether there are texts or not.
CREATE TABLE flags (
	number TEXT PRIMARY KEY,
	pinned INTEGER NOT NULL DEFAULT 0,
	muted INTEGER NOT NULL DEFAULT 0,
	archived INTEGER NOT NULL DEFAULT 0,
	blocked INTEGER NOT NULL DEFAULT 0,
	marked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- conversations has one row for each partner with texts outside the bin.
DROP TRIGGER messages_insert;
DROP TRIGGER messages_read;
DROP TRIGGER messages_delete;
CREATE TRIGGER messages_insert AFTER INSERT ON messages WHEN new.deleted_at = 0 BEGIN
	INSERT INTO conversations VALUES (new.number, new.id, 1 - new.read)
	ON CONFLICT (number) DO UPDATE SET unread = unread + 1 - new.read,
		last_id = (SELECT id FROM messages WHERE number = new.number AND deleted_at = 0
			ORDER BY place DESC LIMIT 1);
END;
CREATE TRIGGER messages_change AFTER UPDATE OF read, deleted_at ON messages
WHEN old.read <> new.read OR (old.deleted_at = 0) <> (new.deleted_at = 0) BEGIN
	INSERT INTO conversations VALUES (new.number, 0, 0) ON CONFLICT DO NOTHING;
	UPDATE conversations SET
		unread = unread - (old.deleted_at = 0 AND old.read = 0) + (new.deleted_at = 0 AND new.read = 0),
		last_id = coalesce((SELECT id FROM messages WHERE number = new.number AND deleted_at = 0
			ORDER BY place DESC LIMIT 1), 0)
	WHERE number = new.number;
	DELETE FROM conversations WHERE number = new.number AND last_id = 0;
END;
CREATE TRIGGER messages_delete AFTER DELETE ON messages WHEN old.deleted_at = 0 BEGIN
	UPDATE conversations SET unread = unread - (old.read = 0),
		last_id = coalesce((SELECT id FROM messages WHERE number = old.number AND deleted_at = 0
			ORDER BY place DESC LIMIT 1), 0)
	WHERE number = old.number;
	DELETE FROM conversations WHERE number = old.number AND last_id = 0;
END;
-- What is new brings an archived conversation back.
CREATE TRIGGER messages_unarchive AFTER INSERT ON messages WHEN new.imported = 0 BEGIN
	UPDATE flags SET archived = 0
	WHERE number = new.number AND archived = 1 AND muted = 0 AND blocked = 0;
END;
