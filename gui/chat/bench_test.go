package chat_test

import (
	"image/color"

	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const anna, bernd, shop = sms.Number("+491711234567"), sms.Number("+493012345678"), sms.Number("o2")

// bench is a chat in a window of the test driver, driven as a person would.
type bench struct {
	t      testing.TB
	fake   *fakeMessenger
	chat   *chat.Chat
	window fyne.Window
	now    time.Time
	timers []*timer
	opened []string
	setUps int
}

type timer struct {
	f       func()
	stopped bool
}

type option func(*chat.Config)

func newBench(t testing.TB, language, variant string, fill func(*fakeMessenger), options ...option) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme{Force: variant})
	if err := tr.Use(language); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, now: time.Date(2026, 8, 28, 14, 2, 0, 0, time.FixedZone("CEST", 7200))}
	b.fake = newFake(func() time.Time { return b.now })
	if fill != nil {
		fill(b.fake)
	}
	b.window = test.NewTempWindow(t, canvas.NewRectangle(color.Transparent))
	b.window.SetPadded(false)
	cfg := chat.Config{Messenger: b.fake, Window: b.window, Now: b.fake.now,
		OnSetup: func() { b.setUps++ }, After: b.after}
	for _, o := range options {
		o(&cfg)
	}
	b.chat = chat.New(cfg)
	b.window.SetContent(b.chat.Object())
	b.window.Resize(fyne.NewSize(1000, 700))
	b.chat.AddShortcuts(b.window.Canvas())
	b.chat.Load()
	return b
}

func (b *bench) after(_ time.Duration, f func()) func() {
	t := &timer{f: f}
	b.timers = append(b.timers, t)
	return func() { t.stopped = true }
}

// pause lets every timer run out.
func (b *bench) pause() {
	due := b.timers
	b.timers = nil
	for _, t := range due {
		if !t.stopped {
			t.f()
		}
	}
}

// walk visits every visible object, what is on top last.
func (b *bench) walk(visit func(fyne.CanvasObject)) {
	b.walkFrom(b.window.Content(), visit)
	for _, o := range b.window.Canvas().Overlays().List() {
		b.walkFrom(o, visit)
	}
}

func (b *bench) walkFrom(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			b.walkFrom(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			b.walkFrom(child, visit)
		}
	}
}

// words gives all that can be read, a line of drawn text each.
func (b *bench) words() string {
	var lines []string
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			lines = append(lines, text.Text)
		}
	})
	return strings.Join(lines, "\n")
}

func (b *bench) sees(want ...string) {
	b.t.Helper()
	got := b.words()
	for _, w := range want {
		if !strings.Contains(got, w) {
			b.t.Errorf("%q is not to be seen in:\n%s", w, got)
		}
	}
}

func (b *bench) seesNot(unwanted ...string) {
	b.t.Helper()
	got := b.words()
	for _, w := range unwanted {
		if strings.Contains(got, w) {
			b.t.Errorf("%q is to be seen in:\n%s", w, got)
		}
	}
}

// tap taps the topmost button whose text contains label.
func (b *bench) tap(label string) {
	b.t.Helper()
	var found fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		if _, drawn := o.(interface{ Disabled() bool }); !drawn {
			return
		}
		tappable, ok := o.(fyne.Tappable)
		if ok && strings.Contains(b.textOf(o), label) {
			found = tappable
		}
	})
	if found == nil {
		b.t.Fatalf("no button %q in:\n%s", label, b.words())
	}
	test.Tap(found)
}

func (b *bench) textOf(o fyne.CanvasObject) string {
	if button, ok := o.(*widget.Button); ok {
		return button.Text
	}
	var text string
	b.walkFrom(o, func(o fyne.CanvasObject) {
		if drawn, ok := o.(*canvas.Text); ok {
			text += drawn.Text
		}
	})
	return text
}

// open taps the row of the list that shows title.
func (b *bench) open(title string) {
	b.t.Helper()
	var found fyne.CanvasObject
	b.walk(func(o fyne.CanvasObject) {
		if found == nil && strings.HasSuffix(fmt.Sprintf("%T", o), ".listItem") &&
			strings.Contains(b.textOf(o), title) {
			found = o
		}
	})
	if found == nil {
		b.t.Fatalf("no row %q in:\n%s", title, b.words())
	}
	test.Tap(found.(fyne.Tappable))
}

// press types keys as the driver would: shortcuts to what has the focus or else to the window, Tab
// to the next widget.
func (b *bench) press(keys ...any) {
	b.t.Helper()
	c := b.window.Canvas()
	for _, k := range keys {
		switch k := k.(type) {
		case string:
			for _, r := range k {
				c.Focused().TypedRune(r)
			}
		case fyne.KeyName:
			b.key(c, k)
		case fyne.Shortcut:
			if f, ok := c.Focused().(fyne.Shortcutable); ok {
				f.TypedShortcut(k)
			} else {
				c.(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(k)
			}
		default:
			b.t.Fatalf("cannot press %T", k)
		}
	}
}

func (b *bench) key(c fyne.Canvas, k fyne.KeyName) {
	if k == fyne.KeyTab {
		if t, ok := c.Focused().(fyne.Tabbable); !ok || !t.AcceptsTab() {
			c.FocusNext()
			return
		}
	}
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	} else {
		c.OnTypedKey()(&fyne.KeyEvent{Name: k})
	}
}

// shiftPress types a key with Shift held.
func (b *bench) shiftPress(k fyne.KeyName) {
	focused := b.window.Canvas().Focused().(desktop.Keyable)
	focused.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	focused.TypedKey(&fyne.KeyEvent{Name: k})
	focused.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func ctrl(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault}
}

func alt(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt}
}

// shot saves what the window looks like, when somebody wants to look.
func (b *bench) shot(name string) {
	dir := os.Getenv("SURFSTICK_SHOTS")
	if dir == "" {
		return
	}
	file, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, b.window.Canvas().Capture()); err != nil {
		b.t.Fatal(err)
	}
}
