package session

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// TestSelfTestIsRemembered: what the test finds out about a firmware is where its next start looks.
func TestSelfTestIsRemembered(t *testing.T) {
	for name, c := range map[string]struct {
		quirks fakemodem.Quirks
		found  sms.ReceiveMode
		kept   sms.ReceiveMode
		err    error
	}{
		"sound": {found: sms.ReceiveNotified, kept: sms.ReceiveNotified},
		"reports nothing": {
			quirks: fakemodem.Quirks{SilentStore: true},
			found:  sms.ReceivePolling, kept: sms.ReceivePolling,
		},
		"stores and cannot read": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true},
			found:  sms.ReceiveDirect, kept: sms.ReceiveDirect,
		},
		"receives nothing": {
			quirks: fakemodem.Quirks{
				BlindList: true, BlindRead: true, SilentStore: true, DirectLost: true,
			},
			err: sms.ErrCannotReceive,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
				if err != nil {
					t.Fatal(err)
				}
				texts := messenger.New(st, messenger.Options{Region: "DE"})
				defer texts.Close()
				fake := fakemodem.New(fakemodem.Options{MESlots: -1, Quirks: c.quirks})
				defer fake.Close()
				sn := sessionOn(t, texts, fake)
				defer func() { sn.Close(); <-sn.Done() }()
				time.Sleep(10 * time.Second)
				found, err := sn.Test(t.Context(), "0171 3920055")
				if found != c.found || !errors.Is(err, c.err) {
					t.Errorf("found %v, %v; want %v, %v", found, err, c.found, c.err)
				}
				kept, _ := texts.Setting(t.Context(), sn.(*session).receiveKey())
				if sms.ParseReceiveMode(kept) != c.kept {
					t.Errorf("kept %q, want %v", kept, c.kept)
				}
			})
		})
	}
}

// sessionOn starts a session on a simulated modem without a PIN.
func sessionOn(t *testing.T, texts *messenger.Messenger, fake *fakemodem.Modem) runner.Session {
	t.Helper()
	s := Connector{
		Opener: dialler{fake}, Texts: texts, Log: slog.New(slog.DiscardHandler),
		Card: card.New(pinstore.New(texts, pinstore.SystemKeys{}, slog.New(slog.DiscardHandler))),
	}
	sn, err := s.Connect(t.Context(), hw.Line{})
	if err != nil {
		t.Fatal(err)
	}
	if err := sn.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return sn
}

// dialler is an opener of lines to a simulated modem.
type dialler struct{ fake *fakemodem.Modem }

func (d dialler) Open(context.Context, hw.Line) (io.ReadWriteCloser, error) { return d.fake.Dial() }
