package messenger_test

import (
	"testing"

	"surfstick-sms/sms"
)

// TestPeopleRoundTrip: people with several numbers come out of a store as they came in by a file, once.
func TestPeopleRoundTrip(t *testing.T) {
	bubble(t, func(b *bench) {
		file := `{"format":"surfstick-sms","version":1,
"people":[
{"name":"Anna","note":"a\nb","numbers":[{"number":"+491711234567","label":"mobile"},{"number":"80850"}]}
],
"partners":[
{"number":"+491711234567","name":"Anna"},
{"number":"+491727654321","name":"Bert"},
{"number":"80850","name":"Anna"}
],
"messages":[
]
}
`
		if got := b.take(file); got.Partners != 2 || len(got.Left) != 0 {
			t.Errorf("%+v", got)
		}
		if got := string(b.export()); got != file {
			t.Errorf("got\n%s\nwant\n%s", got, file)
		}
		if got := b.take(file); got.Partners != 0 {
			t.Errorf("again %+v", got)
		}
		all, err := b.People(b.t.Context())
		if err != nil || len(all) != 2 || all[0].Note != "a\nb" || len(all[0].Numbers) != 2 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestChangePeople: the window hears of every change, and it can be undone.
func TestChangePeople(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		heard := func() int { return seen(b, func(sms.PeopleChanged) bool { return true }) }
		before := heard()
		anna := sms.Person{Name: "Anna", Numbers: []sms.PersonNumber{{Number: "1"}, {Number: "2"}}}
		ids, err := b.ChangePeople(ctx, []sms.Person{anna})
		if err != nil || len(ids) != 1 || heard() != before+1 {
			t.Fatalf("%v, %v", ids, err)
		}
		taken, err := b.TakePeople(ctx, []sms.Person{
			{Name: "Anna", Numbers: []sms.PersonNumber{{Number: "2"}, {Number: "3"}}},
			{Name: "Bert", Numbers: []sms.PersonNumber{{Number: "4"}}},
		})
		if err != nil || len(taken.New) != 1 || len(taken.Grown) != 1 || heard() != before+2 {
			t.Fatalf("%+v, %v", taken, err)
		}
		names, err := b.Names(ctx)
		if err != nil || names["3"] != "Anna" || names["4"] != "Bert" {
			t.Errorf("%v, %v", names, err)
		}
		if _, err := b.ChangePeople(ctx, taken.Grown, taken.New...); err != nil {
			t.Fatal(err)
		}
		if names, err = b.Names(ctx); err != nil || len(names) != 2 {
			t.Errorf("%v, %v", names, err)
		}
	})
}

// TestTakenAnd: of somebody who grows in two lots the first state counts, and of a new one none.
func TestTakenAnd(t *testing.T) {
	first := sms.Taken{New: []int64{1}, Grown: []sms.Person{{ID: 2, Name: "before"}}, Known: 1}
	got := first.And(sms.Taken{
		New: []int64{3}, Grown: []sms.Person{{ID: 1}, {ID: 2, Name: "between"}, {ID: 4}}, Known: 2,
	})
	if len(got.New) != 2 || len(got.Grown) != 2 || got.Grown[0].Name != "before" || got.Grown[1].ID != 4 || got.Known != 3 {
		t.Errorf("%+v", got)
	}
}
