-- program is the path of the program that had a text sent, '' for the person at the window.
ALTER TABLE messages ADD COLUMN program TEXT NOT NULL DEFAULT '';

-- What programs have had sent: a row for each call. A key is known for ever, so that a call that is repeated
-- sends nothing again. parts is how many the text has.
CREATE TABLE program_calls (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	key TEXT UNIQUE,
	program TEXT NOT NULL,
	parts INTEGER NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX program_calls_at ON program_calls(at);
-- And a row for each of its numbers, which stays when the message is removed. same is a hash of number and
-- text: neither is kept here.
CREATE TABLE program_texts (
	call_id INTEGER NOT NULL REFERENCES program_calls(id) ON DELETE CASCADE,
	row INTEGER NOT NULL,
	same BLOB NOT NULL,
	message_id INTEGER NOT NULL,
	PRIMARY KEY (call_id, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX program_texts_message ON program_texts(message_id);

-- The received texts in the order in which they are handed to programs; a text moves behind all others when
-- the rest of it comes in. seq only grows, also from one file to the next: it begins with the seconds of the
-- clock, and texts come in more slowly than one a second.
CREATE TABLE arrivals (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	message_id INTEGER NOT NULL UNIQUE REFERENCES messages(id) ON DELETE CASCADE
) STRICT;
INSERT INTO sqlite_sequence (name, seq) VALUES ('arrivals', unixepoch());
