-- Whether a PDU lay in its memory as read.
ALTER TABLE raw_pdus ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
