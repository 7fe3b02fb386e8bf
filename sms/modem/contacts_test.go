package modem_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

var friends = []fakemodem.Contact{
	{Number: "+491713920042", Name: "Grün, \"Anna\""},
	{},
	{Number: "80850", Name: "Сервис"},
	{Number: "01713920043", Raw: "80041004110412"},
	{Number: "01713920044", Raw: "8103089091C2"},
}

func TestContacts(t *testing.T) {
	many := slices.Repeat([]fakemodem.Contact{{Number: "110", Name: "x"}}, 47)
	tests := []struct {
		name   string
		card   fakemodem.Card
		quirks fakemodem.Quirks
		want   string
	}{
		{
			"all kinds",
			fakemodem.Card{Contacts: friends},
			fakemodem.Quirks{},
			`1 +491713920042 Grün, "Anna"|3 80850 Сервис|4 01713920043 АБВ|5 01713920044 АБт`,
		},
		{
			"no UCS-2",
			fakemodem.Card{Contacts: friends},
			fakemodem.Quirks{NoUCS2: true},
			`1 +491713920042 Gr?n, "Anna"|3 80850 ??????|4 01713920043 АБВ|5 01713920044 АБт`,
		},
		{"empty", fakemodem.Card{}, fakemodem.Quirks{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, fakemodem.Options{Card: tt.card, Quirks: tt.quirks}, func(t *testing.T, b *bench) {
				all, err := b.m.Contacts(t.Context(), nil)
				if got := list(all); got != tt.want || err != nil {
					t.Errorf("got %s, %v, want %s", got, err, tt.want)
				}
				if !tt.quirks.NoUCS2 {
					b.charset("IRA")
				}
			})
		})
	}
	t.Run("in chunks", func(t *testing.T) {
		fo := fakemodem.Options{Card: fakemodem.Card{Contacts: many, Places: 100}}
		in(t, fo, func(t *testing.T, b *bench) {
			told := ""
			all, err := b.m.Contacts(t.Context(), func(done, total int) { told += fmt.Sprint(done, "/", total, " ") })
			if len(all) != 47 || err != nil || told != "20/100 40/100 60/100 " {
				t.Errorf("%d, %v, told %s", len(all), err, told)
			}
		})
	})
}

func list(all []sms.Contact) string {
	var out []string
	for _, c := range all {
		out = append(out, fmt.Sprintf("%d %s %s", c.Index, c.Number, c.Name))
	}
	return strings.Join(out, "|")
}

// charset reports whether the modem was left with the alphabet that operators' names need.
func (b *bench) charset(want string) {
	b.t.Helper()
	last := ""
	for _, c := range b.fake.Commands() {
		if v, ok := strings.CutPrefix(c, "AT+CSCS="); ok {
			last = strings.Trim(v, `"`)
		}
	}
	if last != want {
		b.t.Errorf("left with the alphabet %q", last)
	}
}

func TestContactRoom(t *testing.T) {
	in(t, fakemodem.Options{Card: fakemodem.Card{Contacts: friends, Places: 90}}, func(t *testing.T, b *bench) {
		room, err := b.m.ContactRoom(t.Context())
		if want := (sms.ContactRoom{Used: 4, First: 1, Places: 90, Name: 18}); room != want || err != nil {
			t.Errorf("%+v, %v, want %+v", room, err, want)
		}
	})
}

func TestSaveContact(t *testing.T) {
	in(t, fakemodem.Options{Card: fakemodem.Card{Contacts: friends}}, func(t *testing.T, b *bench) {
		for _, c := range []struct {
			contact sms.Contact
			place   int
		}{
			{sms.Contact{Number: "+491713920055", Name: "Jörg 🙂"}, 2},
			{sms.Contact{Number: "0171392", Name: ""}, 6},
			{sms.Contact{Index: 1, Number: "+491713920042", Name: "Anna"}, 1},
		} {
			place, err := b.m.SaveContact(t.Context(), c.contact)
			got := b.fake.Contacts()[c.place]
			if place != c.place || err != nil || got.Name != c.contact.Name || got.Number != c.contact.Number {
				t.Errorf("%+v: %d, %v, on the card %+v", c.contact, place, err, got)
			}
		}
		if err := b.m.DeleteContact(t.Context(), 2); err != nil || b.fake.Contacts()[2].Number != "" {
			t.Errorf("delete: %v", err)
		}
		b.charset("IRA")
	})
}

