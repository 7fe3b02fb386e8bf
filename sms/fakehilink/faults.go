package fakehilink

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Quirks are habits of a firmware.
type Quirks struct {
	Outbox Outbox
	// ReuseIndex gives the number of a deleted text to the next one.
	ReuseIndex bool
	// KeepDeleted answers a deletion with OK and deletes nothing.
	KeepDeleted bool
	// Fail has every text fail on the radio; NeverDone has none come to an end.
	Fail, NeverDone bool
	// LateCopy has a text that is being sent while the stick is pulled out or restarts be in the network,
	// and no copy of it in the stick.
	LateCopy bool
	// NoReports has the network send no delivery reports.
	NoReports bool
	// SessionLife ends a session that was not used for so long, SessionRequests after so many requests.
	SessionLife     time.Duration
	SessionRequests int
	// CookieForAll refuses every request without a session.
	CookieForAll bool
	// NoNextToken has no answer bring a token.
	NoNextToken bool
	// HidesLogin says that no password is wanted, and wants one.
	HidesLogin bool
	// OnlySCRAM refuses the password in any other way; NoChallenge offers the challenge and has none.
	OnlySCRAM, NoChallenge bool
	// OtherSIMStates says 256, 258 and 259 for no card, the PIN and the PUK, as some firmware is said to.
	OtherSIMStates bool
}

// Outbox is what a stick keeps of a text that it sent.
type Outbox int

// The habits.
const (
	OutboxOurDate Outbox = iota // with the date that the request named
	OutboxOwnDate               // with its own
	OutboxNothing
	OutboxDrafts // as a draft, although it was sent
)

// How is what happens in place of an answer.
type How int

// The ways.
const (
	Answered      How = iota
	Reset             // the connection breaks
	Half              // it breaks in the middle of the answer
	InternalError     // status 500
	PageInstead       // a page for people, status 200
	Redirected        // to another host
	SlowHeaders       // the headers do not end
	Endless           // the body does not end
	Instead           // Body
)

// Disturbance is what goes wrong with one request.
type Disturbance struct {
	// Code is an error in place of the answer.
	Code int
	How  How
	// Taken has the request be done all the same.
	Taken bool
	// Wait is how long the answer takes.
	Wait time.Duration
	// Body is the answer for Instead.
	Body string
	// Do, if not nil, is called before the answer is sent. It may use the Server.
	Do func()
}

// Disturb has the next requests to an endpoint, such as "sms/send-sms" or "/" for the start page, go
// wrong, one after the other.
func (s *Server) Disturb(endpoint string, what ...Disturbance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disturbed[endpoint] = append(s.disturbed[endpoint], what...)
}

// disturbance returns what goes wrong with a request, and takes it off the list.
func (s *Server) disturbance(q *request) Disturbance {
	name := q.endpoint
	if name == "" {
		name = q.URL.Path
	}
	list := s.disturbed[name]
	if len(list) == 0 {
		return Disturbance{}
	}
	s.disturbed[name] = list[1:]
	return list[0]
}

// wait waits before the answer; false when nobody waits for it any more.
func (d Disturbance) wait(ctx context.Context) bool {
	if d.Wait == 0 {
		return true
	}
	timer := time.NewTimer(d.Wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// disturb sends something else in place of the answer.
func (d Disturbance) disturb(w http.ResponseWriter, body string) {
	switch d.How {
	case Answered:
	case Reset:
		hijack(w, "")
	case Half:
		hijack(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:len(body)/2]))
	case InternalError:
		http.Error(w, "500 Internal Server Error", http.StatusInternalServerError)
	case PageInstead:
		fmt.Fprint(w, "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Log in</body></html>")
	case Redirected:
		w.Header().Set("Location", "http://portal.example/")
		w.WriteHeader(http.StatusFound)
	case SlowHeaders:
		hijackSlowly(w)
	case Endless:
		rubbish := strings.Repeat("<x>", 4096)
		for {
			if _, err := io.WriteString(w, rubbish); err != nil {
				return
			}
		}
	case Instead:
		fmt.Fprint(w, d.Body)
	}
}

// hijack writes raw bytes and breaks the connection.
func hijack(w http.ResponseWriter, raw string) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // it was not one of our connections: this breaks it as well
	}
	defer c.Close()
	_, _ = io.WriteString(c, raw)
}

// hijackSlowly writes one header a second until nobody reads them.
func hijackSlowly(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer c.Close()
	_, err = io.WriteString(c, "HTTP/1.1 200 OK\r\n")
	for i := 0; err == nil; i++ {
		time.Sleep(time.Second)
		_, err = fmt.Fprintf(c, "X-Slow-%d: 1\r\n", i)
	}
}
