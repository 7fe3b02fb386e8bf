package runner_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const imei = "861234567890123"

// card is a SIM card in a modem with a network around it. Its methods are for any goroutine.
type card struct {
	mu       sync.Mutex
	pin      string
	locked   bool
	state    sms.SIMState // when not SIMUnknown, whatever the PIN
	veiled   bool         // the state is told even when it is SIMUnknown
	tries    int
	pukTries int
	network  sms.Link
	imei     string
	id       string   // the card's own number, "" where it cannot be read
	typed    []string // every PIN and PUK that reached the card
	started  int
	test     error
	simErr   error
	startErr error
	slow     time.Duration // how long Unlock takes
	open     int           // sessions not closed
	panics   bool          // asking the card ends in a panic
	kept     string        // the PIN that the user had kept
	asked    int           // how often it was asked for
	keeps    bool          // the user wants PINs kept
	noKeys   bool          // none can be

	restarts   int
	restartErr error
	onRestart  func() // what a restart does to the stick
}

func newCard(pin string) *card {
	return &card{
		pin: pin, locked: pin != "", tries: 3, pukTries: 10, imei: imei, id: "8949",
		network: sms.Link{Registration: sms.RegHome, Operator: "Fake", Signal: 60},
	}
}

func (c *card) change(f func(*card)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(c)
}

func (c *card) tried() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.typed...)
}

func (c *card) seen() sms.SIM {
	if c.panics {
		panic("index out of range")
	}
	s := sms.SIM{State: sms.SIMReady, PINTries: c.tries, PUKTries: c.pukTries}
	switch {
	case c.state != sms.SIMUnknown || c.veiled:
		s.State = c.state
	case c.locked && c.tries == 0:
		s.State = sms.SIMNeedsPUK
	case c.locked:
		s.State = sms.SIMNeedsPIN
	}
	return s
}

// cable is the line behind the AT port: it answers every write with one line and says nothing of
// its own.
type cable struct {
	closed chan struct{}
	once   sync.Once
	answer chan string
}

func dial(answer string) func() (io.ReadWriteCloser, error) {
	return func() (io.ReadWriteCloser, error) {
		c := &cable{closed: make(chan struct{}), answer: make(chan string, 1)}
		c.answer <- answer
		return c, nil
	}
}

func (c *cable) Read(p []byte) (int, error) {
	select {
	case s := <-c.answer:
		return copy(p, s), nil
	case <-c.closed:
		return 0, io.EOF
	case <-time.After(200 * time.Millisecond):
		return 0, nil
	}
}

func (c *cable) Write(p []byte) (int, error) { return len(p), nil }

func (c *cable) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

// connector asks a line for a modem the way the fakes here speak.
type connector struct {
	opener hw.Opener
	card   *card
}

func (c connector) Connect(ctx context.Context, line hw.Line) (runner.Session, error) {
	rw, err := c.opener.Open(ctx, line)
	if err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { _ = rw.Close() })()
	answer, err := listen(ctx, rw)
	switch {
	case err != nil:
	case answer == "modem":
		return newSession(rw, c.card), nil
	case answer == "slow modem":
		time.Sleep(2 * time.Second)
		return newSession(rw, c.card), nil
	case answer == "panic":
		_ = rw.Close()
		panic("index out of range")
	case answer == "cdma":
		err = sms.ErrCDMA
	case answer == "stuck":
		err = sms.ErrStuck
	case answer == "hang":
		_, err = listen(ctx, rw) // until somebody closes it
	default:
		err = sms.ErrNotModem
	}
	_ = rw.Close()
	return nil, fmt.Errorf("start: %w", err)
}

