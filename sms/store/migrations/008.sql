-- People have several numbers, and a number belongs to one of them. label says what a number is for, place is
-- where it stands among the others. contacts is, as ever, what a number is called.
CREATE TABLE people (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE numbers (
	number TEXT PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
	label TEXT NOT NULL DEFAULT '',
	place INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX numbers_person ON numbers(person_id, place);
INSERT INTO people (id, name) SELECT row_number() OVER (ORDER BY number), name FROM contacts;
INSERT INTO numbers (number, person_id) SELECT number, row_number() OVER (ORDER BY number) FROM contacts;
DROP TABLE contacts;
CREATE VIEW contacts AS
	SELECT number, (SELECT name FROM people WHERE id = person_id) AS name FROM numbers;
