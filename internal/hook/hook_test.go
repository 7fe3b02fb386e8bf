package hook

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHostileTexts(t *testing.T) {
	hostile := []string{
		"hello", "", "; rm -rf /", "$(touch pwned)", "`id`", "%PATH% & calc.exe", "' OR 1=1 --", "--help", "-c",
		"line\nbreak\r\nand\ttab", "quote\" and \\ and \x00null", "x\u2028y", "😀 für Öl", "\xff\xfe", "{\"seq\":1}",
		strings.Repeat("ü", 1530), "%s%n%d", "| mail -s x root", "../../etc/passwd", "$IFS;${PATH}",
	}
	b := start(t, newInbox(), time.Minute)
	b.use("record")
	for _, text := range hostile {
		b.receive(text)
	}
	b.until("all handed over", func() bool { return len(b.records()) == len(hostile) })
	env := os.Environ()
	slices.Sort(env)
	for i, r := range b.records() {
		input, _ := encode(t.Context(), b.inbox.texts[i])
		if r.Stdin != string(input)+"\n" || strings.Count(r.Stdin, "\n") != 1 {
			t.Errorf("%q came as %q", hostile[i], r.Stdin)
		}
		if want := []string{"helper", "record", b.file}; !slices.Equal(r.Args, want) {
			t.Errorf("%q: arguments %q", hostile[i], r.Args)
		}
		slices.Sort(r.Env)
		// os/exec sets PWD to the working folder.
		other := func(s string) bool { return strings.HasPrefix(s, "PWD=") }
		if got, want := slices.DeleteFunc(r.Env, other), slices.DeleteFunc(slices.Clone(env), other); !slices.Equal(got, want) {
			t.Errorf("%q: another environment: %q", hostile[i], got)
		}
	}
}

func TestNothingOfThePast(t *testing.T) {
	in := newInbox()
	in.receive("old")
	b := start(t, in, time.Minute)
	b.use("record")
	b.receive("new")
	b.wantTexts("new")
}

// TestAfterStart: what came in while the program was closed is handed over at the next start, and
// what was begun before is not, though it was killed with the program.
func TestAfterStart(t *testing.T) {
	in := newInbox()
	b := start(t, in, time.Minute)
	b.use("record")
	b.receive("one")
	b.wantTexts("one")
	b.end()
	in.receive("two")
	in.receive("three")
	in.settings[keyBegun] = "101" // "two" had begun when the computer lost its power
	again := start(t, in, time.Minute)
	again.file = b.file
	in.receive("four")
	again.wantTexts("one", "three", "four")
}

// TestMissing: a program that is not there is no reason to lose a text.
func TestMissing(t *testing.T) {
	in := newInbox()
	b := start(t, in, time.Minute)
	gone := filepath.Join(t.TempDir(), "gone.exe")
	if err := os.WriteFile(gone, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := b.hook.SetCommand(t.Context(), Command{Program: gone}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	b.receive("one")
	b.until("tried", func() bool { s, _ := b.hook.State(t.Context()); return errors.Is(s.Last.Err, ErrNotStarted) })
	for range 5 {
		b.changes <- struct{}{} // of something else
	}
	b.receive("two")
	b.until("tried again", func() bool { return strings.Count(b.log.String(), "could not be started") == 2 })
	b.use("record")
	b.wantTexts("one", "two")
}

func TestExitCode(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("one")
	b.receive("first")
	b.until("ended", func() bool { s, _ := b.hook.State(t.Context()); return s.Last.Exit == 1 })
	if log := b.log.String(); !strings.Contains(log, "exit code 1") || !strings.Contains(log, "no route to host") {
		t.Errorf("the log: %s", log)
	}
	b.use("record") // another program gets what comes then: there is no second try
	b.receive("second")
	b.wantTexts("second")
}

// TestHang: a program that hangs is killed with what it has started, and the next text goes on.
func TestHang(t *testing.T) {
	b := start(t, newInbox(), 5*time.Second) // time for the program to begin on a busy machine
	b.use("hang")
	b.receive("first")
	b.until("killed", func() bool { return strings.Contains(b.log.String(), ErrTimeout.Error()) })
	before, err := os.ReadFile(b.file)
	if err != nil {
		t.Fatal("the program had no child: ", err)
	}
	time.Sleep(200 * time.Millisecond)
	if after, _ := os.ReadFile(b.file); !bytes.Equal(before, after) {
		t.Error("what the program had started lives on")
	}
	b.file += "2"
	b.use("slow")
	b.receive("second")
	b.until("handed over", func() bool { _, err := os.Stat(b.file); return err == nil })
}

// TestLeftBehind: what a program leaves running does not hold up the next text.
func TestLeftBehind(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("leave")
	b.receive("first")
	began := time.Now()
	b.until("ended", func() bool { s, _ := b.hook.State(t.Context()); return !s.Last.At.IsZero() })
	if s, _ := b.hook.State(t.Context()); s.Last.Exit != 0 || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", s.Last, time.Since(began))
	}
}

// TestFlood: what a program prints is cut, and it can go on.
func TestFlood(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("flood")
	b.receive("first")
	b.until("ended", func() bool { s, _ := b.hook.State(t.Context()); return !s.Last.At.IsZero() })
	s, _ := b.hook.State(t.Context())
	if s.Last.Exit != 0 || s.Last.Err != nil || len(s.Last.Output) > outputSize+100 || len(b.log.String()) > 2*outputSize {
		t.Errorf("exit code %d, %v, %d bytes kept, %d in the log", s.Last.Exit, s.Last.Err, len(s.Last.Output), len(b.log.String()))
	}
}

// TestOutputIsMasked: a program that prints what it got does not bring it into the log.
func TestOutputIsMasked(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("echo")
	b.receive("Your code is 4711, Frühstück um acht")
	b.until("ended", func() bool { return strings.Contains(b.log.String(), "exit code 0") })
	for _, secret := range []string{"4711", "stück", "acht", "code is", "170123", "Jörg", "denscheidt"} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("%q in the log: %s", secret, b.log)
		}
	}
}

