package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/engine"
	"surfstick-sms/bench/printed"
)

// office is a running Surfstick SMS behind its door, the real messenger with a simulated modem, and this
// program before it on a real port.
type office struct {
	*engine.Engine
	t    *testing.T
	data string

	url   string
	key   key
	said  *printed.Text
	close func() // ends this program
}

func privateFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func newOffice(t *testing.T) *office {
	t.Helper()
	data := privateFolder(t)
	t.Setenv("XDG_RUNTIME_DIR", privateFolder(t))
	o := &office{Engine: engine.Start(t, data, version), t: t, data: data, said: &printed.Text{}}
	o.begin()
	t.Cleanup(func() { o.close() })
	return o
}

// begin starts this program.
func (o *office) begin() {
	o.t.Helper()
	var err error
	if o.key, _, err = openKey(o.data); err != nil {
		o.t.Fatal(err)
	}
	s := &service{
		data: o.data, key: o.key, readTime: 300 * time.Millisecond, retry: 50 * time.Millisecond, again: 50 * time.Millisecond,
		log: log.New(o.said, "", 0),
	}
	if err := s.openHooks(); err != nil {
		o.t.Fatal(err)
	}
	l, err := net.Listen("tcp", host+":0")
	if err != nil {
		o.t.Fatal(err)
	}
	o.url = "http://" + l.Addr().String()
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.run(ctx, l) }()
	o.close = sync.OnceFunc(func() {
		end()
		if err := <-ended; err != nil {
			o.t.Error(err)
		}
	})
}

// reply is an answer.
type reply struct {
	status int
	header http.Header
	body   string
}

// ask makes a request with the key; change may alter it.
func (o *office) ask(method, path, body string, change ...func(*http.Request)) reply {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	r.SetBasicAuth(o.key.Name, o.key.Key)
	r.Header.Set("Content-Type", "application/json")
	for _, f := range change {
		f(r)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return reply{a.StatusCode, a.Header, string(text)}
}

// read reads the JSON of an answer that has a status.
func read[A any](t *testing.T, r reply, status int) (a A) {
	t.Helper()
	if r.status != status {
		t.Fatalf("%+v, want the status %d", r, status)
	}
	if err := json.Unmarshal([]byte(r.body), &a); err != nil {
		t.Fatalf("%q: %v", r.body, err)
	}
	return a
}

// until waits for something, for up to 20 seconds.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !f(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
