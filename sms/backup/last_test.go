package backup

import (
	"context"
	"errors"
	"io"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/transfer"
)

// nothing has no texts.
type nothing struct{ Texts }

func (nothing) Export(_ context.Context, _ sms.Number, w transfer.Writer, _ messenger.Progress) (int, error) {
	return 1, w.Text(transfer.Text{Message: sms.Message{Number: "+491711234567", Text: "hello"}})
}

// narrow takes so many bytes.
type narrow int

var errFull = errors.New("full")

func (n *narrow) Write(p []byte) (int, error) {
	if *n -= narrow(len(p)); *n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestLastPieceDoesNotFit: the last piece of a sealed file is written when it is closed. Wherever there is no
// more room, the export fails.
func TestLastPieceDoesNotFit(t *testing.T) {
	f := &Files{Texts: nothing{}}
	job := transfer.Job{Format: transfer.FormatJSON, Passphrase: "Grüße vom Ätna 42"}
	whole := narrow(1 << 20)
	if _, err := f.export(t.Context(), &whole, job, nil); err != nil {
		t.Fatal(err)
	}
	var _ io.Writer = &whole
	size := 1<<20 - int(whole)
	for _, room := range []int{size - 1, size / 2, 10} {
		n := narrow(room)
		if _, err := f.export(t.Context(), &n, job, nil); !errors.Is(err, errFull) {
			t.Errorf("with room for %d of %d bytes: %v", room, size, err)
		}
	}
}
