package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"surfstick-sms/internal/hook"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/remote"
)

// TestHook has a program run for a text that comes in over a terminal: it gets what programs get that listen.
// A loop of answers pauses it.
func TestHook(t *testing.T) {
	folder := t.TempDir()
	file, got := filepath.Join(folder, "take"), filepath.Join(folder, "got")
	if err := os.WriteFile(file, []byte("#!/bin/sh\ncat > \"$1.new\" && mv \"$1.new\" \"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	modem := fakemodem.New(fakemodem.Options{Echo: true})
	p, facts := startOn(t, modem, t.TempDir())
	defer p.close()
	awaitChat(t, facts)
	if err := p.hook.SetCommand(t.Context(), hook.Command{Program: file, Args: []string{got}}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.texts.Send(t.Context(), partner, "Grüße $(reboot)"); err != nil {
		t.Fatal(err)
	}
	await(t, "the program", func() bool { _, err := os.Stat(got); return err == nil })
	raw, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	var r remote.Received
	if err := json.Unmarshal(raw, &r); err != nil || r.From != string(partner) || r.Text != `"Grüße $(reboot)"` || // the partner echoes in quotes
		r.State != remote.Complete || r.Seq == 0 || time.Since(r.Received) > time.Hour {
		t.Errorf("got %s, %v", raw, err)
	}

	in := make(chan sms.Event)
	out := p.tap(in)
	in <- sms.ProgramLoops{Program: "/usr/bin/python3", Number: partner}
	<-out
	if s, err := p.hook.State(t.Context()); err != nil || !s.Paused {
		t.Errorf("after a loop: %+v, %v", s, err)
	}
	close(in)
	if _, open := <-out; open {
		t.Error("an event out of nothing")
	}
}
