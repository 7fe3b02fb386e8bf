package main

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"testing"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// TestPort is the program with -port on a pseudo-terminal, everything real but the window and the
// modem behind the terminal: it registers, sends, receives, deletes from the card what it has
// stored, and has its history after a restart.
func TestPort(t *testing.T) {
	modem := fakemodem.New(fakemodem.Options{Echo: true, Stored: []fakemodem.Text{
		{From: string(partner), Text: "war schon auf der Karte"},
	}})
	data := t.TempDir()

	p, facts := startOn(t, modem, data)
	awaitChat(t, facts)
	sent, err := p.texts.Send(t.Context(), partner, "Grüße über das Terminal €")
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the answer", func() bool { return len(history(t, p)) == 3 })
	await(t, "empty memories", func() bool {
		return len(modem.Stored("SM")) == 0 && len(modem.Stored("ME")) == 0
	})
	if got := modem.Sent(); len(got) != 1 || got[0].Text != sent.Text {
		t.Errorf("the network has %v, want one text %q", got, sent.Text)
	}
	p.close()

	p, facts = startOn(t, modem, data)
	defer p.close()
	awaitChat(t, facts)
	texts := history(t, p)
	kept := slices.IndexFunc(texts, func(m sms.Message) bool { return m.ID == sent.ID })
	if len(texts) != 3 || kept < 0 || texts[kept].Status != sms.Delivered {
		t.Errorf("after the restart: %+v", texts)
	}
}

// TestKilledAfterSend kills the program right after Send has returned, with no modem attached.
// The text must be in the queue at the next start.
func TestKilledAfterSend(t *testing.T) {
	if data := os.Getenv("SURFSTICK_KILL_DATA"); data != "" {
		sendAndHang(t, data)
	}
	data := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledAfterSend$")
	child.Env = append(os.Environ(), "SURFSTICK_KILL_DATA="+data)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // Send has returned
		t.Fatal(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed, that is no news

	p, err := start(flags{port: "/dev/pts/none"}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	if texts := history(t, p); len(texts) != 1 || texts[0].Status != sms.Queued {
		t.Errorf("after the kill: %+v", texts)
	}
}

func sendAndHang(t *testing.T, data string) {
	p, err := start(flags{port: "/dev/pts/none"}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.texts.Send(t.Context(), partner, "nicht verlieren"); err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString("!")
	select {}
}

// startOn starts the program on a new pseudo-terminal with the modem behind it. The terminal ends
// when the test does.
func startOn(t *testing.T, modem *fakemodem.Modem, data string) (*program, <-chan setup.Facts) {
	t.Helper()
	master, name := openPTY(t)
	go func() { _ = modem.Serve(master) }() // ends with an error when the terminal closes
	p, err := start(flags{port: name}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, p.runner.Facts()
}

// awaitChat returns the facts with which the chat was reached.
func awaitChat(t *testing.T, facts <-chan setup.Facts) setup.Facts {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	defer cancel()
	var last setup.Facts
	for !last.InChat() {
		select {
		case last = <-facts:
		case <-ctx.Done():
			t.Fatalf("no chat; step %v, problem %v, probes %+v", last.Step(), last.Problem(), last.Boot.Probes)
		}
	}
	return last
}

func history(t *testing.T, p *program) []sms.Message {
	t.Helper()
	texts, err := p.texts.Messages(t.Context(), partner, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