func listen(ctx context.Context, rw io.ReadWriteCloser) (string, error) {
	buf := make([]byte, 64)
	for begun := time.Now(); time.Since(begun) < 3*time.Second; {
		n, err := rw.Read(buf)
		if n > 0 || err != nil {
			return string(buf[:n]), err
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
	}
	return "", sms.ErrSilent
}

// session is a modem at work.
type session struct {
	card *card
	rw   io.ReadWriteCloser
	done chan struct{}
	once sync.Once
}

func newSession(rw io.ReadWriteCloser, c *card) *session {
	s := &session{card: c, rw: rw, done: make(chan struct{})}
	c.change(func(c *card) { c.open++ })
	go func() {
		defer close(s.done)
		buf := make([]byte, 64)
		for {
			if _, err := rw.Read(buf); err != nil {
				return
			}
		}
	}()
	return s
}

func (s *session) Identity() sms.Identity {
	id := sms.Identity{Manufacturer: "huawei", Model: "E3131", IMEI: s.card.imei}
	s.card.change(func(c *card) {
		if c.started > 0 {
			id.OwnNumber = "+491713920055"
		}
	})
	return id
}

func (s *session) Done() <-chan struct{} { return s.done }

func (s *session) Close() error {
	s.once.Do(func() { s.card.change(func(c *card) { c.open-- }) })
	return s.rw.Close()
}

func (s *session) SIM(context.Context) (seen sms.SIM, err error) {
	s.card.change(func(c *card) { seen, err = c.seen(), c.simErr })
	return seen, err
}

func (s *session) Link(context.Context) (n sms.Link, err error) {
	s.card.change(func(c *card) { n = c.network })
	return n, nil
}

func (s *session) Start(context.Context) (err error) {
	s.card.change(func(c *card) { err = c.startErr; c.started++ })
	return err
}

func (s *session) EnterPIN(ctx context.Context, pin string) (seen sms.SIM, err error) {
	var slow time.Duration
	s.card.change(func(c *card) {
		slow = c.slow
		c.typed = append(c.typed, pin)
		if c.locked = pin != c.pin; c.locked {
			c.tries--
			err = fmt.Errorf("CPIN: %w", sms.ErrPINRefused)
		} else {
			c.tries = 3
		}
		seen = c.seen()
	})
	select {
	case <-time.After(slow):
		return seen, err
	case <-ctx.Done():
		return sms.SIM{}, ctx.Err()
	}
}

func (s *session) EnterPUK(_ context.Context, puk, pin string) (seen sms.SIM, err error) {
	s.card.change(func(c *card) {
		c.typed = append(c.typed, puk+" "+pin)
		if puk != "12345678" {
			c.pukTries--
			err = sms.ErrPINRefused
		} else {
			c.pin, c.locked, c.tries = pin, false, 3
		}
		seen = c.seen()
	})
	return seen, err
}

func (s *session) Restart(context.Context) (err error) {
	s.card.change(func(c *card) {
		if err = c.restartErr; err == nil {
			c.restarts++
			c.locked = c.pin != ""
		}
	})
	if err == nil {
		s.card.restarted()
	}
	return err
}

// Restart takes the command where a modem is, or was.
func (c connector) Restart(ctx context.Context, line hw.Line) error {
	rw, err := c.opener.Open(ctx, line)
	if err != nil {
		return err
	}
	answer, err := listen(ctx, rw)
	_ = rw.Close()
	if err != nil && answer == "" && !errors.Is(err, sms.ErrSilent) {
		return err
	}
	c.card.change(func(c *card) { c.restarts++ })
	c.card.restarted()
	return nil
}

// restarted has the stick go away and come back.
func (c *card) restarted() {
	c.mu.Lock()
	f := c.onRestart
	c.mu.Unlock()
	if f != nil {
		f()
	}
}

func (s *session) Test(ctx context.Context, _ string) (found sms.ReceiveMode, err error) {
	s.card.change(func(c *card) { found, err = sms.ReceivePolling, c.test })
	select {
	case <-time.After(3 * time.Second):
		return found, err
	case <-ctx.Done():
		return sms.ReceiveUnknown, ctx.Err()
	}
}

// notes is a Memory.
type notes struct {
	mu sync.Mutex
	m  map[string]string
}

func (n *notes) Get(key string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.m[key]
}

func (n *notes) Set(key, value string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.m == nil {
		n.m = make(map[string]string)
	}
	n.m[key] = value
}

func (n *notes) all() map[string]string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return maps.Clone(n.m)
}
