package messenger_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// hilinkEntry is an entry of a HiLink stick's list.
type hilinkEntry struct {
	index, state, kind   int
	phone, date, content string
}

// entry is a text from Anna, with the clock of the service centre.
func entry(text string, at time.Time) hilinkEntry {
	return hilinkEntry{
		index: 40001, kind: 1, phone: "+" + annaDigits, date: at.Format("2006-01-02 15:04:05"), content: text,
	}
}

// reportOn is a delivery report: kind 7 for delivered, 8 for not.
func reportOn(to sms.Number, kind, index int) hilinkEntry {
	return hilinkEntry{index: index, kind: kind, phone: string(to), date: time.Now().Format("2006-01-02 15:04:05")}
}

// delivery is what a HiLink backend hands over for the entry.
func (e hilinkEntry) delivery() sms.Delivery {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	return sms.Delivery{
		Raw: fmt.Sprintf("<Message><Smstat>%d</Smstat><Index>%d</Index><Phone>%s</Phone><Content>%s</Content>"+
			"<Date>%s</Date><Sca></Sca><SaveType>0</SaveType><Priority>0</Priority><SmsType>%d</SmsType></Message>",
			e.state, e.index, escape.Replace(e.phone), escape.Replace(e.content), e.date, e.kind),
		Format: sms.FormatHiLink, Length: -1, Memory: "LOCAL", Index: e.index,
	}
}

func (s *textStick) keep(t testing.TB, d sms.Delivery) {
	t.Helper()
	if err := s.sink.Keep(d); err != nil {
		t.Fatalf("keep: %v", err)
	}
}

// TestEntries: what the entries of a HiLink stick become.
func TestEntries(t *testing.T) {
	zone := time.Local
	time.Local = time.FixedZone("", 3600)
	defer func() { time.Local = zone }()
	const clock = "2000-01-02 12:00:05"
	sent := time.Date(2000, 1, 2, 12, 0, 5, 0, time.Local) // the bubble begins with the year 2000
	long := strings.Repeat("0123456789", 40)
	for _, c := range []struct {
		name  string
		entry hilinkEntry
		want  sms.Message
	}{
		{
			"text",
			hilinkEntry{kind: 1, phone: "+491711234567", date: clock, content: "grüß <dich> & 😀"},
			sms.Message{Number: anna, Text: "grüß <dich> & 😀", Status: sms.Received, SentAt: sent},
		},
		{
			"number without country",
			hilinkEntry{kind: 1, phone: "01711234567", date: clock, content: "hi"},
			sms.Message{Number: anna, Text: "hi", Status: sms.Received, SentAt: sent},
		},
		{
			"long",
			hilinkEntry{kind: 2, phone: "+491711234567", date: clock, content: long},
			sms.Message{Number: anna, Text: long, Status: sms.Received, SentAt: sent},
		},
		{
			"name",
			hilinkEntry{kind: 1, phone: "Free Mobile", date: clock, content: "hi"},
			sms.Message{Number: "Free Mobile", Text: "hi", Status: sms.Received, SentAt: sent},
		},
		{
			"short code",
			hilinkEntry{kind: 1, phone: "80850", date: clock, content: "hi"},
			sms.Message{Number: "80850", Text: "hi", Status: sms.Received, SentAt: sent},
		},
		{
			"no sender",
			hilinkEntry{kind: 1, date: clock, content: "hi"},
			sms.Message{Number: sms.UnknownSender, Text: "hi", Status: sms.Received, SentAt: sent},
		},
		{
			"impossible date",
			hilinkEntry{kind: 1, phone: "80850", date: "2026-13-40 99:00:00", content: "hi"},
			sms.Message{Number: "80850", Text: "hi", Status: sms.Received},
		},
		{
			"stick without a clock",
			hilinkEntry{kind: 1, phone: "80850", date: "1970-01-01 00:03:00", content: "hi"},
			sms.Message{Number: "80850", Text: "hi", Status: sms.Received},
		},
		{
			"from the future",
			hilinkEntry{kind: 1, phone: "80850", date: "2000-01-04 00:03:00", content: "hi"},
			sms.Message{Number: "80850", Text: "hi", Status: sms.Received},
		},
		{
			"empty",
			hilinkEntry{kind: 1, phone: "80850", date: clock},
			sms.Message{Number: "80850", Status: sms.Received, SentAt: sent},
		},
		{
			"unknown type",
			hilinkEntry{kind: 77, phone: "80850", date: clock, content: "hi"},
			sms.Message{Number: "80850", Text: "hi", Status: sms.Received, SentAt: sent},
		},
		{
			"picture message",
			hilinkEntry{kind: 5, phone: "80850", date: clock},
			sms.Message{Number: "80850", Status: sms.Service, Code: int(pdu.ServiceMMS), SentAt: sent},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole(t, func(b *bench, s *textStick) {
				after(time.Until(sent.Add(time.Minute)))
				s.keep(t, c.entry.delivery())
				got := b.one(c.want.Number)
				want := c.want
				want.ID, want.Parts, want.Done = 1, 1, 1
				if !got.SentAt.Equal(want.SentAt) || got.Time.IsZero() {
					t.Errorf("sent at %v, want %v", got.SentAt, want.SentAt)
				}
				got.SentAt, got.Time, want.SentAt = time.Time{}, time.Time{}, time.Time{}
				if got != want {
					t.Errorf("got  %+v\nwant %+v", got, want)
				}
			})
		})
	}
}

// TestDamagedEntry: what cannot be read is shown as damaged, each once, and its bytes are kept.
func TestDamagedEntry(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		broken := func(state int, garbage string) sms.Delivery {
			return sms.Delivery{
				Raw: fmt.Sprintf("<Message><Smstat>%d</Smstat><Index>3</Index><Phone>80850</Phone>%s</Message>",
					state, garbage),
				Format: sms.FormatHiLink, Length: -1, Memory: "LOCAL", Index: 3,
			}
		}
		s.keep(t, broken(0, "<Content>one < two"))
		s.keep(t, broken(0, "<Content>three <"))
		s.keep(t, broken(1, "<Content>one < two")) // again, read meanwhile
		all := b.with("80850")
		if len(all) != 2 || all[0].Status != sms.Damaged || all[1].Status != sms.Damaged {
			t.Fatalf("got %+v", all)
		}
		b.close()
		rows := raws(t, b.path)
		if len(rows) != 3 || rows[0] != broken(0, "<Content>one < two").Raw {
			t.Errorf("kept %q", rows)
		}
		*b = *startAt(t, b.path)
	})
}

// TestEntryComesAgain: the same entry is shown once as long as a PDU would be, wherever it lies.
func TestEntryComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer func() { b.close() }()
		s := newTextStick()
		b.Attach(s)
		e := entry("hello", time.Now())
		s.keep(t, e.delivery())
		e.state = 1
		s.keep(t, e.delivery())
		moved := e
		moved.index = 7 // copied from the SIM card to the stick
		s.keep(t, moved.delivery())
		b.one(anna)
		b = b.restart()
		time.Sleep(24 * time.Hour)
		s = newTextStick()
		b.Attach(s)
		d := e.delivery() // could not be deleted
		d.Old = true
		s.keep(t, d)
		b.one(anna)
		other := entry("hello", time.Now()) // a service sends the same words again
		s.keep(t, other.delivery())
		if all := b.with(anna); len(all) != 2 {
			t.Fatalf("%d shown", len(all))
		}
	})
}
