package goform_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
)

// TestSIM: the states of the card, with the tries that are left.
func TestSIM(t *testing.T) {
	for name, c := range map[string]struct {
		card fakegoform.Card
		want sms.SIMState
	}{
		"ready": {fakegoform.Card{}, sms.SIMReady}, "PIN": {fakegoform.Card{PIN: "1234"}, sms.SIMNeedsPIN},
		"none": {fakegoform.Card{Absent: true}, sms.SIMMissing}, "other operator": {fakegoform.Card{Locked: true}, sms.SIMLockedToOperator},
	} {
		inBubble(t, name, func(t *testing.T) {
			s := reach(t, plugged(t, fakegoform.Options{Card: c.card}))
			if sim, err := s.SIM(t.Context()); err != nil || sim.State != c.want || sim.PINTries != 3 || sim.PUKTries != 10 {
				t.Errorf("%+v, %v", sim, err)
			}
		})
	}
}

// TestPIN: a wrong PIN is told and costs one try, the right one opens the card, and a card that wants none gets
// none; after three wrong ones it is the PUK.
func TestPIN(t *testing.T) {
	inBubble(t, "PIN", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{Card: fakegoform.Card{PIN: "1234"}})
		s := reach(t, stick)
		if sim, err := s.EnterPIN(t.Context(), "1111"); !errors.Is(err, sms.ErrPINRefused) || sim.PINTries != 2 {
			t.Errorf("wrong: %+v, %v", sim, err)
		}
		if _, err := s.EnterPIN(t.Context(), "12a4"); !errors.Is(err, sms.ErrBadCode) {
			t.Errorf("no PIN: %v", err)
		}
		if sim, err := s.EnterPIN(t.Context(), "1234"); err != nil || sim.State != sms.SIMReady || sim.PINTries != 3 {
			t.Errorf("right: %+v, %v", sim, err)
		}
		if sim, err := s.EnterPIN(t.Context(), "9999"); err != nil || sim.State != sms.SIMReady || sim.PINTries != 3 {
			t.Errorf("not wanted: %+v, %v", sim, err)
		}
		if n := stick.Posts("ENTER_PIN"); n != 2 {
			t.Errorf("%d requests", n)
		}
	})
	inBubble(t, "PUK", func(t *testing.T) {
		s := reach(t, plugged(t, fakegoform.Options{Card: fakegoform.Card{PIN: "1234"}}))
		for range 3 {
			if _, err := s.EnterPIN(t.Context(), "1111"); !errors.Is(err, sms.ErrPINRefused) {
				t.Errorf("wrong: %v", err)
			}
		}
		if sim, err := s.EnterPUK(t.Context(), "11111111", "4321"); !errors.Is(err, sms.ErrPINRefused) ||
			sim.State != sms.SIMNeedsPUK || sim.PUKTries != 9 {
			t.Errorf("wrong: %+v, %v", sim, err)
		}
		if sim, err := s.EnterPUK(t.Context(), "12345678", "4321"); err != nil || sim.State != sms.SIMReady {
			t.Errorf("right: %+v, %v", sim, err)
		}
	})
	inBubble(t, "success before the card has refused", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{Card: fakegoform.Card{PIN: "1234"}})
		s := reach(t, stick)
		stick.Disturb("ENTER_PIN", fakeweb.Disturbance{How: fakeweb.Instead, Taken: true, Body: `{"result":"success"}`})
		if sim, err := s.EnterPIN(t.Context(), "1111"); !errors.Is(err, sms.ErrPINRefused) || sim.PINTries != 2 {
			t.Errorf("%+v, %v", sim, err)
		}
	})
}

