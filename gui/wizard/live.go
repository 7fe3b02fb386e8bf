package wizard

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// live brings up to date what changes while a page stays: seconds, the bar, whether the primary
// button can be pressed, technical details.
func (w *Wizard) live() {
	v := w.built
	if v == nil || v.hidden == nil {
		return
	}
	w.liveDone()
	w.refocus()
	if v.bar != nil {
		w.liveBar()
	}
	if v.left != nil {
		left := w.page.Until.Sub(w.config.Now())
		v.left.SetText(tr.T("wizard.login.left", tr.Data{"Time": timeLeft(left)}))
	}
	if v.primary != nil {
		v.primary.Refuse(w.missing())
	}
	w.liveComplaint()
	if v.auto != nil && v.auto.Checked != w.state.Intent.Auto {
		v.auto.Checked = w.state.Intent.Auto
		v.auto.Refresh()
	}
	if w.open {
		v.details.SetText(w.details())
	}
}

// liveDone shows for a moment that the step before is done.
func (w *Wizard) liveDone() {
	if w.done != "" && !w.config.Now().Before(w.until) {
		w.done = ""
	}
	w.steps.say(w.done)
}

// liveComplaint says what is wrong with the fields. Without a word it takes no room.
func (w *Wizard) liveComplaint() {
	if !w.refusedEnd.IsZero() && !w.config.Now().Before(w.refusedEnd) {
		w.complains, w.refusedEnd = "", time.Time{}
	}
	line, words := w.built.complaint, w.complaint()
	if line == nil || line.Text() == words {
		return
	}
	line.SetText(words)
	if words == "" {
		line.Hide()
	} else {
		line.Show()
	}
	w.built.content.Refresh()
}

func (w *Wizard) liveBar() {
	since, usual, busy := w.state.Busy()
	if !busy || since.IsZero() || usual <= 0 {
		return
	}
	elapsed := max(w.config.Now().Sub(since), 0)
	w.built.bar.SetValue(progress(elapsed, usual))
	key := "wizard.elapsed"
	if elapsed > usual+usual/5 {
		key = "wizard.elapsed.longer"
	}
	w.built.elapsed.SetText(tr.N(key, int(elapsed.Seconds()), tr.Data{"Usual": int(usual.Seconds())}))
}

// progress is how far the bar is: nine tenths when the usual time is over, and never at its end.
func progress(elapsed, usual time.Duration) float64 {
	part := float64(elapsed) / float64(usual)
	if part <= 1 {
		return 0.9 * part
	}
	return 1 - 0.1/part
}

// addDetails adds the technical text, hidden until the user asks for it.
func (w *Wizard) addDetails() {
	v := w.built
	v.hidden = container.New(look.Column{Gap: look.Space1})
	toggle := look.NewLink("", nil)
	mark := func() {
		toggle.Icon = theme.MenuExpandIcon()
		toggle.SetText(tr.T("wizard.details.show"))
		v.hidden.Hide()
		if w.open {
			w.fillDetails()
			toggle.Icon = theme.MenuDropDownIcon()
			toggle.SetText(tr.T("wizard.details.hide"))
			v.hidden.Show()
		}
	}
	toggle.OnTapped = func() {
		w.open = !w.open
		mark()
		v.content.Refresh()
		w.right.Refresh()
		if w.open {
			v.scroll.ScrollToBottom()
		}
	}
	mark()
	w.add(look.Flush(container.NewHBox(toggle)), v.hidden)
}

// fillDetails makes the technical text when it is asked for and not before: its letters of equal
// width cost 7 MB, and time while the window comes up.
func (w *Wizard) fillDetails() {
	v := w.built
	if v.details != nil {
		v.details.SetText(w.details())
		return
	}
	v.details = look.NewMono(w.details())
	copied := look.NewCopy(tr.T("wizard.details.copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(w.details())
	})
	v.hidden.Add(look.Card(v.details))
	v.hidden.Add(container.NewHBox(copied))
	look.Inherit(v.hidden, w.around())
}

// keys takes the keyboard where no field or button should have it, so that Escape works and Enter,
// pressed once too often, does nothing. Tab does not stop at it: there is nothing to see.
type keys struct {
	widget.BaseWidget
	escape func()
	own    func(*fyne.KeyEvent) bool // takes the keys of the window; may be nil
	taking bool                      // has the keyboard, or is being given it
	title  string                    // of the page, which is read out
}

func newKeys(escape func()) *keys {
	k := &keys{escape: escape}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *keys) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// AccessibilityLabel implements fyne.Accessible: a new page is read out by its title.
func (k *keys) AccessibilityLabel() string { return k.title }

// AccessibilityRole implements fyne.Accessible.
func (k *keys) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained implements fyne.Focusable.
func (k *keys) FocusGained() { k.taking = true }

// FocusLost implements fyne.Focusable.
func (k *keys) FocusLost() { k.taking = false }

// Disabled implements fyne.Disableable, which is what Tab asks for.
func (k *keys) Disabled() bool { return !k.taking }

// Enable implements fyne.Disableable.
func (k *keys) Enable() { k.taking = true }

// Disable implements fyne.Disableable.
func (k *keys) Disable() { k.taking = false }

// TypedRune implements fyne.Focusable.
func (k *keys) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (k *keys) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape:
		k.escape()
	case k.own != nil:
		k.own(e)
	}
}

// focusFirst puts the keyboard where the page wants it: the first field, else the chosen row, else
// the primary button.
func (w *Wizard) focusFirst() {
	v := w.built
	switch row, chosen := v.rows[w.page.Row]; {
	case len(v.fields) > 0:
		w.focus(v.fields[0].field)
	case chosen && w.page.Primary.Key != "":
		w.focus(row)
	case v.primary != nil && !v.primary.Disabled():
		w.focus(v.primary)
	default:
		v.keys.Enable()
		w.focus(v.keys)
	}
}

// refocus takes the keyboard when nothing else has it, as after the chat was shown.
func (w *Wizard) refocus() {
	if w.config.Window == nil {
		return
	}
	c := w.config.Window.Canvas()
	if c.Focused() == nil && c.Overlays().Top() == nil {
		w.focusFirst()
	}
}

// takeKeys makes Enter and Escape work where nothing has the keyboard, as after a click on an empty place:
// the page takes it back, and the key with it.
func (w *Wizard) takeKeys() {
	if w.config.Window == nil {
		return
	}
	c := w.config.Window.Canvas()
	before := c.OnTypedKey()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		used := e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeyEscape
		if used && look.Shows(w.config.Window.Content(), w.root) {
			w.refocus()
			if focused := c.Focused(); focused != nil {
				focused.TypedKey(e)
			}
		}
		if before != nil {
			before(e)
		}
	})
}

// focus returns the keyboard to an object, unless something else than the wizard is shown.
func (w *Wizard) focus(o fyne.Focusable) {
	if w.config.Window == nil || !look.Shows(w.config.Window.Content(), w.root) {
		return
	}
	w.config.Window.Canvas().Focus(o)
}

func (w *Wizard) focusedField() (name string, cursor int) {
	if w.built == nil {
		return "", 0
	}
	for _, f := range w.built.fields {
		if w.config.Window != nil && w.config.Window.Canvas().Focused() == f.field {
			return f.name, f.field.CursorColumn
		}
	}
	return "", 0
}

func (w *Wizard) focusField(name string, cursor int) {
	for _, f := range w.built.fields {
		if f.name == name {
			f.field.CursorColumn = cursor
			w.focus(f.field)
			return
		}
	}
	w.focusFirst()
}
