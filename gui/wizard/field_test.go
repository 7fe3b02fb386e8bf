package wizard

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

func TestPIN(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(6))
	w.config.Demo, w.config.DemoPIN = true, "1234"
	w.Render(simWants(sms.SIMNeedsPIN, 2, 10))
	for _, want := range []string{"2 tries left", "1234"} {
		if !strings.Contains(words(w.root), want) {
			t.Errorf("the page does not tell %q: %s", want, words(w.root))
		}
	}
	pin := w.built.fields[0].field
	if window.Canvas().Focused() != pin {
		t.Fatal("the field does not have the keyboard at once")
	}
	test.Type(pin, "1a2+ 3")
	if pin.Text != "123" || !w.built.primary.Disabled() {
		t.Fatalf("takes %q, button disabled %v", pin.Text, w.built.primary.Disabled())
	}
	key(pin, fyne.KeyReturn)
	if len(done) != 0 {
		t.Fatalf("three digits do %#v", done)
	}
	test.Type(pin, "4567890")
	if pin.Text != "12345678" {
		t.Fatalf("takes %q, not 8 digits", pin.Text)
	}
	w.Render(simWants(sms.SIMNeedsPIN, 2, 10, setup.Ticked{At: at(9)}))
	if w.built.fields[0].field != pin || pin.Text != "12345678" {
		t.Fatal("what was typed is gone when time goes by")
	}
	key(pin, fyne.KeyReturn)
	if want := (setup.DoUnlock{PIN: "12345678"}); len(done) != 1 || done[0] != want {
		t.Fatalf("Enter does %#v", done)
	}
	if pin.Text != "" || w.typed[fieldPIN] != "" {
		t.Error("the PIN stays in the field after it was sent")
	}
	key(pin, fyne.KeyReturn)
	if len(done) != 1 {
		t.Error("a second Enter sends something")
	}
}

func TestPINPaste(t *testing.T) {
	inLanguage(t, "en")
	w, window := open(t, nil, at(6))
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10))
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent("PIN: 98\r76\x1a")
	window.Canvas().Focused().(*look.Field).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if got := w.built.fields[0].field.Text; got != "9876" {
		t.Errorf("pasted %q", got)
	}
}

func TestPINWrongKeepsAsking(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(9))
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10))
	test.Type(w.built.fields[0].field, "0000")
	tap(t, w, "Unlock")
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10, setup.UnlockStarted{}))
	if len(w.built.fields) != 0 || w.page.Waiting == "" {
		t.Error("does not say that the PIN is being checked")
	}
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10, setup.UnlockStarted{}, setup.UnlockEnded{
		Refused: true, SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 1, PUKTries: 10},
		At: at(9),
	}))
	if text := words(w.root); !strings.Contains(text, "1 try left") {
		t.Errorf("does not tell the last try: %s", text)
	}
	if len(done) != 1 {
		t.Errorf("a PIN is sent unasked: %#v", done)
	}
}

func TestPUK(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(6))
	w.Render(simWants(sms.SIMNeedsPUK, 0, 7))
	if !strings.Contains(words(w.root), "7 tries left") {
		t.Error("does not tell the tries left")
	}
	puk, pin, again := w.built.fields[0].field, w.built.fields[1].field, w.built.fields[2].field
	test.Type(puk, "12345678")
	key(puk, fyne.KeyReturn)
	if window.Canvas().Focused() != pin {
		t.Error("Enter does not lead to the next field")
	}
	test.Type(pin, "4711")
	test.Type(again, "4712")
	if !strings.Contains(words(w.root), "not the same") || !w.built.primary.Disabled() {
		t.Errorf("two different PINs are taken: %s", words(w.root))
	}
	again.SetText("4711")
	if strings.Contains(words(w.root), "not the same") {
		t.Error("two equal PINs are complained about")
	}
	key(again, fyne.KeyReturn)
	if want := (setup.DoUnblock{PUK: "12345678", PIN: "4711"}); len(done) != 1 || done[0] != want {
		t.Errorf("got %#v", done)
	}
}

func TestOwnNumber(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(9))
	w.Render(ready())
	if !strings.Contains(words(w.root), "costs one SMS") {
		t.Error("does not tell what it costs")
	}
	number := w.built.fields[0].field
	test.Type(number, "+49 171x555\x1a")
	tap(t, w, "Send the test")
	if want := (setup.DoTest{Number: "+49 171555"}); len(done) != 1 || done[0] != want {
		t.Fatalf("got %#v", done)
	}
	key(number, fyne.KeyEscape)
	if len(done) != 2 || done[1] != (setup.DoSkipTest{}) {
		t.Errorf("Escape does %#v", done[1:])
	}
}