// TestPINSettings: the PIN is changed and switched on and off, with the old one; the last try is not used unasked.
func TestPINSettings(t *testing.T) {
	inBubble(t, "settings", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{Card: fakegoform.Card{PIN: "1234"}})
		s := reach(t, stick)
		if _, err := s.EnterPIN(t.Context(), "1234"); err != nil {
			t.Fatal(err)
		}
		if p, err := s.PINState(t.Context()); err != nil || !p.Wanted || p.Tries != 3 {
			t.Errorf("%+v, %v", p, err)
		}
		if p, err := s.ChangePIN(t.Context(), "1111", "4321", false); !errors.Is(err, sms.ErrPINRefused) || p.Tries != 2 {
			t.Errorf("wrong: %+v, %v", p, err)
		}
		if _, err := s.ChangePIN(t.Context(), "1234", "4321", false); err != nil {
			t.Error(err)
		}
		if p, err := s.SetPINWanted(t.Context(), false, "4321", false); err != nil || p.Wanted {
			t.Errorf("off: %+v, %v", p, err)
		}
		if p, err := s.SetPINWanted(t.Context(), true, "4321", false); err != nil || !p.Wanted {
			t.Errorf("on: %+v, %v", p, err)
		}
		stick.SetTries(1)
		if _, err := s.ChangePIN(t.Context(), "1111", "4321", false); !errors.Is(err, sms.ErrLastTry) {
			t.Errorf("last try: %v", err)
		}
	})
}

// TestNetwork: registration, operator and signal; mobile data is switched when it is asked for, and never else.
func TestNetwork(t *testing.T) {
	for name, c := range map[string]struct {
		o    fakegoform.Options
		want sms.Link
	}{
		"home":    {fakegoform.Options{}, sms.Link{Up: true, Registration: sms.RegHome, Operator: "Testnetz", Signal: 80, Tech: sms.Tech4G}},
		"roaming": {fakegoform.Options{Roaming: true, Operator: "Abroad"}, sms.Link{Up: true, Registration: sms.RegRoaming, Operator: "Abroad", Signal: 80, Tech: sms.Tech4G}},
		"none":    {fakegoform.Options{NoNetwork: true}, sms.Link{Up: true, Registration: sms.RegSearching}},
	} {
		inBubble(t, name, func(t *testing.T) {
			_, s, _ := listening(t, c.o)
			if l, err := s.Link(t.Context()); err != nil || l != c.want {
				t.Errorf("%+v, %v", l, err)
			}
		})
	}
	inBubble(t, "mobile data", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		time.Sleep(time.Hour)
		if n := stick.Posts("CONNECT_NETWORK") + stick.Posts("DISCONNECT_NETWORK"); n != 0 {
			t.Errorf("switched %d times unasked", n)
		}
		for _, on := range []bool{false, true} {
			if err := s.SetMobileData(t.Context(), on); err != nil {
				t.Error(err)
			}
			if now, err := s.MobileData(t.Context()); now != on || err != nil {
				t.Errorf("%t, %v", now, err)
			}
		}
	})
}

// TestUSSD: codes, menus and their ends.
func TestUSSD(t *testing.T) {
	inBubble(t, "codes", func(t *testing.T) {
		_, s, _ := listening(t, fakegoform.Options{Codes: map[string]fakegoform.Menu{
			"*100#": {Text: "Guthaben: 7,20 €"},
			"*101#": {Text: "1 Tarife", Replies: map[string]fakegoform.Menu{"1": {Text: "S, M, L"}}},
		}})
		if a, err := s.SendUSSD(t.Context(), "*100#"); err != nil || a.Text != "Guthaben: 7,20 €" || a.More {
			t.Errorf("%+v, %v", a, err)
		}
		if a, err := s.SendUSSD(t.Context(), "*101#"); err != nil || !a.More {
			t.Errorf("%+v, %v", a, err)
		}
		if a, err := s.SendUSSD(t.Context(), "1"); err != nil || a.Text != "S, M, L" || a.More {
			t.Errorf("%+v, %v", a, err)
		}
		if _, err := s.SendUSSD(t.Context(), "*999#"); !errors.Is(err, sms.ErrNoReply) {
			t.Errorf("unknown: %v", err)
		}
		if _, err := s.SendUSSD(t.Context(), "abc"); !errors.Is(err, sms.ErrBadCode) {
			t.Errorf("no code: %v", err)
		}
	})
}

// TestIdle: a stick with nothing to tell is asked about once in 5 s.
func TestIdle(t *testing.T) {
	inBubble(t, "idle", func(t *testing.T) {
		stick, _, _ := listening(t, fakegoform.Options{})
		time.Sleep(time.Minute)
		before := len(stick.Requests())
		time.Sleep(10 * time.Minute)
		if n := len(stick.Requests()) - before; n > 130 {
			t.Errorf("%d requests in 10 minutes", n)
		}
	})
}
