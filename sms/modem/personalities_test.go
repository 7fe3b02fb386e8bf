package modem_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// noReports are the personalities whose modems offer no delivery reports.
var noReports = map[string]bool{"Cinterion PHS8": true}

// over runs a test on every personality, with a card that wants a PIN. The modem is opened and has been
// asked for nothing yet.
func over(t *testing.T, card fakemodem.Card, f func(t *testing.T, name string, b *bench)) {
	for _, p := range fakemodem.Personalities() {
		t.Run(p.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := p.Options()
				o.Card = card
				o.Latency.Command, o.Latency.SIM = 5*time.Millisecond, time.Second
				o.Latency.Register, o.Latency.Report = 3*time.Second, time.Second
				b := &bench{t: t, fake: fakemodem.New(o), sink: &sink{}}
				b.patiently()
				defer b.down()
				f(t, p.Name, b)
			})
		})
	}
}

// patiently opens a line again and again while the modem is silent, as it is asked while it starts.
func (b *bench) patiently() {
	b.t.Helper()
	for end := time.Now().Add(40 * time.Second); ; {
		line, err := b.fake.Dial()
		if err != nil {
			b.t.Fatal(err)
		}
		if b.m, err = modem.Open(b.t.Context(), line, modem.Options{}); err == nil {
			return
		}
		if !errors.Is(err, sms.ErrSilent) || time.Now().After(end) {
			b.t.Fatalf("Open: %v", err)
		}
	}
}

// TestPersonalities takes every modem from the PIN to texts in both directions, a report and a code for
// the network.
func TestPersonalities(t *testing.T) {
	over(t, fakemodem.Card{PIN: "1234"}, func(t *testing.T, name string, b *bench) {
		b.wantCard(sms.SIMNeedsPIN, 3)
		if _, err := b.m.EnterPIN(t.Context(), "9999"); !errors.Is(err, sms.ErrPINRefused) {
			t.Fatalf("wrong PIN: %v", err)
		}
		b.wantCard(sms.SIMNeedsPIN, 2)
		if s, err := b.m.EnterPIN(t.Context(), "1234"); err != nil || s.State != sms.SIMReady {
			t.Fatalf("PIN: %v, %v", s, err)
		}
		b.begin()
		time.Sleep(30 * time.Second)
		b.wantKnown()
		b.wantTexts(name)
		if a, err := b.m.SendUSSD(t.Context(), "*100#"); err != nil || a.Text != "Balance: 12,34 EUR" {
			t.Errorf("code for the network: %q, %v", a.Text, err)
		}
		time.Sleep(time.Hour)
		b.wantModest()
		b.wantSaid(name)
	})
}

// announced is how each modem is told to announce texts and reports.
var announced = map[string]string{
	"ZTE MF190": "2,1,0,2,0", "ZTE MF626": "2,1,0,2,0", "ZTE MF710M": "2,1,0,2,0", "Quectel EC25": "2,1,0,1,0", "SIMCom SIM7600": "2,1,0,2,0",
	"SIMCom SIM800": "2,1,0,1,0", "u-blox TOBY-L4": "2,1,0,2,0", "Cinterion PHS8": "2,1,0,0,1",
	"Cinterion BGS5": "2,1,0,2,1", "Wavecom": "2,1,0,2,0", "Alcatel X220": "2,1,0,2,0", "Sierra MC8790": "2,1,0,2,0",
	"Telit": "2,1,0,2,0", "Novatel": "1,1,0,1,0", "Longcheer": "2,1,0,2,0",
}

// wantSaid checks what went out: the one +CNMI, nothing of Huawei's after the start, and to a modem of
// ZTE's the question for its memories right after the PIN.
func (b *bench) wantSaid(name string) {
	b.t.Helper()
	var cnmi []string
	last := ""
	for _, c := range b.fake.Commands() {
		if v, ok := strings.CutPrefix(c, "AT+CNMI="); ok && v != "?" {
			cnmi = append(cnmi, v)
		}
		if strings.HasPrefix(c, "AT^CPIN") || c == "AT^CURC=1" || strings.HasPrefix(c, "AT^USSD") {
			b.t.Errorf("said %s", c)
		}
		if zte := strings.HasPrefix(name, "ZTE"); last == `AT+CPIN="1234"` && zte != (c == "AT+CPMS?") {
			b.t.Errorf("after the PIN: %s", c)
		}
		last = c
	}
	want := announced[name]
	if name == "Novatel" { // the only one that refuses what it offers
		want = "1,1,0,2,0 2,1,0,2,0 " + want
	}
	if got := strings.Join(cnmi, " "); got != want {
		b.t.Errorf("+CNMI %q, want %q", got, want)
	}
}

// wantCard checks what the card wants, and that the tries left are told; at once, though some modems
// send no OK behind their answer.
func (b *bench) wantCard(state sms.SIMState, tries int) {
	b.t.Helper()
	start := time.Now()
	s, err := b.m.SIM(b.t.Context())
	if d := time.Since(start); d > time.Second {
		b.t.Errorf("the question took %v", d)
	}
	if err != nil || s.State != state || s.PINTries != tries {
		b.t.Fatalf("card %+v, %v, want %v with %d tries", s, err, state, tries)
	}
}

