package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/engine"
	"surfstick-sms/bench/printed"
	"surfstick-sms/sms/remote"
)

// Numbers that messages go to.
const (
	anna = "+491711234567"
	bert = "+491707654321"
)

// script is a script on its way, which finds surfstick in its PATH and surfstick.py as a module.
type script struct {
	*exec.Cmd
	out  printed.Text
	errs bytes.Buffer
}

// scene is where scripts run: surfstick is the first thing in its PATH.
type scene struct {
	tools string // where surfstick is
	work  string // where scripts run
	env   []string
}

// newScene makes a scene whose scripts run in a folder of their own. It fails without Python: what it tests
// is for people who write Python.
func newScene(t *testing.T, tools string) scene {
	t.Helper()
	return scene{tools: tools, work: t.TempDir(), env: append(os.Environ(),
		actor+"=here", "PATH="+tools+":"+os.Getenv("PATH"), "PYTHONPATH="+repository(t, "scripts"),
		"PYTHONDONTWRITEBYTECODE=1", "PYTHONIOENCODING=utf-8")}
}

// repository returns the path of something in the repository.
func repository(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func (s scene) start(t *testing.T, name string, args ...string) *script {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	r := &script{Cmd: exec.CommandContext(ctx, name, args...)}
	r.Dir, r.Env, r.Stdout, r.Stderr = s.work, s.env, &r.out, &r.errs
	r.WaitDelay = 5 * time.Second
	if err := r.Start(); err != nil {
		t.Fatalf("%v; .ci/install python3 installs what is missing", err)
	}
	return r
}

// run runs a script to its end and returns what it printed.
func (s scene) run(t *testing.T, code int, name string, args ...string) string {
	t.Helper()
	r := s.start(t, name, args...)
	_ = r.Wait()
	if got := r.ProcessState.ExitCode(); got != code {
		t.Fatalf("exit %d, want %d: %s%s", got, code, r.out.String(), &r.errs)
	}
	return r.out.String()
}

// python runs lines of Python, and compares what they print.
func (s scene) python(t *testing.T, lines, want string) {
	t.Helper()
	if got := s.run(t, 0, "python3", "-c", "import surfstick\n"+lines); got != want {
		t.Errorf("printed\n%swant\n%s", got, want)
	}
}

// await waits until a script has printed something.
func (s *script) await(t *testing.T, want string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(s.out.String(), want) {
			return
		}
	}
	_ = s.Process.Kill()
	_ = s.Wait()
	t.Fatalf("it never prints %q: %s%s", want, s.out.String(), &s.errs)
}

// stop ends a script as Ctrl-C does.
func (s *script) stop(t *testing.T) {
	t.Helper()
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = s.Wait()
}

// try is one call of Python, and what became of it.
const try = `
def try_(f, *args, **options):
    try:
        return f(*args, **options)
    except surfstick.Error as error:
        print(type(error).__name__, error.reason or "-", error.retry_after, [t.state for t in error.texts])
        return error
`