func TestSaveContactFails(t *testing.T) {
	tests := []struct {
		name    string
		fo      fakemodem.Options
		contact sms.Contact
		want    error
	}{
		{"full", fakemodem.Options{Card: fakemodem.Card{Contacts: friends[:1], Places: 1}}, sms.Contact{Number: "1", Name: "x"}, sms.ErrCardFull},
		{"name too long", fakemodem.Options{}, sms.Contact{Number: "1", Name: strings.Repeat("x", 19)}, sms.ErrTooLong},
		{"no UCS-2", fakemodem.Options{Quirks: fakemodem.Quirks{NoUCS2: true}}, sms.Contact{Number: "1", Name: "ü"}, sms.ErrBadCode},
		{"no phone book", fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"+CPBS"}}}, sms.Contact{Number: "1", Name: "x"}, sms.ErrNotHere},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, tt.fo, func(t *testing.T, b *bench) {
				if _, err := b.m.SaveContact(t.Context(), tt.contact); !errors.Is(err, tt.want) {
					t.Errorf("error %v, want %v", err, tt.want)
				}
			})
		})
	}
}

func TestOwnNumber(t *testing.T) {
	in(t, fakemodem.Options{Card: fakemodem.Card{HideNumber: true}}, func(t *testing.T, b *bench) {
		if n := b.m.Identity().OwnNumber; n != "" {
			t.Fatalf("own number %q", n)
		}
		n, err := b.m.SetOwnNumber(t.Context(), "+491713920077")
		if n != "+491713920077" || err != nil || b.m.Identity().OwnNumber != n {
			t.Errorf("%q, %v", n, err)
		}
		if !b.has(`AT+CPBS="SM"`) {
			t.Error("the own numbers stay selected")
		}
	})
	in(t, fakemodem.Options{Card: fakemodem.Card{NoOwnBook: true}}, func(t *testing.T, b *bench) {
		if _, err := b.m.SetOwnNumber(t.Context(), "110"); !errors.Is(err, sms.ErrNotHere) {
			t.Errorf("error %v", err)
		}
	})
}

// No byte of anything that is not what it claims to be ever gets to the port.
func TestNothingHostileOnThePort(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		before := len(b.fake.Commands())
		for x := range 0x21 {
			for _, c := range []string{string(rune(x)), "\x7f", "\u0085", "\"", ";", "\xff"} {
				if c == " " {
					continue
				}
				hostile := "1" + c + "ATD0900;"
				for name, try := range map[string]func() error{
					"code":    func() error { _, err := b.m.SendUSSD(t.Context(), hostile); return err },
					"old pin": func() error { _, err := b.m.ChangePIN(t.Context(), "12"+c+"34", "4321", true); return err },
					"new pin": func() error { _, err := b.m.ChangePIN(t.Context(), "1234", "43"+c+"21", true); return err },
					"pin":     func() error { _, err := b.m.SetPINWanted(t.Context(), true, "12"+c+"34", true); return err },
					"number": func() error {
						_, err := b.m.SaveContact(t.Context(), sms.Contact{Number: hostile, Name: "x"})
						return err
					},
					"own number": func() error { _, err := b.m.SetOwnNumber(t.Context(), hostile); return err },
				} {
					if err := try(); !errors.Is(err, sms.ErrBadCode) {
						t.Fatalf("%s %q: %v", name, c, err)
					}
				}
				if c != "\"" && c != ";" {
					_, err := b.m.SaveContact(t.Context(), sms.Contact{Number: "1", Name: "x" + c + "y"})
					if !errors.Is(err, sms.ErrBadCode) {
						t.Fatalf("name %q: %v", c, err)
					}
				}
			}
		}
		if after := b.fake.Commands(); len(after) != before {
			t.Errorf("went out: %q", after[before:])
		}
		if _, err := b.m.SaveContact(t.Context(), sms.Contact{Index: 1, Number: "1", Name: "\";AT+X"}); err != nil {
			t.Error(err)
		}
		for _, c := range b.fake.Commands()[before:] {
			if strings.Contains(c, "AT+X") {
				t.Errorf("went out: %q", c)
			}
		}
	})
}
