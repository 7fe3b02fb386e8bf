package hilink_test

import (
	"errors"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
)

func TestEnterPIN(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p, Card: fakehilink.Card{PIN: "4711"}})
		sim, err := c.SIM(t.Context())
		if want := (sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3, PUKTries: 10}); err != nil || sim != want {
			t.Fatalf("%+v, %v", sim, err)
		}
		if _, err := c.PINState(t.Context()); !errors.Is(err, sms.ErrNoCard) {
			t.Errorf("before the PIN: %v", err)
		}
		sim, err = c.EnterPIN(t.Context(), "0000")
		if !errors.Is(err, sms.ErrPINRefused) || sim.State != sms.SIMNeedsPIN || sim.PINTries != 2 {
			t.Errorf("a wrong PIN: %+v, %v", sim, err)
		}
		wantPosts(t, stick, "pin/operate", 1)
		if sim, err = c.EnterPIN(t.Context(), "4711"); err != nil || sim.State != sms.SIMReady {
			t.Errorf("the right one: %+v, %v", sim, err)
		}
		if sim, err = c.EnterPIN(t.Context(), "4711"); err != nil || sim.State != sms.SIMReady {
			t.Errorf("none is wanted: %+v, %v", sim, err)
		}
		wantPosts(t, stick, "pin/operate", 2)
	})
}

// TestBadPIN: what is no PIN is not sent.
func TestBadPIN(t *testing.T) {
	inBubble(t, "no PIN", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Card: fakehilink.Card{PIN: "4711"}})
		for _, pin := range []string{"", "123", "123456789", "12a4", "1234\n"} {
			if _, err := c.EnterPIN(t.Context(), pin); !errors.Is(err, sms.ErrBadCode) {
				t.Errorf("PIN %q: %v", pin, err)
			}
		}
		wantPosts(t, stick, "pin/operate", 0)
	})
}

// TestLastTry: the last wrong PIN leads to the PUK. It is sent once whatever the wire does.
func TestLastTry(t *testing.T) {
	inBubble(t, "one try", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Card: fakehilink.Card{PIN: "4711", Tries: 1}})
		sim, err := c.EnterPIN(t.Context(), "0000")
		if !errors.Is(err, sms.ErrPINRefused) || sim.State != sms.SIMNeedsPUK || sim.PINTries != 0 {
			t.Errorf("%+v, %v", sim, err)
		}
		wantPosts(t, stick, "pin/operate", 1)
	})
	inBubble(t, "broken off", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Card: fakehilink.Card{PIN: "4711"}})
		stick.Disturb("pin/operate", fakehilink.Disturbance{How: fakehilink.Reset, Taken: true})
		sim, err := c.EnterPIN(t.Context(), "0000")
		if !errors.Is(err, sms.ErrPINRefused) || sim.PINTries != 2 {
			t.Errorf("%+v, %v", sim, err)
		}
		wantPosts(t, stick, "pin/operate", 1)
	})
}

func TestEnterPUK(t *testing.T) {
	inBubble(t, "PUK", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Card: fakehilink.Card{PIN: "4711"}})
		stick.SetTries(0, 10)
		sim, err := c.EnterPIN(t.Context(), "4711")
		if err != nil || sim.State != sms.SIMNeedsPUK {
			t.Errorf("a PIN where the PUK is wanted: %+v, %v", sim, err)
		}
		sim, err = c.EnterPUK(t.Context(), "87654321", "1111")
		if !errors.Is(err, sms.ErrPINRefused) || sim.PUKTries != 9 {
			t.Errorf("a wrong PUK: %+v, %v", sim, err)
		}
		if sim, err = c.EnterPUK(t.Context(), "12345678", "1111"); err != nil || sim.State != sms.SIMReady {
			t.Errorf("the right one: %+v, %v", sim, err)
		}
		if _, err := c.ChangePIN(t.Context(), "1111", "2222", false); err != nil {
			t.Errorf("the new PIN: %v", err)
		}
		stick.SetTries(0, 0)
		if sim, err = c.SIM(t.Context()); err != nil || sim.State != sms.SIMDead {
			t.Errorf("no try left: %+v, %v", sim, err)
		}
		if _, err := c.EnterPUK(t.Context(), "1234", "1111"); !errors.Is(err, sms.ErrBadCode) {
			t.Errorf("a short PUK: %v", err)
		}
	})
}

