package session

import (
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"

	"github.com/zalando/go-keyring"
)

// TestSessionLocked: a modem that answers AT with an error of its own kind asks for the PIN, and says
// who it is and sends only after it.
func TestSessionLocked(t *testing.T) { synctest.Test(t, sessionLocked) }

func sessionLocked(t *testing.T) {
	keyring.MockInit()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := messenger.New(st, messenger.Options{Region: "DE"})
	defer texts.Close()
	fake := fakemodem.New(fakemodem.Options{
		Card: fakemodem.Card{PIN: "1234"}, Quirks: fakemodem.Quirks{LockedErrors: true},
	})
	defer fake.Close()
	pins := pinstore.New(texts, pinstore.SystemKeys{}, slog.New(slog.DiscardHandler))
	c := Connector{
		Opener: dialler{fake}, Texts: texts, Card: card.New(pins), Log: slog.New(slog.DiscardHandler),
	}
	s, err := c.Connect(t.Context(), hw.Line{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.Close(); <-s.Done() }()
	if sim, err := s.SIM(t.Context()); err != nil || sim.State != sms.SIMNeedsPIN {
		t.Fatalf("%v, %v", sim, err)
	}
	if sim, err := s.EnterPIN(t.Context(), "1234"); err != nil || sim.State != sms.SIMReady {
		t.Fatalf("%v, %v", sim, err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if id := s.Identity(); id.Model != "E3531" || id.IMEI == "" {
		t.Errorf("identity %+v", id)
	}
	const to = "+491713920077"
	if _, err := texts.Send(t.Context(), to, "hello"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Minute)
	all, err := texts.Messages(t.Context(), to, 0, 9)
	if err != nil || len(all) != 1 || all[0].Status != sms.Delivered {
		t.Errorf("%+v, %v", all, err)
	}
}
