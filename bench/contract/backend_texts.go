package contract

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
)

// RunTextBackend checks what a sms.TextBackend promises beside the rest: that its notes tell later, also
// to another backend, what became of a text.
func RunTextBackend(t *testing.T, open func(t *testing.T) BackendSetup) {
	t.Helper()
	runBackend(t, open, []backendCase{
		{"sent text is found by its note", foundByNote},
		{"text that was never handed over is not sent", neverHandedOver},
		{"note that is none", noNote},
	})
}

// noteOf sends the text and returns the note about it.
func (s BackendSetup) noteOf(t *testing.T, commitErr error) []byte {
	t.Helper()
	var kept []byte
	err := s.Backend.(sms.TextBackend).SendText(t.Context(), s.Text, func(note []byte) error {
		kept = append([]byte(nil), note...)
		return commitErr
	})
	if !errors.Is(err, commitErr) {
		t.Fatalf("send: %v", err)
	}
	return kept
}

// foundByNote is a program that was killed before it heard that the text was sent.
func foundByNote(t *testing.T, s BackendSetup) {
	note := s.noteOf(t, nil)
	fate, err := s.Backend.(sms.TextBackend).Resolve(t.Context(), s.Text, note)
	if fate != sms.FateSent || err != nil {
		t.Errorf("fate %v, %v", fate, err)
	}
}

// neverHandedOver is a program that was killed between the commit and the stick.
func neverHandedOver(t *testing.T, s BackendSetup) {
	note := s.noteOf(t, errors.New("killed"))
	for range 30 {
		fate, err := s.Backend.(sms.TextBackend).Resolve(t.Context(), s.Text, note)
		if err != nil || fate != sms.FatePending {
			if fate != sms.FateNotSent || err != nil {
				t.Errorf("fate %v, %v", fate, err)
			}
			return
		}
		time.Sleep(10 * time.Second)
	}
	t.Error("undecided after 5 minutes")
}

func noNote(t *testing.T, s BackendSetup) {
	for _, note := range [][]byte{nil, []byte("x"), []byte("{}")} {
		fate, err := s.Backend.(sms.TextBackend).Resolve(t.Context(), s.Text, note)
		if fate != sms.FateUnknown || err != nil {
			t.Errorf("note %q: fate %v, %v", note, fate, err)
		}
	}
	if s.Sent() != 0 {
		t.Errorf("the network has %d texts", s.Sent())
	}
}
