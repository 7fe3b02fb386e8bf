package main

import (
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
)

// serve has a simulated stick answer on a port of this computer, and returns its address.
func serve(t *testing.T, stick http.Handler) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := http.Server{Handler: stick, ReadHeaderTimeout: patient}
	go func() { _ = server.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

// TestPortWeb is the program with -port and the address of a web server, everything real but the window
// and the stick behind the address: it sends, receives, and empties the stick's memory.
func TestPortWeb(t *testing.T) {
	stick := fakehilink.New(fakehilink.Options{Echo: true, SendTime: 300 * time.Millisecond})
	defer stick.Close()
	stick.Arrive(fakehilink.Entry{Phone: string(partner), Content: "lag schon im Stick"})
	p, err := start(flags{port: "hilink:http://" + serve(t, stick)}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	f := awaitChat(t, p.runner.Facts())
	if !f.ByWeb() || f.Session.Identity.Model == "" {
		t.Errorf("by web %v, %+v", f.ByWeb(), f.Session.Identity)
	}
	sent, err := p.texts.Send(t.Context(), partner, "Grüße über das Netz 😀")
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the answer", func() bool { return len(history(t, p)) == 3 })
	if got := stick.Sent(); len(got) != 1 || got[0].Content != sent.Text {
		t.Errorf("the network has %+v, want one text %q", got, sent.Text)
	}
}

// TestDemoInternetMode is the demo, whole but for the window: its stick starts as a CD drive, the user
// chooses internet mode, and texts go through its web server; then it is made a modem after all, by a
// command, and texts go through that.
func TestDemoInternetMode(t *testing.T) { synctest.Test(t, demoInternetMode) }

func demoInternetMode(t *testing.T) {
	p, err := start(flags{demo: true}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	facts := p.runner.Facts()
	p.shown()
	awaitFacts(t, facts, setup.Facts.Chooses)
	p.runner.Do(setup.DoChooseWay{Way: setup.WayInternet})
	awaitFacts(t, facts, func(f setup.Facts) bool {
		if f.Step() == setup.StepSwitch && f.CanSwitch() {
			p.runner.Do(setup.DoSwitch{})
		}
		return f.CardAwaited()
	})
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Problem() == setup.ProblemPIN && f.ByWeb() })
	p.runner.Do(setup.DoUnlock{PIN: demoPIN})
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Step() == setup.StepTest })
	p.runner.Do(setup.DoSkipTest{})
	awaitFacts(t, facts, setup.Facts.InChat)
	goesOut(t, p, "by its web server")

	p.runner.Do(setup.DoChooseWay{Way: setup.WayModem})
	awaitFacts(t, facts, func(f setup.Facts) bool {
		stick, _ := f.Stick()
		if f.Problem() == setup.ProblemPIN && stick.Mode == hw.ModeModem {
			p.runner.Do(setup.DoUnlock{PIN: demoPIN})
		}
		return stick.Mode == hw.ModeModem && f.Step() == setup.StepChat
	})
	goesOut(t, p, "as a modem")
}

// TestDemoSerial is the demo, whole but for the window: the user picks the port of the adapter, the modem
// behind it is found at its speed, and texts go through it; then the stick is used after all.
func TestDemoSerial(t *testing.T) { synctest.Test(t, demoSerial) }

func demoSerial(t *testing.T) {
	p, err := start(flags{demo: true}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	facts := p.runner.Facts()
	awaitFacts(t, facts, func(f setup.Facts) bool { return len(f.SerialPorts()) == 1 })
	p.runner.Do(setup.DoUseSerial{Name: "COM3"})
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Step() == setup.StepTest })
	p.runner.Do(setup.DoSkipTest{})
	awaitFacts(t, facts, func(f setup.Facts) bool {
		l, _ := f.Line()
		return f.InChat() && l.Speed == demoSpeed
	})
	goesOut(t, p, "by a serial port")
	p.shown()
	p.runner.Do(setup.DoLeaveSerial{})
	awaitFacts(t, facts, setup.Facts.Chooses)
}

// goesOut sends a text and waits until the network has it.
func goesOut(t *testing.T, p *program, text string) {
	t.Helper()
	sent, err := p.texts.Send(t.Context(), partner, text)
	if err != nil {
		t.Fatal(err)
	}
	await(t, text, func() bool {
		for _, m := range history(t, p) {
			if m.ID == sent.ID && (m.Status == sms.Sent || m.Status == sms.Delivered) {
				return true
			}
		}
		return false
	})
}
