package desktop

import (
	"errors"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// TestChosenFile: names with spaces, letters beyond ASCII and signs that mean something in an address come
// out as they are; "+" is no space.
func TestChosenFile(t *testing.T) {
	uris := func(all ...string) map[string]dbus.Variant {
		return map[string]dbus.Variant{"uris": dbus.MakeVariant(all)}
	}
	for _, c := range []struct {
		name   string
		status uint32
		result map[string]dbus.Variant
		want   string
		fails  bool
	}{
		{"plain", 0, uris("file:///home/anna/texts.csv"), "/home/anna/texts.csv", false},
		{"odd", 0, uris("file:///h/M%C3%BCller%20%26%20S%C3%B6hne%20%231+2.csv"), "/h/Müller & Söhne #1+2.csv", false},
		{"given up", 1, nil, "", false},
		{"ended otherwise", 2, nil, "", true},
		{"nothing chosen", 0, uris(), "", true},
		{"no file", 0, uris("https://example.org/x"), "", true},
		{"no list", 0, map[string]dbus.Variant{"uris": dbus.MakeVariant("file:///x")}, "", true},
	} {
		got, err := chosenFile([]any{c.status, c.result})
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	if _, err := chosenFile([]any{"nonsense"}); err == nil {
		t.Error("nonsense is taken for an answer")
	}
}

func TestPortalFilters(t *testing.T) {
	got := portalFilters([]FileKind{{Words: "Tables", Endings: []string{"csv", "7z"}}, {Words: "All"}})
	want := []portalFilter{
		{"Tables", []portalRule{{0, "*.[cC][sS][vV]"}, {0, "*.7[zZ]"}}}, {"All", []portalRule{{0, "*"}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

// sessionBus starts a bus of its own and returns its address.
func sessionBus(t *testing.T) string {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("no dbus-daemon: ", err)
	}
	c := exec.Command(daemon, "--session", "--nofork", "--print-address")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	line := make([]byte, 1024)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(line[:n]))
}

// fakePortal answers as a desktop does.
type fakePortal struct {
	bus    *dbus.Conn
	answer string

	mu      sync.Mutex // guards all below: the bus calls from a goroutine of its own
	title   string
	options map[string]dbus.Variant
}

// asked returns what the last dialog was to show.
func (p *fakePortal) asked() (title string, options map[string]dbus.Variant) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.title, p.options
}

func (p *fakePortal) OpenFile(_, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.ask(title, options)
}

func (p *fakePortal) SaveFile(_, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.ask(title, options)
}

func (p *fakePortal) ask(title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	p.mu.Lock()
	p.title, p.options = title, options
	p.mu.Unlock()
	const request = "/org/freedesktop/portal/desktop/request/1_1/t"
	time.AfterFunc(20*time.Millisecond, func() {
		response := portalRequest + ".Response"
		_ = p.bus.Emit("/org/freedesktop/portal/desktop/request/9_9/of_another", response,
			uint32(0), map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{"file:///wrong"})})
		_ = p.bus.Emit(request, response,
			uint32(0), map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{p.answer})})
	})
	return request, nil
}

func TestPortalDialogs(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", sessionBus(t))
	if _, err := OpenFile("Open", nil); !errors.Is(err, ErrNoFileDialog) {
		t.Errorf("without a portal: %v", err)
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	p := &fakePortal{bus: bus, answer: "file:///tmp/a%20b.json"}
	if err := bus.Export(p, portalPath, fileChooser); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	kind := FileKind{Words: "Complete", Endings: []string{"json"}}
	got, err := OpenFile("Import", []FileKind{kind})
	if title, _ := p.asked(); err != nil || got != "/tmp/a b.json" || title != "Import" {
		t.Errorf("open: %q, %v, %q", got, err, title)
	}
	got, err = SaveFile("Export", "texts.json", kind)
	_, options := p.asked()
	if name := options["current_name"].Value(); err != nil || got != "/tmp/a b.json" || name != "texts.json" {
		t.Errorf("save: %q, %v, name %v", got, err, name)
	}
}

func TestNoSessionBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	if _, err := SaveFile("Export", "x", FileKind{}); !errors.Is(err, ErrNoFileDialog) {
		t.Errorf("%v", err)
	}
}
