package modem_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// locked is a modem that answers everything with "PIN required" until it has the PIN.
func locked() script {
	s := script{"AT+CPIN?": {"\r\n+CPIN: SIM PIN\r\n" + scriptOK}}
	for _, c := range []string{
		"AT", "ATE0", "ATV1", "AT+CMEE=1", "AT^CURC=0", "AT+CGMI", "AT+CGMM", "AT+CGMR", "AT+CGSN",
		"AT+CSCS=\"IRA\"", "AT+COPS=3,0", "AT+CREG=2", "AT+CEREG=2", "AT+C5GREG=2", "AT+CGREG=2", "AT+CFUN?",
	} {
		s[c] = []string{needsPIN}
	}
	return s
}

// unlocked has the modem answer as it does with the PIN.
func unlocked(p *plain) {
	for c := range locked() {
		p.put(c, scriptOK)
	}
	p.put("AT+CPIN?", "\r\n+CPIN: READY\r\n"+scriptOK)
	p.put("AT+CGMI", "\r\nhuawei\r\n"+scriptOK)
	p.put("AT+CGMM", "\r\nE3531\r\n"+scriptOK)
	p.put("AT^CURC=0", scriptOK)
	p.put("AT^USSDMODE=0", scriptOK)
	p.put(`AT+CUSD=1,"*100#",15`, scriptOK+"\r\n+CUSD: 0,\"Balance 5.00\",15\r\n")
}

// A modem that answers AT with an error of its own kind is one, and asks for the PIN; what it refused
// before is said again after it.
func TestLockedModem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlain(locked())
		m, err := modem.Open(t.Context(), p, modem.Options{})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		if s, err := m.SIM(t.Context()); err != nil || s.State != sms.SIMNeedsPIN {
			t.Fatalf("%v, %v", s, err)
		}
		before := p.commands()
		time.AfterFunc(time.Second, func() { unlocked(p) })
		if s, err := m.EnterPIN(t.Context(), "1234"); err != nil || s.State != sms.SIMReady {
			t.Fatalf("%v, %v", s, err)
		}
		after := strings.TrimPrefix(p.commands(), before) + "\n"
		for c := range locked() {
			if c != "AT" && c != "AT+CPIN?" && c != "AT+CFUN?" && !strings.Contains(after, c+"\n") {
				t.Errorf("%s was not said again", c)
			}
		}
		if id := m.Identity(); id.Model != "E3531" || id.Manufacturer != "huawei" {
			t.Errorf("identity %+v", id)
		}
		if a, err := m.SendUSSD(t.Context(), "*100#"); err != nil || a.Text != "Balance 5.00" {
			t.Errorf("%q, %v", a.Text, err)
		}
		if !strings.Contains(p.commands(), "AT^USSDMODE=0") {
			t.Error("the modem was not told how to send codes")
		}
	})
}

// The same when the PIN was given elsewhere meanwhile: Ready says again what was refused.
func TestUnlockedElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlain(locked())
		m, err := modem.Open(t.Context(), p, modem.Options{})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		unlocked(p)
		if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatal(err)
		}
		if id := m.Identity(); id.Model != "E3531" {
			t.Errorf("identity %+v", id)
		}
	})
}

// A locked modem that lets a command time out comes back: its errors show that it answers.
func TestLockedModemAfterATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := locked()
		s["AT^CURC=0"] = []string{""}
		m, err := modem.Open(t.Context(), newPlain(s), modem.Options{})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		if s, err := m.SIM(t.Context()); err != nil || s.State != sms.SIMNeedsPIN {
			t.Errorf("%v, %v", s, err)
		}
	})
}

// The same with the simulated modem: from an error to AT to a text that came in.
func TestLockedErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{
			Card: fakemodem.Card{PIN: "1234"}, Quirks: fakemodem.Quirks{LockedErrors: true},
			Latency: fakemodem.Latency{SIM: time.Second},
		}, modem.Options{})
		defer b.down()
		if s, err := b.m.SIM(t.Context()); err != nil || s.State != sms.SIMNeedsPIN {
			t.Fatalf("%v, %v", s, err)
		}
		if s, err := b.m.EnterPIN(t.Context(), "1234"); err != nil || s.State != sms.SIMReady {
			t.Fatalf("%v, %v", s, err)
		}
		b.begin()
		if id := b.m.Identity(); id.Model != "E3531" {
			t.Errorf("identity %+v", id)
		}
		arrive(t, b, "new")
		b.want("SM 0")
		if l := b.sink.last(); !l.Registered() || l.Operator != "Testnetz" {
			t.Errorf("link %+v", l)
		}
	})
}
