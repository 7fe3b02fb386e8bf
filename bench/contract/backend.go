package contract

import (
	"cmp"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

// BackendSetup is one backend that is ready and not listened to yet, and the network behind it.
type BackendSetup struct {
	Backend sms.Backend // a sms.PartBackend or a sms.TextBackend
	// TPDU is an SMS-SUBMIT that the network accepts, for a sms.PartBackend.
	TPDU []byte
	// Text is one that the network accepts, for a sms.TextBackend.
	Text sms.WholeText
	// Sent returns how many texts the network has from the backend.
	Sent func() int
	// RefuseNext has the next text refused with a number: that of +CMS ERROR, or that of the stick.
	RefuseNext func(code int)
	// Busy is the number by which it is refused when network or stick are busy; 42 if 0.
	Busy int
	// Refused is the reason for that of a sms.TextBackend; sms.ReasonBusy if 0.
	Refused sms.Reason
	// IgnoreNext has the network take the next text and never answer.
	IgnoreNext func()
	// Unplug takes the stick away.
	Unplug func()

	// The rest is needed by RunBackendReceiving only. One text is stored when the setup is made.

	// Arrive has the network deliver a text.
	Arrive func()
	// Held returns how many received texts the stick and the network still have: those that would
	// come again after a crash.
	Held func() int
}

// backendCase is one case of a suite.
type backendCase struct {
	name string
	run  func(*testing.T, BackendSetup)
}

// RunBackendSending checks what every sms.Backend promises about sending and closing; open returns a
// fresh setup for every case. Each case runs in a bubble of testing/synctest.
func RunBackendSending(t *testing.T, open func(t *testing.T) BackendSetup) {
	t.Helper()
	runBackend(t, open, []backendCase{
		{"commit comes before the network", commitComesFirst},
		{"commit fails", commitFails},
		{"no commit", noCommit},
		{"refused", submitRefused},
		{"unplugged while sending", submitUnplugged},
		{"cancelled before", submitCancelled},
		{"closed", backendClosed},
		{"unplugged", backendUnplugged},
	})
}

// RunBackendReceiving checks what every sms.Backend promises about receiving.
func RunBackendReceiving(t *testing.T, open func(t *testing.T) BackendSetup) {
	t.Helper()
	runBackend(t, open, []backendCase{
		{"kept before deleted", keptBeforeDeleted},
		{"stays until it is kept", staysUntilKept},
		{"one call at a time", oneCallAtATime},
		{"closed while keeping", closedWhileKeeping},
	})
}

func runBackend(t *testing.T, open func(t *testing.T) BackendSetup, cases []backendCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := open(t)
				defer func() {
					_ = s.Backend.Close()
					<-s.Backend.Done()
				}()
				c.run(t, s)
			})
		})
	}
}

// submit sends the text without a limit of time. The reference is -1 for a sms.TextBackend.
func (s BackendSetup) submit(t *testing.T, commit func() error) (int, error) {
	t.Helper()
	return s.submitIn(t.Context(), t, commit)
}

func (s BackendSetup) submitIn(ctx context.Context, t *testing.T, commit func() error) (int, error) {
	t.Helper()
	if parts, ok := s.Backend.(sms.PartBackend); ok {
		return parts.Submit(ctx, s.TPDU, false, commit)
	}
	var noted func([]byte) error
	if commit != nil {
		noted = func(note []byte) error {
			if len(note) == 0 || len(note) > sms.MaxNote {
				t.Errorf("note of %d bytes", len(note))
			}
			return commit()
		}
	}
	return -1, s.Backend.(sms.TextBackend).SendText(ctx, s.Text, noted)
}

