package wizard

import (
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// bareStick is a stick in modem mode for which Windows has no driver.
func bareStick(code int) hw.Stick {
	s := modemStick
	s.Driver = hw.DriverNone
	for n := range 3 {
		s.Interfaces = append(s.Interfaces, hw.Interface{
			Number: n, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Driver: hw.DriverNone, Problem: code,
		})
	}
	return s
}

// bare are the facts of such a stick after a while.
func bare(code int, more ...setup.Event) setup.Facts {
	events := []setup.Event{seen(0, nil, bareStick(code)), setup.Ticked{At: at(100)}}
	return after(append(events, more...)...)
}

func mouseBound(driver, inf string) hw.Binding {
	return hw.Binding{
		Device: `USB\VID_046D&PID_C077\6&2A9F&0&3`, Name: "Optical Mouse", Interface: -1,
		Driver: driver, Inf: inf, Provider: "libwdi",
	}
}

// strayed are the facts when Zadig changed a mouse.
func strayed() setup.Facts {
	before := hw.Snapshot{
		Sticks:   []hw.Stick{cdStick},
		Bindings: []hw.Binding{mouseBound("HidUsb", "input.inf")},
	}
	now := before
	now.Bindings = []hw.Binding{mouseBound("WINUSB", "oem31.inf")}
	return after(seen(0, nil), setup.Seen{Snapshot: before, At: at(1)},
		setup.TransportChosen{Transport: setup.TransportLibusb}, setup.InstallStarted{},
		setup.Seen{Snapshot: now, At: at(30)}, setup.InstallEnded{Err: hw.ErrClosed})
}

func zadigFailed(err error) setup.Facts {
	return plugged(setup.TransportChosen{Transport: setup.TransportLibusb}, setup.InstallStarted{},
		setup.InstallEnded{Err: err})
}

func cdStickWith(d hw.Driver, code int) setup.Facts {
	s := cdStick
	s.Driver, s.Problem, s.CDDrive = d, code, ""
	return after(seen(0, nil), seen(1, nil, s), setup.Ticked{At: at(20)})
}

// driverCase is a page about drivers: the facts, and the buttons that lead to it.
type driverCase struct {
	name    string
	facts   setup.Facts
	presses []func(*Wizard)
	says    string // in English
}

func driverCases() []driverCase {
	read := func(f hw.DriverFile, err error) setup.Facts {
		return bare(28, setup.DriverFileRead{File: f, Err: err})
	}
	direct, huawei := []func(*Wizard){(*Wizard).useDirect}, []func(*Wizard){(*Wizard).useHuawei}
	return []driverCase{
		{"ways", plugged(), nil, "Without installing anything"},
		{"consent", plugged(), []func(*Wizard){(*Wizard).askConsent}, "deletes the driver"},
		{"clicks", zadigFailed(nil), nil, "What to click in Zadig"},
		{"notZadig", zadigFailed(hw.ErrNotZadig), nil, "is not Zadig, so it was not started"},
		{"unsigned", zadigFailed(hw.ErrUnsigned), nil, "not Zadig as its maker signed it"},
		{"noCopy", zadigFailed(hw.ErrNoCopy), nil, "could not be copied"},
		{"declined", zadigFailed(hw.ErrDeclined), nil, "Nothing was changed"},
		{"closed", zadigFailed(hw.ErrClosed), nil, "Zadig was closed"},
		{"failed", zadigFailed(hw.ErrUnsupported), nil, "could not be started"},
		{"stray", strayed(), nil, "pnputil /delete-driver oem31.inf /uninstall"},
		{"noDriver", cdStickWith(hw.DriverNone, 28), nil, "no driver for the stick"},
		{"wrongDriver", cdStickWith(hw.DriverSerial, 0), nil, "unsuitable driver"},
		{"blockedCD", cdStickWith(hw.DriverWinUSB, 52), nil, "blocked the stick's driver"},
		{"settling", cdStickWith(hw.DriverWinUSB, 10), nil, "finishing the driver"},
		{"disabled", cdStickWith(hw.DriverNone, 22), nil, "switched off in Windows"},
		{"restart", cdStickWith(hw.DriverNone, 14), nil, "Please restart Windows"},
		{
			"search", after(seen(0, nil, bareStick(28)), setup.Ticked{At: at(40)}), nil,
			"looking for drivers",
		},
		{"noPort", bare(28), nil, "Direct USB"},
		{"blocked", bare(39), nil, "Leave the protection of Windows switched on"},
		{"restartModem", bare(14), nil, "Please restart Windows"},
		{"disabledModem", bare(22), nil, "switched off in Windows"},
		{"direct", bare(28), direct, "one part of this stick"},
		{"directClicks", bare(28), []func(*Wizard){(*Wizard).useDirect, (*Wizard).awaitZadig}, "HUAWEI Mobile (Interface 2)"},
		{"huawei", bare(28), huawei, "HUAWEI Stick UTPS-V200R003B015D16SP02C983( for win10).rar"},
		{"huaweiRAR", read(hw.DriverFileRAR, nil), huawei, "This is the right archive"},
		{"huaweiZIP", read(hw.DriverFileZIP, nil), huawei, "This is the right .zip"},
		{"huaweiData", read(hw.DriverFileData, nil), huawei, "take out the folder common"},
		{"huaweiChanged", read(0, hw.ErrChangedFile), huawei, "Do not use it"},
		{"huaweiOther", read(0, hw.ErrOtherFile), huawei, "Do not install from it"},
		{"huaweiGone", read(0, hw.ErrGone), huawei, "There is no such file"},
		{"huaweiReading", bare(28, setup.DriverFileRead{Reading: true}), huawei, "Checking the file"},
	}
}

// TestDriverPages: every page about drivers fits the smallest window in both languages, and says
// what it has to.
func TestDriverPages(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		for _, c := range driverCases() {
			t.Run(code+" "+c.name, func(t *testing.T) {
				w, _ := open(t, nil, c.facts.Now)
				w.Render(c.facts)
				for _, do := range c.presses {
					do(w)
				}
				checkPage(t, c.name, w)
				if text := words(w.root); code == "en" && !strings.Contains(text, c.says) {
					t.Errorf("%q is missing: %s", c.says, text)
				}
			})
		}
	}
}

