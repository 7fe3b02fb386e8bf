package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/transfer"
)

// BeginImport commits that an import begins and returns its ID.
func (s *Store) BeginImport(ctx context.Context, at time.Time, f transfer.Format) (id int64, err error) {
	err = s.change(ctx, "begin import", func(w *writer) error {
		res, err := w.exec(`INSERT INTO imports (at, format) VALUES (?,?)`, millis(at), int(f))
		if err != nil {
			return err
		}
		id, err = res.LastInsertId()
		return err
	})
	return id, err
}

// LastImport returns the last import that has added something which is still there; its ID is 0 for none.
func (s *Store) LastImport(ctx context.Context) (transfer.Import, error) {
	all, err := read(ctx, s.reads, func(row scanner) (i transfer.Import, err error) {
		var at int64
		err = row.Scan(&i.ID, &at, &i.Format, &i.Texts)
		i.At = moment(at)
		return i, err
	}, `SELECT id, at, format, texts FROM imports i
		WHERE EXISTS (SELECT 1 FROM messages WHERE imported = i.id)
			OR EXISTS (SELECT 1 FROM import_partners WHERE import_id = i.id)
		ORDER BY id DESC LIMIT 1`)
	if err != nil || len(all) == 0 {
		return transfer.Import{}, err
	}
	return all[0], nil
}

// Known is what a text that is here already is known by.
type Known struct {
	ID           int64
	Number       sms.Number
	Direction    sms.Direction
	Text         string
	Time, SentAt time.Time
	Deleted      bool
}

// KnownTexts is a page of all texts, those in the bin included, behind the given ID.
func (s *Store) KnownTexts(ctx context.Context, after int64, limit int) ([]Known, error) {
	return read(ctx, s.reads, func(row scanner) (k Known, err error) {
		var at, sent, deleted int64
		err = row.Scan(&k.ID, &k.Number, &k.Direction, &k.Text, &at, &sent, &deleted)
		k.Time, k.SentAt, k.Deleted = moment(at), moment(sent), deleted != 0
		return k, err
	}, `SELECT id, number, direction, text, time, sent_at, deleted_at FROM messages
		WHERE id > ? ORDER BY id LIMIT ?`, after, limit)
}

