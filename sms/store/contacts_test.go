package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// person makes one of a name and of numbers with their labels in turns.
func person(name string, numbers ...string) sms.Person {
	p := sms.Person{Name: name}
	for i := 0; i < len(numbers); i += 2 {
		p.Numbers = append(p.Numbers, sms.PersonNumber{Label: numbers[i], Number: sms.Number(numbers[i+1])})
	}
	return p
}

// people are all of a store in words, one a line.
func people(t testing.TB, s *store.Store) string {
	t.Helper()
	all, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return described(all)
}

func described(all []sms.Person) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Name)
		if p.Note != "" {
			fmt.Fprintf(&b, " (%s)", p.Note)
		}
		b.WriteString(":")
		for i, n := range p.Numbers {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(strings.TrimRight(" "+n.Label, " ") + " " + string(n.Number))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// keep writes people and returns their IDs.
func keep(t testing.TB, s *store.Store, all ...sms.Person) []int64 {
	t.Helper()
	ids, err := s.ChangePeople(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func sees(t testing.TB, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPeople(t *testing.T) {
	s := open(t)
	with := person("bert", "", "1")
	with.Note = "two\nlines"
	ids := keep(t, s, with, person("Anna", "mobile", string(anna), "my own", "2"))
	sees(t, people(t, s), "Anna: mobile "+string(anna)+", my own 2\nbert (two\nlines): 1\n")
	names, err := s.Names(t.Context())
	if err != nil || len(names) != 3 || names[anna] != "Anna" || names["2"] != "Anna" || names["1"] != "bert" {
		t.Errorf("%v, %v", names, err)
	}
	received(t, s, "2", "x")
	if list, err := s.Conversations(t.Context()); err != nil || list[0].Name != "Anna" {
		t.Errorf("%+v, %v", list, err)
	}

	changed := person("Änne", "", "2", "home", "3")
	changed.ID = ids[1]
	keep(t, s, changed)
	sees(t, people(t, s), "bert (two\nlines): 1\nÄnne: 2, home 3\n")
	if _, err := s.ChangePeople(t.Context(), nil, ids[0]); err != nil {
		t.Fatal(err)
	}
	sees(t, people(t, s), "Änne: 2, home 3\n")
	with.ID = ids[0] // undone
	if got := keep(t, s, with); got[0] != ids[0] {
		t.Errorf("comes back as %d", got[0])
	}
	sees(t, people(t, s), "bert (two\nlines): 1\nÄnne: 2, home 3\n")
}

// TestNumberOfOnePerson: nobody loses a number to another without being asked, and nothing is changed then.
func TestNumberOfOnePerson(t *testing.T) {
	s := open(t)
	ids := keep(t, s, person("Anna", "", "1", "", "2"), person("Bert", "", "3"))
	_, err := s.ChangePeople(t.Context(), []sms.Person{person("new", "", "9"), person("Carla", "", "8", "", "3")})
	var taken *sms.TakenError
	if !errors.As(err, &taken) || taken.Number != "3" || taken.Name != "Bert" {
		t.Errorf("%v", err)
	}
	for _, nobody := range []sms.Person{{Name: "x"}, person("", "", "7")} {
		if _, err := s.ChangePeople(t.Context(), []sms.Person{nobody}); !errors.Is(err, sms.ErrNobody) {
			t.Errorf("%v", err)
		}
	}
	sees(t, people(t, s), "Anna: 1, 2\nBert: 3\n")

	// Merged, and taken apart again.
	both := person("Anna", "", "1", "", "2", "", "3")
	both.ID = ids[0]
	if _, err := s.ChangePeople(t.Context(), []sms.Person{both}, ids[1]); err != nil {
		t.Fatal(err)
	}
	sees(t, people(t, s), "Anna: 1, 2, 3\n")
	a, b := person("Anna", "", "1", "", "2"), person("Bert", "", "3")
	a.ID, b.ID = ids[0], ids[1]
	keep(t, s, b, a)
	sees(t, people(t, s), "Anna: 1, 2\nBert: 3\n")
	a.Numbers, b.Numbers = b.Numbers, a.Numbers // they change places
	keep(t, s, a, b)
	sees(t, people(t, s), "Anna: 3\nBert: 1, 2\n")
	keep(t, s, person("twice", "", "5", "", "5"))
	sees(t, people(t, s), "Anna: 3\nBert: 1, 2\ntwice: 5\n")
}

func TestSetNameOfAPerson(t *testing.T) {
	s := open(t)
	keep(t, s, person("Anna", "mobile", "1", "work", "2"))
	for _, step := range []struct {
		number sms.Number
		name   string
		want   string
	}{
		{"2", "Anne", "Anne: mobile 1, work 2\n"},
		{"3", "Bert", "Anne: mobile 1, work 2\nBert: 3\n"},
		{"1", "", "Anne: work 2\nBert: 3\n"},
		{"2", "", "Bert: 3\n"},
		{"7", "", "Bert: 3\n"},
	} {
		if err := s.SetName(t.Context(), step.number, step.name); err != nil {
			t.Fatal(err)
		}
		sees(t, people(t, s), step.want)
	}
}

// TestTakePeople: what is known stays, nothing is there twice, and all of it can be taken back.
func TestTakePeople(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	ids := keep(t, s, person("Anna", "mobile", "1"), person("Bert", "", "2"))
	before := people(t, s)
	come := []sms.Person{
		person("Anna", "", "1"),
		person("Anna", "", "1", "work", "11"),
		person("Anna", "", "11", "", "12"),
		person("Bertram", "", "2", "home", "22"),
		person("Carla", "", "3"),
		person("Carla", "", "3", "", "33"),
		person("", "", "4"), person("nobody"),
	}
	taken, err := s.TakePeople(ctx, come)
	if err != nil || len(taken.New) != 2 || taken.Known != 1 || len(taken.Elsewhere) != 1 ||
		described(taken.Grown) != "Anna: mobile 1\n" || taken.Elsewhere[0].Name != "Bertram" {
		t.Errorf("%+v, %v", taken, err)
	}
	want := "Anna: mobile 1, work 11, 12\nBert: 2\nBertram: home 22\nCarla: 3, 33\n"
	sees(t, people(t, s), want)
	again, err := s.TakePeople(ctx, come)
	if err != nil || len(again.New)+len(again.Grown) != 0 || again.Known != 5 {
		t.Errorf("again %+v, %v", again, err)
	}
	sees(t, people(t, s), want)
	if got, err := s.ChangePeople(ctx, taken.Grown, taken.New...); err != nil || got[0] != ids[0] {
		t.Errorf("%v, %v", got, err)
	}
	sees(t, people(t, s), before)
}

// TestPeopleAreExported: an export holds people with all that is known of them, and reads them again.
func TestPeopleAreExported(t *testing.T) {
	s := open(t)
	with := person("Bert", "", string(bert))
	with.Note = "note"
	keep(t, s, person("Anna", "mobile", string(anna), "", "2"), with, person("Carla", "", "3"))
	file := exported(t, s)
	want := `"people":[
{"name":"Anna","numbers":[{"number":"` + string(anna) + `","label":"mobile"},{"number":"2"}]},
{"name":"Bert","note":"note","numbers":[{"number":"` + string(bert) + `"}]}
],
"partners":[
{"number":"` + string(anna) + `","name":"Anna"},
{"number":"` + string(bert) + `","name":"Bert"},
{"number":"2","name":"Anna"},
{"number":"3","name":"Carla"}
],`
	if !strings.Contains(string(file), want) {
		t.Errorf("%s", file)
	}
	other := open(t)
	before := exported(t, other)
	id := importAll(t, other, file)
	if got := exported(t, other); !bytes.Equal(got, file) {
		t.Errorf("got\n%s\nwant\n%s", got, file)
	}
	sees(t, people(t, other), people(t, s))
	if err := other.SetName(t.Context(), "3", "changed"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.UndoImport(t.Context(), id, 9); err != nil {
		t.Fatal(err)
	}
	sees(t, people(t, other), "changed: 3\n")
	if err := other.SetName(t.Context(), "3", ""); err != nil {
		t.Fatal(err)
	}
	if got := exported(t, other); !bytes.Equal(got, before) {
		t.Errorf("undone\n%s", got)
	}
}

// TestOpenVersion7: every name of an older file becomes a person with one number, and every other index and
// trigger stays.
func TestOpenVersion7(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.WithMigrations(t, path, store.Migrations()[:7]...)
	opened(t, s, err)
	s.Close()
	db := raw(t, path)
	run(t, db, `INSERT INTO contacts VALUES ('2', 'Bert'), ('`+string(anna)+`', 'Anna'), ('o2', 'Anna')`)
	db.Close()
	s, err = store.Open(path, store.Options{})
	opened(t, s, err)
	sees(t, people(t, s), "Anna: "+string(anna)+"\nAnna: o2\nBert: 2\n")
	keep(t, s, person("Carla", "", "3"))
	if _, err := os.Stat(path + ".v7"); err != nil {
		t.Errorf("not copied before: %v", err)
	}
}

// BenchmarkPeople reads 2,000 people with two numbers each, and the names of 1,000 conversations.
func BenchmarkPeople(b *testing.B) {
	s := open(b)
	var all []sms.Person
	for i := range 2000 {
		all = append(all, person(fmt.Sprintf("Person %04d", i),
			"mobile", fmt.Sprintf("+49171%07d", i), "home", fmt.Sprintf("+4930%07d", i)))
	}
	keep(b, s, all...)
	for i := range 1000 {
		received(b, s, sms.Number(fmt.Sprintf("+49171%07d", i)), "x")
	}
	for name, f := range map[string]func(context.Context) error{
		"people":        func(ctx context.Context) error { _, err := s.People(ctx); return err },
		"names":         func(ctx context.Context) error { _, err := s.Names(ctx); return err },
		"conversations": func(ctx context.Context) error { _, err := s.Conversations(ctx); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := f(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestNumberTwice: a number that a person from elsewhere has twice is taken once, and does no harm to the others.
func TestNumberTwice(t *testing.T) {
	s := open(t)
	anna := sms.Person{Name: "Anna", Numbers: []sms.PersonNumber{{Number: "+491711234567"}}}
	grown := sms.Person{Name: "Anna", Numbers: []sms.PersonNumber{
		{Number: "+491711234567"}, {Number: "+49301234567", Label: "home"}, {Number: "+49301234567"},
	}}
	for _, p := range []sms.Person{anna, grown} {
		if _, err := s.TakePeople(t.Context(), []sms.Person{p}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.People(t.Context())
	if err != nil || len(all) != 1 || len(all[0].Numbers) != 2 || all[0].Numbers[1].Label != "home" {
		t.Errorf("%+v, %v", all, err)
	}
}
