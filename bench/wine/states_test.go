//go:build wine

package wine

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var languages = []string{"de", "en"}

// TestStates puts a machine into each state: the report must describe it, and the window must show
// the page and the problem that belong to it.
func TestStates(t *testing.T) {
	t.Parallel()
	for _, s := range States() {
		t.Run(s.Name, func(t *testing.T) {
			m := newMachine(t)
			if s.cables != nil {
				m.lay(t, s.cables)
			}
			m.setState(t, s)
			report := m.report(t)
			if err := s.CheckReport(report); err != nil {
				t.Error(err)
			}
			if s.Name == "absent" && state(t, "rescue").CheckReport(report) == nil {
				t.Error("a wrong report passes")
			}
			if s.slow {
				m.showTogether(t, s)
				return
			}
			for _, language := range languages {
				t.Run(language, func(t *testing.T) {
					p := m.open(t, exe, s.Name+"-"+language, "-lang", language)
					defer p.close()
					if slices.Contains(s.report, "mode: storage") {
						p.chooseModemMode()
					}
					p.await("page="+s.Page, "problem="+s.Problem)
					p.focus()
					p.shot(p.name)
				})
			}
		})
	}
}

// chooseModemMode answers the question for the mode, which comes first for a stick in CD mode, as a person
// would: with the mouse on the second answer, and by Tab to the button behind the box and the details.
func (p *program) chooseModemMode() {
	p.t.Helper()
	p.await("page=switch")
	p.focus()
	p.shot(p.name + "-choice")
	p.m.do(p.t, "mousemove", "600", "400", "sleep", "0.2", "click", "1")
	p.m.settle(3 * time.Second)
	p.m.press(p.t, "Tab", "Tab", "Tab", "space")
}

// showTogether shows the page in all languages at once, for one that takes a while. The window that was
// opened last is in front.
func (m *machine) showTogether(t *testing.T, s State) {
	t.Helper()
	var open []*program
	for _, language := range languages {
		p := m.open(t, exe, s.Name+"-"+language, "-lang", language)
		p.await(pageShown)
		open = append(open, p)
	}
	for _, p := range slices.Backward(open) {
		p.await("page="+s.Page, "problem="+s.Problem)
		p.shot(p.name)
		p.close()
	}
}

// report has the program write its diagnostic report, and keeps it beside the pictures.
func (m *machine) report(t *testing.T) string {
	t.Helper()
	if err := m.run("wine", exe, "-report", `C:\report.txt`); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(m.drive("report.txt"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "shots", filepath.Base(t.Name())+".txt"), text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func state(t *testing.T, name string) State {
	t.Helper()
	all := States()
	i := slices.IndexFunc(all, func(s State) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no state %q", name)
	}
	return all[i]
}
