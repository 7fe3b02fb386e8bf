//go:build wine

package wine

import (
	"testing"

	"surfstick-sms/sms/fakehilink"
)

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

// TestSender sends a text by each of two sticks with the same address, over their own adapters, beside a
// router of the house that has it, too, and is the first choice of the computer. The connections go where
// the adapter's own address is, as Windows has it (strong hosts); that IP_UNICAST_IF decides between two
// adapters with the same own address cannot be shown: Wine takes it, but does nothing with it for TCP.
func TestSender(t *testing.T) {
	m := newMachine(t)
	ends := m.lay(t, []cable{
		{adapter: 2, own: "192.168.8.50/24", web: fakehilink.Options{Class: "cpe"}},
		{adapter: 3, own: leased},
		{adapter: 4, own: "192.168.8.101/24"},
	})
	router, sticks := ends[0], ends[1:]
	m.setState(t, twoSticks(adapters()[0]))
	m.put(t, windowsProgram(t, "bench/wine/testdata/sender"), "sender.exe")
	if err := m.run("wine", `C:\sender.exe`); err != nil {
		t.Error(err)
	}
	for _, s := range sticks {
		if sent := s.awaitSent(); len(sent) != 1 || sent[0].Content != "by "+s.place.Name {
			t.Errorf("%s has sent %+v", s.place.Name, sent)
		}
	}
	if n := router.place.Segments(t); n > 0 { // not packets: Wine looks for a name server
		t.Errorf("the router got %d segments, requests %+v", n, router.Requests())
	}
	if sticks[0].place.Segments(t) == 0 {
		t.Error("segments are not counted")
	}
}