// TestDriverTexts: each problem that a driver causes has its own sentence and a remedy in both
// languages.
func TestDriverTexts(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		seen := map[string]setup.Problem{}
		for p := setup.ProblemNoStick; p <= setup.ProblemPortStuck; p++ {
			key := "problem." + p.String()
			for _, part := range []string{".title", ".what", ".do1"} {
				if !tr.Has(key + part) {
					t.Errorf("%s: no %s", code, key+part)
				}
			}
			if other, ok := seen[tr.T(key+".title")]; ok {
				t.Errorf("%s: %v and %v have the same title", code, p, other)
			}
			seen[tr.T(key+".title")] = p
		}
	}
}

func TestDirectUSB(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(100))
	w.Render(bare(28))
	tap(t, w, "Direct USB …")
	test.Type(w.built.fields[0].field, `C:\zadig.exe`)
	tap(t, w, "Start Zadig")
	if want := (setup.DoInstallDriver{Zadig: `C:\zadig.exe`}); !slices.Equal(done,
		[]setup.Action{want}) {
		t.Fatalf("got %#v", done)
	}
	w.Render(bare(28, setup.InstallStarted{}))
	text := words(w.root)
	for _, want := range []string{"12D1", "1001", "02", "WinUSB", "Install Driver", "(NONE)"} {
		if !strings.Contains(text, want) {
			t.Errorf("the picture of Zadig lacks %q: %s", want, text)
		}
	}
	if strings.Contains(text, "Start Zadig") {
		t.Error("starts Zadig twice")
	}
	tap(t, w, "Back")
	if w.page.Problem != setup.ProblemNoPort || len(w.page.Cards) != 2 {
		t.Errorf("Back leads to %+v", w.page)
	}
}

// TestUpdateQuestion: Zadig's question about updates comes before its window, so it comes first in
// words and in the picture, and no title counts the clicks.
func TestUpdateQuestion(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(3))
	w.Render(zadigFailed(nil))
	if len(w.page.Do) != 4 || !strings.Contains(w.page.Do[0], "updates") || !strings.Contains(w.page.Do[0], "No") {
		t.Errorf("steps %q", w.page.Do)
	}
	text := words(w.root)
	for _, want := range []string{"Zadig update policy", "check for application updates online?", "Yes", "No"} {
		if !strings.Contains(text, want) {
			t.Errorf("the picture lacks %q: %s", want, text)
		}
	}
	for code, count := range map[string]string{"en": "hree", "de": "rei"} {
		inLanguage(t, code)
		if title := tr.T("wizard.clicks.title"); strings.Contains(title, count) {
			t.Errorf("the title counts: %s", title)
		}
	}
}

