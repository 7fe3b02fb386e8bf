//go:build desktop

package desktop

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"surfstick-sms/bench/ptymodem"
	"surfstick-sms/sms/fakemodem"
)

// program is the running program, beside a modem or with its own simulated stick.
type program struct {
	*session
	modem   *ptymodem.Modem // nil for the demo
	command *exec.Cmd
	binary  string
	stick   []string // the flags that say which stick it is to use
	data    string   // its folder, in the session's home
}

// The folders of messages, settings and log.
const (
	dataFolder = ".local/share/surfstick-sms"
	demoFolder = dataFolder + "-demo"
)

// newProgram starts a modem and the program in a session, in English.
func newProgram(s *session, flags ...string) *program {
	s.t.Helper()
	modem, err := ptymodem.Start(fakemodem.Options{Operator: "Test Mobile"})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { modem.Close() })
	p := &program{session: s, modem: modem, binary: built(s.t, "surfstick-sms"), data: dataFolder}
	p.stick = []string{"-port", modem.Port}
	p.launch(flags...)
	return p
}

// newDemo starts the program in a session, in English, with a stick of its own, which it sets up by itself.
func newDemo(s *session) *program {
	s.t.Helper()
	p := &program{session: s, binary: built(s.t, "surfstick-sms"), data: demoFolder, stick: []string{"-demo"}}
	p.launch("-auto")
	return p
}

// built returns the path of one of the programs that `make desktop` builds.
func built(t *testing.T, name string) string {
	t.Helper()
	return mustAbs(t, filepath.Join(top, "build", name))
}

func (p *program) flags(more ...string) []string {
	return append(append([]string{"-lang", "en"}, p.stick...), more...)
}

// launch starts the program.
func (p *program) launch(flags ...string) {
	p.t.Helper()
	p.command = p.session.command(p.binary, p.flags(flags...)...)
	p.command.Stderr = os.Stderr
	p.run(p.command)
}

// log returns what the program wrote.
func (p *program) log() string {
	text, _ := os.ReadFile(p.newest())
	return string(text)
}

func (p *program) newest() string {
	files, _ := filepath.Glob(p.path(p.data + "/log/*.log"))
	if len(files) == 0 {
		return ""
	}
	return files[len(files)-1]
}

// logged waits until the log says something.
func (p *program) logged(what string) {
	p.t.Helper()
	pattern := regexp.MustCompile(what)
	defer func() {
		if p.t.Failed() {
			p.t.Log(p.log())
		}
	}()
	p.await(what, func() bool { return pattern.MatchString(p.log()) })
}

// ready waits until texts can come in.
func (p *program) ready() {
	p.t.Helper()
	p.logged("page=(chat|test)")
	p.await("an icon that says so", func() bool { return strings.Contains(p.tip(), "Ready") })
}

// toChat goes on to the chat from the page of the self-test.
func (p *program) toChat() {
	p.t.Helper()
	p.await("the window", func() bool { return p.windows() == 1 })
	p.focus()
	if !strings.Contains(p.log(), "page=chat") {
		p.do("key", "Escape")
	}
	p.logged("page=chat")
}

// focus gives the keyboard to the window.
func (p *program) focus() {
	p.t.Helper()
	window := strings.Fields(p.do("search", "--onlyvisible", "--name", "Surfstick SMS"))[0]
	p.do("windowactivate", "--sync", window)
}

// closeWindow closes the window by the window manager's own key.
func (p *program) closeWindow() {
	p.t.Helper()
	p.focus()
	p.do("key", "alt+F4")
}

// arrive has the network deliver a text.
func (p *program) arrive(from, text string) {
	p.t.Helper()
	if err := p.modem.Arrive(from, text); err != nil {
		p.t.Fatal(err)
	}
}

// ended waits for the program to end.
func (p *program) ended() {
	p.t.Helper()
	gone := make(chan error, 1)
	go func() { gone <- p.command.Wait() }()
	select {
	case err := <-gone:
		if err != nil {
			p.t.Errorf("it ends with %v", err)
		}
	case <-time.After(20 * time.Second):
		p.shot("goes-on")
		_ = p.command.Process.Signal(syscall.SIGQUIT) // has it say where its goroutines are
		<-gone
		where, _ := os.ReadFile(p.path(p.data + "/log/crash.txt"))
		p.t.Fatalf("the program goes on\n%s\n%s", p.log(), where)
	}
}