func commitComesFirst(t *testing.T, s BackendSetup) {
	id := s.Backend.Identity()
	for n := range 2 {
		commits := 0
		ref, err := s.submit(t, func() error {
			commits++
			synctest.Wait()
			if s.Sent() != n {
				t.Errorf("text %d: the network has it before commit returned", n)
			}
			return nil
		})
		if err != nil || ref < -1 || ref > 255 {
			t.Errorf("text %d: reference %d, %v", n, ref, err)
		}
		if commits != 1 || s.Sent() != n+1 {
			t.Errorf("text %d: %d commits, the network has %d texts", n, commits, s.Sent())
		}
	}
	if s.Backend.Identity() != id {
		t.Errorf("identity changed from %+v to %+v", id, s.Backend.Identity())
	}
}

func commitFails(t *testing.T, s BackendSetup) {
	errDisk := errors.New("disk full")
	_, err := s.submit(t, func() error { return errDisk })
	wantSubmitError(t, err, sms.SubmitError{Code: -1})
	if !errors.Is(err, errDisk) {
		t.Errorf("error %v does not wrap that of commit", err)
	}
	if _, err := s.submit(t, func() error { return nil }); err != nil {
		t.Errorf("the next text: %v", err)
	}
	if s.Sent() != 1 {
		t.Errorf("the network has %d texts, want the second one only", s.Sent())
	}
}

func noCommit(t *testing.T, s BackendSetup) {
	if _, err := s.submit(t, nil); err != nil || s.Sent() != 1 {
		t.Errorf("the network has %d texts, %v", s.Sent(), err)
	}
}

func submitRefused(t *testing.T, s BackendSetup) {
	busy := cmp.Or(s.Busy, 42) // congestion
	s.RefuseNext(busy)
	_, err := s.submit(t, nil)
	wantSubmitError(t, err, sms.SubmitError{Written: true, Code: busy})
	var refused *sms.SubmitError
	_, whole := s.Backend.(sms.TextBackend)
	reason := cmp.Or(s.Refused, sms.ReasonBusy)
	if errors.As(err, &refused) && whole && (refused.Class != sms.ClassSoon || refused.Reason != reason) {
		t.Errorf("class %v, reason %v of a number that only the backend knows", refused.Class, refused.Reason)
	}
	if _, err := s.submit(t, nil); err != nil || s.Sent() != 1 {
		t.Errorf("after a refusal the network has %d texts, %v", s.Sent(), err)
	}
}

// submitUnplugged takes the stick away while the network has the text and did not answer.
func submitUnplugged(t *testing.T, s BackendSetup) {
	s.IgnoreNext()
	time.AfterFunc(5*time.Second, s.Unplug)
	_, err := s.submit(t, nil)
	wantSubmitError(t, err, sms.SubmitError{Written: true, Code: -1, Gone: true})
	<-s.Backend.Done()
}

func submitCancelled(t *testing.T, s BackendSetup) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.submitIn(ctx, t, nil)
	wantSubmitError(t, err, sms.SubmitError{Code: -1})
	if !errors.Is(err, context.Canceled) || s.Sent() != 0 {
		t.Errorf("the network has %d texts, %v", s.Sent(), err)
	}
}

func backendClosed(t *testing.T, s BackendSetup) {
	sink := &countingSink{}
	s.Backend.Listen(sink)
	synctest.Wait()
	for range 2 {
		if err := s.Backend.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	<-s.Backend.Done()
	calls := sink.calls()
	_, err := s.submit(t, func() error {
		t.Error("commit was called although nothing can be sent")
		return nil
	})
	wantSubmitError(t, err, sms.SubmitError{Code: -1, Gone: true})
	time.Sleep(time.Hour)
	if sink.calls() != calls {
		t.Error("the sink was called after Done was closed")
	}
}

func backendUnplugged(t *testing.T, s BackendSetup) {
	s.Backend.Listen(&countingSink{})
	synctest.Wait()
	s.Unplug()
	<-s.Backend.Done()
	_, err := s.submit(t, nil)
	wantSubmitError(t, err, sms.SubmitError{Code: -1, Gone: true})
}