func TestPython(t *testing.T) {
	tools := cast(t, "surfstick")
	for name, c := range map[string]struct {
		stick       bool
		prepare     func(o *office)
		lines, want string
	}{
		"three lines": {
			stick: true, lines: `
m = surfstick.send("0171 1234567", "T\u00fcr \U0001f600\n")
print(m.state in ("sent", "delivered"), m.to, ascii(m.text), m.parts, m.program.startswith("python"), len(m.key))`,
			want: "True " + anna + ` 'T\xfcr \U0001f600\n' 1 True 36` + "\n",
		},
		"delivered, once": {
			stick: true, lines: `
for _ in range(2):
    m = surfstick.send("0171 1234567", "x", "one", wait="delivered")
    print(m.state, m.key)
print(len(surfstick.texts("out")), surfstick.status(key="one")[0] == m, surfstick.status(m.id)[0] == m)`,
			want: "delivered one\ndelivered one\n1 True True\n",
		},
		"several": {
			stick: true, lines: `
print([(m.to, m.state in ("sent", "delivered")) for m in surfstick.send(["0171 1234567", "0170 7654321"], "x")])
print([m.to for m in surfstick.texts("out", number="0170 7654321", since=0, limit=3)])`,
			want: "[('" + anna + "', True), ('" + bert + "', True)]\n['" + bert + "']\n",
		},
		"dry": {lines: `
m = surfstick.send("0171 1234567", "x" * 200, dry_run=True)
print(m.state, m.parts, m.id, surfstick.texts())`, want: "checked 2 0 []\n"},
		"what it asks": {
			stick: true, lines: `
i = surfstick.info()
print(i["ready"], i["operator"], i["left"]["day"], i["seq"] > 0, surfstick.ussd("*100#"))`,
			want: "True Testnetz 100 True Guthaben: 12,34 EUR\n",
		},
		"refused": {lines: try + `
try_(surfstick.send, "0900 1234567", "x")
try_(surfstick.send, "0171 1234567", "x" * 1000)
try_(surfstick.ussd, "**21*0171#")
print(surfstick.texts())`, want: "Refused cost None []\nRefused too_long None []\nRefused denied None []\n[]\n"},
		"invalid": {lines: try + `
try_(surfstick.send, "--help", "x")
try_(surfstick.send, "0171 1234567", "")
try_(surfstick.send, "0171 1234567", "a\x07")
try_(surfstick.send, "0171\0", "x")
try_(surfstick.send, "0171 1234567", "\ud800")
try_(surfstick.send, "0171 1234567", "x", wait="soon")
try_(surfstick.texts, "up")
try_(surfstick.ussd, "--help")
print(surfstick.texts())`, want: "Invalid number None []\nInvalid text None []\nInvalid text None []\nInvalid usage None []\n" +
			"Invalid usage None []\nInvalid usage None []\nInvalid usage None []\nInvalid usage None []\n[]\n"},
		"a loop": {lines: `
for n in range(99):
    try:
        surfstick.send("0171 1234567", str(n), wait="queued")
    except surfstick.Refused as e:
        print(n, e.reason, 0 < e.retry_after <= 60, e.hint[:9])
        break`, want: "5 limit True try again\n"},
		"no stick": {
			lines: try + `
e = try_(surfstick.send, "0171 1234567", "x", timeout=0)
print(len(e.key), e)
print(surfstick.status(key=e.key)[0].state, surfstick.cancel(e.texts[0].id).state, surfstick.status(key=e.key)[0].state)
try_(surfstick.send, "0171 1234567", "x", e.key)
try_(surfstick.cancel, e.texts[0].id)
try_(surfstick.send, "0171 1234567", "y", e.key)
try_(surfstick.status, 999)
try_(surfstick.ussd, "*100#")`,
			want: "StillQueued - None ['queued']\n36 " + anna + ": queued\nqueued cancelled cancelled\nFailed - None ['cancelled']\n" +
				"Error not_now None []\nInvalid conflict None []\nError not_found None []\nStillQueued stick None []\n",
		},
		"failed": {stick: true, prepare: func(o *office) { o.Modem.FailNextSubmit(1) }, lines: try + `
e = try_(surfstick.send, "0171 1234567", "x")
print(e.texts[0].reason)`, want: "Failed - None ['failed']\nnumber\n"},
		"unconfirmed": {stick: true, prepare: func(o *office) {
			o.Modem.SilenceNextSubmit(true)
			go func() {
				for len(o.Modem.Sent()) == 0 {
					time.Sleep(10 * time.Millisecond)
				}
				o.Modem.Unplug()
			}()
		}, lines: try + `try_(surfstick.send, "0171 1234567", "x")`, want: "Unconfirmed - None ['unconfirmed']\n"},
		"nobody there": {prepare: func(o *office) { o.Shut() }, lines: try + `
try_(surfstick.send, "0171 1234567", "x")
try_(lambda: next(surfstick.listen()))`, want: "NotRunning not_running None []\nNotRunning not_running None []\n"},
		"no surfstick": {lines: try + `
import os
os.environ["PATH"] = "." + os.pathsep + "/nowhere"
try_(surfstick.send, "0171 1234567", "x")
try_(surfstick.Surfstick(program="/nowhere/surfstick").info)`, want: "NotRunning not_installed None []\nNotRunning not_installed None []\n"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			if c.stick {
				o.Plug(engine.Card())
			}
			if c.prepare != nil {
				c.prepare(o)
			}
			newScene(t, tools).python(t, c.lines, c.want)
		})
	}
}

