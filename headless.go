package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/desktop"
	"surfstick-sms/internal/instance"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// runHeadless runs the program without a window until a signal ends it, and returns the exit code: 0 after a
// signal, 1 for an error that it has said. What it does by itself is every recommended step.
func runHeadless(f flags, stderr io.Writer) int {
	postponeGC()
	f.auto, f.headless = true, true
	pin, err := readPIN(f.pinFile)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	f.pin = pin
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for {
		again, err := runOnce(ctx, f, stderr)
		switch {
		case err != nil:
			fmt.Fprintln(stderr, err)
			return 1
		case !again:
			return 0
		}
		f.check = true
	}
}

// pinFileSize is what a file with a PIN may have at most: 8 digits, and what an editor adds.
const pinFileSize = 64

// readPIN returns the PIN in a file, "" when there is no file.
func readPIN(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	text, err := desktop.ReadSecret(file, pinFileSize)
	switch {
	case errors.Is(err, desktop.ErrExposed):
		return "", errors.New(tr.T("headless.pinFile.exposed", tr.Data{"File": file}))
	case err != nil:
		return "", errors.New(tr.T("headless.pinFile.unread", tr.Data{"File": file, "Detail": err}))
	}
	pin := strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff")) // the mark of Windows' editor
	if len(pin) < 4 || len(pin) > 8 || strings.Trim(pin, "0123456789") != "" {
		return "", errors.New(tr.T("headless.pinFile.form", tr.Data{"File": file}))
	}
	return pin, nil
}

// permissions returns what a list such as "send,read" allows.
func permissions(list string) (all []sms.Permission, err error) {
	for name := range strings.SplitSeq(list, ",") {
		found := sms.PermitNone
		for p := sms.PermitSend; p <= sms.PermitUSSD; p++ {
			if p.String() == strings.TrimSpace(name) {
				found = p
			}
		}
		if found == sms.PermitNone {
			return nil, fmt.Errorf("%q is none of send, read, ussd", name)
		}
		all = append(all, found)
	}
	return all, nil
}

// runOnce runs the program once. It reports whether to run it again, which checks the texts for damage first.
func runOnce(ctx context.Context, f flags, stderr io.Writer) (again bool, err error) {
	data, exposed, err := desktop.MakeDataFolder(f.data, f.demo, ownFiles)
	if err != nil {
		return false, dataError(data, err)
	}
	first, err := instance.Claim(data)
	if err != nil {
		return false, claimError(data, err)
	}
	defer first.Close()
	logger, err := applog.Open(data, f.trace)
	if err != nil {
		return false, dataError(data, err)
	}
	defer logger.Close()
	crashed := applog.CatchCrashes(data)
	run, unexpected := mark(f, data)
	defer run.End()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan struct{})
	defer close(ended)
	defer desktop.OnSessionEnd(func() { stop(); <-ended })()
	defer desktop.OnAskedToEnd(stop)()

	p, storeErr := start(f, data, logger.Logger, run)
	if p == nil {
		return false, dataError(data, storeErr)
	}
	defer p.close()
	say := func(words string) {
		logger.Info("headless", "says", words)
		fmt.Fprintln(stderr, words)
	}
	for _, words := range beginning(data, storeErr, crashed || unexpected, exposed) {
		say(words)
	}
	if errors.Is(storeErr, store.ErrNewer) {
		return false, errors.New(tr.T("headless.ended"))
	}
	if !p.door.Open() {
		say(tr.T("headless.shut"))
	}
	p.shown()
	releaseMemory()
	damaged := make(chan struct{}, 1)
	go p.awaitCheck(func() { damaged <- struct{}{} })
	s := service{program: p, mark: run, first: first, damaged: damaged, told: told{say: say, given: f.pin != ""}}
	return s.run(ctx), nil
}

// service is a program that runs without a window.
type service struct {
	*program
	mark    *applog.Run
	first   *instance.Instance
	damaged <-chan struct{} // receives when the texts are damaged
	told    told
}

// run works until the context ends, and reports whether to start anew because the texts are damaged.
func (s *service) run(ctx context.Context) (again bool) {
	settled := time.NewTimer(time.Hour)
	defer settled.Stop()
	for {
		select {
		case f := <-s.runner.Facts():
			s.mark.Page(f.Step().String() + " (" + f.Problem().String() + ")")
			if wait := s.told.learn(f); wait > 0 {
				settled.Reset(wait)
			}
		case <-settled.C:
			s.told.speak()
		case e := <-s.texts.Events():
			s.heard(e)
		case <-s.door.Changes():
			if err := s.door.Blocked(); err != nil {
				s.told.say(tr.T("headless.blocked", tr.Data{"Detail": err}))
			}
		case <-s.first.Raised():
			s.told.say(tr.T("headless.raised")) // and the other start says that this one does not answer
		case <-s.damaged:
			return true
		case <-ctx.Done():
			return false
		}
	}
}

// A state lasts so long before it is said, because most pass by; a card asks for its PIN until the one that is
// at hand was found and tried.
const (
	settleTime = 2 * time.Second
	pinTime    = 12 * time.Second
)

// told is what was said of the state, and what is to be said next.
type told struct {
	say    func(words string)
	given  bool // a PIN was given by a file
	latest string
	next   string
}

// learn takes a state in, and returns after what time it is to be said if it lasts; 0 when it is no news.
func (t *told) learn(f setup.Facts) time.Duration {
	words := stateWords(f, t.given)
	if words == "" || words == t.next {
		return 0
	}
	t.next = words
	if f.Problem() == setup.ProblemPIN {
		return pinTime
	}
	return settleTime
}

// speak says what has not been said yet.
func (t *told) speak() {
	if t.next != t.latest {
		t.latest = t.next
		t.say(t.next)
	}
}

// beginning returns what there is to say at the start.
func beginning(data string, storeErr error, crashed, exposed bool) []string {
	var words []string
	var broken *store.BrokenError
	switch {
	case errors.Is(storeErr, store.ErrNewer):
		words = append(words, tr.T("app.notice.newer"))
	case errors.As(storeErr, &broken):
		words = append(words, tr.T("app.notice.broken", tr.Data{"File": filepath.Base(broken.Kept)}))
	case crashed:
		words = append(words, tr.T("app.notice.crash"))
	}
	if exposed {
		words = append(words, tr.T("app.notice.exposed", tr.Data{"Folder": data}))
	}
	return words
}

// dataError says that the data folder cannot be used.
func dataError(folder string, err error) error {
	return errors.New(tr.T("app.fatal.data", tr.Data{"Folder": folder, "Detail": err}))
}

// claimError says why there is no second program on a data folder.
func claimError(folder string, err error) error {
	for _, running := range []error{instance.ErrRunning, instance.ErrSilent, instance.ErrElsewhere} {
		if errors.Is(err, running) {
			return errors.New(tr.T("headless.running", tr.Data{"Folder": folder}))
		}
	}
	return dataError(folder, err)
}
