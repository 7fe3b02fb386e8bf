// The registry files describe Windows computers with a stick plugged in, one for each state that a
// stick can be in: the registry entries from which Windows answers questions about devices, and what
// the diagnostic report and the wizard must say about them.

package wine

import (
	"fmt"
	"slices"
	"strings"
)

// States returns all states.
func States() []State {
	return slices.Concat(plain, problems(), acmStates(), hilinkStates(), otherStates())
}

// CheckReport returns an error that names the lines of the report that are missing or must not be
// there; nil when the report describes the state.
func (s State) CheckReport(report string) error {
	var lines, wrong []string
	for line := range strings.Lines(report) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	whole := "\n" + strings.Join(lines, "\n") + "\n"
	for _, want := range s.report {
		if not, found := strings.CutPrefix(want, "no "); found {
			if strings.Contains(whole, not) {
				wrong = append(wrong, "has: "+not)
			}
		} else if !strings.Contains(whole, "\n"+want+"\n") {
			wrong = append(wrong, "has not: "+want)
		}
	}
	if wrong != nil {
		return fmt.Errorf("report of state %s\n  %s", s.Name, strings.Join(wrong, "\n  "))
	}
	return nil
}