// TestPythonListens: what comes is yielded, also what came while nobody listened or nobody could be asked;
// what was not handled to its end comes again.
func TestPythonListens(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	s := newScene(t, cast(t, "surfstick"))
	arrive := func(text string) { o.arrive(t, anna, text) }
	arrive("before")
	o.awaitReceived(t, 1)
	const lines = `
import surfstick, sys
surfstick._PAUSE = 0.1
print("begin", flush=True)
for m in surfstick.listen(keep="last"):
    print("got", m.sender, m.text, flush=True)
    if m.text == sys.argv[1]:
        sys.exit(1)
`
	first := s.start(t, "python3", "-c", lines, "three")
	first.await(t, "begin")
	s.awaitKept(t, "last", "")
	arrive("one")
	first.await(t, "got "+anna+" one")
	o.Shut()
	arrive("two")
	time.Sleep(500 * time.Millisecond)
	o.LetIn()
	first.await(t, "two")
	arrive("three")
	_ = first.Wait()
	if got, want := first.out.String(), fmt.Sprintf("begin\ngot %[1]s one\ngot %[1]s two\ngot %[1]s three\n", anna); got != want {
		t.Errorf("printed\n%swant\n%s", got, want)
	}
	arrive("four")
	second := s.start(t, "python3", "-c", lines, "four")
	_ = second.Wait()
	if got, want := second.out.String(), fmt.Sprintf("begin\ngot %[1]s three\ngot %[1]s four\n", anna); got != want {
		t.Errorf("the next start printed\n%swant\n%s%s", got, want, &second.errs)
	}
	s.python(t, `
for m in surfstick.listen(since=0):
    print(m.text, m.state, m.parts, m.name, m.seq == surfstick.info()["seq"])
    if m.text == "four":
        break
`, "before complete 1  False\none complete 1  False\ntwo complete 1  False\nthree complete 1  False\nfour complete 1  True\n")
}

// arrive has a message come in.
func (o *office) arrive(t *testing.T, from, text string) {
	t.Helper()
	if err := o.Modem.Arrive(from, text); err != nil {
		t.Fatal(err)
	}
}

// awaitKept waits until a script has noted in a file how far it is, which is not where it was, and returns it.
func (s scene) awaitKept(t *testing.T, name, was string) string {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if now, err := os.ReadFile(filepath.Join(s.work, name)); err == nil && string(now) != was {
			return string(now)
		}
	}
	t.Fatalf("%s stays %q", name, was)
	return ""
}

// awaitSent waits until so many messages were sent.
func (o *office) awaitSent(t *testing.T, want int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if len(o.Modem.Sent()) >= want {
			return
		}
	}
	t.Fatalf("%d messages were sent, not %d", len(o.Modem.Sent()), want)
}

// awaitReceived waits until so many messages have come in.
func (o *office) awaitReceived(t *testing.T, want int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if all, err := o.Texts.Arrivals(t.Context(), 0, want); err != nil || len(all) == want {
			return
		}
	}
	t.Fatal("nothing comes in")
}

