package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/sms/remote"
)

func TestPrintVersion(t *testing.T) {
	d := &desk{t: t, data: places(t)}
	d.call(t, "version").check(t, 0, "surfstick "+version+"\n")
	d.call(t, "version", "--json").check(t, 0, `{"v":1,"version":"`+version+`"}`+"\n")
}

// TestUsage: what makes no sense is told in words, with the page of help, and nothing is asked for it.
func TestUsage(t *testing.T) {
	d := newDesk(t)
	for line, want := range map[string]string{
		"":                                    "Nothing to do.",
		"fly":                                 `There is no command "fly".`,
		"--fly":                               "There is no option --fly.",
		"send --fly":                          "There is no option --fly.",
		"send":                                "--to is missing",
		"send --to":                           "The option --to needs a value.",
		"send --to 1":                         "--text or --text-file is missing",
		"send --to 1 --text a --text-file b":  "is enough",
		"send --to 1 --text a b":              `"b" is too much.`,
		"send --to 1 --text a --wait soon":    `"soon" makes no sense for --wait.`,
		"send --to 1 --text a --timeout 5x":   `"5x" makes no sense for --timeout.`,
		"send --to 1 --text a --timeout 25h":  `"25h" makes no sense for --timeout.`,
		"send --to 1 --text a --timeout -1s":  `"-1s" makes no sense for --timeout.`,
		"send --to 1 --text a --long=perhaps": `"perhaps" makes no sense for --long.`,
		"send --to 1 --text a --id=":          "An empty --id",
		"send --batch x --to 1":               "are in its file",
		"send --batch /nowhere/x":             "/nowhere/x",
		"send --to 1 --text-file /nowhere/x":  "/nowhere/x",
		"status":                              "--id is missing",
		"status 1 --id k":                     "is enough",
		"status 1 2":                          `"2" is too much.`,
		"status x":                            `"x" is no ID`,
		"status 0":                            `"0" is no ID`,
		"cancel":                              "ID is missing",
		"cancel -- -1":                        `"-1" is no ID`,
		"list --limit 0":                      "--limit is from 1 to 500",
		"list --limit 501":                    "--limit is from 1 to 500",
		"list --limit many":                   `"many" makes no sense for --limit.`,
		"ussd":                                "is missing",
		"help flying":                         `no help about "flying"`,
		"version now":                         `"now" is too much.`,
	} {
		r := d.call(t, strings.Fields(line)...)
		r.check(t, 2, "", "surfstick: ", want, "hint: surfstick help")
		r = d.call(t, append([]string{"--json"}, strings.Fields(line)...)...)
		if r.code != 2 || strings.Count(r.out, "\n") != 1 || !strings.HasPrefix(r.out, `{"v":1,"error":{"code":"usage",`) {
			t.Errorf("--json %s: %+v", line, r)
		}
	}
	// What could not be read to its end may have asked for JSON further on.
	for _, line := range []string{"fly --json", "send --fly --json", "version now --json"} {
		if r := d.call(t, strings.Fields(line)...); !strings.HasPrefix(r.out, `{"v":1,"error":`) {
			t.Errorf("%s: %+v", line, r)
		}
	}
	d.wanted(t)
}

// TestHelp: every command has a page, in ASCII, that names each of its options.
func TestHelp(t *testing.T) {
	d := &desk{t: t, data: places(t)}
	for name := range verbs {
		r := d.call(t, "help", name)
		if r.code != 0 || !strings.Contains(r.out, "surfstick "+name) && name != "help" {
			t.Errorf("%s: %+v", name, r)
		}
		for _, line := range []string{name + " --help", name + " -h"} {
			if name == "serve" {
				break // it has a help of its own
			}
			if again := d.call(t, strings.Fields(line)...); again != r {
				t.Errorf("%s: %+v", line, again)
			}
		}
	}
	codes := d.call(t, "help", "exit-codes")
	for _, code := range []string{"  0  ", "  1  ", "  2  ", "  3  ", "  4  ", "  5  ", "  6  ", "  7  "} {
		if !strings.Contains(codes.out, code) {
			t.Errorf("nothing about %s", code)
		}
	}
	if r := d.call(t, "--help"); r != d.call(t, "help") || r.code != 0 {
		t.Errorf("--help: %+v", r)
	}
	for name, page := range pages {
		for _, line := range strings.Split(helpOf(name), "\n") {
			if len(line) > 90 {
				t.Errorf("%s: %d columns: %s", name, len(line), line)
			}
		}
		if ascii(page) != page {
			t.Errorf("%s is not ASCII", name)
		}
	}
	for name, options := range map[string]string{
		"send":   "to text text-file batch id wait timeout dry-run long force",
		"status": "id wait timeout", "list": "in out with since limit", "listen": "since reports",
		"info": "json quiet no-input start data demo",
	} {
		for _, option := range strings.Fields(options) {
			if !strings.Contains(helpOf(name), "--"+option) {
				t.Errorf("help of %s says nothing of --%s", name, option)
			}
		}
	}
}

