package modem_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

func TestSendUSSD(t *testing.T) {
	menu := map[string]fakemodem.Menu{
		"*111#": {Text: "Menu:\n1 Guthaben\n2 \"Tarif\", neu", Replies: map[string]fakemodem.Menu{
			"1": {Text: "12,34 EUR"}, "2": {Text: "Тариф"},
		}},
	}
	tests := []struct {
		name   string
		quirks fakemodem.Quirks
		packed bool
	}{
		{"plain", fakemodem.Quirks{}, false},
		{"packed only", fakemodem.Quirks{PackedUSSD: true}, true},
		{"plain dropped", fakemodem.Quirks{DropUSSD: true}, true},
		{"packed, answered in plain", fakemodem.Quirks{PackedUSSD: true, PlainUSSD: true}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, fakemodem.Options{Codes: menu, Quirks: tt.quirks}, func(t *testing.T, b *bench) {
				b.asks("*100#", "Balance: 12,34 EUR", false)
				b.asks("*111#", "Menu:\n1 Guthaben\n2 \"Tarif\", neu", true)
				b.asks("2", "Тариф", false)
				b.asks("*111#", "Menu:\n1 Guthaben\n2 \"Tarif\", neu", true)
				if err := b.m.EndUSSD(t.Context()); err != nil {
					t.Error(err)
				}
				if _, err := b.m.SendUSSD(t.Context(), "1"); !errors.Is(err, sms.ErrNotHere) {
					t.Errorf("after the end: %v", err)
				}
				if !b.has("AT^USSDMODE=0") || b.has(`AT+CUSD=1,"AA180C3602",15`) != tt.packed {
					t.Errorf("commands %q", b.fake.Commands())
				}
				plain := 0
				for _, c := range b.fake.Commands() {
					if strings.Contains(c, "*") {
						plain++
					}
				}
				if tt.packed && plain != 1 {
					t.Errorf("asked in plain %d times", plain)
				}
			})
		})
	}
}

func (b *bench) asks(code, want string, more bool) {
	b.t.Helper()
	a, err := b.m.SendUSSD(b.t.Context(), code)
	if err != nil || a.Text != want || a.More != more {
		b.t.Errorf("%s: %+v, %v, want %q %v", code, a, err, want, more)
	}
}

// What the modem and the network may say in place of an answer.
func TestSendUSSDAnswers(t *testing.T) {
	const plain, packed = `AT+CUSD=1,"*100#",15`, `AT+CUSD=1,"AA180C3602",15`
	ok := "\r\nOK\r\n"
	tests := []struct {
		name          string
		plain, packed string
		want          string
		err           error
	}{
		{"before the OK", "\r\n+CUSD: 0,\"Guthaben\r\n12 EUR\",15\r\n" + ok, "", "Guthaben\n12 EUR", nil},
		{"after the OK", ok + "\r\n+CUSD: 0,\"12 EUR\",15\r\n", "", "12 EUR", nil},
		{"lines after the OK", ok + "\r\n+CUSD: 0,\"12 EUR\r\n+ 3 MB\",15\r\n", "", "12 EUR\n+ 3 MB", nil},
		{"no coding told", ok + "+CUSD: 0,\"12 EUR\"\r\n", "", "12 EUR", nil},
		{"no quotes", ok + "+CUSD: 0,12 EUR,15\r\n", "", "12 EUR", nil},
		{"ended with a last word", ok + "+CUSD: 2,\"Bye\",15\r\n", "", "Bye", nil},
		{"ucs-2", ok + "+CUSD: 0,\"00470075007420AC\",72\r\n", "", "Gut€", nil},
		{"error, then packed", "\r\nERROR\r\n", ok + "+CUSD: 0,\"E8329BFD06\",15\r\n", "hello", nil},
		{"304, then packed", "\r\n+CME ERROR: 304\r\n", ok + "+CUSD: 0,\"E8329BFD06\",15\r\n", "hello", nil},
		{"never", ok, ok, "", sms.ErrNoReply},
		{"refused both ways", "\r\nERROR\r\n", "\r\n+CME ERROR: 304\r\n", "", nil},
		{"no network", "\r\n+CME ERROR: 30\r\n", "", "", sms.ErrBusy},
		{"no card", "\r\n+CME ERROR: 10\r\n", "", "", sms.ErrNoCard},
		{"not known", ok + "+CUSD: 4\r\n", "", "", sms.ErrNotHere},
		{"another asks", ok + "+CUSD: 3\r\n", "", "", sms.ErrBusy},
		{"ended", ok + "+CUSD: 2\r\n", ok + "+CUSD: 2\r\n", "", sms.ErrNoReply},
		{"nonsense", ok + "+CUSD: \x01,,,\r\n", ok + "+CUSD: ,\"\r\n", "", sms.ErrNoReply},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := scripted(t, script{plain: {tt.plain}, packed: {tt.packed}, "AT+CUSD=2": {ok}})
				defer func() { _ = m.Close(); <-m.Done() }()
				a, err := m.SendUSSD(t.Context(), "*100#")
				if a.Text != tt.want && err == nil {
					t.Errorf("got %q, want %q", a.Text, tt.want)
				}
				if tt.want != "" && err != nil || tt.want == "" && err == nil || !errors.Is(err, tt.err) && tt.err != nil {
					t.Errorf("error %v, want %v", err, tt.err)
				}
			})
		})
	}
}

