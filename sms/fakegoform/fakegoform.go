// Package fakegoform is the simulated web server of a ZTE stick in network mode, with a SIM card and a network
// behind it, for tests. No text leaves the program.
//
// A Server is an http.Handler with one of five personalities: whether its pages want a password and how it
// is sent, whether requests are signed and how, what its lists are like. Dial opens a connection to it in
// memory. Faults are scripted: Disturb has single requests go wrong, the Quirks are lasting habits of a
// firmware, and Unplug and Restart do what they say.
//
// Numbers that end in 01 cannot be reached, and with those that end in 02 the stick never comes to an end.
//
// The package does not use sms/goform: it reads requests and writes answers by itself, so that tests against
// it compare two independent readings. Time is that of package time, so it runs inside a bubble of
// testing/synctest; Close ends its goroutines.
package fakegoform

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"surfstick-sms/sms/fakeweb"
)

// Options are the stick, SIM card and network to simulate. The zero value is an MF823 without a password,
// with a card that wants no PIN, registered at home.
type Options struct {
	Personality Personality
	Card
	Password string // of a personality with a log-in; "admin" if empty
	IMEI     string // a made-up one if empty
	Operator string // name of the network; "Testnetz" if empty
	Roaming  bool
	// NoNetwork has the stick find none.
	NoNetwork bool
	// SendTime is how long a text takes on the radio; 2 s if 0.
	SendTime time.Duration
	// Codes are answers of the network; *100# has one.
	Codes map[string]Menu
	// Echo answers every text with an echo of it.
	Echo   bool
	Quirks Quirks
	// Restarted is called when it was told to restart; it may be nil.
	Restarted func()
}

// Card is the SIM card.
type Card struct {
	PIN, PUK string // PIN "" wants none; PUK "12345678" if empty
	IMSI     string
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
	Method, Name string     // Name is the cmd or the goformId, or the path of a file
	Values       url.Values // of the query or the form
	At           time.Time
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
	requests []Request
	made     int // random numbers so far

	sessions map[string]time.Time // by cookie, with when it was last used
	rd, ld   string
	wrong    int       // passwords since the last right one
	locked   time.Time // no password is taken before
	settings map[string]string

	boxes   []stored
	reports []stored
	highest int
	job     *job
	status  map[string]string // sms_cmd_status_result by sms_cmd
	sent    []Sent
	sim     simcard
	data    bool
	ussd    ussdSession
}

// New returns a stick that is plugged in. Close it.
func New(o Options) *Server {
	if o.Personality.Name == "" {
		o.Personality = MF823
	}
	o.Password = cmp.Or(o.Password, "admin")
	o.PUK = cmp.Or(o.PUK, "12345678")
	s := &Server{
		opt: o, line: fakeweb.NewLine(), data: true,
		sessions: map[string]time.Time{}, status: map[string]string{}, sim: newSIM(o.Card),
		settings: map[string]string{
			"sms_para_sca": "+491710760000", "sms_para_status_report": "0",
			"sms_para_validity_period": "255", "sms_para_mem_store": "native",
		},
	}
	s.web = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
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
func (s *Server) Address() string { return "192.168.0.1" }

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
	s.sessions, s.status = map[string]time.Time{}, map[string]string{}
	s.wrong, s.locked = 0, time.Time{}
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

// Posts returns how many requests to change something there were with a goformId; "" stands for any.
func (s *Server) Posts(id string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Method == http.MethodPost && (id == "" || r.Name == id) {
			n++
		}
	}
	return n
}

// MostTogether returns how many requests came at the same time at most.
func (s *Server) MostTogether() int { return s.tally.Most() }

// request is one that is being answered.
type request struct {
	*http.Request
	name    string
	values  url.Values
	post    bool
	session bool // it bears the cookie of somebody who is logged in, or none is needed
	ours    bool // it comes from the stick's own page
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	q := &request{Request: r, name: r.URL.Path, values: r.URL.Query(), post: r.Method == http.MethodPost}
	if q.post {
		q.values, _ = url.ParseQuery(string(body))
	}
	switch r.URL.Path {
	case getPath:
		q.name = q.values.Get("cmd")
	case setPath:
		q.name = q.values.Get("goformId")
	}
	q.ours = r.Header.Get("Referer") == "http://"+r.Host+"/index.html"
	defer s.tally.Begin()()
	a, d := s.begin(q)
	s.write(w, q, a, d)
}

// begin notes a request and works out the answer, and what is to go wrong with it.
func (s *Server) begin(q *request) (answer, fakeweb.Disturbance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{q.Method, q.name, q.values, time.Now()})
	s.settle()
	q.session = s.known(q)
	d := s.faults.Next(q.first())
	if (d.Code != 0 || d.How != fakeweb.Answered) && !d.Taken {
		return answer{body: refusal}, d
	}
	a := s.answer(q)
	if d.Code != 0 {
		a = answer{body: refusal}
	}
	return a, d
}

// random returns a number that the stick makes up.
func (s *Server) random() string {
	s.made++
	return fmt.Sprintf("%032x", s.made*2654435761)
}

// write sends the answer, or what goes wrong in its place.
func (s *Server) write(w http.ResponseWriter, q *request, a answer, d fakeweb.Disturbance) {
	if d.Do != nil {
		d.Do()
	}
	if !d.Await(q.Context()) || a.gone {
		fakeweb.Hijack(w, "")
		return
	}
	if d.How != fakeweb.Answered {
		d.Send(w, a.body)
		return
	}
	w.Header().Set("Server", "GoAhead-Webs")
	w.Header().Set("Content-Type", "text/html")
	if a.cookie != "" {
		w.Header().Set("Set-Cookie", "stok="+a.cookie+"; path=/; HttpOnly")
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = io.WriteString(w, a.body)
}
