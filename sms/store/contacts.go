package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"surfstick-sms/sms"
)

// personRow is one number of a person, as it stands in the file.
type personRow struct {
	id         int64
	name, note string
	number     sms.PersonNumber
}

const peopleSQL = `SELECT p.id, p.name, p.note, n.number, n.label
	FROM people p JOIN numbers n ON n.person_id = p.id`

func scanPersonRow(row scanner) (p personRow, err error) {
	return p, row.Scan(&p.id, &p.name, &p.note, &p.number.Number, &p.number.Label)
}

// persons joins rows of the same person that stand below each other.
func persons(rows []personRow) []sms.Person {
	var all []sms.Person
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].ID != r.id {
			all = append(all, sms.Person{ID: r.id, Name: r.name, Note: r.note})
		}
		p := &all[len(all)-1]
		p.Numbers = append(p.Numbers, r.number)
	}
	return all
}

// People returns everybody who has a name, by the names' letters.
func (s *Store) People(ctx context.Context) ([]sms.Person, error) {
	rows, err := read(ctx, s.reads, scanPersonRow,
		peopleSQL+` ORDER BY p.name COLLATE NOCASE, p.name, p.id, n.place, n.number`)
	return persons(rows), err
}

// ChangePeople removes people and keeps others, all or nothing, and returns the IDs of those whom it keeps.
// One without an ID is new; one whose ID is not here any more comes back with it. The error is a
// *sms.TakenError when a number belongs to somebody else, sms.ErrNobody without a name or a number.
func (s *Store) ChangePeople(ctx context.Context, keep []sms.Person, remove ...int64) (ids []int64, err error) {
	for _, p := range keep {
		if p.Name == "" || len(p.Numbers) == 0 {
			return nil, sms.ErrNobody
		}
	}
	err = s.change(ctx, "change people", func(w *writer) error {
		ids = ids[:0]
		for _, id := range remove {
			if err := w.run(`DELETE FROM people WHERE id = ?`, id); err != nil {
				return err
			}
		}
		// All numbers are free before the first is given away: they may change places.
		for _, p := range keep {
			if err := w.run(`DELETE FROM numbers WHERE person_id = ?`, p.ID); err != nil {
				return err
			}
		}
		for _, p := range keep {
			id, err := keepPerson(w, p)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// keepPerson writes a person none of whose own numbers is in the file.
func keepPerson(w *writer, p sms.Person) (int64, error) {
	var id any
	if p.ID != 0 {
		id = p.ID
	}
	res, err := w.exec(`INSERT INTO people (id, name, note) VALUES (?,?,?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, note = excluded.note`, id, p.Name, p.Note)
	if err != nil {
		return 0, err
	}
	if p.ID == 0 {
		if p.ID, err = res.LastInsertId(); err != nil {
			return 0, err
		}
	}
	for i, n := range p.Numbers {
		owner, err := ownerOf(w, n.Number)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return 0, err
		case owner.ID == p.ID:
			continue // it stands there twice
		default:
			return 0, &sms.TakenError{Number: n.Number, Name: owner.Name}
		}
		if err := addNumber(w, p.ID, n, i); err != nil {
			return 0, err
		}
	}
	return p.ID, nil
}

func addNumber(w *writer, id int64, n sms.PersonNumber, place int) error {
	return w.run(`INSERT INTO numbers (number, person_id, label, place) VALUES (?,?,?,?)`,
		string(n.Number), id, n.Label, place)
}

// ownerOf returns whose a number is, without the numbers; ErrNotFound when it is nobody's.
func ownerOf(w *writer, n sms.Number) (sms.Person, error) {
	return first(w, func(row scanner) (p sms.Person, err error) {
		return p, row.Scan(&p.ID, &p.Name, &p.Note)
	}, `SELECT p.id, p.name, p.note FROM numbers n JOIN people p ON p.id = n.person_id WHERE n.number = ?`, string(n))
}

// TakePeople commits people from elsewhere. What is known stays as it is: a number keeps its person. Where
// one of the numbers belongs to somebody of the same name, that person gets the others.
func (s *Store) TakePeople(ctx context.Context, people []sms.Person) (taken sms.Taken, err error) {
	err = s.change(ctx, "take people in", func(w *writer) error {
		taken = sms.Taken{}
		for _, p := range people {
			if err := takePerson(w, p, &taken); err != nil {
				return err
			}
		}
		return nil
	})
	return taken, err
}

// takePerson takes in one person, and adds to taken what became of it.
func takePerson(w *writer, p sms.Person, taken *sms.Taken) error {
	if p.Name == "" || len(p.Numbers) == 0 {
		return nil
	}
	var free []sms.PersonNumber
	var same, other sms.Person
	for _, n := range p.Numbers {
		owner, err := ownerOf(w, n.Number)
		switch {
		case errors.Is(err, ErrNotFound):
			isSame := func(o sms.PersonNumber) bool { return o.Number == n.Number }
			if !slices.ContainsFunc(free, isSame) {
				free = append(free, n)
			}
		case err != nil:
			return err
		case owner.Name == p.Name:
			same = owner
		default:
			other = owner
		}
	}
	if other.ID != 0 {
		taken.Elsewhere = append(taken.Elsewhere, p)
	}
	switch {
	case len(free) == 0:
		if other.ID == 0 {
			taken.Known++
		}
		return nil
	case same.ID != 0:
		return growPerson(w, same.ID, free, taken)
	}
	id, err := keepPerson(w, sms.Person{Name: p.Name, Note: p.Note, Numbers: free})
	taken.New = append(taken.New, id)
	return err
}

// growPerson adds numbers to somebody who is here.
func growPerson(w *writer, id int64, more []sms.PersonNumber, taken *sms.Taken) error {
	rows, err := list(w, scanPersonRow, peopleSQL+` WHERE p.id = ? ORDER BY n.place, n.number`, id)
	if err != nil || len(rows) == 0 {
		return err
	}
	before := persons(rows)[0]
	isNew := slices.Contains(taken.New, id)
	grown := slices.ContainsFunc(taken.Grown, func(o sms.Person) bool { return o.ID == id })
	if !isNew && !grown {
		taken.Grown = append(taken.Grown, before)
	}
	for i, n := range more {
		if err := addNumber(w, id, n, len(before.Numbers)+i); err != nil {
			return err
		}
	}
	return nil
}

// SetName names a partner: the person whose number it is gets that name, or there is a new one. An empty
// name takes the number from its person, who goes with the last one.
func (s *Store) SetName(ctx context.Context, n sms.Number, name string) error {
	if name == "" {
		return s.change(ctx, "forget name", func(w *writer) error { return dropNumber(w, n) })
	}
	return s.change(ctx, "set name", func(w *writer) error {
		owner, err := ownerOf(w, n)
		switch {
		case errors.Is(err, ErrNotFound):
			_, err = keepPerson(w, sms.Person{Name: name, Numbers: []sms.PersonNumber{{Number: n}}})
			return err
		case err != nil:
			return err
		}
		return w.run(`UPDATE people SET name = ? WHERE id = ?`, name, owner.ID)
	})
}

// dropNumber takes a number from its person, and with the last one the person.
func dropNumber(w *writer, n sms.Number) error {
	owner, err := ownerOf(w, n)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.run(`DELETE FROM numbers WHERE number = ?`, string(n)); err != nil {
		return err
	}
	return w.run(`DELETE FROM people WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM numbers WHERE person_id = ?1)`,
		owner.ID)
}

// WholePeople returns those of whom there is more to say than one name for one number, by their first number:
// what the list of names in an export does not hold.
func (s *Store) WholePeople(ctx context.Context) ([]sms.Person, error) {
	all, err := s.People(ctx)
	all = slices.DeleteFunc(all, func(p sms.Person) bool {
		return len(p.Numbers) == 1 && p.Note == "" && p.Numbers[0].Label == ""
	})
	slices.SortFunc(all, func(a, b sms.Person) int {
		return cmp.Compare(a.Numbers[0].Number, b.Numbers[0].Number)
	})
	return all, err
}
