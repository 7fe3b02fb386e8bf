package chat

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
)

// copyText is a label whose text can be selected and copied. Fyne's own selectable label takes the
// focus and then swallows every key, so that after a click into a text neither the window's
// shortcuts nor typing would work any more. Here a grip lies above the label: it takes mouse and
// focus, hands on to the label's own selection what that understands, and passes on the rest.
type copyText struct {
	widget.Label
	grip  *grip
	whole string                  // what is copied when nothing is selected; Text when ""
	copy  func(text string)       // puts it on the clipboard
	more  func() []*fyne.MenuItem // what the menu offers beside copying; may be nil
}

func newCopyText(keys keyTarget) *copyText {
	t := &copyText{}
	t.Wrapping, t.Selectable = fyne.TextWrapWord, true
	t.grip = &grip{label: t, keys: keys}
	t.grip.ExtendBaseWidget(t.grip)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget. The part of a label that selects is private to Fyne: that it
// is the first of the two objects which a selectable label draws holds for Fyne 2.8 (widget/label.go,
// labelRenderer), and TestWordCanBeSelected fails when it does not. Then the text is still shown,
// and copied as a whole.
func (t *copyText) CreateRenderer() fyne.WidgetRenderer {
	inner := t.Label.CreateRenderer()
	r := &copyRenderer{WidgetRenderer: inner, grip: t.grip}
	if own, ok := inner.Objects()[0].(selection); ok && len(inner.Objects()) == 2 {
		t.grip.inner, t.grip.drawn = own, own.CreateRenderer()
		r.rest = inner.Objects()[1:]
	} else {
		r.rest = inner.Objects()
	}
	return r
}

// selection is what the label uses for selecting; it is never part of the window itself.
type selection interface {
	fyne.Widget
	fyne.Focusable
	fyne.Draggable
	fyne.DoubleTappable
	desktop.Mouseable
	SelectedText() string
}

type copyRenderer struct {
	fyne.WidgetRenderer
	grip *grip
	rest []fyne.CanvasObject
}

func (r *copyRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.grip.Resize(s)
}

func (r *copyRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.grip.redraw()
}

func (r *copyRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if r.grip.drawn != nil {
		all = append(all, r.grip.drawn.Objects()...)
	}
	return append(append(all, r.rest...), r.grip)
}

// grip is the invisible part of a copyText that mouse and keyboard meet.
type grip struct {
	widget.BaseWidget
	label   *copyText
	keys    keyTarget
	inner   selection           // nil when there is none
	drawn   fyne.WidgetRenderer // draws inner's ground
	focused bool
}

// CreateRenderer implements fyne.Widget.
func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// SelectedText returns what is selected.
func (g *grip) SelectedText() string {
	if g.inner == nil {
		return ""
	}
	return g.inner.SelectedText()
}

// Disabled keeps Tab from stopping at every text of a conversation; a click can focus it still.
func (g *grip) Disabled() bool { return !g.focused }

// Enable implements fyne.Disableable.
func (g *grip) Enable() {}

// Disable implements fyne.Disableable.
func (g *grip) Disable() {}

// Cursor implements desktop.Cursorable.
func (g *grip) Cursor() desktop.Cursor { return desktop.TextCursor }

// with lets the label's selection do something, takes the focus back and draws what came of it.
func (g *grip) with(do func(selection)) {
	if g.inner == nil {
		return
	}
	do(g.inner)
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		c.Focus(g)
	}
	g.redraw()
}

func (g *grip) redraw() {
	if g.drawn != nil {
		g.drawn.Refresh()
		canvas.Refresh(g.label)
	}
}

// MouseDown implements desktop.Mouseable.
func (g *grip) MouseDown(ev *desktop.MouseEvent) { g.with(func(s selection) { s.MouseDown(ev) }) }

// MouseUp implements desktop.Mouseable.
func (g *grip) MouseUp(ev *desktop.MouseEvent) { g.with(func(s selection) { s.MouseUp(ev) }) }

// Dragged implements fyne.Draggable.
func (g *grip) Dragged(ev *fyne.DragEvent) { g.with(func(s selection) { s.Dragged(ev) }) }

// DragEnd implements fyne.Draggable.
func (g *grip) DragEnd() { g.with(func(s selection) { s.DragEnd() }) }

// DoubleTapped implements fyne.DoubleTappable.
func (g *grip) DoubleTapped(ev *fyne.PointEvent) {
	g.with(func(s selection) { s.DoubleTapped(ev) })
}

// TappedSecondary offers to copy what is selected, or else the whole text, and what else there is.
func (g *grip) TappedSecondary(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		menu := fyne.NewMenu("", fyne.NewMenuItem(tr.T("chat.copyText"), g.copy))
		if g.label.more != nil {
			menu.Items = append(menu.Items, g.label.more()...)
		}
		widget.ShowPopUpMenuAtPosition(menu, c, ev.AbsolutePosition)
	}
}

func (g *grip) copy() {
	text := g.SelectedText()
	g.label.copy(cmp.Or(text, g.label.whole, g.label.Text))
}

// FocusGained implements fyne.Focusable.
func (g *grip) FocusGained() {
	g.focused = true
	if g.inner != nil {
		g.inner.FocusGained()
	}
	g.redraw()
}

// FocusLost implements fyne.Focusable.
func (g *grip) FocusLost() {
	g.focused = false
	if g.inner != nil {
		g.inner.FocusLost()
	}
	g.redraw()
}

// TypedRune implements fyne.Focusable: who types means the composer.
func (g *grip) TypedRune(r rune) { g.keys.rune(r) }

// TypedKey implements fyne.Focusable.
func (g *grip) TypedKey(ev *fyne.KeyEvent) { g.keys.key(ev) }

// TypedShortcut implements fyne.Shortcutable.
func (g *grip) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok {
		g.copy()
		return
	}
	g.keys.shortcut(s)
}
