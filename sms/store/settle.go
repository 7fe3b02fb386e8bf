package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/plan"
)

// sentAlreadySQL finds the message that was made of a row of a job, by what it says.
var sentAlreadySQL = fmt.Sprintf(`SELECT max(m.id) FROM messages m JOIN jobs j ON j.id = job_rows.job_id
	WHERE m.number = job_rows.number AND m.direction = %d AND m.text = job_rows.text AND m.time >= j.created`,
	sms.Outgoing)

// settleCopy does so for a whole file that is a copy: texts that wait, or are being sent, are taken for possibly
// sent, and of what is planned the user is asked, unless Salvage finds it in a newer file. A file of a
// newer program stays as it is: it is only read.
func settleCopy(path string, now time.Time) error {
	db, err := sql.Open("sqlite", dsn(path, copySettings))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	version, err := schemaVersion(context.Background(), db)
	if err != nil || version > len(migrations) {
		return err
	}
	w, err := newWriter(db)
	if err != nil {
		return err
	}
	err = w.transaction(context.Background(), func() error {
		err := w.run(`UPDATE messages SET status = ?, reason = ? WHERE `+openSQL,
			int(sms.Unconfirmed), int(sms.ReasonNoAnswer))
		if err != nil || version < plansVersion {
			return err
		}
		if err := w.run(`UPDATE planned SET ask = 1`); err != nil {
			return err
		}
		if err := settlePlans(w, now); err != nil || version < programsVersion {
			return err
		}
		return settlePrograms(w)
	})
	return errors.Join(err, w.close())
}

// plansVersion is the first version of the schema with planned texts and jobs.
const plansVersion = 4

// programsVersion is the first version of the schema that knows of programs.
const programsVersion = 9

// What is more than the texts that can have come since a copy was made. Of the arrivals, which follow the
// clock, it is no more than needed.
const (
	idsLost      = 1_000_000
	arrivalsLost = 10_000
)

// settlePrograms takes care that no ID and no number of an arrival is given a second time that a program may
// have remembered since the copy was made. The keys stay.
func settlePrograms(w *writer) error {
	err := w.run(`UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'messages'`, idsLost)
	if err != nil {
		return err
	}
	return w.run(`UPDATE sqlite_sequence SET seq = max(seq + ?, unixepoch()) WHERE name = 'arrivals'`, arrivalsLost)
}

// foundAgainSQL finds the message of a row that was given out, when only the message was brought back.
var foundAgainSQL = fmt.Sprintf(`UPDATE job_rows SET message_id = (`+sentAlreadySQL+`)
	WHERE state = %d AND message_id IS NULL`, rowGiven)

// settlePlans takes care that what was to be sent when a copy of the file was made does not go again by
// itself: it may have gone since. A row of a job that has a message is done with; jobs pause; a planned
// text whose time has passed is asked about, and of one that repeats nothing is made up for.
func settlePlans(w *writer, now time.Time) error {
	err := w.run(`UPDATE job_rows SET state = ?, given_at = ?, message_id = (`+sentAlreadySQL+`)
		WHERE state = ? AND (`+sentAlreadySQL+`) IS NOT NULL`, rowGiven, millis(now), rowWaits)
	if err != nil {
		return err
	}
	if err := w.run(foundAgainSQL); err != nil {
		return err
	}
	err = w.run(`UPDATE jobs SET state = ?, why = ? WHERE state = ?`,
		int(bulk.Paused), int(bulk.PausedRestored), int(bulk.Running))
	if err != nil {
		return err
	}
	if err := w.run(`UPDATE planned SET ask = 1 WHERE unit = ? AND at <= ?`, int(plan.Once), millis(now)); err != nil {
		return err
	}
	return w.run(`UPDATE planned SET since = ? WHERE unit <> ?`, millis(now), int(plan.Once))
}
