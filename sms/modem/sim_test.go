package modem_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

func TestSIM(t *testing.T) {
	card := func(c fakemodem.Card) fakemodem.Options { return fakemodem.Options{Card: c} }
	tests := []struct {
		name string
		fo   fakemodem.Options
		want sms.SIM
	}{
		{"ready", card(fakemodem.Card{}), sms.SIM{State: sms.SIMReady, PINTries: 3, PUKTries: 10}},
		{
			"pin", card(fakemodem.Card{PIN: "1234"}),
			sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3, PUKTries: 10},
		},
		{
			"last pin", card(fakemodem.Card{PIN: "1234", Tries: 1}),
			sms.SIM{State: sms.SIMNeedsPIN, PINTries: 1, PUKTries: 10},
		},
		{
			"missing", card(fakemodem.Card{State: fakemodem.CardMissing}),
			sms.SIM{State: sms.SIMMissing, PINTries: -1, PUKTries: -1},
		},
		{
			"faulty", card(fakemodem.Card{State: fakemodem.CardFaulty}),
			sms.SIM{State: sms.SIMFaulty, PINTries: -1, PUKTries: -1},
		},
		{
			"foreign", card(fakemodem.Card{State: fakemodem.CardForeign}),
			sms.SIM{State: sms.SIMLockedToOperator, PINTries: 3, PUKTries: 10},
		},
		{
			"no tries told",
			fakemodem.Options{
				Card:   fakemodem.Card{PIN: "1234"},
				Quirks: fakemodem.Quirks{Refuse: []string{"^CPIN"}},
			},
			sms.SIM{State: sms.SIMNeedsPIN, PINTries: -1, PUKTries: -1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := up(t, tt.fo, modem.Options{})
				defer b.down()
				got, err := b.m.SIM(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if got.State != tt.want.State || tt.want.State != sms.SIMLockedToOperator && got != tt.want {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// What the modem says in place of a value.
func TestSIMAnswers(t *testing.T) {
	tests := []struct {
		answer string
		want   sms.SIMState
	}{
		{"\r\n+CPIN: READY\r\n\r\nOK\r\n", sms.SIMReady},
		{"\r\n+CPIN:READY\r\nOK\r\n", sms.SIMReady},
		{"\r\n+CPIN: \"READY\"\r\nOK\r\n", sms.SIMReady},
		{"\r\n+CPIN: SIM PIN\r\nOK\r\n", sms.SIMNeedsPIN},
		{"\r\n+CPIN: SIM PUK\r\nOK\r\n", sms.SIMNeedsPUK},
		{"\r\n+CPIN: SIM PIN2\r\nOK\r\n", sms.SIMReady},
		{"\r\n+CPIN: PH-NET PIN\r\nOK\r\n", sms.SIMLockedToOperator},
		{"\r\n+CPIN: PH-SIM PIN\r\nOK\r\n", sms.SIMLockedToOperator},
		{"\r\n+CPIN: SOMETHING\r\nOK\r\n", sms.SIMUnknown},
		{"\r\n+CPIN: NOT READY\r\n\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n", sms.SIMNeedsPIN}, // a notice first
		{"\r\n+CPIN: SIM PIN\r\n\r\n+CPIN: READY\r\n\r\nOK\r\n", sms.SIMReady},
		{"\r\nOK\r\n", sms.SIMUnknown},
		{"\r\nERROR\r\n", sms.SIMUnknown},
		{"\r\n+CME ERROR: 10\r\n", sms.SIMMissing},
		{"\r\n+CME ERROR: SIM not inserted\r\n", sms.SIMMissing},
		{"\r\n+CMS ERROR: 310\r\n", sms.SIMMissing},
		{"\r\n+CME ERROR: 11\r\n", sms.SIMNeedsPIN},
		{"\r\n+CME ERROR: 12\r\n", sms.SIMNeedsPUK},
		{"\r\n+CME ERROR: 13\r\n", sms.SIMFaulty},
		{"\r\n+CME ERROR: SIM wrong\r\n", sms.SIMFaulty},
		{"\r\n+CME ERROR: 40\r\n", sms.SIMLockedToOperator},
		{"\r\n+CME ERROR: PH-SIM PIN required\r\n", sms.SIMLockedToOperator},
		{"\r\n+CME ERROR: network personalisation PIN required\r\n", sms.SIMLockedToOperator},
		{"\r\n+CME ERROR: Service provider personalization PUK required\r\n", sms.SIMLockedToOperator},
		{"\r\n+CME ERROR: SIM PUK2 required\r\n", sms.SIMReady},
		{"\r\n+CMS ERROR: (U)SIM PIN2 required\r\n", sms.SIMReady},
		{"\r\n+CMS ERROR: (U)SIM PUK required\r\n", sms.SIMNeedsPUK},
		{"\r\n+CME ERROR: USIM not inserted\r\n", sms.SIMMissing},
	}
	for _, tt := range tests {
		t.Run(tt.answer, func(t *testing.T) {
			m := scripted(t, script{"AT+CPIN?": {tt.answer}})
			got, err := m.SIM(t.Context())
			if err != nil || got.State != tt.want {
				t.Errorf("got %v, %v, want %v", got.State, err, tt.want)
			}
		})
	}
}

// A card that is busy is asked again.
func TestSIMBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := scripted(t, script{"AT+CPIN?": {
			"+CME ERROR: 14\r\n", "+CME ERROR: 515\r\n",
			"+CMS ERROR: 314\r\n", "+CPIN: READY\r\nOK\r\n",
		}})
		start := time.Now()
		got, err := m.SIM(t.Context())
		if err != nil || got.State != sms.SIMReady {
			t.Errorf("got %v, %v", got, err)
		}
		if d := time.Since(start); d != 1400*time.Millisecond {
			t.Errorf("took %v, want 0.2 + 0.4 + 0.8 s", d)
		}
		_ = m.Close()
	})
}

func TestEnterPIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{
			Card:    fakemodem.Card{PIN: "1234"},
			Latency: fakemodem.Latency{SIM: 5 * time.Second},
		}
		b := up(t, fo, modem.Options{})
		defer b.down()

		got, err := b.m.EnterPIN(t.Context(), "9999")
		want := sms.SIM{State: sms.SIMNeedsPIN, PINTries: 2, PUKTries: 10}
		if !errors.Is(err, sms.ErrPINRefused) || got != want {
			t.Errorf("wrong PIN: %v, %v; want %v and ErrRefused", got, err, want)
		}

		start := time.Now()
		got, err = b.m.EnterPIN(t.Context(), "1234")
		want = sms.SIM{State: sms.SIMReady, PINTries: 3, PUKTries: 10}
		if err != nil || got != want {
			t.Errorf("right PIN: %v, %v; want %v", got, err, want)
		}
		if d := time.Since(start); d < 5*time.Second || d > 6*time.Second {
			t.Errorf("ready after %v", d)
		}
		b.begin()
	})
}

