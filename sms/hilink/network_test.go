package hilink_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		name   string
		o      fakehilink.Options
		want   sms.Link
		online bool
	}{
		{"home", fakehilink.Options{}, sms.Link{
			Up: true, Registration: sms.RegHome, Operator: "Testnetz", Signal: 80, Tech: sms.Tech4G,
		}, true},
		{"roaming", fakehilink.Options{Roaming: true, Operator: "A&B (x)"}, sms.Link{
			Up: true, Registration: sms.RegRoaming, Operator: "A&B (x)", Signal: 80, Tech: sms.Tech4G,
		}, true},
		{"none", fakehilink.Options{NoNetwork: true}, sms.Link{
			Up: true, Registration: sms.RegSearching,
		}, false},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			_, client := open(t, c.o)
			s, err := client.Status(t.Context())
			if err != nil || s.Link != c.want || s.Online != c.online {
				t.Errorf("%+v, %v; want %+v", s, err, c.want)
			}
		})
	}
}

func TestMobileData(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p})
		for _, on := range []bool{false, true, false} {
			if err := c.SetMobileData(t.Context(), on); err != nil {
				t.Error(err)
			}
			if got, err := c.MobileData(t.Context()); err != nil || got != on {
				t.Errorf("%t, %v; want %t", got, err, on)
			}
		}
		sendMany(t, stick, c, 1)
	})
}

// TestReports switches reports on, and leaves the other settings as they are.
func TestReports(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p})
		s, err := c.Settings(t.Context())
		if err != nil || s.Reports || s.Centre == "" || s.SendType != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
		s.Reports = true
		if err := c.SetSettings(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Settings(t.Context()); err != nil || got != s {
			t.Errorf("%+v, %v; want %+v", got, err, s)
		}
		sendMany(t, stick, c, 1)
		in, err := c.List(t.Context(), hilink.BoxIn)
		if err != nil || len(in) != 1 || in[0].Kind != hilink.KindDelivered || in[0].Phone != aText().Phone {
			t.Errorf("%+v, %v", in, err)
		}
	})
}

func TestIdentity(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		_, c := open(t, fakehilink.Options{Personality: p, IMEI: "860000000000023"})
		id, err := c.Identity(t.Context())
		if err != nil || id.IMEI != "860000000000023" || id.IMSI == "" || id.Model != p.Device {
			t.Errorf("%+v, %v", id, err)
		}
		if c.CardID(t.Context()) == "" {
			t.Error("no number of the card")
		}
	})
}

func TestUSSD(t *testing.T) {
	menu := fakehilink.Menu{Text: "1: Guthaben (€)\n2: Tarif", Replies: map[string]fakehilink.Menu{"1": {Text: "5 EUR"}}}
	o := fakehilink.Options{Codes: map[string]fakehilink.Menu{"*101#": menu}, Balance: "9 EUR"}
	inBubble(t, "answer", func(t *testing.T) {
		stick, c := open(t, o)
		a, err := c.SendUSSD(t.Context(), "*100#")
		if err != nil || a != (sms.ServiceAnswer{Text: "9 EUR"}) {
			t.Errorf("%+v, %v", a, err)
		}
		wantReleased(t, stick)
	})
	inBubble(t, "menu", func(t *testing.T) {
		stick, c := open(t, o)
		a, err := c.SendUSSD(t.Context(), "*101#")
		if err != nil || a != (sms.ServiceAnswer{Text: menu.Text, More: true}) || !stick.USSDOpen() {
			t.Errorf("%+v, %v", a, err)
		}
		if a, err = c.SendUSSD(t.Context(), "1"); err != nil || a != (sms.ServiceAnswer{Text: "5 EUR"}) {
			t.Errorf("%+v, %v", a, err)
		}
		wantReleased(t, stick)
		_, _ = c.SendUSSD(t.Context(), "*101#")
		if err := c.EndUSSD(t.Context()); err != nil {
			t.Error(err)
		}
		wantReleased(t, stick)
	})
	inBubble(t, "left open by somebody", func(t *testing.T) {
		stick, c := open(t, o)
		stick.OpenUSSD()
		if a, err := c.SendUSSD(t.Context(), "*100#"); err != nil || a.Text != "9 EUR" {
			t.Errorf("%+v, %v", a, err)
		}
		wantReleased(t, stick)
	})
	inBubble(t, "overtime that is none", func(t *testing.T) {
		stick, c := open(t, o)
		stick.Disturb("ussd/get", fakehilink.Disturbance{Code: 111020})
		if a, err := c.SendUSSD(t.Context(), "*100#"); err != nil || a.Text != "9 EUR" {
			t.Errorf("%+v, %v", a, err)
		}
	})
}

// TestUSSDEnds: whatever goes wrong, the session is ended.
func TestUSSDEnds(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		what fakehilink.Disturbance
		want error
	}{
		"no answer":     {"*199#", fakehilink.Disturbance{}, sms.ErrNoReply},
		"overtime":      {"*199#", fakehilink.Disturbance{Code: 111020}, sms.ErrNoReply},
		"not supported": {"*100#", fakehilink.Disturbance{Code: 111022}, sms.ErrNotHere},
		"broken off":    {"*100#", fakehilink.Disturbance{How: fakehilink.PageInstead}, sms.ErrNotHere},
	} {
		inBubble(t, name, func(t *testing.T) {
			stick, client := open(t, fakehilink.Options{})
			if c.what.Code != 0 || c.what.How != fakehilink.Answered {
				stick.Disturb("ussd/get", c.what)
			}
			if _, err := client.SendUSSD(t.Context(), c.code); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			wantReleased(t, stick)
		})
	}
	inBubble(t, "nobody waits any more", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		if _, err := client.SendUSSD(ctx, "*100#"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		wantReleased(t, stick)
	})
	inBubble(t, "no code", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		if _, err := client.SendUSSD(t.Context(), "*100#\n"); !errors.Is(err, sms.ErrBadCode) {
			t.Errorf("got %v", err)
		}
		wantPosts(t, stick, "ussd/send", 0)
	})
}

func wantReleased(t *testing.T, stick *fakehilink.Server) {
	t.Helper()
	if stick.USSDOpen() {
		t.Error("the session with the network is left open")
	}
}

func TestRestart(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p})
		if err := c.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Counts(t.Context()); !errors.Is(err, sms.ErrSilent) {
			t.Errorf("while it restarts: %v", err)
		}
		wantPosts(t, stick, "device/control", 1)
		time.Sleep(30 * time.Second)
		sendMany(t, stick, c, 1)
	})
}

func TestSwitchToModem(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, c := open(t, fakehilink.Options{Personality: p})
		err := c.SwitchToModem(t.Context())
		if can := p.Switch != fakehilink.NoSwitch; stick.Switched() != can || can != (err == nil) {
			t.Errorf("switched %t, %v", stick.Switched(), err)
		}
		if p.Switch == fakehilink.NoSwitch && !errors.Is(err, sms.ErrNotHere) {
			t.Errorf("got %v", err)
		}
	})
}
