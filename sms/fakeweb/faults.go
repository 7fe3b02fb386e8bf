package fakeweb

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
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

// Faults are the disturbances that are still to come, by the names of requests. The zero value has none.
type Faults struct {
	mu     sync.Mutex
	byName map[string][]Disturbance // guarded by mu
}

// Add has the next requests of a name go wrong, one after the other.
func (f *Faults) Add(name string, what ...Disturbance) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byName == nil {
		f.byName = map[string][]Disturbance{}
	}
	f.byName[name] = append(f.byName[name], what...)
}

// Next returns what goes wrong with a request, and takes it off the list.
func (f *Faults) Next(name string) Disturbance {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := f.byName[name]
	if len(list) == 0 {
		return Disturbance{}
	}
	f.byName[name] = list[1:]
	return list[0]
}

// Calm forgets all that is still to come.
func (f *Faults) Calm() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.byName)
}

// Await waits before the answer; false when nobody waits for it any more.
func (d Disturbance) Await(ctx context.Context) bool {
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

// Send sends something else in place of the answer.
func (d Disturbance) Send(w http.ResponseWriter, body string) {
	switch d.How {
	case Answered:
	case Reset:
		Hijack(w, "")
	case Half:
		Hijack(w, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:len(body)/2]))
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

// Hijack writes raw bytes and breaks the connection.
func Hijack(w http.ResponseWriter, raw string) {
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
