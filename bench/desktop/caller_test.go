//go:build desktop

package desktop

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"surfstick-sms/bench/printed"
	"surfstick-sms/sms/remote"
)

// scripts runs the command line program beside the running program, and notes what came of each call. Only
// touched by the test's goroutine.
type scripts struct {
	*program
	app  string   // what the table calls the program
	tool string   // the command line program
	to   []string // the options that lead to the program
	// Who calls: shells under names of their own, as the window asks about each program once.
	alarm, stranger string
	seen            map[string][]int // exit codes, by verb
}

// newScripts returns what runs them beside a program.
func newScripts(p *program, app string, to ...string) *scripts {
	p.t.Helper()
	s := &scripts{program: p, app: app, tool: built(p.t, "surfstick"), to: to, seen: map[string][]int{}}
	s.alarm, s.stranger = s.shell("alarm"), s.shell("stranger")
	return s
}

// shell returns the path of a shell under another name.
func (s *scripts) shell(name string) string {
	s.t.Helper()
	text, err := os.ReadFile("/bin/sh")
	if err == nil {
		err = os.WriteFile(s.path(name), text, 0o700)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s.path(name)
}

// call is a running call of the command line program.
type call struct {
	*scripts
	args     []string
	command  *exec.Cmd
	ended    chan error
	out, err printed.Text
}

// patience is how long a call may take.
const patience = 40 * time.Second

// start has a shell call the command line program, which is the program that the window asks about. An
// interrupt ends the call and not the shell, which hands on the exit code.
func (s *scripts) start(by string, args ...string) *call {
	s.t.Helper()
	c := &call{scripts: s, args: args, ended: make(chan error, 1)}
	line := append([]string{"-c", `trap : INT; "$0" "$@"; exit $?`, s.tool}, append(slices.Clone(args), s.to...)...)
	c.command = s.session.command(by, line...)
	c.command.Stdout, c.command.Stderr = &c.out, &c.err
	c.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { c.ended <- c.command.Wait() }()
	s.t.Cleanup(func() { _ = syscall.Kill(-c.command.Process.Pid, syscall.SIGKILL) })
	return c
}

// interrupt is Ctrl-C.
func (c *call) interrupt() {
	c.t.Helper()
	if err := syscall.Kill(-c.command.Process.Pid, syscall.SIGINT); err != nil {
		c.t.Error(err)
	}
}

// finish waits for the end of a call, writes it into the table and returns the exit code.
func (c *call) finish() int {
	c.t.Helper()
	var err error
	select {
	case err = <-c.ended:
	case <-time.After(patience):
		c.shot("no-end")
		c.t.Fatalf("surfstick %q goes on after %v; it printed %s%s", c.args, patience, &c.out, &c.err)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	code := c.command.ProcessState.ExitCode()
	c.seen[c.args[0]] = append(c.seen[c.args[0]], code)
	said, _, _ := strings.Cut(strings.TrimSpace(c.out.String()+c.err.String()), "\n")
	line := strings.ReplaceAll(strings.Join(c.args, " "), c.home+"/", "")
	c.t.Logf("| %-7s | %-5s | %d | %s | %s |", c.args[0], c.app, code, shortened(line), shortened(said))
	return code
}

// wait is finish that checks the exit code and what is printed on both ways. It returns what was printed on
// standard output.
func (c *call) wait(code int, words ...string) string {
	c.t.Helper()
	if got := c.finish(); got != code {
		c.t.Errorf("surfstick %q: exit %d, want %d\n%s%s", c.args, got, code, &c.out, &c.err)
	}
	for _, want := range words {
		if !strings.Contains(c.out.String()+c.err.String(), want) {
			c.t.Errorf("surfstick %q does not say %q:\n%s%s", c.args, want, &c.out, &c.err)
		}
	}
	return c.out.String()
}

// shortened is a line of what was printed, for a table.
func shortened(line string) string {
	const most = 90
	if r := []rune(line); len(r) > most {
		line = string(r[:most]) + "…"
	}
	return line
}

// run is start and wait for the program that may do everything.
func (s *scripts) run(code int, words string, args ...string) string {
	s.t.Helper()
	return s.start(s.alarm, args...).wait(code, words)
}

// text is run of something that answers about one message, with --json. One that is to be sent may have been
// delivered since.
func (s *scripts) text(code int, state remote.State, args ...string) remote.Text {
	s.t.Helper()
	out := s.run(code, `"v":1`, append(args, "--json")...)
	var a remote.Texts
	if err := json.Unmarshal([]byte(out), &a); err != nil || len(a.Texts) != 1 {
		s.t.Errorf("surfstick %q: %v, %s, want one message", args, err, out)
		return remote.Text{}
	}
	text := a.Texts[0]
	if text.State != state && (text.State != remote.Delivered || state != remote.Sent) || (text.ID == 0) != (state == remote.Checked) {
		s.t.Errorf("surfstick %q: %+v, want %s", args, text, state)
	}
	return text
}

// info is what `surfstick info` says.
func (s *scripts) info() (i remote.Info) {
	s.t.Helper()
	out := s.run(0, `"v":1`, "info", "--json")
	if err := json.Unmarshal([]byte(out), &i); err != nil {
		s.t.Errorf("%v in %s", err, out)
	}
	return i
}

// verbs are the commands, without serve, which has tests of its own: it opens a port.
var verbs = []string{"send", "status", "cancel", "list", "listen", "info", "ussd", "version", "help"}

// complete checks that every command was called and every exit code came.
func (s *scripts) complete() {
	s.t.Helper()
	codes := map[int]bool{}
	for _, verb := range verbs {
		if len(s.seen[verb]) == 0 {
			s.t.Errorf("surfstick %s was not called", verb)
		}
		for _, code := range s.seen[verb] {
			codes[code] = true
		}
	}
	for code := remote.ExitDone; code <= remote.ExitUnconfirmed; code++ {
		if !codes[code] {
			s.t.Errorf("exit code %d did not come", code)
		}
	}
}

// file writes a file into the home of the session and returns its path.
func (s *scripts) file(name, text string) string {
	s.t.Helper()
	s.write(name, text)
	return filepath.Join(s.home, name)
}