func TestSendUSSDCancelled(t *testing.T) {
	in(t, fakemodem.Options{Quirks: fakemodem.Quirks{DropUSSD: true}}, func(t *testing.T, b *bench) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		began := time.Now()
		if _, err := b.m.SendUSSD(ctx, "*100#"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if d := time.Since(began); d > 3*time.Second {
			t.Errorf("took %v", d)
		}
		b.asks("*100#", "Balance: 12,34 EUR", false)
	})
}

func TestChangePIN(t *testing.T) {
	locked := fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}}
	synctest.Test(t, func(t *testing.T) {
		b := up(t, locked, modem.Options{})
		defer b.down()
		if _, err := b.m.ChangePIN(t.Context(), "1234", "4321", false); !errors.Is(err, sms.ErrNoCard) {
			t.Errorf("before the PIN: %v", err)
		}
		if _, err := b.m.EnterPIN(t.Context(), "1234"); err != nil {
			t.Fatal(err)
		}
		b.pin(sms.PINState{Wanted: true, Tries: 3}, nil, "at first")(b.m.PINState(t.Context()))
		b.pin(sms.PINState{Wanted: true, Tries: 2}, sms.ErrPINRefused, "wrong")(
			b.m.ChangePIN(t.Context(), "1111", "4321", false))
		b.pin(sms.PINState{Wanted: true, Tries: 3}, nil, "right")(
			b.m.ChangePIN(t.Context(), "1234", "4321", false))
		b.pin(sms.PINState{Wanted: true, Tries: 2}, sms.ErrPINRefused, "the old one")(
			b.m.SetPINWanted(t.Context(), false, "1234", false))
		b.pin(sms.PINState{Wanted: false, Tries: 3}, nil, "off")(
			b.m.SetPINWanted(t.Context(), false, "4321", false))
		b.fake.Restart()
		b.connect(modem.Options{})
		defer b.down()
		if sim, err := b.m.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
			t.Errorf("after a restart %v, %v", sim, err)
		}
	})
}

func (b *bench) pin(want sms.PINState, kind error, what string) func(sms.PINState, error) {
	return func(got sms.PINState, err error) {
		b.t.Helper()
		if got != want || !errors.Is(err, kind) {
			b.t.Errorf("%s: %+v, %v, want %+v, %v", what, got, err, want, kind)
		}
	}
}

// With one try left, and when nobody knows, nothing goes out unless the user knows.
func TestLastTry(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fo    fakemodem.Options
		tries int
	}{
		{"one", fakemodem.Options{Card: fakemodem.Card{Tries: 1, PIN: ""}}, 1},
		{"unknown", fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"^CPIN"}}}, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in(t, tt.fo, func(t *testing.T, b *bench) {
				b.pin(sms.PINState{Tries: tt.tries}, sms.ErrLastTry, "change")(
					b.m.ChangePIN(t.Context(), "1234", "4321", false))
				b.pin(sms.PINState{Tries: tt.tries}, sms.ErrLastTry, "switch on")(
					b.m.SetPINWanted(t.Context(), true, "1234", false))
				for _, c := range b.fake.Commands() {
					if strings.Contains(c, "1234") {
						t.Errorf("went out: %s", c)
					}
				}
				_, err := b.m.SetPINWanted(t.Context(), true, "1234", true)
				if err == nil || errors.Is(err, sms.ErrLastTry) {
					t.Errorf("on request: %v", err)
				}
			})
		})
	}
}

func TestCardID(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		if id := b.m.CardID(t.Context()); id != "8949000000123456789" {
			t.Errorf("card %q", id)
		}
	})
	in(t, fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"^ICCID"}}},
		func(t *testing.T, b *bench) {
			if id := b.m.CardID(t.Context()); id != "" {
				t.Errorf("card %q", id)
			}
		})
}
