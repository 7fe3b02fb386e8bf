package store_test

import (
	"reflect"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// TestNoteOnDisk: the note of a text that was handed over as a whole is there again after the file was
// closed, and gone with its doubt.
func TestNoteOnDisk(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	queued := queue(t, s, anna, "262")
	inDoubt := func(want ...outbox.Text) {
		t.Helper()
		got, err := s.InDoubt(ctx)
		if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("in doubt %+v (%v), want %+v", got, err, want)
		}
	}
	handed, ok := queued.HandWhole(noon, []byte{0, 1, 0xff})
	if !ok {
		t.Fatal("not handed over")
	}
	if _, err := s.SaveText(ctx, handed); err != nil {
		t.Fatal(err)
	}
	inDoubt() // not yet: it is being sent
	if got, err := s.Text(ctx, handed.ID); err != nil || !reflect.DeepEqual(got, handed) {
		t.Fatalf("got %+v (%v), want %+v", got, err, handed)
	}
	lost := handed.Recover(noon)
	if m, err := s.SaveText(ctx, lost); err != nil || m.Status != sms.Unconfirmed {
		t.Fatalf("%+v, %v", m, err)
	}
	inDoubt(lost)
	sent, _ := lost.Resolved(sms.FateSent, 0, noon)
	if m, err := s.SaveText(ctx, sent); err != nil || m.Status != sms.Sent || m.Done != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	inDoubt()
}

func TestOpenParts(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	whole, _ := queue(t, s, anna, "").HandWhole(noon, []byte("note"))
	whole = whole.AcceptedWhole(noon)
	whole, _ = whole.Reported(0, 0, noon)
	part, _ := queue(t, s, anna, "").Hand(noon)
	queue(t, s, anna, "")
	for _, x := range []outbox.Text{whole, part} {
		if _, err := s.SaveText(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	want := []outbox.Candidate{
		{Text: whole.ID, Part: 1, To: anna, State: outbox.Sent, Ref: outbox.WholeRef, At: noon},
		{Text: part.ID, Part: 0, To: anna, State: outbox.Handed, At: noon},
	}
	if got, err := s.OpenParts(ctx, noon); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%v), want %+v", got, err, want)
	}
	if got, _ := s.OpenParts(ctx, noon.Add(time.Second)); len(got) != 0 {
		t.Fatalf("too old: %+v", got)
	}
}

// TestHasTwin: the same text counts only in another format, and of another card only when that is known
// to be another.
func TestHasTwin(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	id, err := s.KeepRaw(ctx, store.Raw{
		Delivery: sms.Delivery{Raw: "<Message>", Format: sms.FormatHiLink, Length: -1}, IMSI: "262", At: noon,
	})
	if err != nil {
		t.Fatal(err)
	}
	raws, err := s.OpenRaws(ctx, 0, 9)
	if err != nil || len(raws) != 1 || raws[0].Format != sms.FormatHiLink || raws[0].Raw != "<Message>" {
		t.Fatalf("kept %+v, %v", raws, err)
	}
	twin := []byte{7}
	if _, err := s.Settle(ctx, store.Incoming{Raws: []store.Outcome{
		{Raw: id, Hash: []byte{1}, Twin: twin, State: store.RawHeld},
	}}); err != nil {
		t.Fatal(err)
	}
	// What is settled later without a twin keeps the one it has.
	if _, err := s.Settle(ctx, store.Incoming{Raws: []store.Outcome{{Raw: id, State: store.RawSettled}}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		twin []byte
		raw  store.Raw
		want bool
	}{
		{"same card", twin, store.Raw{IMSI: "262"}, true},
		{"card unknown", twin, store.Raw{}, true},
		{"another card", twin, store.Raw{IMSI: "232"}, false},
		{"another text", []byte{8}, store.Raw{IMSI: "262"}, false},
		{"same format", twin, store.Raw{IMSI: "262", Delivery: sms.Delivery{Format: sms.FormatHiLink}}, false},
	} {
		if got, err := s.HasTwin(ctx, c.twin, c.raw); err != nil || got != c.want {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
}
