package look_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
)

// desk is a window with a home and pages.
type desk struct {
	*look.Pages
	w      fyne.Window
	field  *look.Field
	homes  int
	closed []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	inApp(t)
	d := &desk{field: look.NewField("home field", 0, nil)}
	d.w = test.NewTempWindow(t, container.NewStack())
	d.Pages = look.NewPages(d.w.Canvas(), container.NewVBox(d.field))
	d.OnHome = func() { d.homes++ }
	d.w.SetContent(d.Object())
	d.w.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	d.w.Canvas().Focus(d.field)
	return d
}

func (d *desk) page(title string, body ...fyne.CanvasObject) *look.Page {
	p := look.NewPage(title, body...)
	p.OnClose = func() { d.closed = append(d.closed, title) }
	return p
}

// seen returns the words in the window, without what lies above it.
func (d *desk) seen() string {
	var all []string
	for _, o := range test.LaidOutObjects(d.w.Content()) {
		if text, ok := o.(*canvas.Text); ok && text.Visible() {
			all = append(all, text.Text)
		}
	}
	return strings.Join(all, " ")
}

func (d *desk) escape() { d.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) }

// TestPageOverPage: Escape and Back lead one page back, and what had the keyboard has it again.
func TestPageOverPage(t *testing.T) {
	d := newDesk(t)
	inner := look.NewField("", 0, nil)
	first, second := d.page("Settings", inner), d.page("Licences", look.NewText("MIT", ""))
	d.Show(first, inner)
	if d.w.Canvas().Focused() != inner || strings.Contains(d.seen(), "home field") {
		t.Error("the field of the page has not the keyboard, or home is seen")
	}
	d.Show(second, nil)
	if !strings.Contains(d.seen(), "MIT") || strings.Contains(d.seen(), "Settings") {
		t.Errorf("seen: %q", d.seen())
	}
	d.w.Canvas().Unfocus()
	d.escape()
	if d.Top() != first || d.w.Canvas().Focused() != inner || second.Shown() {
		t.Errorf("%v is on top, %v has the keyboard", d.Top(), d.w.Canvas().Focused())
	}
	press(inner, fyne.KeyEscape)
	if d.Top() != nil || d.w.Canvas().Focused() != d.field || d.homes != 1 || d.w.Canvas().OnTypedKey() != nil {
		t.Errorf("%v is on top, home %d times", d.Top(), d.homes)
	}
	if strings.Join(d.closed, " ") != "Licences Settings" {
		t.Errorf("closed %v", d.closed)
	}
}

// TestPageOnlyOnce: the same page is not opened above itself; what lies above it goes.
func TestPageOnlyOnce(t *testing.T) {
	d := newDesk(t)
	first := d.page("Settings")
	for range 3 {
		d.Show(d.page("Settings"), nil)
	}
	d.CloseAll()
	d.closed = nil
	d.Show(first, nil)
	d.Show(d.page("Licences"), nil)
	d.Show(d.page("Settings"), nil)
	if d.Top() != first || strings.Join(d.closed, " ") != "Licences" {
		t.Errorf("%v is on top, closed %v", d.Top().Title(), d.closed)
	}
	d.escape()
	if d.Top() != nil {
		t.Error("one Escape is not enough")
	}
}

// TestPageSpeaks: a sentence stands below the title, and a grey button on the page says why there.
func TestPageSpeaks(t *testing.T) {
	d := newDesk(t)
	grey := look.NewPrimary("Send", nil)
	grey.Refuse("Choose a number first.")
	p := d.page("Many at once", grey).Buttons(look.NewQuiet("Help", nil))
	d.Show(p, nil)
	test.Tap(grey)
	if !strings.Contains(d.seen(), "Choose a number first.") {
		t.Errorf("seen: %q", d.seen())
	}
	p.Say("", "")
	if strings.Contains(d.seen(), "Choose a number first.") {
		t.Error("says it for ever")
	}
}

