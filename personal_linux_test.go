//go:build !nowindow

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"surfstick-sms/bench/identity"
	"surfstick-sms/internal/applog"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// TestNothingPersonal: what a whole session leaves in the log, commands to the modem included, and in the
// report says neither whose stick and SIM card these are nor with whom somebody talked.
func TestNothingPersonal(t *testing.T) {
	m := rapid.Custom(identity.Draw).Example(1)
	data := t.TempDir()
	log, err := applog.Open(data, true)
	if err != nil {
		t.Fatal(err)
	}
	fake := fakemodem.New(fakemodem.Options{
		Identity: fakemodem.Identity{IMEI: m.IMEI},
		Card: fakemodem.Card{
			IMSI: m.IMSI, ICCID: m.ICCID, OwnNumber: m.Number,
			Contacts: []fakemodem.Contact{{Name: "Annegret", Number: string(partner)}},
		},
		Stored: []fakemodem.Text{{From: string(partner), Text: "Hallo Bertha"}},
	})
	master, name := openPTY(t)
	go func() { _ = fake.Serve(master) }() // ends with an error when the terminal closes
	p, err := start(flags{port: name, trace: true}, data, log.Logger, nil)
	if err != nil {
		t.Fatal(err)
	}
	facts := awaitChat(t, p.runner.Facts())
	await(t, "the stored text", func() bool { return len(history(t, p)) == 1 })
	if _, err := p.texts.Send(t.Context(), partner, "Geheim sind 70 Euro"); err != nil {
		t.Fatal(err)
	}
	await(t, "the text to go out", func() bool {
		all := history(t, p)
		return len(all) == 2 && all[1].Status >= sms.Sent
	})
	if _, err := p.card.Contacts(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	report := reportOf(&window{program: p, next: &pendingAction{data: data}}, facts)
	p.close()
	log.Close()
	text, err := os.ReadFile(filepath.Join(data, "log", "surfstick.log"))
	if err != nil {
		t.Fatal(err)
	}
	them := m
	them.Number = string(partner)
	for what, text := range map[string]string{"log": string(text), "report": report} {
		for _, who := range []identity.Machine{m, them} {
			if found := who.Found(text); len(found) > 0 {
				t.Errorf("%q in the %s:\n%s", found, what, text)
			}
		}
		for _, words := range []string{"Annegret", "Bertha", "Geheim", "Euro"} {
			if strings.Contains(text, words) {
				t.Errorf("%q in the %s:\n%s", words, what, text)
			}
		}
		if !strings.Contains(text, "AT+CMGS") {
			t.Errorf("no commands in the %s", what) // then nothing was shown
		}
	}
}
