-- What came in need not be a PDU: raw_pdus.pdu is in a format, 0 for a PDU in hex. twin is the same
-- for a text that came in two formats.
ALTER TABLE raw_pdus ADD COLUMN format INTEGER NOT NULL DEFAULT 0;
ALTER TABLE raw_pdus ADD COLUMN twin BLOB;
CREATE INDEX raw_pdus_twin ON raw_pdus(twin) WHERE twin IS NOT NULL;
-- By what a stick can be asked what became of a text that was handed over as a whole.
ALTER TABLE messages ADD COLUMN note BLOB;
CREATE INDEX messages_note ON messages(id) WHERE note IS NOT NULL;
