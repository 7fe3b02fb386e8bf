package torture

import (
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/fakehilink"
)

// ask asks a stick who it is over a connection of its own, and returns what came back.
func ask(address string) string {
	c, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return "" // it was reset at once
	}
	defer c.Close()
	_, _ = io.WriteString(c, "GET /api/device/basic_information HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	answer, _ := io.ReadAll(c) // as far as it comes
	return string(answer)
}

func answered(s string) bool { return strings.HasSuffix(strings.TrimSpace(s), "</response>") }

// TestPulledOutAtAByte: a stick is gone with the byte that was named, in either direction, and comes
// back as one that was started anew.
func TestPulledOutAtAByte(t *testing.T) {
	made, err := inHiLink(habits{Personality: fakehilink.E3372h320})(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := made.(*webStick)
	defer s.close()
	address, usb := s.engine()[1], s.engine()[2]
	whole := ask(address)
	if !answered(whole) {
		t.Fatalf("got %q", whole)
	}
	there := func() bool { _, err := os.Stat(usb); return err == nil }
	for _, c := range []struct {
		name     string
		to, from int
		want     string
	}{
		{"in the question", 20, -1, ""},
		{"in the answer", -1, 30, whole[:30]},
	} {
		s.away = -1
		s.wire.dropAfter(c.to, c.from)
		if got := ask(address); len(got) > len(c.want) || !strings.HasPrefix(c.want, got) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for range 100 { // the cut may be a moment later than the bytes
			if s.broken() {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if !s.broken() || there() || ask(address) != "" {
			t.Errorf("%s: the stick is still there", c.name)
		}
		if err := s.plug(); err != nil {
			t.Fatal(err)
		}
		if s.broken() || !there() || !answered(ask(address)) {
			t.Errorf("%s: the stick is not back", c.name)
		}
	}
}

// TestComesBackByItself: a web server that restarts is gone for a while, which the bus does not show.
func TestComesBackByItself(t *testing.T) {
	made, err := inHiLink(habits{Personality: fakehilink.E3372h320})(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := made.(*webStick)
	defer s.close()
	s.away = unseen
	s.pull()
	if _, err := os.Stat(s.usb()); err != nil || s.broken() {
		t.Errorf("it should stay on the bus: %v", err)
	}
	for end := time.Now().Add(5 * time.Second); ask(s.engine()[1]) == "" && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if ask(s.engine()[1]) == "" {
		t.Error("it does not come back")
	}
}
