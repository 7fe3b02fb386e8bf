// Package fakehilink is the simulated web server of a Huawei stick in HiLink mode, with a SIM card and
// a network behind it, for the demo and for tests. No text leaves the program.
//
// A Server is an http.Handler with one of five personalities: what their endpoints are called, what
// the answers look like, how tokens and passwords work and what they refuse. Dial opens a connection
// to it in memory. Boxes, tokens, sessions, passwords, PIN and USSD behave as on a stick; faults are
// scripted: Disturb has single requests go wrong in every way that a wire and a firmware know, the
// Quirks are lasting habits of a firmware, and Unplug and Restart do what they say.
//
// Numbers that end in 01 and 03 cannot be reached, and with those that end in 02 the stick comes to no end, or
// late.
//
// The package does not use sms/hilink: it reads requests and writes answers by itself, so that tests
// against it compare two independent readings. Time is that of package time, so it runs inside a
// bubble of testing/synctest; Close ends its goroutines.
package fakehilink

import (
	"cmp"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"surfstick-sms/sms/fakeweb"
)

// ErrUnplugged means that the stick is not plugged in, or restarting. Dial returns it.
var ErrUnplugged = fakeweb.ErrUnplugged

// Options are the stick, SIM card and network to simulate. The zero value is an E3372h-320 without a
// password, with a card that wants no PIN, registered at home.
type Options struct {
	Personality Personality
	Card
	// Password is that of the web page. A personality that is Locked has "admin" if it is empty.
	Password string
	IMEI     string // a made-up one if empty
	Operator string // name of the network; "Testnetz" if empty
	Roaming  bool
	// NoNetwork has the stick find none.
	NoNetwork bool
	// SendTime is how long a text takes on the radio; 2 s if 0.
	SendTime time.Duration
	// NoAnswer is how long it tries with a number that ends in 02; for ever if 0.
	NoAnswer time.Duration
	// Balance is the answer to *100#; Codes are further ones.
	Balance string
	Codes   map[string]Menu
	// Echo answers every text with an echo of it.
	Echo bool
	// Class, if not empty, is what the stick says that it is, such as "cpe" for a home router.
	Class  string
	Quirks Quirks
	// Restarted is called when it was told to restart, OnSwitch when it was told to become a modem; both
	// may be nil.
	Restarted, OnSwitch func()
}

// Card is the SIM card.
type Card struct {
	PIN, PUK string // PIN "" wants none; PUK "12345678" if empty
	IMSI     string
	Tries    int // for the PIN; 3 if 0
	PUKTries int // 10 if 0
	// Absent is a stick without a card; Locked one that takes another operator's cards only.
	Absent, Locked bool
}

// Menu is an answer of the network to a code, with what its replies lead to; without any it is the end.
type Menu struct {
	Text    string
	Replies map[string]Menu
}

// Request is one that the server got.
type Request struct {
	Method, Path, Body string
	Token              string
	At                 time.Time
}

// Server is a simulated stick. All its methods may be called from any goroutine.
type Server struct {
	opt  Options
	web  *http.Server
	line *fakeweb.Line

	tally  fakeweb.Tally // of requests
	faults fakeweb.Faults

	mu sync.Mutex
	// Everything below is guarded by mu.
	started  time.Time
	requests []Request
	next     int          // number of the next made-up token or cookie
	highest  map[bool]int // number of a text so far, in the stick and on the card

	sessions map[string]*session
	wrong    int       // passwords since the last right one
	locked   time.Time // no password is taken before
	other    bool      // somebody else is logged in

	boxes    []stored
	config   map[string]string
	job      *job
	status   status
	sent     []Sent
	full     bool
	sim      simcard
	data     bool
	ussd     ussdSession
	switched bool
}

// New returns a stick that is plugged in. Close it.
func New(o Options) *Server {
	if o.Personality.Name == "" {
		o.Personality = E3372h320
	}
	if o.Personality.Locked {
		o.Password = cmp.Or(o.Password, "admin")
	}
	o.PUK = cmp.Or(o.PUK, "12345678")
	s := &Server{
		opt: o, line: fakeweb.NewLine(), started: time.Now(),
		sessions: map[string]*session{}, highest: map[bool]int{true: -1}, config: newConfig(), sim: newSIM(o.Card), data: true,
	}
	s.web = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute, ConnContext: fakeweb.NoteConn}
	go func() { _ = s.web.Serve(s.line) }() // ends with Close
	return s
}

// Close takes the stick away for good, and waits until no request is being answered.
func (s *Server) Close() error {
	s.Unplug()
	err := s.web.Close()
	s.tally.Wait()
	return err
}

// Address returns that of the web server, as it comes from the factory.
func (s *Server) Address() string { return s.opt.Personality.Address }

// Dial opens a connection to the web server, whatever the address is.
func (s *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) { return s.line.Dial(ctx) }

// Unplug pulls the stick out: connections break, and what it was doing is lost. Plug puts it back.
func (s *Server) Unplug() {
	s.mu.Lock()
	s.settle()
	s.drop()
	s.mu.Unlock()
	s.line.Unplug()
}

// Plug puts the stick back in: it starts, with its boxes as they were.
func (s *Server) Plug() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line.Plug()
	s.started = time.Now()
	s.sessions = map[string]*session{}
	s.wrong, s.locked, s.other, s.status = 0, time.Time{}, false, status{}
	s.sim.lock()
}

// Restart is Unplug and, after a while, Plug.
func (s *Server) Restart(takes time.Duration) {
	s.Unplug()
	time.AfterFunc(takes, s.Plug)
}

// Requests returns what the server got so far, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Posts returns how many POSTs an endpoint got, such as "user/login".
func (s *Server) Posts(endpoint string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Method == http.MethodPost && r.Path == "/api/"+endpoint {
			n++
		}
	}
	return n
}

// MostTogether returns how many requests came at the same time at most.
func (s *Server) MostTogether() int { return s.tally.Most() }

// Switched reports whether the stick was told to become a modem.
func (s *Server) Switched() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.switched
}

// request is one that is being answered.
type request struct {
	*http.Request
	endpoint string // "" for a page
	body     string
	params   params
	session  *session
	// oldSpelling reports that the header of the token came in the letters of the stick's own pages.
	oldSpelling bool
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	endpoint, _ := strings.CutPrefix(r.URL.Path, "/api/")
	if endpoint == r.URL.Path {
		endpoint = ""
	}
	q := &request{Request: r, endpoint: endpoint, body: string(body), oldSpelling: fakeweb.Spelt(r, tokenHeader+":")}
	defer s.tally.Begin()()
	a, d := s.begin(q)
	s.write(w, q, a, d)
}

// begin notes a request and works out the answer, and what is to go wrong with it.
func (s *Server) begin(q *request) (answer, Disturbance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{
		q.Method, q.URL.Path, q.body, q.Header.Get(tokenHeader), time.Now(),
	})
	s.settle()
	d := s.faults.Next(cmp.Or(q.endpoint, q.URL.Path))
	if (d.Code != 0 || d.How != Answered) && !d.Taken {
		return answer{code: d.Code}, d
	}
	a := s.answer(q)
	if d.Code != 0 {
		a = answer{code: d.Code}
	}
	return a, d
}
