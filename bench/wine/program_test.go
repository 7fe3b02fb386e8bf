//go:build wine

package wine

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// program is the Windows program with its window, running on a machine.
type program struct {
	t       *testing.T
	m       *machine
	name    string // of its pictures
	folder  string // its data, on drive C:
	command *exec.Cmd
	ended   chan struct{}
	out     string // file of what it wrote to its console
}

const exe = `C:\app\surfstick-sms.exe`

// open starts an .exe with a data folder of its own, of which the name says what for.
func (m *machine) open(t *testing.T, exe, name string, flags ...string) *program {
	t.Helper()
	p := &program{name: name, folder: "data-" + name}
	return m.launch(t, p, exe, append([]string{"-data", `C:\` + p.folder}, flags...)...)
}

// launch starts an .exe as a program of which name and folder are known.
func (m *machine) launch(t *testing.T, p *program, exe string, flags ...string) *program {
	t.Helper()
	out, err := os.CreateTemp(filepath.Join(m.root, "tmp"), "program")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	p.t, p.m, p.ended, p.out = t, m, make(chan struct{}), out.Name()
	p.command = m.command(t.Context(), "wine", append([]string{exe}, flags...)...)
	p.command.Stdout, p.command.Stderr = out, out
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = p.command.Wait()
	}()
	return p
}

// hasEnded reports whether the program has ended.
func (p *program) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// close ends the program as a power cut would, and checks its log.
func (p *program) close() {
	p.t.Helper()
	if p.hasEnded() {
		p.t.Errorf("%s: the program had ended by itself", p.name)
	}
	_ = p.command.Process.Kill()
	<-p.ended
	if bad := mistakes.FindAllString(p.log(), -1); bad != nil {
		p.t.Errorf("%s: in the log: %s", p.name, strings.Join(bad, "\n"))
	}
}

var mistakes = regexp.MustCompile(`(?m)^.*(Error in Fyne call thread|Translation failure|level=ERROR).*$|^panic.*$`)

// data is the path here of a file in its data folder.
func (p *program) data(path string) string { return p.m.drive(p.folder + "/" + path) }

// log returns what it has logged.
func (p *program) log() string {
	var all strings.Builder
	names, _ := filepath.Glob(p.data("log/*.log"))
	for _, name := range names {
		text, _ := os.ReadFile(name)
		all.Write(text)
	}
	return all.String()
}

func (p *program) logged(words string) bool { return strings.Contains(p.log(), words) }

// await waits until the log has all of the words.
func (p *program) await(words ...string) {
	p.t.Helper()
	for _, w := range words {
		within(90*time.Second, func() bool { return p.logged(w) || p.hasEnded() })
		if !p.logged(w) {
			p.fail(w)
		}
	}
}

// fail ends the test because something did not come.
func (p *program) fail(what string) {
	p.t.Helper()
	p.m.shot(p.t, "failed-"+p.name)
	console, _ := os.ReadFile(p.out)
	lines := strings.Split(strings.TrimSpace(p.log()), "\n")
	p.t.Fatalf("%s: %q did not come; the end of the log:\n%s\n%s", p.name, what,
		strings.Join(lines[max(0, len(lines)-5):], "\n"), console)
}

// focus gives the window the keyboard; there is no window manager that would.
func (p *program) focus() {
	p.t.Helper()
	found := p.m.do(p.t, "search", "--sync", "--onlyvisible", "--name", "Surfstick SMS")
	window, _, _ := strings.Cut(found, "\n")
	p.m.do(p.t, "windowmove", window, "0", "0", "windowfocus", "--sync", window)
}

// shot keeps a picture of the screen once it stands still.
func (p *program) shot(name string) {
	p.t.Helper()
	p.m.settle(5 * time.Second)
	p.m.shot(p.t, name)
}