// Nothing is asked for 3 s after an accepted PIN, or the firmware may fall over.
func TestPINWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}}, modem.Options{})
		defer b.down()
		go func() { _, _ = b.m.EnterPIN(t.Context(), "1234") }()
		synctest.Wait()
		before := len(b.fake.Commands())
		go func() { _, _ = b.m.SIM(t.Context()) }()
		time.Sleep(3*time.Second - 1)
		synctest.Wait()
		if n := len(b.fake.Commands()); n != before {
			t.Errorf("asked %q", b.fake.Commands()[before:])
		}
		time.Sleep(time.Second)
	})
}

func TestCase33PINIsNotSent(t *testing.T) {
	tests := []struct {
		name string
		card fakemodem.Card
		pin  string
		err  error
		want sms.SIMState
	}{
		{"too short", fakemodem.Card{PIN: "1234"}, "123", at.ErrInvalid, sms.SIMUnknown},
		{"too long", fakemodem.Card{PIN: "1234"}, "123456789", at.ErrInvalid, sms.SIMUnknown},
		{"letters", fakemodem.Card{PIN: "1234"}, "12a4", at.ErrInvalid, sms.SIMUnknown},
		{"second command", fakemodem.Card{PIN: "1234"}, "1\"\rATD1", at.ErrInvalid, sms.SIMUnknown},
		{"not wanted", fakemodem.Card{}, "1234", nil, sms.SIMReady},
		{"no card", fakemodem.Card{State: fakemodem.CardMissing}, "1234", nil, sms.SIMMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := up(t, fakemodem.Options{Card: tt.card}, modem.Options{})
				defer b.down()
				got, err := b.m.EnterPIN(t.Context(), tt.pin)
				if !errors.Is(err, tt.err) || got.State != tt.want {
					t.Errorf("got %v, %v; want %v, %v", got.State, err, tt.want, tt.err)
				}
				for _, c := range b.fake.Commands() {
					if len(c) > 8 && c[:8] == "AT+CPIN=" {
						t.Errorf("sent %q", c)
					}
				}
			})
		})
	}
}

