package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/internal/door"
	"surfstick-sms/sms/remote"
)

// TestMain has times be shown in one zone, and lets copies of the test program stand for others.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	if os.Getenv(actor) != "" {
		os.Exit(act())
	}
	if signal.Ignored(os.Interrupt) { // as of what a shell runs in the background, and scripts would ignore it, too
		signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	}
	os.Exit(m.Run())
}

// desk is a server that answers as a test says, behind a real door.
type desk struct {
	t      *testing.T
	data   string
	listen *door.Listener

	mu    sync.Mutex
	asked []string // methods with their params
	// answers are what is answered to a method: a value, an error, or whole lines.
	answers map[string]func(params string) any
}

// lines are whole lines of an answer, with which the connection ends.
type lines []string

// places makes folders of this test alone: for messages, and for the socket.
func places(t *testing.T) (data string) {
	t.Helper()
	home, run := t.TempDir(), t.TempDir()
	data = filepath.Join(home, "surfstick-sms") // where it is looked for without --data, but on Windows and macOS
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(run, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", home)
	t.Setenv("XDG_RUNTIME_DIR", run)
	return data
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, data: places(t), answers: map[string]func(string) any{}}
	d.open()
	return d
}

// open opens the door until the end of the test.
func (d *desk) open() {
	l, err := door.Listen(d.data)
	if err != nil {
		d.t.Fatal(err)
	}
	d.listen = l
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			d.serve(c)
		}
	}()
	d.t.Cleanup(func() { l.Close(); <-ended })
}

// serve answers one connection.
func (d *desk) serve(c *door.Conn) {
	defer c.Close()
	in := remote.NewLines(c, remote.MaxLine)
	for {
		line, err := in.Next()
		if err != nil {
			return
		}
		r, err := remote.ParseRequest(line)
		if err != nil {
			d.t.Errorf("%s: %v", line, err)
			return
		}
		var whole struct{ Params json.RawMessage }
		_ = json.Unmarshal(line, &whole)
		switch a := d.answer(r.Method, string(whole.Params)).(type) {
		case nil:
			return
		case lines:
			for _, l := range a {
				_, _ = c.Write([]byte(l))
			}
			return
		case error:
			_, _ = c.Write(remote.ErrorLine(r.ID, a))
		default:
			_, _ = c.Write(remote.AnswerLine(r.ID, a))
		}
	}
}

func (d *desk) answer(method, params string) any {
	d.mu.Lock()
	d.asked = append(d.asked, method+" "+params)
	answer := d.answers[method]
	d.mu.Unlock()
	if answer == nil {
		d.t.Errorf("nobody expected %s %s", method, params)
		return nil
	}
	return answer(params)
}

// always has a method be answered in the same way.
func (d *desk) always(method string, answer any) {
	d.on(method, func(string) any { return answer })
}

// on has a method be answered by a function of its params.
func (d *desk) on(method string, answer func(params string) any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answers[method] = answer
}

// forget forgets what was asked for.
func (d *desk) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = nil
}

// wanted checks what was asked for, and forgets it.
func (d *desk) wanted(t *testing.T, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if got, want := strings.Join(d.asked, "\n"), strings.Join(want, "\n"); got != want {
		t.Errorf("asked:\n%s\nwant:\n%s", got, want)
	}
	d.asked = nil
}

// result is what a run left.
type result struct {
	code     int
	out, err string
}

// call runs the program with the folder of the desk.
func (d *desk) call(t *testing.T, args ...string) result {
	t.Helper()
	return d.callWith(t.Context(), t, "", args...)
}

func (d *desk) callWith(ctx context.Context, t *testing.T, in string, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	tool := tool{in: strings.NewReader(in), out: &out, err: &err}
	code := tool.run(ctx, append([]string{"--data", d.data}, args...))
	for _, r := range out.String() + err.String() {
		if r < ' ' && r != '\n' {
			t.Errorf("%q could change the terminal", out.String()+err.String())
			break
		}
	}
	return result{code, out.String(), err.String()}
}

// check compares a run with what it should be: an exit code, all of standard output, and what standard error
// holds.
func (r result) check(t *testing.T, code int, out string, errs ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit %d, want %d", r.code, code)
	}
	if r.out != out {
		t.Errorf("printed\n%swant\n%s", r.out, out)
	}
	for _, want := range errs {
		if !strings.Contains(r.err, want) {
			t.Errorf("standard error has no %q:\n%s", want, r.err)
		}
	}
	if len(errs) == 0 && r.err != "" {
		t.Errorf("standard error:\n%s", r.err)
	}
}

const to = "+491701234567"

// text returns an outgoing text in a state.
func text(id int64, state remote.State) remote.Text {
	return remote.Text{
		ID: id, Direction: remote.Out, To: to, State: state, Text: "Tür", Parts: 1,
		Time: time.Date(2026, 11, 27, 12, 30, 0, 0, time.UTC), Program: "python.exe",
	}
}

// jsonText is text(id, state) as it is printed.
func jsonText(id int64, state remote.State) string {
	return fmt.Sprintf(`{"id":%d,"direction":"out","to":"`+to+`","state":"%s","text":"T\u00fcr","parts":1,`+
		`"time":"2026-11-27T12:30:00Z","program":"python.exe"}`, id, state)
}