// TestOtherNumbersOfStates: where firmware numbers the states in another way, nothing is taken for
// what it may not be, and no PIN is sent.
func TestOtherNumbersOfStates(t *testing.T) {
	for name, card := range map[string]fakehilink.Card{"absent": {Absent: true}, "PIN": {PIN: "4711"}} {
		inBubble(t, name, func(t *testing.T) {
			stick, c := open(t, fakehilink.Options{
				Card: card, Quirks: fakehilink.Quirks{OtherSIMStates: true},
			})
			if sim, err := c.EnterPIN(t.Context(), "4711"); err != nil || sim.State != sms.SIMUnknown {
				t.Errorf("%+v, %v", sim, err)
			}
			wantPosts(t, stick, "pin/operate", 0)
		})
	}
	inBubble(t, "absent in the usual way", func(t *testing.T) {
		_, c := open(t, fakehilink.Options{Card: fakehilink.Card{Absent: true}})
		if sim, err := c.SIM(t.Context()); err != nil || sim.State != sms.SIMMissing {
			t.Errorf("%+v, %v", sim, err)
		}
	})
}

// TestLockedToOperator: a stick that refuses the card says so; firmware without the question is asked
// once.
func TestLockedToOperator(t *testing.T) {
	inBubble(t, "locked", func(t *testing.T) {
		_, c := open(t, fakehilink.Options{Card: fakehilink.Card{PIN: "4711", Locked: true}})
		sim, err := c.EnterPIN(t.Context(), "4711")
		if err != nil || sim.State != sms.SIMLockedToOperator {
			t.Errorf("%+v, %v", sim, err)
		}
	})
	inBubble(t, "no such question", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Personality: fakehilink.E3131})
		for range 3 {
			if sim, err := c.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
				t.Errorf("%+v, %v", sim, err)
			}
		}
		asked := 0
		for _, r := range stick.Requests() {
			if r.Path == "/api/pin/simlock" {
				asked++
			}
		}
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
	})
}

// TestPINRefusedByTries: a wrong PIN is known by the tries, whatever the firmware calls it.
func TestPINRefusedByTries(t *testing.T) {
	inBubble(t, "another code", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Card: fakehilink.Card{PIN: "4711"}})
		stick.Disturb("pin/operate", fakehilink.Disturbance{Code: 100001, Do: func() { stick.SetTries(2, 10) }})
		sim, err := c.EnterPIN(t.Context(), "0000")
		if !errors.Is(err, sms.ErrPINRefused) || sim.PINTries != 2 {
			t.Errorf("%+v, %v", sim, err)
		}
	})
}

func TestPINAtStart(t *testing.T) {
	inBubble(t, "wanted or not", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{})
		p, err := c.PINState(t.Context())
		if err != nil || p.Wanted || p.Tries != 3 {
			t.Errorf("at first %+v, %v", p, err)
		}
		if p, err = c.SetPINWanted(t.Context(), true, "1234", false); err != nil || !p.Wanted {
			t.Errorf("on: %+v, %v", p, err)
		}
		p, err = c.ChangePIN(t.Context(), "9999", "2222", false)
		if !errors.Is(err, sms.ErrPINRefused) || p.Tries != 2 {
			t.Errorf("change with a wrong one: %+v, %v", p, err)
		}
		if p, err = c.ChangePIN(t.Context(), "1234", "2222", false); err != nil || p.Tries != 3 {
			t.Errorf("change: %+v, %v", p, err)
		}
		if p, err = c.SetPINWanted(t.Context(), false, "2222", false); err != nil || p.Wanted {
			t.Errorf("off: %+v, %v", p, err)
		}
		stick.SetTries(1, 10)
		n := stick.Posts("pin/operate")
		if _, err = c.ChangePIN(t.Context(), "2222", "3333", false); !errors.Is(err, sms.ErrLastTry) {
			t.Errorf("the last try: %v", err)
		}
		wantPosts(t, stick, "pin/operate", n)
		if _, err = c.ChangePIN(t.Context(), "2222", "3333", true); err != nil {
			t.Errorf("the last try, accepted: %v", err)
		}
	})
}
