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

// every is whether each state is shown in all languages. Otherwise it is shown in one, and the next state
// in the next, but for those of inAll.
var every = os.Getenv("WINE_ALL") != ""

// inAll are states on pages that are not like any other.
var inAll = []string{"zte-cd", "other-brand", "storage-usbstor", "modem-no-driver"}

// languagesOf returns the languages in which a state is shown, by its number among the states.
func languagesOf(number int, s State) []string {
	if every || slices.Contains(inAll, s.Name) {
		return languages
	}
	return languages[number%len(languages):][:1]
}

// TestStates puts a machine into each state: the report must describe it, and the window must show
// the page and the problem that belong to it.
func TestStates(t *testing.T) {
	t.Parallel()
	for n, s := range States() {
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
				m.showTogether(t, s, languagesOf(n, s))
				return
			}
			for _, language := range languagesOf(n, s) {
				t.Run(language, func(t *testing.T) {
					p := m.open(t, exe, s.Name+"-"+language, "-lang", language)
					defer p.close()
					if slices.Contains(s.report, "mode: storage") && !s.other {
						p.chooseModemMode(slices.Contains(inAll, s.Name))
					}
					p.awaitState(s)
					p.focus()
					p.shot(p.name)
				})
			}
		})
	}
}

// chooseModemMode answers the question for the mode, which comes first for a stick in CD mode, as a person
// would: with the mouse on the second answer, and by Tab to the button behind the box and the details. A picture of the question is kept if that is wanted.
func (p *program) chooseModemMode(picture bool) {
	p.t.Helper()
	p.await("page=switch")
	p.focus()
	if picture {
		p.shot(p.name + "-choice")
	} else {
		p.m.settle(3 * time.Second)
	}
	p.m.do(p.t, "mousemove", "600", "400", "sleep", "0.2", "click", "1")
	p.m.settle(3 * time.Second)
	p.m.press(p.t, "Tab", "Tab", "Tab", "space")
}

// awaitState waits for the page of a state, and for its problem if the bench checks that.
func (p *program) awaitState(s State) {
	p.t.Helper()
	p.await("page=" + s.Page)
	if s.Problem != "" {
		p.await("problem=" + s.Problem)
	}
}

// showTogether shows the page in some languages at once, for one that takes a while. The window that was
// opened last is in front.
func (m *machine) showTogether(t *testing.T, s State, languages []string) {
	t.Helper()
	var open []*program
	for _, language := range languages {
		p := m.open(t, exe, s.Name+"-"+language, "-lang", language)
		p.await(pageShown)
		open = append(open, p)
	}
	for _, p := range slices.Backward(open) {
		p.awaitState(s)
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
