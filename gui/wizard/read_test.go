package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
)

func inLanguage(t *testing.T, code string) {
	t.Helper()
	looktest.App(t, code, "light")
}

// visit calls see for every object that is shown, in order.
func visit(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	see(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			visit(child, see)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			visit(child, see)
		}
	}
}

// words returns everything that can be read in an object, in order.
func words(o fyne.CanvasObject) string {
	var all []string
	visit(o, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			all = append(all, text.Text)
		}
	})
	return strings.Join(all, " ")
}

func buttons(o fyne.CanvasObject) []*look.Button {
	var all []*look.Button
	visit(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok {
			all = append(all, b)
		}
	})
	return all
}

func primaries(o fyne.CanvasObject) (n int) {
	for _, b := range buttons(o) {
		if b.Importance == widget.HighImportance {
			n++
		}
	}
	return n
}

// tap taps the button with this label.
func tap(t *testing.T, w *Wizard, label string) {
	t.Helper()
	for _, b := range buttons(w.root) {
		if b.Text == label {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %q on the page: %s", label, words(w.root))
}

func key(o fyne.Focusable, name fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: name}) }

// checkPage checks what holds for every page: one primary button at most, no key or placeholder
// left over, nothing wider or higher than the smallest window.
func checkPage(t *testing.T, name string, w *Wizard) {
	t.Helper()
	text := words(w.root)
	for _, bad := range []string{"<no value>", "{{", "wizard.", "problem."} {
		if strings.Contains(text, bad) {
			t.Errorf("%s: %q is on the page: %s", name, bad, text)
		}
	}
	if n := primaries(w.root); n > 1 {
		t.Errorf("%s: %d primary buttons", name, n)
	}
	if min := w.root.MinSize(); min.Width > look.OpenWidth || min.Height > look.OpenHeight {
		t.Errorf("%s: wants %v, more than the smallest window", name, min)
	}
	visit(w.right, func(o fyne.CanvasObject) {
		scroll, ok := o.(*container.Scroll)
		if !ok || scroll.Content != w.built.content {
			return
		}
		if need := scroll.Content.MinSize().Height; need > scroll.Size().Height {
			t.Errorf("%s: needs a height of %v, has %v", name, need, scroll.Size().Height)
		}
		if need := scroll.Content.MinSize().Width; need > scroll.Size().Width {
			t.Errorf("%s: needs a width of %v, has %v", name, need, scroll.Size().Width)
		}
	})
	visit(w.right, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && len([]rune(text.Text)) > 80 {
			t.Errorf("%s: a line of %d characters: %s", name, len([]rune(text.Text)), text.Text)
		}
	})
}
