package main

import (
	"errors"
	"os"
	"testing"

	"surfstick-sms/internal/door"
	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// privateFolder returns a data folder as the program makes one: nobody else can enter it.
func privateFolder(t *testing.T) string {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", "")
	data := t.TempDir()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	return data
}

// comeIn connects to a program as others do.
func comeIn(t *testing.T, data string) *remote.Client {
	t.Helper()
	conn, err := door.Dial(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	client := remote.NewClient(conn)
	t.Cleanup(func() { client.Close() })
	return client
}

// TestProgramSends is a program that sends a text through the demo: nobody is let in at first, the person
// at the window is asked, the text goes out by the simulated stick and has the program's name, and all is
// over when programs are shut out.
func TestProgramSends(t *testing.T) {
	data := privateFolder(t)
	p, err := start(flags{demo: true, auto: true}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	p.shown()
	if _, err := door.Dial(t.Context(), data); !errors.Is(err, door.ErrNotRunning) {
		t.Fatalf("let in at first: %v", err)
	}
	p.door.SetOpen(true)
	await(t, "the door", func() bool { _, err := door.Dial(t.Context(), data); return err == nil })
	client := comeIn(t, data)
	if h, err := client.Hello(t.Context(), "test"); err != nil || !h.Demo {
		t.Fatalf("hello %+v, %v", h, err)
	}
	go func() { // the person at the window
		for range p.door.Changes() {
			if q, ok := p.door.Question(); ok {
				p.door.Answer(q, sms.AnswerAllow)
				return
			}
		}
	}()
	accepted, err := client.Send(t.Context(), remote.SendParams{To: []string{string(partner)}, Text: "By script", Key: "one"})
	if err != nil || len(accepted.Texts) != 1 {
		t.Fatalf("sent %+v, %v", accepted, err)
	}
	texts, err := client.Status(t.Context(), remote.StatusParams{Key: "one", Until: remote.Sent, Timeout: 60})
	if err != nil || len(texts) != 1 || texts[0].State != remote.Sent && texts[0].State != remote.Delivered {
		t.Fatalf("status %+v, %v", texts, err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.texts.Message(t.Context(), texts[0].ID)
	if err != nil || m.Program.Name() != sms.Program(self).Name() || m.Text != "By script" {
		t.Errorf("stored %+v, %v; this is %s", m, err, self)
	}
	p.door.SetOpen(false)
	if _, err := client.Next(t.Context()); err == nil {
		t.Error("served after programs were shut out")
	}
	if _, err := door.Dial(t.Context(), data); !errors.Is(err, door.ErrNotRunning) {
		t.Errorf("let in after that: %v", err)
	}
}

// TestRulesOfPrograms: what the person chose takes the place of what holds by default, and nothing else.
func TestRulesOfPrograms(t *testing.T) {
	p, err := start(flags{port: "/dev/pts/none"}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	before := p.door.Rules()
	p.door.SetLimits(sms.ProgramLimits{Day: 500, Foreign: true})
	want := before
	want.Day, want.Foreign = 500, true
	if got := p.door.Rules(); got != want || before.Day == 500 {
		t.Errorf("rules %+v, want %+v", got, want)
	}
}
