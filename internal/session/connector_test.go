package session

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// silentLine is a line on which reads and writes hang until it is closed.
type silentLine struct{ closed chan struct{} }

func (l silentLine) Read([]byte) (int, error) {
	<-l.closed
	return 0, io.EOF
}

func (l silentLine) Write([]byte) (int, error) {
	<-l.closed
	return 0, io.ErrClosedPipe
}

func (l silentLine) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l silentLine) Open(context.Context, hw.Line) (io.ReadWriteCloser, error) { return l, nil }

// TestConnectLeavesNothingOpen: whether it is given up or gets no answer, the line is closed, even
// under a read and a write that hang.
func TestConnectLeavesNothingOpen(t *testing.T) {
	for name, c := range map[string]struct {
		limit time.Duration
		want  error
	}{
		"given up":  {time.Second, context.DeadlineExceeded},
		"no answer": {time.Minute, sms.ErrStuck},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				line := silentLine{make(chan struct{})}
				ctx, cancel := context.WithTimeout(t.Context(), c.limit)
				defer cancel()
				began := time.Now()
				sn, err := Connector{Opener: line}.Connect(ctx, hw.Line{Name: "COM8"})
				if sn != nil || !errors.Is(err, c.want) && !errors.Is(err, sms.ErrSilent) {
					t.Errorf("%v, %v", sn, err)
				}
				if took := time.Since(began); took > c.limit {
					t.Errorf("took %v", took)
				}
				synctest.Wait()
				select {
				case <-line.closed:
				default:
					t.Error("the line is still open")
				}
			})
		})
	}
}
