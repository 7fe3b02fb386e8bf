package zadig

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

func TestWriteIni(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"none yet", "", Ini()},
		{"ours of another version", ours + "\r\n[general]", Ini()},
		{"ours", Ini(), Ini()},
		{"a person's", "[general]\nadvanced_mode=true\n", "[general]\nadvanced_mode=true\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			exe := save(t, "zadig-2.9.exe", realZadig())
			path := filepath.Join(filepath.Dir(exe), "zadig.ini")
			if c.before != "" {
				if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := WriteIni(exe); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(path); string(got) != c.after {
				t.Errorf("%q, want %q", got, c.after)
			}
		})
	}
}

// TestWriteIniRefused: where nothing may be written, or a folder is in the way, the window shows
// the text instead.
func TestWriteIniRefused(t *testing.T) {
	exe := save(t, "zadig-2.9.exe", realZadig())
	if err := os.Mkdir(filepath.Join(filepath.Dir(exe), IniName), 0o755); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "not there", "zadig.exe")
	for _, exe := range []string{exe, gone} {
		if err := WriteIni(exe); !errors.Is(err, hw.ErrNoSettings) {
			t.Errorf("%s: %v", exe, err)
		}
	}
}

func TestIni(t *testing.T) {
	for _, want := range []string{
		"[general]\r\nadvanced_mode = false\r\nexit_on_success = true\r\n",
		"[device]\r\nlist_all = true\r\n", "[driver]\r\ndefault_driver = 0\r\n",
	} {
		if !strings.Contains(Ini(), want) {
			t.Errorf("%q is missing in %q", want, Ini())
		}
	}
}

// stickWith is a stick in CD mode with a driver.
func stickWith(d hw.Driver, name, inf string) hw.Stick {
	return hw.Stick{
		Location: "A", ID: hw.ID{Vendor: 0x12d1, Product: 0x1f01}, Name: "HUAWEI\r\nMobile",
		Mode: hw.ModeStorage, Driver: d, Interfaces: []hw.Interface{{
			Class: 8, Driver: d, DriverName: name, Inf: inf, Provider: "libwdi",
		}},
	}
}

// screen is a scanner whose view can be changed.
type screen struct {
	mu     sync.Mutex
	sticks []hw.Stick
}

func (s *screen) show(sticks ...hw.Stick) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sticks = sticks
}

func (s *screen) Scan(ctx context.Context) (hw.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return hw.Snapshot{Sticks: s.sticks}, ctx.Err()
}

// bench is a Helper whose Zadig is a channel.
type bench struct {
	Helper
	view    screen
	started []string
	closed  chan struct{}
	notes   []string
}

func newBench() *bench {
	b := &bench{closed: make(chan struct{})}
	b.view.show(stickWith(hw.DriverStorage, "USBSTOR", "usbstor.inf"))
	b.Helper = Helper{
		Scanner: &b.view,
		Start: func(exe string) (<-chan struct{}, error) {
			b.started = append(b.started, exe)
			return b.closed, nil
		},
		Keep: func(note string) { b.notes = append(b.notes, note) },
	}
	return b
}

func (b *bench) job(path string) hw.DriverJob {
	return hw.DriverJob{Stick: b.view.sticks[0], Zadig: path}
}

func TestInstall(t *testing.T) {
	exe := save(t, "zadig-2.9.exe", realZadig())
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		time.AfterFunc(90*time.Second, func() {
			b.view.show(stickWith(hw.DriverWinUSB, "WINUSB", "oem42.inf"))
		})
		start := time.Now()
		if err := b.Install(t.Context(), b.job(exe)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 90*time.Second || took > 92*time.Second {
			t.Errorf("noticed after %v", took)
		}
		if len(b.started) != 1 || b.started[0] != exe {
			t.Errorf("started %q", b.started)
		}
		last := b.notes[len(b.notes)-1]
		for _, want := range []string{
			"USBSTOR", "usbstor.inf", "WINUSB", "HUAWEI Mobile\r\n",
			"pnputil /delete-driver oem42.inf /uninstall",
		} {
			if !strings.Contains(last, want) {
				t.Errorf("%q is missing in the note %q", want, last)
			}
		}
		if len(b.notes) != 2 || !strings.Contains(b.notes[0], "pnputil /enum-drivers") {
			t.Errorf("notes %q", b.notes)
		}
	})
	if _, err := os.Stat(filepath.Join(filepath.Dir(exe), IniName)); err != nil {
		t.Error(err)
	}
}

