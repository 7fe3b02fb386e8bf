package modem_test

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
	"surfstick-sms/sms/pdu"
)

// tap is a line that keeps what is written to it.
type tap struct {
	io.ReadWriteCloser
	mu  sync.Mutex
	out bytes.Buffer
}

func (t *tap) Write(p []byte) (int, error) {
	t.mu.Lock()
	t.out.Write(p)
	t.mu.Unlock()
	return t.ReadWriteCloser.Write(p)
}

// since returns what was written since it was last asked.
func (t *tap) since() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.out.String()
	t.out.Reset()
	return s
}

// tapped is a ready modem on a line that is listened to.
func tapped(t *testing.T, card fakemodem.Card) (*modem.Modem, *tap) {
	t.Helper()
	f := fakemodem.New(fakemodem.Options{Card: card})
	t.Cleanup(func() { f.Close() })
	line, err := f.Dial()
	if err != nil {
		t.Fatal(err)
	}
	w := &tap{ReadWriteCloser: line}
	m, err := modem.Open(t.Context(), w, modem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close(); <-m.Done() })
	if card.PIN == "" {
		if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatal(err)
		}
	}
	w.since()
	return m, w
}

// hostile are the characters that mean something on the line, alone and as C1 controls.
func hostile() []string {
	all := []string{`"`, ";", "\u0085", "\u009b", "\u2028", "\xff"}
	for c := range 0x20 {
		all = append(all, string(rune(c)))
	}
	return append(all, "\x7f")
}

// evil begins a second command after the character, if that gets through.
const evil = "AT+CMGD=0"

// TestCase26Injection: no number, code, name or PIN with a control character brings a single byte
// of its own to the port.
func TestCase26Injection(t *testing.T) {
	ready, line := tapped(t, fakemodem.Card{})
	locked, lockedLine := tapped(t, fakemodem.Card{PIN: "1234"})
	ctx := t.Context()
	for _, c := range hostile() {
		for _, s := range []string{"12" + c + evil, c + evil, "1234" + c, c + "1234"} {
			for name, try := range map[string]func() error{
				"code":        func() error { _, err := ready.SendUSSD(ctx, "*100#"+s); return err },
				"contact":     func() error { return contact(ready, s, "Anna") },
				"own number":  func() error { _, err := ready.SetOwnNumber(ctx, s); return err },
				"PIN":         func() error { _, err := locked.EnterPIN(ctx, s); return err },
				"PUK":         func() error { _, err := locked.EnterPUK(ctx, s, "1234"); return err },
				"PIN for PUK": func() error { _, err := locked.EnterPUK(ctx, "12345678", s); return err },
				"old PIN":     func() error { _, err := ready.ChangePIN(ctx, s, "1234", true); return err },
				"new PIN":     func() error { _, err := ready.ChangePIN(ctx, "1234", s, true); return err },
				"asked PIN":   func() error { _, err := ready.SetPINWanted(ctx, true, s, true); return err },
				"number":      func() error { return submit(ready, s, "hello") },
			} {
				if err := try(); err == nil {
					t.Errorf("%s %q was taken", name, s)
				}
				if got := line.since() + lockedLine.since(); got != "" {
					t.Errorf("%s %q: %q on the port", name, s, got)
				}
			}
		}
	}
}

// TestCase26Words: what may hold any character, the text and a contact's name, goes out in a coding
// that has no control characters.
func TestCase26Words(t *testing.T) {
	m, line := tapped(t, fakemodem.Card{})
	for _, c := range hostile() {
		s := "Anna" + c + evil
		for name, try := range map[string]func() error{
			"text": func() error { return submit(m, "+491711234567", s) },
			"name": func() error { return contact(m, "+491711234567", s) },
		} {
			err := try()
			got := line.since()
			if err == nil && got == "" {
				t.Fatalf("%s %q went nowhere", name, s)
			}
			if strings.Contains(got, evil) || !harmless(got) {
				t.Errorf("%s %q: %q on the port", name, s, got)
			}
		}
	}
}

func submit(m *modem.Modem, to, text string) error {
	tpdus, err := pdu.Encode(sms.Number(to), text, pdu.Options{})
	if err != nil {
		return err
	}
	_, err = m.Submit(context.Background(), tpdus[0], false, nil)
	return err
}

func contact(m *modem.Modem, number, name string) error {
	_, err := m.SaveContact(context.Background(), sms.Contact{Index: 1, Number: number, Name: name})
	return err
}

// harmless reports whether there are only commands: AT, printable characters, CR; and a PDU in hex
// with its Ctrl-Z.
func harmless(written string) bool { return onlyCommands.MatchString(written) }

var onlyCommands = regexp.MustCompile(
	`^(AT([ !#-~]|"[ !#-~]*")*\r([0-9A-F]+\x1a)?)*$`)

// TestHarmless makes sure that the check above can fail.
func TestHarmless(t *testing.T) {
	for _, s := range []string{
		"AT+CMGS=1\rAT\x1b\r", "AT+X=\"a\r", "AT+CMGS=1\r00zz\x1a", "hello\r", "AT\n\r", "00\x1a\x1a",
	} {
		if harmless(s) {
			t.Errorf("%q goes unnoticed", s)
		}
	}
	if s := "AT+CMGS=1\r00AB\x1aAT+CPIN=\"1\",\"2\"\r"; !harmless(s) {
		t.Errorf("%q is fine", s)
	}
}
