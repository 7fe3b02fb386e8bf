//go:build wine

package wine

import "testing"

// TestAdapters is about sticks in network mode as Windows may show them: the report must name the
// adapter of the stick, however it is made, and never that of another device.
func TestAdapters(t *testing.T) {
	m := newMachine(t)
	ends := m.lay(t, adapters()[0].cables)
	for _, s := range adapters() {
		t.Run(s.Name, func(t *testing.T) {
			m.setState(t, s)
			if err := s.CheckReport(m.report(t)); err != nil {
				t.Error(err)
			}
		})
	}
	for _, e := range ends { // a report asks the computer only
		if r := e.Requests(); len(r) > 0 {
			t.Errorf("%s was asked %+v", e.place.Name, r)
		}
	}
}
