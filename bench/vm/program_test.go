//go:build vm

package vm

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/passthrough"
	"surfstick-sms/hw/scan"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/usb"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
)

// program is the program without its window, told to do everything by itself.
type program struct {
	t    *testing.T
	stop func()
	run  *runner.Runner

	mu    sync.Mutex
	facts setup.Facts
	seen  []string // the steps and problems, in order
}

// start starts it. Texts go through the messenger, if there is one.
func start(t *testing.T, texts *messenger.Messenger) *program {
	t.Helper()
	return startWith(t, texts, scanner)
}

// only sees what is in one socket, so that several programs can go about their own stick at once.
type only struct{ location string }

// Scan implements hw.Scanner.
func (o only) Scan(ctx context.Context) (hw.Snapshot, error) {
	s, err := scanner.Scan(ctx)
	s.Sticks = slices.DeleteFunc(s.Sticks, func(k hw.Stick) bool { return k.Location != o.location })
	s.Lines = slices.DeleteFunc(s.Lines, func(l hw.Line) bool { return l.Location != o.location })
	return s, err
}

func startWith(t *testing.T, texts *messenger.Messenger, scanner hw.Scanner) *program {
	t.Helper()
	return startBy(t, func(c *runner.Config) { c.Connector, c.Scanner = connector{texts}, scanner })
}

// startBy starts it with a change of its configuration.
func startBy(t *testing.T, change func(*runner.Config)) *program {
	t.Helper()
	c := runner.Config{
		Platform:    setup.Platform{PassThrough: true, Libusb: true, Udev: true},
		Scanner:     scanner,
		Watcher:     scan.NewWatcher(),
		PassThrough: passthrough.New(slog.Default()), Libusb: usb.New(),
		Table: sticks.Table{}, Memory: &memory{}, Auto: true,
		Log: slog.New(slog.DiscardHandler),
	}
	change(&c)
	p := &program{t: t, run: runner.New(c)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = p.run.Run(ctx)
	}()
	go p.follow(done)
	p.stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(p.stop)
	return p
}

func (p *program) follow(done chan struct{}) {
	for {
		select {
		case f := <-p.run.Facts():
			p.take(f)
		case <-done:
			return
		}
	}
}

func (p *program) take(f setup.Facts) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.facts = f
	now := f.Step().String()
	if problem := f.Problem(); problem != setup.ProblemNone {
		now += ":" + problem.String()
	}
	if len(p.seen) == 0 || p.seen[len(p.seen)-1] != now {
		p.seen = append(p.seen, now)
	}
}

// await waits until the facts are what is wanted, and gives the steps and problems on the way.
func (p *program) await(what string, limit time.Duration, wanted func(setup.Facts) bool) []string {
	p.t.Helper()
	for end := time.Now().Add(limit); ; time.Sleep(50 * time.Millisecond) {
		p.mu.Lock()
		facts, seen := p.facts, p.seen
		p.mu.Unlock()
		if wanted(facts) {
			p.t.Logf("%s: %v", what, seen)
			return seen
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s did not come; seen %v; tried %v; sticks %+v",
				what, seen, facts.Plug.Tried, facts.Scan.Snapshot.Sticks)
		}
	}
}

func inChat(f setup.Facts) bool { return f.Step() == setup.StepChat }

// memory is what is remembered between starts.
type memory struct {
	mu   sync.Mutex
	kept map[string]string
}

func (m *memory) Get(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[key]
}

func (m *memory) Set(key, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]string{}
	}
	m.kept[key] = value
}

// connector makes sessions of lines, as the root package does.
type connector struct{ texts *messenger.Messenger }

// Connect implements runner.Connector.
func (c connector) Connect(ctx context.Context, line hw.Line) (runner.Session, error) {
	rw, err := comport.New().Open(ctx, line)
	if err != nil {
		return nil, err
	}
	m, err := modem.Open(ctx, rw, modem.Options{})
	if err != nil {
		return nil, err
	}
	return &session{m, c.texts}, nil
}

// Restart implements runner.Connector.
func (c connector) Restart(ctx context.Context, line hw.Line) error {
	rw, err := comport.New().Open(ctx, line)
	if err != nil {
		return err
	}
	return modem.RestartSilent(ctx, rw, modem.Options{})
}

// session is a modem that keeps no PIN and remembers no receive mode.
type session struct {
	*modem.Modem
	texts *messenger.Messenger
}

// KeptPIN implements runner.Session.
func (s *session) KeptPIN(context.Context) string { return "" }

// CanKeepPIN implements runner.Session.
func (s *session) CanKeepPIN(context.Context) (possible, on bool) { return false, false }

// KeepPIN implements runner.Session.
func (s *session) KeepPIN(context.Context) error { return sms.ErrNotHere }

// Start implements runner.Session.
func (s *session) Start(ctx context.Context) error {
	if err := s.Ready(ctx, sms.ReceiveUnknown); err != nil {
		return err
	}
	if s.texts != nil {
		s.texts.Attach(s.Modem)
	}
	return nil
}

// Test implements runner.Session.
func (s *session) Test(context.Context, string) (sms.ReceiveMode, error) {
	return sms.ReceiveUnknown, nil
}