// TestWrongFile: whoever picked something else than Zadig as it was signed finds the way to it.
func TestWrongFile(t *testing.T) {
	inLanguage(t, "en")
	for _, err := range []error{hw.ErrNotZadig, hw.ErrUnsigned} {
		w, _ := open(t, nil, at(3))
		var opened *url.URL
		w.config.OpenURL = func(u *url.URL) error { opened = u; return nil }
		w.Render(zadigFailed(err))
		if !strings.Contains(w.page.Note, "zadig.akeo.ie") {
			t.Errorf("%v: %s", err, w.page.Note)
		}
		tap(t, w, "Get Zadig …")
		if opened == nil || opened.String() != "https://zadig.akeo.ie/" {
			t.Errorf("%v: opens %v", err, opened)
		}
		w.config.OpenURL = func(*url.URL) error { return errors.New("no browser") }
		tap(t, w, "Get Zadig …")
		if text := words(w.root); !strings.Contains(text, "address yourself: https://zadig.akeo.ie/") {
			t.Errorf("%v: nothing is said without a browser: %s", err, text)
		}
	}
}

// TestConsentCertificate: before Zadig is started, the page says that Windows will trust one more
// certificate, and where it is written how that ends.
func TestConsentCertificate(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		for name, facts := range map[string]setup.Facts{"CD": plugged(), "modem": bare(28)} {
			w, _ := open(t, nil, at(100))
			w.Render(facts)
			w.useDirect()
			text := strings.ToLower(words(w.root))
			if want := map[string]string{"en": "root certificates", "de": "stammzertifikate"}[code]; !strings.Contains(text, want) {
				t.Errorf("%s %s: %q is missing: %s", code, name, want, text)
			}
			if !strings.Contains(text, "driver-restore.txt") {
				t.Errorf("%s %s: no way back: %s", code, name, text)
			}
		}
	}
}

func TestStrayWarning(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(30))
	w.Render(strayed())
	text := words(w.root)
	for _, want := range []string{"Another device was changed", "Optical Mouse", "HidUsb", "WINUSB"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing: %s", want, text)
		}
	}
	if w.built.primary != nil {
		t.Error("going on is the recommended button")
	}
	tap(t, w, "It is all right, go on")
	if len(done) != 1 || done[0] != (setup.DoNoteDrivers{}) {
		t.Errorf("got %#v", done)
	}
}

func TestHuaweiDriver(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(100))
	var opened *url.URL
	w.config.OpenURL = func(u *url.URL) error { opened = u; return nil }
	w.Render(bare(28))
	tap(t, w, "Huawei's driver …")
	if !w.built.primary.Disabled() {
		t.Error("checks no file")
	}
	tap(t, w, "Open the guide …")
	if opened == nil || opened.Scheme != "https" || opened.Host != "github.com" {
		t.Errorf("opens %v", opened)
	}
	w.picked("C:/Users/Anna/Downloads/data.bin")
	tap(t, w, "Check this file")
	if len(done) != 1 || done[0] != (setup.DoCheckDriverFile{
		Path: filepath.FromSlash("C:/Users/Anna/Downloads/data.bin"),
	}) {
		t.Errorf("got %#v", done)
	}
}

// TestPick: the dialog for files is shown over the page.
func TestPick(t *testing.T) {
	inLanguage(t, "en")
	w, window := open(t, nil, at(3))
	w.Render(plugged())
	w.askConsent()
	tap(t, w, "Choose file …")
	if window.Canvas().Overlays().Top() == nil {
		t.Fatal("no dialog")
	}
	w.picked("/home/anna/zadig.exe")
	if w.built.primary.Disabled() {
		t.Error("the chosen file is not taken")
	}
}

// TestUndoInHelp: whoever looks for the way back finds the command for this very driver.
func TestUndoInHelp(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		undoInHelp(t)
	}
}

func undoInHelp(t *testing.T) {
	s := cdStick
	s.Driver = hw.DriverWinUSB
	s.Interfaces = []hw.Interface{{
		Class: 8, Driver: hw.DriverWinUSB, DriverName: "WINUSB", Inf: "oem42.inf", Provider: "libwdi",
	}}
	w, window := open(t, nil, at(3))
	w.Render(after(seen(0, nil), seen(1, nil, s)))
	w.help()
	text := words(window.Canvas().Overlays().Top())
	if !strings.Contains(text, "pnputil /delete-driver oem42.inf /uninstall") {
		t.Errorf("the way back is missing: %s", text)
	}
	if !strings.Contains(text, "*libwdi*") {
		t.Errorf("the certificate stays: %s", text)
	}
	if size := window.Canvas().Overlays().Top().MinSize(); size.Height > look.OpenHeight {
		t.Errorf("needs %v", size)
	}
}
