package main

import (
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// TestReceiveModeIsRemembered: firmware whose notices lead to nothing is found out once; after a restart of
// the program texts come directly from the first one on.
func TestReceiveModeIsRemembered(t *testing.T) {
	fake := fakemodem.New(fakemodem.Options{
		MESlots: -1, Quirks: fakemodem.Quirks{BlindList: true, BlindRead: true},
	})
	data := t.TempDir()
	p, facts := startOn(t, fake, data)
	awaitChat(t, facts)
	arrive := func(text string) {
		t.Helper()
		if err := fake.Arrive(string(partner), text); err != nil {
			t.Fatal(err)
		}
	}
	arrive("cannot be read")
	arrive("neither")
	await(t, "the mode to be found", func() bool {
		name, _ := p.texts.Setting(t.Context(), "receive.860000012345674.E3531.22.521.23.00.00")
		return sms.ParseReceiveMode(name) == sms.ReceiveDirect
	})
	p.close()

	fake.Restart()
	p, facts = startOn(t, fake, data)
	defer p.close()
	awaitChat(t, facts)
	arrive("directly")
	await(t, "the text", func() bool { return len(history(t, p)) == 1 })
}