func TestZadig(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(3))
	other := cdStick
	other.ID, other.Name = hw.ID{Vendor: 0x12d1, Product: 0x1505}, "HUAWEI E398"
	f := after(seen(0, nil), seen(1, nil, other))
	w.Render(f)
	w.built.rows[rowUSB].Tapped(nil)
	tap(t, w, "Install a driver …")
	if text := words(w.root); !strings.Contains(text, "deletes the driver") ||
		!strings.Contains(text, "CD drive disappears") || len(done) != 0 {
		t.Fatalf("does not say first what changes and how to undo it: %s", text)
	}
	if !w.built.primary.Disabled() {
		t.Error("starts Zadig without knowing where it is")
	}
	test.Type(w.built.fields[0].field, `C:\Zadig\zadig-2.9.exe`)
	tap(t, w, "Start Zadig")
	want := []setup.Action{
		setup.DoChooseTransport{Transport: setup.TransportLibusb},
		setup.DoInstallDriver{Zadig: `C:\Zadig\zadig-2.9.exe`},
	}
	if len(done) != 2 || done[0] != want[0] || done[1] != want[1] {
		t.Fatalf("got %#v", done)
	}
	w.Render(f.Apply(setup.TransportChosen{Transport: setup.TransportLibusb}))
	text := words(w.root)
	for _, want := range []string{
		"HUAWEI E398", "12D1", "1505", "WinUSB", "Replace Driver", "USBSTOR",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the picture of Zadig lacks %q: %s", want, text)
		}
	}
	other.Driver = hw.DriverWinUSB
	w.Render(f.Apply(setup.TransportChosen{Transport: setup.TransportLibusb}).Apply(seen(9, nil, other)))
	if w.page.Step != setup.StepSwitch || !strings.Contains(words(w.root), "The driver is ready.") {
		t.Errorf("does not notice the driver: %s", words(w.root))
	}
}

func TestZadigDemo(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(3))
	w.config.Demo = true
	w.Render(plugged())
	w.built.rows[rowUSB].Tapped(nil)
	tap(t, w, "Install a driver …")
	tap(t, w, "Start Zadig")
	if len(done) != 2 || done[1] != (setup.DoInstallDriver{}) {
		t.Errorf("got %#v", done)
	}
}

func TestTabOrder(t *testing.T) {
	inLanguage(t, "en")
	w, window := open(t, nil, at(9))
	w.Render(ready())
	number := w.built.fields[0].field
	test.Type(number, "0171")
	if w.valid() {
		t.Error("half a number can be sent to")
	}
	test.Type(number, "5550123")
	want := []string{"Show details", "Skip", "Send the test"}
	var got []string
	for range 8 {
		window.Canvas().FocusNext()
		if b, ok := window.Canvas().Focused().(*look.Button); ok {
			got = append(got, b.Text)
		}
		if len(got) == len(want) {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("Tab leads to %q, want %q", got, want)
	}
}

// The PIN page offers to remember the PIN where that can be done; nothing is ticked before the user
// does, and what was typed stays when the offer comes later.
func TestKeepPIN(t *testing.T) {
	inLanguage(t, "en")
	for _, tick := range []bool{false, true} {
		var done []setup.Action
		w, window := open(t, &done, at(6))
		w.Render(simWants(sms.SIMNeedsPIN, 3, 10))
		if strings.Contains(words(w.root), "Remember the PIN") {
			t.Error("offered where it cannot be done")
		}
		test.Type(window.Canvas().Focused(), "12")
		w.Render(simWants(sms.SIMNeedsPIN, 3, 10, setup.PINKeeping{Possible: true}))
		if !strings.Contains(words(w.root), "Remember the PIN") {
			t.Fatalf("not offered: %s", words(w.root))
		}
		box := checkOf(w.root)
		if box == nil || box.Checked {
			t.Fatal("no box, or it is ticked already")
		}
		box.SetChecked(tick)
		test.Type(w.built.fields[0].field, "34")
		key(w.built.fields[0].field, fyne.KeyReturn)
		if want := (setup.DoUnlock{PIN: "1234", Keep: tick}); len(done) != 1 || done[0] != want {
			t.Errorf("does %#v, want %#v", done, want)
		}
	}
	w, _ := open(t, nil, at(6))
	w.Render(simWants(sms.SIMNeedsPIN, 2, 10, setup.UnlockStarted{}, setup.UnlockEnded{
		Kept: true, Refused: true, SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 2}, At: at(7),
	}))
	if !strings.Contains(words(w.root), "it is forgotten now") {
		t.Errorf("nothing told of the remembered PIN: %s", words(w.root))
	}
}

// checkOf finds the box on a page.
func checkOf(o fyne.CanvasObject) *look.Check {
	for _, x := range test.LaidOutObjects(o) {
		if box, ok := x.(*look.Check); ok {
			return box
		}
	}
	return nil
}