// TestPageEscapeFirst: a page may take Escape for itself.
func TestPageEscapeFirst(t *testing.T) {
	d := newDesk(t)
	p := d.page("Help")
	searching := true
	p.OnEscape = func() bool { was := searching; searching = false; return was }
	d.Show(p, nil)
	d.escape()
	if !p.Shown() {
		t.Fatal("the first Escape closes it")
	}
	keyTo(d.w, fyne.KeyEscape)
	if p.Shown() {
		t.Error("the second does not")
	}
}

// TestHomeChangesBehindAPage: the page stays, and the new home is seen when it is left.
func TestHomeChangesBehindAPage(t *testing.T) {
	d := newDesk(t)
	d.Show(d.page("Settings"), nil)
	d.SetHome(look.NewText("the chat", ""))
	if strings.Contains(d.seen(), "the chat") {
		t.Error("the page is gone")
	}
	d.CloseAll()
	if !strings.Contains(d.seen(), "the chat") {
		t.Errorf("seen: %q", d.seen())
	}
}

// TestPageFitsTheSmallestWindow: however much there is on it.
func TestPageFitsTheSmallestWindow(t *testing.T) {
	d := newDesk(t)
	p := d.page(strings.Repeat("A long title ", 10), look.NewText(strings.Repeat("many words ", 500), "")).
		Buttons(look.NewQuiet("One", nil), look.NewPrimary("Two", nil))
	d.Show(p, nil)
	if min := d.Object().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
		t.Errorf("needs %v", min)
	}
}

// TestPageBeginsInItsField: who types on a new page types into its field; a blank must not press Back.
func TestPageBeginsInItsField(t *testing.T) {
	inApp(t)
	w := test.NewTempWindow(t, nil)
	pages := look.NewPages(w.Canvas(), look.NewText("home", ""))
	w.SetContent(pages.Object())
	w.Resize(fyne.NewSize(720, 480))
	hidden, field := look.NewArea(""), look.NewArea("")
	hidden.Hide()
	pages.Show(look.NewPage("many", look.NewText("who", ""), container.NewVBox(hidden, field)), nil)
	if w.Canvas().Focused() != field {
		t.Errorf("%T has the keyboard", w.Canvas().Focused())
	}
	pages.CloseAll()
	pages.Show(look.NewPage("text", look.NewText("only words", "")), nil)
	if _, back := w.Canvas().Focused().(*look.Button); !back {
		t.Errorf("%T has the keyboard of a page without a field", w.Canvas().Focused())
	}
}

// TestTitleIsWhole: no title is cut off, however large the text and however many the buttons beside it, and the
// buttons are in the window.
func TestTitleIsWhole(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	for _, size := range []float32{look.TextNormal, look.TextHuge} {
		for _, title := range []string{"Log", "The stick is a network card with a page of its own in the browser"} {
			for n := range 4 {
				look.SetTextSize(size)
				d := newDesk(t)
				p := d.page(title)
				for range n {
					p.Buttons(look.NewQuiet("Save as a file …", nil))
				}
				d.Show(p, nil)
				if got := d.seen(); !strings.Contains(got, title) {
					t.Errorf("%v, %d buttons: %q", size, n, got)
				}
				for _, fault := range gallery.Faults(d.w) {
					t.Errorf("%v, %q, %d buttons: %s", size, title, n, fault)
				}
			}
		}
	}
}

// TestFootStaysInSight: the buttons at the foot of a page are seen however long the page is, the main one at the
// right; without buttons there is no foot.
func TestFootStaysInSight(t *testing.T) {
	d := newDesk(t)
	p := d.page("Page", look.NewText(strings.Repeat("many words ", 600), ""))
	d.Show(p, nil)
	start, back := look.NewPrimary("Start", nil), look.NewQuiet("Back", nil)
	p.Foot(start, back)
	driver := fyne.CurrentApp().Driver()
	for _, b := range []*look.Button{start, back} {
		if end := driver.AbsolutePositionForObject(b).Add(b.Size()); end.Y > look.MinHeight || end.X > look.MinWidth {
			t.Errorf("%s ends at %v", b.Text, end)
		}
	}
	if driver.AbsolutePositionForObject(start).X < driver.AbsolutePositionForObject(back).X {
		t.Error("the main button is not at the right")
	}
	p.Foot()
	if strings.Contains(d.seen(), "Start") {
		t.Error("the buttons are still there")
	}
}
