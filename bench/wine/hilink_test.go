//go:build wine

package wine

import (
	"testing"
	"time"

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
		wantSent(t, s, "by "+s.place.Name)
	}
	if n := router.place.Segments(t); n > 0 { // not packets: Wine looks for a name server
		t.Errorf("the router got %d segments, requests %+v", n, router.Requests())
	}
	if sticks[0].place.Segments(t) == 0 {
		t.Error("segments are not counted")
	}
}

// TestHiLink goes from a stick in network mode to an answered text, in the window, beside a router of the
// house that has the stick's address, too. PIN and network card come before that.
func TestHiLink(t *testing.T) {
	m := newMachine(t)
	ends := m.lay(t, []cable{
		{adapter: 2, own: "192.168.8.50/24", web: fakehilink.Options{Class: "cpe"}},
		{adapter: 3, own: leased, web: fakehilink.Options{Echo: true, Card: fakehilink.Card{PIN: "1234"}}},
	})
	m.setState(t, adapters()[0])
	p := m.open(t, exe, "hilink-chat", "-lang", "de")
	defer p.close()
	p.await("page=sim", "problem=pin")
	p.focus()
	p.m.settle(5 * time.Second)
	m.write(t, "1234")
	m.press(t, "Return")
	p.await("page=test")
	p.shot("hilink-chat-1-mobile-data")
	m.press(t, "Escape") // later
	m.settle(5 * time.Second)
	p.shot("hilink-chat-2-test")
	m.press(t, "Escape")
	p.answered("Hallo vom Netzwerkadapter", "hilink-chat-3-answered")
	wantSent(t, ends[1], "Hallo vom Netzwerkadapter")
	if n := ends[0].place.Segments(t); n > 0 {
		t.Errorf("the router got %d segments, requests %+v", n, ends[0].Requests())
	}
}

// TestHiLinkAddress is a stick whose address a person names, which Windows knows nothing of.
func TestHiLinkAddress(t *testing.T) {
	m := newMachine(t)
	stick := m.lay(t, []cable{{adapter: 3, own: leased, web: fakehilink.Options{
		Personality: fakehilink.E3372h153, Echo: true,
	}}})[0]
	m.setState(t, state(t, "absent"))
	p := m.open(t, exe, "hilink-address", "-lang", "en", "-port", "hilink:http://192.168.8.1")
	defer p.close()
	p.answered("Hello by an address", "hilink-address")
	wantSent(t, stick, "Hello by an address")
}

// answered writes a text in the chat, waits until it is answered, and keeps a picture.
func (p *program) answered(text, picture string) {
	p.t.Helper()
	p.await("page=chat")
	p.focus()
	p.m.settle(5 * time.Second)
	p.m.press(p.t, "ctrl+n")
	p.m.settle(2 * time.Second)
	p.m.write(p.t, "0171 5550123")
	p.m.press(p.t, "Tab")
	p.m.write(p.t, text)
	before := p.received()
	p.m.press(p.t, "Return")
	if !within(time.Minute, func() bool { return p.received() > before }) {
		p.fail("an answer")
	}
	p.shot(picture)
}

// wantSent checks that a stick has sent one text.
func wantSent(t *testing.T, w web, text string) {
	t.Helper()
	if sent := w.awaitSent(); len(sent) != 1 || sent[0].Content != text {
		t.Errorf("%s has sent %+v, want %q", w.place.Name, sent, text)
	}
}
