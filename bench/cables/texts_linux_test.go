package cables_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"surfstick-sms/bench/cables"
	"surfstick-sms/hw"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// TestTexts sends texts by two sticks with the same addresses beside a router of Huawei's that has
// them, too.
func TestTexts(t *testing.T) { cables.Run(t, "TestTextsInside") }

// serve puts a simulated stick or router at a place.
func serve(t *testing.T, p *cables.Place, o fakehilink.Options) *fakehilink.Server {
	t.Helper()
	s := fakehilink.New(o)
	t.Cleanup(func() { _ = s.Close() })
	web := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	listener := p.Listen(t)
	go func() { _ = web.Serve(listener) }()
	t.Cleanup(func() { _ = web.Close() })
	return s
}

// clientOf talks to what is behind an adapter.
func clientOf(t *testing.T, adapter string) *hilink.Client {
	t.Helper()
	a := netcard.Read(hw.Adapter{Name: adapter})
	dialer, err := netcard.NewDialer(a)
	if err != nil {
		t.Fatal(err)
	}
	c, err := hilink.New(hilink.Options{Address: a.Gateway.String(), Dial: dialer.DialContext})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestTextsInside(t *testing.T) {
	if !cables.Inside() {
		t.Skip("runs in the process that TestTexts starts")
	}
	cables.Prepare(t)
	router := cables.NewPlace(t, "router")
	router.Lay(t, cables.Cable{Adapter: "house", MAC: "02:00:00:00:00:01", Own: "192.168.8.50/24", Metric: 1})
	home := serve(t, router, fakehilink.Options{Class: "cpe"})
	sticks := map[string]*fakehilink.Server{}
	for n, adapter := range []string{"stick1", "stick2"} {
		p := cables.NewPlace(t, adapter)
		p.Lay(t, cables.Cable{Adapter: adapter, MAC: cables.StickMAC, Own: cables.Leased, Metric: 700 + n})
		sticks[adapter] = serve(t, p, fakehilink.Options{SendTime: 50 * time.Millisecond})
	}
	before := router.Received(t)
	for adapter, stick := range sticks {
		c := clientOf(t, adapter)
		if d, err := c.Prove(t.Context()); err != nil {
			t.Fatalf("%s: %+v, %v", adapter, d, err)
		}
		text := hilink.Text{Phone: "+49171123", Content: "by " + adapter, Date: time.Now()}
		if err := c.Send(t.Context(), text, func() error { return nil }); err != nil {
			t.Fatalf("%s: %v", adapter, err)
		}
		awaitSent(t, stick, text.Content)
	}
	if after := router.Received(t); after != before || len(home.Requests()) > 0 {
		t.Errorf("the router got packets: %s before, %s now; requests %v", before, after, home.Requests())
	}
	// The router itself, asked over its own adapter as if it were a stick, is seen through.
	if _, err := clientOf(t, "house").Prove(t.Context()); !errors.Is(err, hilink.ErrRouter) {
		t.Errorf("error %v, want ErrRouter", err)
	}
	for _, r := range home.Requests() {
		if r.Method != http.MethodGet {
			t.Errorf("the router was sent %+v", r)
		}
	}
}

// awaitSent waits until a stick has sent its one text.
func awaitSent(t *testing.T, s *fakehilink.Server, content string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); len(s.Sent()) == 0 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if sent := s.Sent(); len(sent) != 1 || sent[0].Content != content {
		t.Errorf("sent %+v, want %q", sent, content)
	}
}