// TestPythonGoesOn: a surfstick that is killed while it listens is started again.
func TestPythonGoesOn(t *testing.T) {
	tools := cast(t, "surfstick")
	for _, how := range []string{"os.kill(int(child), 9)", "ended(1)"} {
		o := newOffice(t) // of its own: the same text again in the same second would be the network's repetition
		o.Plug(engine.Card())
		s := newScene(t, tools)
		r := s.start(t, "python3", "-c", `
import os, subprocess, surfstick
surfstick._PAUSE = 0.1
def ended(code):  # as on Windows, where who is killed has an exit code
    wait = subprocess.Popen.wait
    def once(process, *args):
        wait(process, *args)
        subprocess.Popen.wait = wait
        process.returncode = code
        return code
    subprocess.Popen.wait = once
    os.kill(int(child), 9)
for m in surfstick.listen(keep="last"):
    print(m.text, flush=True)
    if m.text == "one":
        with open("/proc/self/task/%d/children" % os.getpid()) as f:
            child, = f.read().split()
        `+how+`
    if m.text == "two":
        break
`)
		s.awaitKept(t, "last", "")
		o.arrive(t, anna, "one")
		r.await(t, "one")
		o.arrive(t, anna, "two")
		r.await(t, "two")
		if err := r.Wait(); err != nil {
			t.Errorf("%s: %v: %s", how, err, &r.errs)
		}
	}
}

// TestPythonReports: what becomes of a program's own message is yielded where that is asked for.
func TestPythonReports(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	newScene(t, cast(t, "surfstick")).python(t, `
import threading, time
def send():
    for i in range(5): # the first ones may be delivered before anybody listens
        time.sleep(1 + 4 * i)
        surfstick.send("0171 1234567", "x%d" % i, "k%d" % i)
threading.Thread(target=send, daemon=True).start()
for m in surfstick.listen(reports=True):
    if isinstance(m, surfstick.Text) and m.state == "delivered":
        print(m.key[0], m.to)
        break
`, "k "+anna+"\n")
}

// TestPythonRepeats: a call whose answer was lost is made again, with the same key.
func TestPythonRepeats(t *testing.T) {
	d := newDesk(t)
	calls := 0
	d.answers[remote.MethodSend] = func(string) any {
		if calls++; calls == 1 {
			return nil
		}
		return remote.Accepted{Texts: []remote.Text{text(7, remote.Sent)}}
	}
	s := newScene(t, cast(t, "surfstick"))
	s.python(t, `
surfstick._PAUSE = 0
print(surfstick.send("0171 1234567", "x", "k").id)`, "7\n")
	const asked = `send {"to":["0171 1234567"],"text":"x","key":"k"}`
	d.wanted(t, asked, asked)
}

// TestPythonBeside: surfstick is found beside surfstick.py, and before the one in the PATH.
func TestPythonBeside(t *testing.T) {
	o := newOffice(t)
	s := newScene(t, cast(t, "surfstick"))
	module, err := os.ReadFile(repository(t, "scripts/surfstick.py"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.tools, "surfstick.py"), module, 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = append(s.env, "PYTHONPATH="+s.tools, "PATH="+os.Getenv("PATH"))
	s.python(t, `
import os
print(surfstick._find() == os.path.join(os.path.dirname(surfstick.__file__), "surfstick"))
print(surfstick.Surfstick(data="`+o.data+`").info()["state"])`, "True\nno_stick\n")
}

// TestPythonForAll: surfstick.py and the examples keep to what Python 3.8 understands, and every public
// function says what it does and has types.
func TestPythonForAll(t *testing.T) {
	s := newScene(t, t.TempDir())
	s.env = append(s.env, "REPOSITORY="+repository(t, "."))
	s.python(t, `
import ast, glob, inspect, os
files = glob.glob(os.environ["REPOSITORY"] + "/examples/*.py") + [surfstick.__file__]
for file in files:
    with open(file, encoding="utf-8") as f:
        source = f.read()
    tree = ast.parse(source, file, feature_version=(3, 8))
    assert ast.get_docstring(tree), file
    assert max(map(len, source.splitlines())) <= 120, file
print(len(files) > 5)
for name in surfstick.__all__:
    thing = getattr(surfstick, name)
    assert inspect.getdoc(thing), name
    if inspect.ismethod(thing):
        s = inspect.signature(thing)
        assert all(p.annotation is not p.empty for p in s.parameters.values()), name
        assert s.return_annotation is not s.empty, name
`, "True\n")
}