// TestInstallClosed: Zadig that is closed gets some seconds, for Windows is slow to show a driver.
func TestInstallClosed(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		time.AfterFunc(10*time.Second, func() { close(b.closed) })
		if err := b.Install(t.Context(), b.job(exe)); !errors.Is(err, hw.ErrClosed) {
			t.Errorf("%v", err)
		}
		b = newBench()
		close(b.closed)
		time.AfterFunc(afterClose-2*time.Second, func() {
			b.view.show(stickWith(hw.DriverLibusb0, "libusb0", "oem3.inf"))
		})
		if err := b.Install(t.Context(), b.job(exe)); err != nil {
			t.Errorf("%v", err)
		}
	})
}

func TestInstallGivenUp(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		b := newBench()
		b.closed = nil
		if err := b.Install(ctx, b.job(exe)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

// TestInstallRefused: nothing is started when the file is not Zadig, or its settings cannot be
// written; without settings it is.
func TestInstallRefused(t *testing.T) {
	b := newBench()
	other := save(t, "zadig.exe", program([2]string{"ProductName", "Setup"}))
	if err := b.Install(t.Context(), b.job(other)); !errors.Is(err, hw.ErrNotZadig) {
		t.Errorf("%v", err)
	}
	exe := save(t, "zadig.exe", realZadig())
	if err := os.Mkdir(filepath.Join(filepath.Dir(exe), IniName), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := b.Install(t.Context(), b.job(exe)); !errors.Is(err, hw.ErrNoSettings) {
		t.Errorf("%v", err)
	}
	if len(b.started)+len(b.notes) > 0 {
		t.Errorf("started %q, notes %q", b.started, b.notes)
	}
	b.view.show(stickWith(hw.DriverWinUSB, "WINUSB", "oem1.inf"))
	job := b.job(exe)
	job.NoSettings = true
	if err := b.Install(t.Context(), job); err != nil || len(b.started) != 1 {
		t.Errorf("%v, started %q", err, b.started)
	}
}

func TestInstallNotStarted(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	b := newBench()
	b.Start = func(string) (<-chan struct{}, error) { return nil, hw.ErrDeclined }
	if err := b.Install(t.Context(), b.job(exe)); !errors.Is(err, hw.ErrDeclined) {
		t.Errorf("%v", err)
	}
}

// TestBound: only the interface that the job is about counts, on the same stick.
func TestBound(t *testing.T) {
	modem := hw.Stick{Location: "A", ID: hw.ID{Vendor: 0x12d1, Product: 0x1001}}
	for n := range 3 {
		modem.Interfaces = append(modem.Interfaces, hw.Interface{Number: n, Driver: hw.DriverNone})
	}
	job := hw.DriverJob{Stick: modem, Interface: 2}
	with := func(change func(*hw.Stick)) hw.Snapshot {
		s := modem
		s.Interfaces = append([]hw.Interface(nil), modem.Interfaces...)
		change(&s)
		return hw.Snapshot{Sticks: []hw.Stick{s}}
	}
	for name, c := range map[string]struct {
		view hw.Snapshot
		want bool
	}{
		"nothing":         {hw.Snapshot{}, false},
		"no driver":       {with(func(*hw.Stick) {}), false},
		"wrong interface": {with(func(s *hw.Stick) { s.Interfaces[0].Driver = hw.DriverWinUSB }), false},
		"right one":       {with(func(s *hw.Stick) { s.Interfaces[2].Driver = hw.DriverWinUSB }), true},
		"libusbK":         {with(func(s *hw.Stick) { s.Interfaces[2].Driver = hw.DriverLibusbK }), true},
		"no libusb":       {with(func(s *hw.Stick) { s.Interfaces[2].Driver = hw.DriverSerial }), false},
		"another stick": {with(func(s *hw.Stick) {
			s.Location, s.Interfaces[2].Driver = "B", hw.DriverWinUSB
		}), false},
	} {
		if _, got := Bound(c.view, job); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestUndoLine(t *testing.T) {
	for inf, want := range map[string]string{
		"oem42.inf":   "pnputil /delete-driver oem42.inf /uninstall",
		"OEM7.INF":    "pnputil /delete-driver oem7.inf /uninstall",
		"usbstor.inf": "", "": "", "oem1.inf & calc": "", `..\oem1.inf`: "", "oem.inf": "",
		"oem1.inf\n": "",
	} {
		if got, ok := UndoLine(inf); got != want || ok != (want != "") {
			t.Errorf("%q: %q", inf, got)
		}
	}
}