// TestInput: nothing waits for somebody to type who said that nobody will, what is too long is not read to its
// end, and what is no UTF-8 is not guessed at.
func TestInput(t *testing.T) {
	d := newDesk(t)
	var out, errs strings.Builder
	tl := tool{in: blocked{t}, out: &out, err: &errs, typed: true}
	if code := tl.run(t.Context(), []string{"--no-input", "send", "--to", to, "--text", "-"}); code != 2 {
		t.Errorf("exit %d: %s", code, errs.String())
	}
	d.callWith(t.Context(), t, strings.Repeat("x", 1<<20), "send", "--to", to, "--text", "-").check(t, 3, "", "more than 65536 bytes")
	d.callWith(t.Context(), t, "T\xfcr", "send", "--to", to, "--text", "-").check(t, 2, "", "not UTF-8")
	d.call(t, "send", "--to", to, "--text", strings.Repeat("x", 1<<20)).check(t, 3, "", "too long")
	d.wanted(t)
}

// blocked is a terminal at which nobody types.
type blocked struct{ t *testing.T }

func (b blocked) Read([]byte) (int, error) { b.t.Error("it waits"); return 0, io.EOF }

// TestNotRunning: without the program there is an exit code of its own.
func TestNotRunning(t *testing.T) {
	d := &desk{t: t, data: places(t)}
	for _, verb := range []string{"send --to 1 --text a", "status 1", "cancel 1", "list", "listen", "info", "ussd *100#"} {
		d.call(t, strings.Fields(verb)...).check(t, 4, "", "surfstick: Surfstick SMS is not running", "hint: start it, or use --start")
	}
	d.call(t, "info", "--json").check(t, 4,
		`{"v":1,"error":{"code":"not_running","message":"Surfstick SMS is not running, or it lets no programs in."}}`+"\n",
		"not running")
}

// TestStart: --start starts the program in the background with the same messages, and waits for it.
func TestStart(t *testing.T) {
	d := &desk{t: t, data: places(t), answers: map[string]func(string) any{}}
	d.always(remote.MethodInfo, remote.Info{V: 1})
	usual, patience := launch, startTime
	t.Cleanup(func() { launch, startTime = usual, patience })
	var started []string
	launch = func(args []string) error {
		started = args
		time.AfterFunc(300*time.Millisecond, d.open)
		return nil
	}
	if r := d.call(t, "--start", "--quiet", "info"); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if want := "-background --data " + d.data; strings.Join(started, " ") != want {
		t.Errorf("started with %v, want %s", started, want)
	}
	started = nil
	if r := d.call(t, "--start", "--quiet", "info"); r.code != 0 || started != nil {
		t.Errorf("%+v, and started again: %v", r, started)
	}
	d.listen.Close()
	startTime = 300 * time.Millisecond
	launch = func([]string) error { return nil }
	d.call(t, "--start", "info").check(t, 4, "", "was started, but lets no programs in", "switch it on")
	launch = func([]string) error { return errors.New("file is gone") }
	d.call(t, "--start", "info").check(t, 4, "", "cannot be started: file is gone")
}

// TestDemo: the demo has messages of its own.
func TestDemo(t *testing.T) {
	places(t)
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "LocalAppData"} {
		t.Setenv(name, home)
	}
	tl := tool{demo: true}
	if got := strings.Join(tl.appArgs(), " "); got != "-background --demo" {
		t.Errorf("started with %s", got)
	}
	var out, errs strings.Builder
	usual := launch
	t.Cleanup(func() { launch = usual })
	launch = func([]string) error { return errors.New("not now") }
	tl = tool{in: strings.NewReader(""), out: &out, err: &errs}
	if code := tl.run(t.Context(), []string{"info", "--demo", "--start"}); code != 4 {
		t.Errorf("exit %d", code)
	}
}

// TestBrokenPipe: who reads and goes is no reason to complain.
func TestBrokenPipe(t *testing.T) {
	d := newDesk(t)
	d.always(remote.MethodInfo, remote.Info{V: 1})
	for cause, told := range map[error]string{
		errors.New("no space"): "surfstick: write: no space\n", &os.PathError{Op: "write", Err: syscall.EPIPE}: "",
	} {
		var errs strings.Builder
		tl := tool{in: strings.NewReader(""), out: full{cause}, err: &errs}
		if code := tl.run(t.Context(), []string{"--data", d.data, "info"}); code != 1 || errs.String() != told {
			t.Errorf("exit %d, told %q", code, errs.String())
		}
	}
}

// full is an output that takes nothing.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }
