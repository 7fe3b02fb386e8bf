package main

import (
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms/fakegoform"
)

// TestPortZTE is the program with -port and the address of the web server of a stick of ZTE's, everything real
// but the window and the stick behind the address: the password is asked for and given, the PIN is entered,
// it sends, receives, and empties the stick's memory.
func TestPortZTE(t *testing.T) {
	stick := fakegoform.New(fakegoform.Options{
		Personality: fakegoform.MF79U, Password: "swordfish", Card: fakegoform.Card{PIN: demoPIN, IMSI: demoIMSI},
		Echo: true, SendTime: 300 * time.Millisecond,
	})
	defer stick.Close()
	stick.Arrive(fakegoform.Entry{Phone: string(partner), Content: "lag schon im Stick"})
	p, err := start(flags{port: "zte:http://" + serve(t, stick)}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	facts := p.runner.Facts()
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Session.Login.Wanted })
	p.runner.Do(setup.DoLogin{Password: "swordfish"})
	awaitFacts(t, facts, func(f setup.Facts) bool { return f.Problem() == setup.ProblemPIN })
	p.runner.Do(setup.DoUnlock{PIN: demoPIN})
	f := awaitChat(t, facts)
	if l, ok := f.Line(); !ok || !f.ByWeb() || l.Web != hw.WebGoform || f.Session.Identity.Model != "MF79U" {
		t.Errorf("by web %v, %+v, %+v", f.ByWeb(), l, f.Session.Identity)
	}
	sent, err := p.texts.Send(t.Context(), partner, "Grüße über das Netz 😀")
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the answer", func() bool { return len(history(t, p)) == 3 })
	if got := stick.Sent(); len(got) != 1 || got[0].Content != sent.Text {
		t.Errorf("the network has %+v, want one text %q", got, sent.Text)
	}
	await(t, "an empty stick", func() bool {
		return len(stick.Tagged(fakegoform.TagNew, fakegoform.TagRead)) == 0
	})
	if stick.Posts("LOGIN") != 1 {
		t.Errorf("%d log-ins", stick.Posts("LOGIN"))
	}
}
