package zadig

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

func TestIni(t *testing.T) {
	for _, want := range []string{
		"[general]\r\nadvanced_mode = false\r\nexit_on_success = true\r\n",
		"[device]\r\nlist_all = true\r\n", "[driver]\r\ndefault_driver = 0\r\n",
	} {
		if !strings.Contains(ini(), want) {
			t.Errorf("%q is missing in %q", want, ini())
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
	beside  []string // names of the files in the folder of what was started
	closed  chan struct{}
	notes   []string
}

func newBench(t *testing.T) *bench {
	b := &bench{closed: make(chan struct{})}
	b.view.show(stickWith(hw.DriverStorage, "USBSTOR", "usbstor.inf"))
	b.Helper = Helper{
		Scanner: &b.view, Folder: t.TempDir(), Signer: signedBy(maker),
		Start: func(exe string) (<-chan struct{}, error) {
			b.started = append(b.started, exe)
			b.beside = inFolder(t, filepath.Dir(exe))
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
		b := newBench(t)
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
		if len(b.started) != 1 || !reflect.DeepEqual(b.beside, []string{copyName, iniName}) {
			t.Errorf("started %q, beside it %q", b.started, b.beside)
		}
		close(b.closed)
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
}

// TestInstallClosed: Zadig that is closed gets some seconds, for Windows is slow to show a driver.
func TestInstallClosed(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		time.AfterFunc(10*time.Second, func() { close(b.closed) })
		if err := b.Install(t.Context(), b.job(exe)); !errors.Is(err, hw.ErrClosed) {
			t.Errorf("%v", err)
		}
		b = newBench(t)
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
		b := newBench(t)
		b.closed = nil
		if err := b.Install(ctx, b.job(exe)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

// TestInstallRefused: nothing is started, noted or left behind when the file is not Zadig, nobody
// or another than its maker signed it, or it cannot be copied.
func TestInstallRefused(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	other := save(t, "zadig.exe", program([2]string{"ProductName", "Setup"}))
	for name, c := range map[string]struct {
		file   string
		signer func(*os.File) (string, error)
		want   error
	}{
		"not Zadig":        {other, signedBy(maker), hw.ErrNotZadig},
		"not there":        {exe + ".exe", signedBy(maker), hw.ErrNotZadig},
		"signed by others": {exe, signedBy("Akeo Consulting Ltd"), hw.ErrUnsigned},
		"signed by nobody": {exe, signedBy(""), hw.ErrUnsigned},
		"not signed": {exe, func(*os.File) (string, error) {
			return "", fmt.Errorf("%w: changed", hw.ErrUnsigned)
		}, hw.ErrUnsigned},
	} {
		b := newBench(t)
		b.Signer = c.signer
		if err := b.Install(t.Context(), b.job(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if len(b.started)+len(b.notes)+len(inFolder(t, b.Folder)) > 0 {
			t.Errorf("%s: started %q, notes %q, left %q", name, b.started, b.notes, inFolder(t, b.Folder))
		}
	}
	b := newBench(t)
	b.Folder = filepath.Join(b.Folder, "not there")
	if err := b.Install(t.Context(), b.job(exe)); !errors.Is(err, hw.ErrNoCopy) || len(b.started) > 0 {
		t.Errorf("%v, started %q", err, b.started)
	}
}

func TestInstallNotStarted(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	b := newBench(t)
	b.Start = func(string) (<-chan struct{}, error) { return nil, hw.ErrDeclined }
	if err := b.Install(t.Context(), b.job(exe)); !errors.Is(err, hw.ErrDeclined) {
		t.Errorf("%v", err)
	}
	if left := inFolder(t, b.Folder); len(left) > 0 {
		t.Errorf("left %q", left)
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