func TestCase33EnterPUK(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{Card: fakemodem.Card{PIN: "1234", Tries: 1, PUKTries: 2}}
		b := up(t, fo, modem.Options{})
		defer b.down()
		got, err := b.m.EnterPIN(t.Context(), "0000")
		if !errors.Is(err, sms.ErrPINRefused) || got.State != sms.SIMNeedsPUK {
			t.Fatalf("last wrong PIN: %v, %v", got, err)
		}
		got, err = b.m.EnterPUK(t.Context(), "87654321", "1111")
		if !errors.Is(err, sms.ErrPINRefused) || got.State != sms.SIMNeedsPUK || got.PUKTries != 1 {
			t.Errorf("wrong PUK: %v, %v", got, err)
		}
		if _, err := b.m.EnterPUK(t.Context(), "123", "1111"); !errors.Is(err, at.ErrInvalid) {
			t.Errorf("short PUK: %v", err)
		}
		got, err = b.m.EnterPUK(t.Context(), "12345678", "1111")
		if err != nil || got.State != sms.SIMReady {
			t.Errorf("right PUK: %v, %v", got, err)
		}
		b.begin()
	})
}

func TestCase33DeadCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{Card: fakemodem.Card{PIN: "1234", Tries: 1, PUKTries: 1}}
		b := up(t, fo, modem.Options{})
		defer b.down()
		_, _ = b.m.EnterPIN(t.Context(), "0000")
		got, err := b.m.EnterPUK(t.Context(), "87654321", "1111")
		if !errors.Is(err, sms.ErrPINRefused) || got.State != sms.SIMDead {
			t.Errorf("got %v, %v; want dead and ErrRefused", got, err)
		}
	})
}

func TestSIMStateString(t *testing.T) {
	if got := sms.SIMDead.String(); got != "dead" {
		t.Errorf("got %q", got)
	}
	if got := sms.SIMState(99).String(); got != "99" {
		t.Errorf("got %q", got)
	}
}

// A modem that is none of Huawei's reports the tries left in the standard's way, or not at all.
func TestRetries(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		pin, puk     int
	}{
		{"told", "+CPINR: SIM PIN,2,3\r\n+CPINR: SIM PUK,10,10\r\nOK\r\n", 2, 10},
		{"quoted", "+CPINR: \"SIM PIN\",1\r\nOK\r\n", 1, -1},
		{"not known", "ERROR\r\n", -1, -1},
		{"noise", "+CPINR: \r\n+CPINR: SIM PIN\r\nOK\r\n", -1, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := scripted(t, script{
				"AT+CPIN?": {"+CPIN: SIM PIN\r\nOK\r\n"}, "AT+CPINR": {tt.answer},
			})
			got, err := m.SIM(t.Context())
			if err != nil || got.PINTries != tt.pin || got.PUKTries != tt.puk {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}
