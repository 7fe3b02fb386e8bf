package chat_test

import (
	"fmt"
	"image/color"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/sms"
)

const anna, bernd, shop = sms.Number("+491711234567"), sms.Number("+493012345678"), sms.Number("o2")

// bench is a chat in a window of the test driver, driven as a person would.
type bench struct {
	gallery *gallery.Gallery // nil where nothing is drawn
	t       testing.TB
	fake    *fakeMessenger
	chat    *chat.Chat
	window  fyne.Window
	now     time.Time
	timers  []*timer
	setUps  int
	used    []string // what was pressed in the line about programs

	restarts int
	keeper   keeper
	config   chat.Config
	keys     fyne.ShortcutHandler

	mu    sync.Mutex
	posts []func()
}

// post keeps what is to run on the UI goroutine, which is the test's, until settle.
func (b *bench) post(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posts = append(b.posts, f)
}

// run runs what was posted and reports whether that was anything.
func (b *bench) run() bool {
	b.mu.Lock()
	posts := b.posts
	b.posts = nil
	b.mu.Unlock()
	for _, f := range posts {
		f()
	}
	return len(posts) > 0
}

// settle lets the messenger answer, and what comes of it happen; a messenger that is stuck is not
// waited for.
func (b *bench) settle() {
	for more := true; more; {
		if !b.fake.stuck() {
			b.chat.Wait()
		}
		more = b.run()
	}
}

// keyCanvas is a canvas whose shortcuts a test can press.
type keyCanvas struct {
	fyne.Canvas
	keys *fyne.ShortcutHandler
}

// AddShortcut implements fyne.Canvas.
func (c keyCanvas) AddShortcut(s fyne.Shortcut, f func(fyne.Shortcut)) { c.keys.AddShortcut(s, f) }

type timer struct {
	f       func()
	stopped bool
}

// keeper keeps settings in memory.
type keeper map[string]string

func (k keeper) Setting(key string) string { return k[key] }

func (k keeper) SetSetting(key, value string) error {
	k[key] = value
	return nil
}

type option func(*chat.Config)

func newBench(
	t testing.TB, language, variant string, fill func(*fakeMessenger), options ...option,
) *bench {
	t.Helper()
	looktest.App(t, language, variant)
	b := &bench{t: t, now: time.Date(2026, 8, 28, 14, 2, 0, 0, time.FixedZone("CEST", 7200))}
	b.fake = newFake(func() time.Time { return b.now })
	if fill != nil {
		fill(b.fake)
	}
	b.window = test.NewTempWindow(t, canvas.NewRectangle(color.Transparent))
	b.window.SetPadded(false)
	b.fake.emit = func(e sms.Event) { b.post(func() { b.chat.Handle(e) }) }
	b.keeper = keeper{}
	cfg := chat.Config{
		Kept: b.keeper, Messenger: b.fake, Window: b.window, Post: b.post, After: b.after, Now: b.fake.now,
		Log: slog.New(slog.DiscardHandler), Region: func() string { return "DE" },
		OnSetup: func() { b.setUps++ }, OnSettings: func() {},
		OnUse: chat.UseActions{
			Stop: func() { b.used = append(b.used, "stop") }, Again: func() { b.used = append(b.used, "again") },
			Read: func() { b.used = append(b.used, "read") },
		},
		OnRestart: func() { b.restarts++ }, OnUnread: func(int) {},
		EnterSends: func() bool { return true },
	}
	for _, o := range options {
		o(&cfg)
	}
	b.config = cfg
	b.chat = chat.New(cfg)
	b.window.SetContent(b.chat.Object())
	b.window.Resize(fyne.NewSize(1000, 700))
	b.chat.AddShortcuts(keyCanvas{b.window.Canvas(), &b.keys})
	b.chat.Load()
	b.settle()
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
	b.settle()
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

// words returns all that can be read, a line of drawn text each.
func (b *bench) words() string {
	b.settle()
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
	b.settle()
}

func (b *bench) textOf(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *look.Button:
		if o.Text == "" { // a sign only
			return o.AccessibilityLabel()
		}
		return o.Text
	case *look.Round:
		return o.Text
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
	test.Tap(b.rowOf(title).(fyne.Tappable))
	b.settle()
}

// rowOf returns the first row that shows title.
func (b *bench) rowOf(title string) (found fyne.CanvasObject) {
	b.t.Helper()
	b.walk(func(o fyne.CanvasObject) {
		if found == nil && fmt.Sprintf("%T", o) == "*chat.row" && strings.Contains(b.textOf(o), title) {
			found = o
		}
	})
	if found == nil {
		b.t.Fatalf("no row %q in:\n%s", title, b.words())
	}
	return found
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
				b.keys.TypedShortcut(k)
			}
		default:
			b.t.Fatalf("cannot press %T", k)
		}
	}
	b.settle()
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

func ctrlShift(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{
		KeyName: k, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift,
	}
}

func alt(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt}
}

// shot draws the window for the gallery, in a test of it.
func (b *bench) shot(name string) {
	if b.gallery != nil {
		b.t.Helper()
		b.gallery.Shot(b.window, name)
	}
}

// drawn is a bench in a look of the gallery.
func drawn(g *gallery.Gallery, fill func(*fakeMessenger), options ...option) *bench {
	g.Helper()
	b := newBench(g.T, g.Language, g.Theme, fill, options...)
	b.gallery, g.Settle = g, b.settle
	return b
}

// signs returns the names of the drawn signs.
func (b *bench) signs() string {
	var names []string
	b.walk(func(o fyne.CanvasObject) {
		if image, ok := o.(*canvas.Image); ok && image.Resource != nil {
			names = append(names, image.Resource.Name())
		}
	})
	return strings.Join(names, " ")
}

func (b *bench) menuOpen() {
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Text == "" && button.Icon != nil {
			test.Tap(button)
		}
	})
}

// menu opens the menu of the header and takes the item with one of the labels.
func (b *bench) menu(labels ...string) {
	b.t.Helper()
	b.menuOpen()
	b.take(labels...)
}

// take takes the entry of the open menu with one of the labels.
func (b *bench) take(labels ...string) {
	b.t.Helper()
	var found fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		words := ""
		if r, ok := o.(*look.MenuRow); ok {
			words = r.Words()
		} else if strings.HasSuffix(fmt.Sprintf("%T", o), ".menuItem") {
			words = b.textOf(o)
		}
		if words != "" && slices.ContainsFunc(labels, func(l string) bool { return strings.Contains(words, l) }) {
			found = o.(fyne.Tappable)
		}
	})
	if found == nil {
		b.t.Fatalf("no menu item %q in:\n%s", labels, b.words())
	}
	found.Tapped(&fyne.PointEvent{})
	b.settle()
}

// tapText presses the mouse button on a text of the conversation.
func (b *bench) tapText(text string) {
	b.t.Helper()
	found := b.textWith(text)
	found.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	found.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
}

// selectable is a text of the conversation, as mouse and keyboard meet it.
type selectable interface {
	fyne.CanvasObject
	fyne.SecondaryTappable
	fyne.DoubleTappable
	fyne.Draggable
	desktop.Mouseable
}

// textWith returns the last text of the conversation that contains some words.
func (b *bench) textWith(words string) (found selectable) {
	b.t.Helper()
	b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
		if s, ok := o.(selectable); ok && o.Size().Height > 0 && strings.Contains(b.textOf(o), words) {
			found = s
		}
	})
	if found == nil {
		b.t.Fatalf("no text %q", words)
	}
	return found
}