const importTextSQL = `INSERT INTO messages (number, direction, text, status, reason, code, time,
	sent_at, sent_zone, done_at, parts, done, read, imported, deleted_at, place)
	VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

// AddImported commits texts and what is known of partners, all or nothing, and returns how many partners
// learnt something. Texts keep their times and stand where those say. What is known here of a partner
// already, a name, a draft or a flag, stays as it is. A text that was on its way somewhere else is not sent
// from here: it has failed, or is unconfirmed.
func (s *Store) AddImported(
	ctx context.Context, id int64, texts []transfer.Text, partners []transfer.Partner,
) (learnt int, err error) {
	err = s.change(ctx, "import", func(w *writer) error {
		learnt = 0
		for _, t := range texts {
			if err := importText(w, id, t); err != nil {
				return err
			}
		}
		for _, p := range partners {
			n, err := importPartner(w, id, p)
			if err != nil {
				return err
			}
			learnt += min(n, 1)
		}
		return w.run(`UPDATE imports SET texts = texts + ? WHERE id = ?`, len(texts), id)
	})
	return learnt, err
}

func importText(w *writer, id int64, t transfer.Text) error {
	m := rested(t.Message)
	place := t.Place
	if place == 0 {
		place = millis(m.Time)
	}
	place, err := freePlace(w, place)
	if err != nil {
		return err
	}
	w.unsearched.Add(1)
	return w.run(importTextSQL, string(m.Number), int(m.Direction), m.Text, int(m.Status),
		int(m.Reason), m.Code, millis(m.Time), millis(m.SentAt), zone(m.SentAt), millis(m.DoneAt), m.Parts,
		m.Done, m.Read, id, millis(m.DeletedAt), place)
}

// AddParts gives an outgoing text its parts that was imported without.
func (s *Store) AddParts(ctx context.Context, id int64, tpdus [][]byte) error {
	return s.change(ctx, "prepare text", func(w *writer) error {
		for i, tpdu := range tpdus {
			if err := w.run(insertPartSQL, id, i, tpdu); err != nil {
				return err
			}
		}
		return w.run(`UPDATE messages SET parts = ? WHERE id = ?`, len(tpdus), id)
	})
}

// rested is a text that goes nowhere any more.
func rested(m sms.Message) sms.Message {
	switch m.Status {
	case sms.Queued, sms.Waiting:
		m.Status, m.Reason, m.Code = sms.Failed, sms.ReasonNone, 0
	case sms.Sending:
		m.Status, m.Reason, m.Code = sms.Unconfirmed, sms.ReasonNoAnswer, 0
	}
	m.NextTry = time.Time{}
	return m
}

// The kinds of what import_partners holds.
const (
	importedName  = 0
	importedDraft = 1
	importedFlags = 2
	// importedPlanned and the numbers above stand for the planned text with the ID kind - importedPlanned.
	importedPlanned = 1000
)

// importPartner takes in what was not known of a partner, and returns how much that was.
func importPartner(w *writer, id int64, p transfer.Partner) (learnt int, err error) {
	flags := importFlags(p)
	if learnt, err = importPerson(w, id, sms.Person{
		Name: p.Name, Numbers: []sms.PersonNumber{{Number: p.Number}},
	}); err != nil {
		return 0, err
	}
	for kind, c := range map[int]struct {
		value, query string
		args         []any
	}{
		importedDraft: {p.Draft, `INSERT INTO drafts (number, text) VALUES (?,?) ON CONFLICT DO NOTHING`, []any{p.Draft}},
		importedFlags: {
			flags, `INSERT INTO flags (number, pinned, muted, archived, blocked, marked)
				VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING`,
			[]any{p.Pinned, p.Muted, p.Archived, p.Blocked, p.Marked},
		},
	} {
		if c.value == "" {
			continue
		}
		isNew, err := changes(w, c.query, append([]any{string(p.Number)}, c.args...)...)
		if err != nil {
			return 0, err
		}
		if isNew {
			learnt++
			if err := remember(w, id, p.Number, kind, c.value); err != nil {
				return 0, err
			}
		}
	}
	return learnt, nil
}

// PlannedImported commits that an import has added a planned text.
func (s *Store) PlannedImported(ctx context.Context, id int64, t plan.Text) error {
	return s.exec(ctx, "note import", `INSERT OR REPLACE INTO import_partners VALUES (?,?,?,?)`,
		id, string(t.To), importedPlanned+t.ID, "")
}

// remember notes what an import has said of a partner.
func remember(w *writer, id int64, n sms.Number, kind int, value string) error {
	return w.run(`INSERT OR REPLACE INTO import_partners VALUES (?,?,?,?)`, id, string(n), kind, value)
}

// importPerson takes in what was not known of a person, and returns how many numbers that was.
func importPerson(w *writer, id int64, p sms.Person) (learnt int, err error) {
	var taken sms.Taken
	isNew := map[sms.Number]bool{}
	for _, n := range p.Numbers {
		_, err := ownerOf(w, n.Number)
		if isNew[n.Number] = errors.Is(err, ErrNotFound); err != nil && !isNew[n.Number] {
			return 0, err
		}
	}
	if err := takePerson(w, p, &taken); err != nil || p.Name == "" {
		return 0, err
	}
	for n, is := range isNew {
		if !is {
			continue
		}
		learnt++
		if err := remember(w, id, n, importedName, p.Name); err != nil {
			return 0, err
		}
	}
	return learnt, nil
}

// ImportPeople commits people, all or nothing, and returns of how many something was learnt. What is known
// here stays as it is; see TakePeople.
func (s *Store) ImportPeople(ctx context.Context, id int64, people []sms.Person) (learnt int, err error) {
	err = s.change(ctx, "import people", func(w *writer) error {
		learnt = 0
		for _, p := range people {
			n, err := importPerson(w, id, p)
			if err != nil {
				return err
			}
			learnt += min(n, 1)
		}
		return nil
	})
	return learnt, err
}

// importFlags are the flags in words; "" for none.
func importFlags(p transfer.Partner) string {
	var all []string
	for _, f := range p.Flags() {
		all = append(all, f.String())
	}
	return strings.Join(all, " ")
}