// wantKnown checks that what the modem says of itself has no noise in it, and that it is registered.
func (b *bench) wantKnown() {
	b.t.Helper()
	id := b.m.Identity()
	for _, v := range []string{id.Manufacturer, id.Model, id.Firmware, id.IMEI, id.IMSI} {
		if v == "" || strings.ContainsAny(v, "^:+") && !strings.HasPrefix(v, "Revision:") {
			b.t.Errorf("identity %+v", id)
		}
	}
	if got := b.m.CardID(b.t.Context()); got != "8949000000123456789" {
		if !strings.Contains(id.Model, "X220") && id.Manufacturer != "Longcheer" &&
			!strings.HasPrefix(id.Manufacturer, "Sierra") && !strings.HasPrefix(id.Manufacturer, "Novatel") {
			b.t.Errorf("number of the card %q", got)
		}
	}
	if l := b.sink.last(); l.Registration != sms.RegHome || l.Operator != "Testnetz" {
		b.t.Errorf("link %+v", l)
	}
}

// wantTexts sends a text that wants a report, and receives one.
func (b *bench) wantTexts(name string) {
	b.t.Helper()
	reported := append([]byte(nil), tpdu...)
	reported[0] |= 0x20 // TP-SRR, 3GPP TS 23.040 clause 9.2.3.5
	if ref, err := b.m.Submit(b.t.Context(), reported, false, nil); err != nil || ref < 0 {
		b.t.Fatalf("sent: %d, %v", ref, err)
	}
	time.Sleep(time.Minute)
	if n := len(b.sink.kept()); n != 1 && !noReports[name] {
		b.t.Errorf("%d reports: %s", n, b.sink.places())
	}
	if lacks := b.sink.last().Lacks; (lacks == sms.LackReports) != noReports[name] || lacks&^sms.LackReports != 0 {
		b.t.Errorf("lacks %v", lacks)
	}
	before := len(b.sink.kept())
	arrive(b.t, b, "new")
	time.Sleep(time.Minute)
	if n := len(b.sink.kept()) - before; n != 1 {
		b.t.Errorf("%d texts came in: %s", n, b.sink.places())
	}
	b.empty("SM", "ME", "SR")
}

// wantModest checks what went out: nothing that a modem keeps beyond its next start, and not more
// questions than an hour needs.
func (b *bench) wantModest() {
	b.t.Helper()
	all := b.fake.Commands()
	for _, c := range all {
		for _, never := range []string{"+IPR", "&W", "QURCCFG", "ZCDRUN", "+CNMP", "+CSAS", "+COPS=1"} {
			if strings.Contains(c, never) {
				b.t.Errorf("permanent: %s", c)
			}
		}
	}
	if len(all) > 1500 {
		b.t.Errorf("%d commands in an hour", len(all))
	}
}

// The last try is told, so that nobody spends it unasked.
func TestPersonalitiesLastTry(t *testing.T) {
	over(t, fakemodem.Card{PIN: "1234", Tries: 1}, func(t *testing.T, _ string, b *bench) {
		b.wantCard(sms.SIMNeedsPIN, 1)
	})
}

// A card that wants its PUK says how many tries are left for that, but with modems that speak of the PIN
// only.
func TestPersonalitiesPUK(t *testing.T) {
	over(t, fakemodem.Card{PIN: "1234", Tries: -1, PUKTries: 9}, func(t *testing.T, name string, b *bench) {
		s, err := b.m.SIM(t.Context())
		if err != nil || s.State != sms.SIMNeedsPUK || s.PUKTries != 9 && name != "Novatel" {
			t.Fatalf("%+v, %v", s, err)
		}
		if s, err = b.m.EnterPUK(t.Context(), "12345678", "4321"); err != nil || s.State != sms.SIMReady {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

// A modem for CDMA networks is said to be one.
func TestCDMAPersonality(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := fakemodem.New(fakemodem.CDMA())
		defer f.Close()
		line, _ := f.Dial()
		if _, err := modem.Open(t.Context(), line, modem.Options{}); !errors.Is(err, sms.ErrCDMA) {
			t.Errorf("%v", err)
		}
		if f.OpenLines() != 0 {
			t.Error("line left open")
		}
	})
}

// What the disk refuses stays where the modem has it, and comes in once the disk takes it.
func TestPersonalitiesStoreFirst(t *testing.T) {
	over(t, fakemodem.Card{}, func(t *testing.T, _ string, b *bench) {
		b.begin()
		time.Sleep(30 * time.Second)
		b.sink.refuses(errors.New("disk full"))
		arrive(t, b, "new")
		time.Sleep(time.Minute)
		if n := len(b.fake.Stored("SM")) + len(b.fake.Stored("ME")); n != 1 || len(b.sink.kept()) != 0 {
			t.Errorf("%d with the modem, %d here", n, len(b.sink.kept()))
		}
		b.sink.refuses(nil)
		time.Sleep(time.Minute)
		if n := len(b.sink.kept()); n != 1 {
			t.Errorf("%d here: %s", n, b.sink.places())
		}
		b.empty("SM", "ME")
	})
}