func TestMask(t *testing.T) {
	for _, c := range []struct{ output, want string }{
		{`error in FR\u00fchst\u00fcck at 1234`, `error in … at …`},
		{"Traceback: line 12", "Traceback: line 12"},
		{"Frühstück", "…"},
	} {
		if got := mask(c.output, "Frühstück, um 7"); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestPause: a pause lasts over a start, and nothing is lost by it.
func TestPause(t *testing.T) {
	in := newInbox()
	b := start(t, in, time.Minute)
	b.use("record")
	if err := b.hook.Pause(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.receive("one")
	b.end()
	again := start(t, in, time.Minute)
	again.file = b.file
	again.receive("two")
	time.Sleep(100 * time.Millisecond)
	if s, err := again.hook.State(t.Context()); !s.Paused || err != nil || len(again.texts()) != 0 {
		t.Errorf("%+v, %v, handed over %q", s, err, again.texts())
	}
	if err := again.hook.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	again.wantTexts("one", "two")
}

// TestNotNoted: what cannot be noted as begun is not begun, or it would be begun twice.
func TestNotNoted(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("record")
	b.mu.Lock()
	b.failSet = true
	b.mu.Unlock()
	b.receive("one")
	b.until("refused", func() bool { return strings.Contains(b.log.String(), errFull.Error()) })
	if got := b.texts(); len(got) != 0 {
		t.Errorf("handed over %q", got)
	}
	b.mu.Lock()
	b.failSet = false
	b.mu.Unlock()
	b.receive("two")
	b.wantTexts("one", "two")
}

// TestEnd: a program that is at work when this one ends has a moment left.
func TestEnd(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("slow")
	b.receive("first")
	b.until("begun", func() bool { v, _ := b.Setting(t.Context(), keyBegun); return v == "100" })
	time.Sleep(50 * time.Millisecond)
	b.end()
	if _, err := os.Stat(b.file); err != nil {
		t.Error(err)
	}
}

func TestNone(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	b.use("record")
	if err := b.hook.SetCommand(t.Context(), Command{}); err != nil {
		t.Fatal(err)
	}
	b.receive("one")
	time.Sleep(50 * time.Millisecond)
	b.use("record")
	b.receive("two")
	b.wantTexts("two")
}

func TestCheck(t *testing.T) {
	folder := t.TempDir()
	file := func(name string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good", 0o700)
	for _, c := range []struct {
		command Command
		want    error
	}{
		{Command{Program: good, Args: []string{"-x", "ü €", "a b", ""}}, nil},
		{Command{Program: "good"}, ErrNoPath},
		{Command{Program: ""}, ErrNoPath},
		{Command{Program: file("a.bat", 0o700)}, ErrShell},
		{Command{Program: file("a.CMD", 0o700)}, ErrShell},
		{Command{Program: good, Args: []string{"a\nb"}}, ErrArgument},
		{Command{Program: good, Args: []string{"a\x00b"}}, ErrArgument},
		{Command{Program: filepath.Join(folder, "none")}, ErrNotStarted},
		{Command{Program: folder}, ErrNotStarted},
	} {
		if err := c.command.Check(); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.command, err, c.want)
		}
	}
	if runtime.GOOS != "windows" {
		if err := (Command{Program: file("plain.txt", 0o600)}).Check(); !errors.Is(err, ErrNotStarted) {
			t.Errorf("a file that may not be executed: %v", err)
		}
	}
}

func TestTry(t *testing.T) {
	b := start(t, newInbox(), time.Minute)
	r := b.hook.Try(t.Context(), Command{exe(t), []string{"helper", "echo"}}, []byte(`{"text":"x"}`))
	if r.Exit != 0 || r.Err != nil || r.Output != `{"text":"x"}` {
		t.Errorf("%+v", r)
	}
	if r := b.hook.Try(t.Context(), Command{Program: "none"}, nil); !errors.Is(r.Err, ErrNoPath) {
		t.Errorf("%+v", r)
	}
}
