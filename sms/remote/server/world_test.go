package server_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/remote"
	"surfstick-sms/sms/remote/server"
	"surfstick-sms/sms/store"
)

const (
	anna   = sms.Number("+491711234567")
	bert   = sms.Number("+491727654321")
	python = sms.Program("/usr/bin/python3")
	excel  = sms.Program(`C:\Office\EXCEL.EXE`)
)

// world is a messenger, whose programs talk to a server through pipes.
type world struct {
	*messenger.Messenger
	t      *testing.T
	path   string
	guard  *guard
	stick  *stick
	server *server.Server
	ctx    context.Context
	end    context.CancelFunc // of all connections
	open   sync.WaitGroup
}

// guard is a person at the window who has made up their mind.
type guard struct {
	mu    sync.Mutex
	shut  bool
	says  map[sms.Program]map[sms.Permission]error // nil error for yes; what is not there is asked for
	think time.Duration                            // before the answer to what was not asked before
	asked []string
	rules budget.Rules
}

func (g *guard) May(ctx context.Context, p sms.Program, what sms.Permission) error {
	g.mu.Lock()
	err, known := g.says[p][what]
	if !known {
		g.asked = append(g.asked, p.Name()+" "+what.String())
	}
	g.mu.Unlock()
	if known {
		return err
	}
	select {
	case <-time.After(g.think):
		return sms.ErrNobodyAnswered
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *guard) Said(p sms.Program, what sms.Permission) (allowed, known bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	err, known := g.says[p][what]
	return known && err == nil, known
}

func (g *guard) Rules() budget.Rules { return g.rules }

func (g *guard) Open() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.shut
}

// say changes the mind of the person.
func (g *guard) say(p sms.Program, what sms.Permission, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.says[p] == nil {
		g.says[p] = map[sms.Permission]error{}
	}
	g.says[p][what] = err
}

// stick answers codes.
type stick struct {
	answer sms.ServiceAnswer
	err    error
	hangs  bool
	sent   []string
	ended  int
}

func (s *stick) SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	s.sent = append(s.sent, code)
	if s.hangs {
		<-ctx.Done()
		return sms.ServiceAnswer{}, ctx.Err()
	}
	return s.answer, s.err
}

func (s *stick) EndUSSD(context.Context) error { s.ended++; return nil }

// bubble runs f in a world in which python may do everything and time is made up.
func bubble(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, filepath.Join(t.TempDir(), "messages.db"))
		defer w.close()
		f(t, w)
	})
}

func newWorld(t *testing.T, path string) *world {
	t.Helper()
	st, err := store.Open(path, store.Options{})
	if st == nil {
		t.Fatal(err)
	}
	w := &world{
		Messenger: messenger.New(st, messenger.Options{Region: "DE", Pace: -1}), t: t, path: path,
		guard: &guard{says: map[sms.Program]map[sms.Permission]error{}, rules: budget.Default()}, stick: &stick{},
	}
	go func() {
		for range w.Events() { // somebody has to take them
		}
	}()
	for _, what := range []sms.Permission{sms.PermitSend, sms.PermitRead, sms.PermitUSSD} {
		w.guard.say(python, what, nil)
	}
	w.server = server.New(server.Config{
		Engine: w, Guard: w.guard, Stick: w.stick, Version: "1.2.3", Demo: true,
	})
	w.ctx, w.end = context.WithCancel(t.Context())
	return w
}

func (w *world) close() {
	w.end()
	w.open.Wait()
	if err := w.Close(); err != nil {
		w.t.Error(err)
	}
	synctest.Wait()
}

// dial is a connection of a program.
func (w *world) dial(p sms.Program) net.Conn {
	mine, its := net.Pipe()
	w.open.Go(func() { w.server.Serve(w.ctx, its, p) })
	return mine
}

// client is a connection of a program that speaks the protocol.
func (w *world) client(p sms.Program) *remote.Client { return remote.NewClient(w.dial(p)) }

// send sends a text for python.
func (w *world) send(c *remote.Client, to sms.Number, text string) remote.Text {
	w.t.Helper()
	a, err := c.Send(w.t.Context(), remote.SendParams{To: []string{string(to)}, Text: text})
	if err != nil || len(a.Texts) != 1 {
		w.t.Fatalf("%+v, %v", a, err)
	}
	return a.Texts[0]
}

// queued returns how many texts wait.
func (w *world) queued() int {
	w.t.Helper()
	n, err := w.Queued(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// answer is what the server says to a line.
type answer struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Error   *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Data    struct {
			Reason     remote.Reason `json:"reason"`
			RetryAfter int           `json:"retry_after"`
		} `json:"data"`
	} `json:"error"`
}

// says sends a line as it is and returns what the server says.
func says(t *testing.T, conn net.Conn, line string) answer {
	t.Helper()
	go func() { _, _ = conn.Write([]byte(line)) }()
	return hears(t, conn)
}

// hears returns the next thing that the server says.
func hears(t *testing.T, conn net.Conn) (a answer) {
	t.Helper()
	if err := json.NewDecoder(one{conn}).Decode(&a); err != nil {
		t.Fatalf("no answer: %v", err)
	}
	return a
}

// one reads no more than a line at a time.
type one struct{ r io.Reader }

func (o one) Read(b []byte) (int, error) { return o.r.Read(b[:1]) }

// isOver fails unless the server has ended the connection.
func isOver(t *testing.T, conn net.Conn) {
	t.Helper()
	rest, err := io.ReadAll(conn)
	if strings.TrimSpace(string(rest)) != "" || err != nil {
		t.Errorf("it goes on: %q, %v", rest, err)
	}
}

// modem is a stick that sends everything.
type modem struct {
	sms.PartBackend
	done chan struct{}
	sink sms.Sink
	hold chan struct{} // closed when it may send; nil for at once
	ref  int
}

func newModem() *modem { return &modem{done: make(chan struct{})} }

func (m *modem) Identity() sms.Identity {
	return sms.Identity{Manufacturer: "huawei", Model: "E3372", IMSI: "262019999999999", OwnNumber: string(bert)}
}
func (m *modem) Done() <-chan struct{} { return m.done }
func (m *modem) Close() error          { return nil }

func (m *modem) Listen(s sms.Sink) {
	m.sink = s
	s.LinkChanged(sms.Link{Registration: sms.RegHome, Operator: "Testnet", Signal: 70, Tech: sms.Tech4G})
}

func (m *modem) Submit(ctx context.Context, _ []byte, _ bool, commit func() error) (int, error) {
	if m.hold != nil {
		select {
		case <-m.hold:
		case <-ctx.Done():
			return -1, &sms.SubmitError{Code: -1, Gone: true, Err: ctx.Err()}
		}
	}
	if err := commit(); err != nil {
		return -1, &sms.SubmitError{Code: -1, Err: err}
	}
	m.ref++
	return m.ref, nil
}
