package session

import (
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/zalando/go-keyring"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// TestSessionKeepsPIN: what the runner asks about the PIN reaches the key store.
func TestSessionKeepsPIN(t *testing.T) { synctest.Test(t, sessionKeepsPIN) }

func sessionKeepsPIN(t *testing.T) {
	keyring.MockInit()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := messenger.New(st, messenger.Options{Region: "DE"})
	defer texts.Close()
	fake := fakemodem.New(fakemodem.Options{Card: fakemodem.Card{PIN: "1234"}})
	defer fake.Close()
	pins := pinstore.New(texts, pinstore.SystemKeys{}, slog.New(slog.DiscardHandler))
	c := Connector{
		Opener: dialler{fake}, Texts: texts, Card: card.New(pins), Log: slog.New(slog.DiscardHandler),
	}
	opened, err := c.Connect(t.Context(), hw.Line{})
	if err != nil {
		t.Fatal(err)
	}
	s := opened.(*session)
	defer func() { s.Close(); <-s.Done() }()
	if possible, on := s.CanKeepPIN(t.Context()); !possible || on {
		t.Errorf("possible %v, on %v", possible, on)
	}
	if err := s.KeepPIN(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sim, err := s.EnterPIN(t.Context(), "1234"); err != nil || sim.State != sms.SIMReady {
		t.Fatalf("%v, %v", sim, err)
	}
	pins.Close() // waits for the PIN
	if got := s.KeptPIN(t.Context()); got != "1234" {
		t.Errorf("kept %q", got)
	}
}
