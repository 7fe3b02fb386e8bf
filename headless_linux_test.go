package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"surfstick-sms/bench/printed"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/door"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/remote"
)

// useEnglish has the program speak English.
func useEnglish(t *testing.T) {
	t.Helper()
	if err := tr.Use("en"); err != nil {
		t.Fatal(err)
	}
}

// pinFile returns a file with a PIN in it.
func pinFile(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pin")
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestHeadless runs the program without a window on a terminal with a modem behind it: what it says of its
// state is what a person without a window needs to know.
func TestHeadless(t *testing.T) {
	useEnglish(t)
	for name, c := range map[string]struct {
		card, pin string
		want      string
		not       string
	}{
		"no PIN":    {"", "", "Stick ready, network " + fakemodem.Demo("").Operator + ".\n", "PIN"},
		"PIN":       {"1234", "1234", "Stick ready, network ", "Waits"},
		"no file":   {"1234", "", "Waits for the PIN of the SIM card. Put it into a file", "ready"},
		"wrong PIN": {"1234", "9999", "The SIM card refused the PIN (2 tries left)", "ready"},
	} {
		t.Run(name, func(t *testing.T) {
			modem := fakemodem.New(fakemodem.Demo(c.card))
			defer modem.Close()
			master, port := openPTY(t)
			go func() { _ = modem.Serve(master) }()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			out, ended := &printed.Text{}, make(chan error, 1)
			data := t.TempDir()
			go func() {
				_, err := runOnce(ctx, flags{port: port, data: data, auto: true, headless: true, pin: c.pin}, out)
				ended <- err
			}()
			await(t, c.want, func() bool { return strings.Contains(out.String(), c.want) })
			if strings.Contains(out.String(), c.not) {
				t.Errorf("said:\n%s", out)
			}
			if _, err := runOnce(t.Context(), flags{data: data}, out); err == nil || !strings.Contains(err.Error(), "already running") {
				t.Errorf("a second one: %v", err)
			}
			await(t, "that a window was asked for", func() bool { return strings.Contains(out.String(), "asked for the window") })
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestHeadlessPrograms: a program sends and lists without a window, as far as -allow goes.
func TestHeadlessPrograms(t *testing.T) {
	useEnglish(t)
	modem := fakemodem.New(fakemodem.Options{Echo: true})
	defer modem.Close()
	master, port := openPTY(t)
	go func() { _ = modem.Serve(master) }()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, ended := &printed.Text{}, make(chan error, 1)
	f := flags{port: port, data: t.TempDir(), auto: true, headless: true, allow: []sms.Permission{sms.PermitSend, sms.PermitRead}}
	go func() { _, err := runOnce(ctx, f, out); ended <- err }()
	await(t, "a stick that is ready", func() bool { return strings.Contains(out.String(), "Stick ready") })
	conn, err := door.Dial(ctx, f.data)
	if err != nil {
		t.Fatal(err)
	}
	client := remote.NewClient(conn)
	defer client.Close()
	sent, err := client.Send(ctx, remote.SendParams{To: []string{string(partner)}, Text: "from a script", Key: "one"})
	if err != nil || len(sent.Texts) != 1 {
		t.Fatalf("%+v, %v", sent, err)
	}
	await(t, "the answer", func() bool {
		all, err := client.List(ctx, remote.ListParams{Direction: "in"})
		return err == nil && len(all.Texts) == 1 && strings.Contains(all.Texts[0].Text, "from a script")
	})
	if _, err := client.USSD(ctx, "*100#"); err == nil {
		t.Error("what was not allowed is done")
	}
	if strings.Contains(out.String(), "No program may") {
		t.Errorf("said %s", out)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := door.Dial(t.Context(), f.data); !errors.Is(err, door.ErrNotRunning) {
		t.Errorf("after the end: %v", err)
	}
}

func TestPermissions(t *testing.T) {
	all := []sms.Permission{sms.PermitSend, sms.PermitRead, sms.PermitUSSD}
	for list, want := range map[string][]sms.Permission{
		"send,read,ussd": all, "read": all[1:2], " send , ussd": {sms.PermitSend, sms.PermitUSSD},
		"": nil, "none": nil, "send,": nil, "all": nil,
	} {
		if got, err := permissions(list); !slices.Equal(got, want) || (err == nil) != (want != nil) {
			t.Errorf("%q: %v, %v", list, got, err)
		}
	}
}

// TestHeadlessSignal starts the program as a service manager does, without a display, and ends it the same way.
func TestHeadlessSignal(t *testing.T) {
	if args := os.Getenv("SURFSTICK_HEADLESS"); args != "" {
		os.Exit(run(strings.Split(args, "\n"), os.Stdout, os.Stderr))
	}
	modem := fakemodem.New(fakemodem.Demo("1234"))
	defer modem.Close()
	master, port := openPTY(t)
	go func() { _ = modem.Serve(master) }()
	data := t.TempDir()
	args := []string{
		"-headless", "-port", port, "-data", data, "-lang", "en", "-pin-file", pinFile(t, "1234\n", 0o600),
	}
	child := exec.Command(os.Args[0], "-test.run=^TestHeadlessSignal$")
	child.Env = append(os.Environ(), "SURFSTICK_HEADLESS="+strings.Join(args, "\n"), "DISPLAY=", "WAYLAND_DISPLAY=")
	out := &printed.Text{}
	child.Stdout, child.Stderr = out, out
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = child.Process.Kill() }()
	await(t, "a stick that is ready", func() bool { return strings.Contains(out.String(), "Stick ready") })
	if err := child.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err != nil {
		t.Errorf("ended with %v, having said\n%s", err, out)
	}
	if _, err := os.Stat(filepath.Join(data, "log", "run.txt")); err == nil {
		t.Error("the mark of the run is still there")
	}
	p, err := start(flags{port: "/dev/pts/none"}, data, discard, nil) // the texts can be opened again
	if err != nil {
		t.Fatal(err)
	}
	p.close()
}

func TestReadPIN(t *testing.T) {
	useEnglish(t)
	for content, want := range map[string]string{
		"1234": "1234", "12345678\r\n": "12345678", "\ufeff 0000 \n": "0000", "": "", "123": "", "123456789": "", "12 34": "",
		"１２３４": "", "1234\n5678": "", "abcd": "", strings.Repeat("1", 1<<20): "",
	} {
		if got, err := readPIN(pinFile(t, content, 0o600)); got != want || (err == nil) != (want != "") {
			t.Errorf("%.20q: %q, %v", content, got, err)
		}
	}
	if got, err := readPIN(pinFile(t, "1234", 0o644)); got != "" || err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that others can read: %q, %v", got, err)
	}
	if _, err := readPIN(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("no file is no error")
	}
	if got, err := readPIN(""); got != "" || err != nil {
		t.Errorf("no flag: %q, %v", got, err)
	}
}

// TestHeadlessFlags: the PIN of a file is not for the program with a window, which asks for it.
func TestHeadlessFlags(t *testing.T) {
	if withoutWindow {
		t.Skip("this build has no window")
	}
	out := &printed.Text{}
	if code := run([]string{"-pin-file", "x"}, out, out); code != 2 || !strings.Contains(out.String(), "-headless") {
		t.Errorf("exit code %d: %s", code, out)
	}
	out = &printed.Text{}
	if code := run([]string{"-headless", "-lang", "en", "-pin-file", filepath.Join(t.TempDir(), "none")}, out, out); code != 1 {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestStateWords: there are words for every problem, in both languages, without a gap.
func TestStateWords(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		if err := tr.Use(language); err != nil {
			t.Fatal(err)
		}
		for p := setup.ProblemNone + 1; p.String() != setup.Problem(1000).String(); p++ {
			for _, given := range []bool{false, true} {
				words := problemWords(setup.Facts{}, p, given)
				if strings.ContainsAny(words, "{<") || strings.Contains(words, "problem.") || len(words) < 20 {
					t.Errorf("%s, %v: %q", language, p, words)
				}
			}
		}
	}
	useEnglish(t)
	ready := setup.Facts{}
	ready.Session.Link = sms.Link{Up: true, Registration: sms.RegHome}
	if words := readyWords(ready); words != "Stick ready, in a network." {
		t.Errorf("%q", words)
	}
	ready.Session.Link.Registration = sms.RegUnknown
	if words := readyWords(ready); !strings.Contains(words, "looking for the network") {
		t.Errorf("%q", words)
	}
}

// locked is a card that asks for its PIN.
func locked() (f setup.Facts) {
	f.Intent.Fixed = &hw.Line{Name: "/dev/ttyUSB0"}
	f.Session.Connected, f.Session.SIM = true, sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3}
	return f
}

// TestTold: a state that passes by is not said, and none is said twice.
func TestTold(t *testing.T) {
	useEnglish(t)
	var all []string
	state := told{say: func(words string) { all = append(all, words) }}
	var searching setup.Facts
	if first, again := state.learn(searching), state.learn(searching); first != settleTime || again != 0 {
		t.Errorf("waited %v and %v", first, again)
	}
	state.speak()
	state.speak()
	if len(all) != 1 {
		t.Errorf("said %q", all)
	}
	if wait := state.learn(locked()); wait != pinTime {
		t.Errorf("a card that asks for its PIN is said after %v", wait)
	}
	if wait := state.learn(searching); wait != settleTime {
		t.Errorf("waited %v", wait)
	}
	state.speak()
	if len(all) != 1 {
		t.Errorf("a state that passed by was said: %q", all)
	}
}
