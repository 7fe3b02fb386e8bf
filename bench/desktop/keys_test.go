//go:build desktop

package desktop

import (
	"slices"
	"strings"
	"time"

	"surfstick-sms/bench/printed"
)

// The pixels of the screen that another picture has at least: after a key that leads somewhere, and when a card
// with its shadow lies above the window.
const (
	moved   = 500
	covered = 400_000
)

// The stops of the Tab key.
const (
	// toPrograms are from the beginning of the settings to the row about programs: eight groups in the list at
	// the left, and the rows of General (7), Messages (5) and Notifications (3) before it.
	toPrograms = 8 + 7 + 5 + 3 + 1
	// perProgram are those of a program on the page about programs: to remove it, and its three permissions.
	perProgram = 4
)

// The keys for the answers of the card about a program. Not now has the keyboard at the beginning.
var (
	allow  = []string{"Tab", "Tab", "Return"}
	never  = []string{"Tab", "Return"}
	notNow = []string{"Escape"}
)

// screen returns the pixels of the screen.
func (s *session) screen() []byte {
	s.t.Helper()
	pixels, err := s.display.Picture()
	if err != nil {
		s.t.Fatal(err)
	}
	return pixels
}

// unlike returns how many pixels of two pictures differ.
func unlike(a, b []byte) (pixels int) {
	for i := 0; i+2 < min(len(a), len(b)); i += 3 {
		if a[i] != b[i] || a[i+1] != b[i+1] || a[i+2] != b[i+2] {
			pixels++
		}
	}
	return pixels
}

// press presses keys one after the other and waits until that is seen and the picture rests.
func (s *scripts) press(keys ...string) {
	s.t.Helper()
	before := s.screen()
	s.do(append([]string{"key", "--delay", "20"}, keys...)...)
	last := before
	s.await("a change by "+strings.Join(keys, " "), func() bool {
		now := s.screen()
		rests := unlike(last, now) < moved
		last = now
		return rests && unlike(before, now) >= moved
	})
}

// times is a key several times.
func times(key string, n int) []string { return slices.Repeat([]string{key}, n) }

// programsPage opens the page about programs in the settings, by keyboard.
func (s *scripts) programsPage() {
	s.t.Helper()
	s.focus()
	s.press("ctrl+comma")
	s.press(times("Tab", toPrograms)...)
	s.press("Return")
}

// open lets programs in, as a person does in the settings.
func (s *scripts) open() {
	s.t.Helper()
	s.programsPage()
	s.press("Tab", "space")
	s.logged("programs can reach this one")
	s.shot("1-let-in")
	s.press("Escape", "Escape")
}

// raiseLimit has the limit of a minute be the greatest one, on the page that shows so many programs.
func (s *scripts) raiseLimit(programs int) {
	s.t.Helper()
	s.programsPage()
	s.press(times("Tab", 1+programs*perProgram+1)...)
	s.press("Return")
	s.press("End")
	s.press("Return")
	s.shot("5-limit")
	s.press("Escape", "Escape")
}

// asked has a program call that the window asks about, keeps a picture of the question and answers it by
// keyboard.
func (s *scripts) asked(by string, answer []string, args ...string) *call {
	s.t.Helper()
	s.focus()
	before := s.screen()
	c := s.start(by, args...)
	s.await("the question", func() bool { return unlike(before, s.screen()) > covered })
	time.Sleep(200 * time.Millisecond) // for the picture
	s.shot("2-asks-" + strings.TrimPrefix(by, s.home+"/") + "-" + args[0])
	s.do(append([]string{"key", "--delay", "20"}, answer...)...)
	s.await("the end of the question", func() bool { return unlike(before, s.screen()) < covered })
	return c
}

// says waits until something was printed.
func (s *scripts) says(t *printed.Text, words string) {
	s.t.Helper()
	s.await(words, func() bool { return strings.Contains(t.String(), words) })
}
