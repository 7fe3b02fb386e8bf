//go:build wine

package wine

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"surfstick-sms/bench/cables"
	"surfstick-sms/sms/fakehilink"
)

// web is what is at the far end of a cable.
type web struct {
	*fakehilink.Server
	place *cables.Place
}

// lay gives the machine a network of its own with these cables, and returns what is at their ends. It
// comes before the first command: Wine asks for the network where it was started.
func (m *machine) lay(t *testing.T, list []cable) (ends []web) {
	t.Helper()
	m.network = cables.NewComputer(t, "computer")
	// Wine looks for names when it starts. Nobody answers there, and says so at once.
	if err := os.WriteFile(filepath.Join(m.root, "etc/resolv.conf"), []byte("nameserver 127.0.0.1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		name := fmt.Sprintf("net%d", c.adapter)
		end := web{fakehilink.New(c.web), cables.NewPlace(t, name)}
		t.Cleanup(func() { _ = end.Close() })
		end.place.Lay(t, cables.Cable{
			From: m.network, Adapter: name, MAC: cables.StickMAC, Index: c.adapter, Own: c.own,
			Metric: 700 + c.adapter, Down: c.down, Strong: c.own != "",
		})
		server := &http.Server{Handler: end.Server, ReadHeaderTimeout: 10 * time.Second}
		listener := end.place.Listen(t)
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
		ends = append(ends, end)
	}
	return ends
}

// awaitSent returns what a stick has sent, once that is something.
func (w web) awaitSent() []fakehilink.Sent {
	within(20*time.Second, func() bool { return len(w.Sent()) > 0 })
	return w.Sent()
}
