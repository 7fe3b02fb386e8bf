package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// places are the states of the chat in which the keyboard can be somewhere.
func places() map[string]func(*bench) {
	return map[string]func(*bench){
		"nothing open":   func(*bench) {},
		"open":           func(b *bench) { b.open("Anna") },
		"a code":         func(b *bench) { b.open("030 12345678") },
		"a name":         func(b *bench) { b.open("o2") },
		"states":         func(b *bench) { b.open("+43") },
		"draft":          func(b *bench) { b.open("Anna"); b.press("half") },
		"new":            func(b *bench) { b.press(ctrl(fyne.KeyN)) },
		"new, typed":     func(b *bench) { b.press(ctrl(fyne.KeyN), "abc", fyne.KeyTab, "x") },
		"search":         func(b *bench) { b.press(ctrl(fyne.KeyF), "zug"); b.pause() },
		"search, open":   func(b *bench) { b.open("Anna"); b.press(ctrl(fyne.KeyF), "zug"); b.pause() },
		"deleted":        func(b *bench) { b.deleteAnna() },
		"banner":         func(b *bench) { b.chat.SetStick(chat.Stick{Away: chat.AwayPIN}); b.open("Anna") },
		"scrolled up":    func(b *bench) { b.open("0160"); b.wheel(3000) },
		"naming":         func(b *bench) { b.open("Anna"); b.menu("Name this contact") },
		"question":       func(b *bench) { b.open("Anna"); b.menu("Delete conversation") },
		"question, cost": func(b *bench) { b.open("Anna"); b.paste(long); b.press(fyne.KeyReturn) },
		"emoji":          func(b *bench) { b.open("Anna"); b.press(ctrl(fyne.KeyE)) },
		"emoji, found":   func(b *bench) { b.open("Anna"); b.press(ctrl(fyne.KeyE), "cat") },
		"text blocks":    func(b *bench) { b.open("Anna"); b.tap("More"); b.chooses("Text blocks …") },
		"text block":     func(b *bench) { b.open("Anna"); b.tap("More"); b.chooses("Text blocks …"); b.tap("New text block") },
		"archive":        func(b *bench) { b.place("Archive") },
		"blocked":        func(b *bench) { b.place("Blocked") },
		"bin":            func(b *bench) { b.deleteAnna(); b.place("Bin") },
		"bin, open":      func(b *bench) { b.deleteAnna(); b.place("Bin"); b.press(fyne.KeyDown, fyne.KeyReturn) },
		"menu":           func(b *bench) { b.open("Anna"); b.menuOpen() },
	}
}

// fillAll has a conversation of every kind.
func fillAll(f *fakeMessenger) {
	fillDay(f)
	fillStates(f)
	for i := range 60 {
		f.in("+491601111111", fmt.Sprintf("Text %d", i), time.Duration(100-i)*time.Hour)
	}
	m := f.out(anna, "Later", sms.Failed, time.Minute)
	f.msgs[m.ID-1].Reason = sms.ReasonBusy
}

// stops returns what Tab stops at, from where the keyboard is until it is there again.
func (b *bench) stops() (all []fyne.Focusable) {
	c := b.window.Canvas()
	for range 60 {
		c.FocusNext()
		if f := c.Focused(); f == nil || slices.Contains(all, f) {
			return all
		}
		all = append(all, c.Focused())
	}
	b.t.Fatal("Tab never comes round")
	return nil
}

// long is a text of ten parts.
var long = strings.Repeat("x", 1530)

// fewer is by how many stops TestEscapeGoesBack goes on: under the race detector, which makes it 10 times as
// slow and looks for something else, not all are tried.
var fewer = 1

// TestEscapeGoesBack: Escape at any stop leads one level back, and in the end to where one types or
// to nothing that could swallow keys.
func TestEscapeGoesBack(t *testing.T) {
	for name, put := range places() {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillAll)
			put(b)
			for i, all := 0, len(b.stops()); i < all; i += fewer {
				b := newBench(t, "en", "light", fillAll)
				put(b)
				c := b.window.Canvas()
				f := b.stops()[i]
				c.Focus(f)
				for range 3 {
					b.press(fyne.KeyEscape)
				}
				if c.Overlays().Top() != nil {
					t.Errorf("%T: a card is still open", f)
				}
				if field, ok := c.Focused().(*look.Field); c.Focused() != nil && (!ok || !field.MultiLine) {
					t.Errorf("%T %q: %T has the keyboard", f, b.textOf(f.(fyne.CanvasObject)), c.Focused())
				}
			}
		})
	}
}

// TestEscapeFromNewReturns: who only looked at New is where he was.
func TestEscapeFromNewReturns(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("half a", ctrl(fyne.KeyN), ctrl(fyne.KeyN), fyne.KeyEscape)
	b.sees("Bis gleich!")
	if got := b.typed(); got != "half a" {
		t.Errorf("%q stands in the field", got)
	}
}

// TestOneCardAtATime: the window's own keys do nothing while a card or a menu lies above the chat.
func TestOneCardAtATime(t *testing.T) {
	settings := 0
	open := func(c *chat.Config) { c.OnSettings = func() { settings++ } }
	for name, above := range map[string]func(*bench){
		"card": func(b *bench) { b.menu("Name this contact") },
		"menu": (*bench).menuOpen,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay, open)
			b.open("Anna")
			above(b)
			settings = 0
			for _, key := range []fyne.Shortcut{ctrl(fyne.KeyComma), ctrl(fyne.KeyN), ctrl(fyne.KeyF), alt(fyne.KeyDown)} {
				b.keys.TypedShortcut(key)
			}
			b.press(fyne.KeyEscape)
			if settings != 0 || b.window.Canvas().Overlays().Top() != nil {
				t.Errorf("%d cards opened above it", settings)
			}
			b.sees("Bis gleich!")
			b.press("typed", ctrl(fyne.KeyComma))
			if settings != 1 || b.typed() != "typed" {
				t.Errorf("%d cards opened afterwards, %q is typed", settings, b.typed())
			}
		})
	}
}

// TestGreyButtonsSayWhy: every grey button of the chat has a reason, and says it when it is pressed.
func TestGreyButtonsSayWhy(t *testing.T) {
	for name, put := range places() {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillAll)
			put(b)
			b.walk(func(o fyne.CanvasObject) {
				button, ok := o.(*look.Button)
				if !ok || !button.Disabled() {
					return
				}
				if button.Why() == "" {
					t.Errorf("%q is grey without a reason", button.Text)
				}
				test.Tap(button)
				b.sees(button.Why())
			})
		})
	}
}

// TestTypingIsNeverLost: who types while a button or the list has the keyboard means the text.
func TestTypingIsNeverLost(t *testing.T) {
	b := newBench(t, "en", "light", fillAll)
	b.open("Anna")
	for _, f := range b.stops() {
		if _, ok := f.(*look.Field); ok {
			continue
		}
		b.window.Canvas().Focus(f)
		before := len(b.composed())
		b.press("ab")
		if got := b.composed(); len(got) != before+2 {
			t.Errorf("typed at %T %q: %q stands in the field", f, b.textOf(f.(fyne.CanvasObject)), got)
		}
	}
}

// composed returns what stands in the field for the text.
func (b *bench) composed() (text string) {
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*look.Field); ok && f.MultiLine {
			text = f.Text
		}
	})
	return text
}
