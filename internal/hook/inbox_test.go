package hook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/printed"
	"surfstick-sms/sms"
)

// inbox is a messenger with received texts and settings, as this package sees it.
type inbox struct {
	mu       sync.Mutex
	texts    []sms.Arrival
	settings map[string]string
	failSet  bool
	changes  chan struct{}
}

func newInbox() *inbox {
	return &inbox{settings: map[string]string{}, changes: make(chan struct{}, 1)}
}

var errFull = errors.New("no space left")

func (b *inbox) Arrivals(_ context.Context, after int64, limit int) ([]sms.Arrival, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []sms.Arrival
	for _, a := range b.texts {
		if a.Seq > after && len(all) < limit {
			all = append(all, a)
		}
	}
	return all, nil
}

func (b *inbox) LastArrival(context.Context) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.texts) == 0 {
		return 0, nil
	}
	return b.texts[len(b.texts)-1].Seq, nil
}

func (b *inbox) Changes(ctx context.Context) <-chan struct{} { return b.changes }

func (b *inbox) Setting(_ context.Context, key string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.settings[key], nil
}

func (b *inbox) SetSetting(_ context.Context, key, value string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failSet {
		return errFull
	}
	b.settings[key] = value
	return nil
}

// receive takes a text in.
func (b *inbox) receive(text string) {
	b.mu.Lock()
	seq := int64(len(b.texts)) + 100
	b.texts = append(b.texts, sms.Arrival{Seq: seq, Message: sms.Message{ID: seq, Number: "+491701234567", Text: text}})
	b.mu.Unlock()
	select {
	case b.changes <- struct{}{}:
	default:
	}
}

func encode(_ context.Context, a sms.Arrival) ([]byte, error) {
	return json.Marshal(map[string]any{
		"seq": a.Seq, "from": a.Message.Number, "name": "Jörg Müller-Lüdenscheidt", "text": a.Message.Text,
	})
}

// bench is a hook on an inbox.
type bench struct {
	*testing.T
	*inbox
	hook *Hook
	log  *printed.Text
	file string // of the helper
	end  func()
}

// exe is this test binary by its whole path.
func exe(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// start begins with an inbox; limit is how long a program may take.
func start(t *testing.T, in *inbox, limit time.Duration) *bench {
	t.Helper()
	b := &bench{T: t, inbox: in, log: &printed.Text{}, file: filepath.Join(t.TempDir(), "helper")}
	b.hook = New(Config{
		Arrivals: in, Settings: in, Encode: encode, Limit: limit,
		Log: slog.New(slog.NewTextHandler(b.log, nil)),
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { b.hook.Run(ctx); close(done) }()
	b.end = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(b.end)
	return b
}

// use has the helper run.
func (b *bench) use(what string) {
	b.Helper()
	if err := b.hook.SetCommand(b.Context(), Command{exe(b.T), []string{"helper", what, b.file}}); err != nil {
		b.Fatal(err)
	}
}

// until waits for something to be so.
func (b *bench) until(what string, is func() bool) {
	b.Helper()
	for late := time.Now().Add(60 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			b.Fatalf("not %s; the log:\n%s", what, b.log)
		}
	}
}

// records returns what the helper has written.
func (b *bench) records() []record {
	raw, err := os.ReadFile(b.file)
	if err != nil {
		return nil
	}
	var all []record
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var r record
		if d.Decode(&r) != nil {
			return all
		}
		all = append(all, r)
	}
}

// texts returns the texts that the helper got.
func (b *bench) texts() []string {
	var all []string
	for _, r := range b.records() {
		var m struct{ Text string }
		if err := json.Unmarshal([]byte(r.Stdin), &m); err != nil {
			b.Errorf("%q: %v", r.Stdin, err)
		}
		all = append(all, m.Text)
	}
	return all
}

func (b *bench) wantTexts(want ...string) {
	b.Helper()
	b.until(fmt.Sprintf("handed over: %q", want), func() bool { return len(b.texts()) >= len(want) })
	if got := b.texts(); !slices.Equal(got, want) {
		b.Errorf("handed over %q, want %q", got, want)
	}
}
