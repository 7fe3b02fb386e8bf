package gui

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/contacts"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
	"surfstick-sms/sms/backup"
)

// byPurpose is where the keyboard means to go another way than Tab does.
var byPurpose = looktest.Except{
	// A click on the time of a message does what the menu of the message offers.
	Mouse: []string{"*chat.timeTap", "*chat.copyText"},
	// From what one writes Tab leads to Send, to what is beside that, and to the messages above it.
	Order: []string{"*chat.reader", "*look.Round"},
}

// small gives the window its smallest size.
func (b *bench) small() {
	b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	b.settle()
}

// everything has all that a window may have.
func everything(c *Config) {
	c.Erase = func() {}
	c.Transfer = &backup.Files{Zone: time.UTC, Now: time.Now}
	c.Card = fullCard{}
	c.Programs = newPrograms()
}

// newFull returns a window with everything.
func newFull(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t)
	looktest.Begin(t)
	return newFullIn(t, looktest.App(t, "en", "light"))
}

// newFullIn is newFull in an application that has its theme and language already.
func newFullIn(t *testing.T, app fyne.App) *bench {
	t.Helper()
	b := newBenchIn(t, app, everything)
	b.config.Transfer.(*backup.Files).Texts = b.texts
	t.Cleanup(func() { b.transfer.Close() })
	return b
}

// fullCard is a SIM card with a contact, in a stick with room.
type fullCard struct {
	simcard.Card
	phoneBook
}

// phoneBook is that of the card.
type phoneBook struct{ contacts.Card }

func (fullCard) CleanMemory(context.Context, string) (int, error) { return 0, nil }

func (phoneBook) Contacts(context.Context, func(done, total int)) ([]sms.Contact, error) {
	return []sms.Contact{{Index: 1, Name: "Anna", Number: "+491711234567"}}, nil
}

func (fullCard) Memories(context.Context) ([]sms.Memory, error) {
	return []sms.Memory{{Name: "SM", Used: 3, Total: 20, Own: 2}}, nil
}

func (fullCard) EndUSSD(context.Context) error { return nil }

func (fullCard) OwnNumber() string { return "+491701234567" }

func (fullCard) PINState(context.Context) (sms.PINState, error) {
	return sms.PINState{Wanted: true, Tries: 1}, nil // with the question whether it may be the last try
}

func (fullCard) Remembered(context.Context) (on, possible bool) { return true, true }

// answered lets the card answer.
func (b *bench) answered() {
	b.settle()
	for {
		select {
		case f := <-b.posts:
			f()
			b.settle()
		case <-time.After(100 * time.Millisecond):
			return
		}
	}
}

// chatting has a conversation open, with the cursor where one writes.
func (b *bench) chatting(t *testing.T) {
	t.Helper()
	b.HandleFacts(connected())
	sent, err := b.texts.Send(t.Context(), "+491713920042", "Is this seen?")
	if err != nil {
		t.Fatal(err)
	}
	b.HandleEvent(sms.MessageChanged{Message: sent, New: true})
	b.chat.Open(sent.Number)
	b.settle()
	b.small()
}

// openers are the pages, cards and menus that lie above the chat.
func (b *bench) openers() map[string]func() {
	all := map[string]func(){
		"restart": b.askRestart, "mode": func() { b.askMode(setup.WayInternet) }, "quiet": b.desk.askQuiet,
		"menu": b.openMenu, "PIN": b.cards.PIN,
		"later": func() { b.sendLater([]sms.Number{"+491713920042"}, "half a", func() {}) },
	}
	for _, p := range b.places() {
		if p.Open != nil && p.Key != "chat.menu.setup" { // which is no page above the chat
			all[p.Key] = p.Open
		}
	}
	return all
}

// openMenu opens the menu at the foot of the list, which has fewer words with large text.
func (b *bench) openMenu() {
	visit(b.window.Content(), func(o fyne.CanvasObject) {
		button, ok := o.(*look.Button)
		if ok && slices.Contains([]string{tr.T("chat.places"), tr.T("chat.places.short")}, button.Text) {
			defer test.Tap(button)
		}
	})
}

// TestKeyboardReachesPages: on every page and card Tab stops at all that the mouse can press and shows it,
// everything says what it is, and Escape leads back to where the keyboard was. What was typed is still
// there.
func TestKeyboardReachesPages(t *testing.T) {
	b := newFull(t)
	b.chatting(t)
	field, ok := b.window.Canvas().Focused().(*look.Field)
	if !ok {
		t.Fatalf("the cursor is in %T", b.window.Canvas().Focused())
	}
	field.SetText("half a")
	for name, open := range b.openers() {
		t.Run(name, func(t *testing.T) {
			b.window.Canvas().Focus(field)
			open()
			b.answered()
			if b.window.Canvas().Overlays().Top() == nil && b.pages.Top() == nil {
				t.Fatal("nothing opened")
			}
			looktest.Check(t, b.window.Canvas(), byPurpose)
			b.key(fyne.KeyEscape)
			if b.window.Canvas().Overlays().Top() != nil || b.pages.Top() != nil {
				t.Fatal("Escape does not lead back")
			}
			if got := b.window.Canvas().Focused(); got != fyne.Focusable(field) {
				t.Errorf("afterwards the keyboard is at %T", got)
			}
			if field.Text != "half a" {
				t.Errorf("%q stands in the field", field.Text)
			}
		})
	}
}

// deeper are the pages and cards that lie above a page: where it is, and the words that lead on.
var deeper = map[string]struct{ page, press string }{
	"erase":    {"chat.menu.settings", "settings.erase"},
	"keys":     {"chat.menu.settings", "settings.keys"},
	"about":    {"chat.menu.settings", "settings.about"},
	"help":     {"chat.menu.settings", "settings.help"},
	"PIN":      {"chat.menu.settings", "settings.pin"},
	"contact":  {"contacts.title", "contacts.new"},
	"programs": {"chat.menu.settings", "settings.programs"},
	"alive":    {"planned.title", "planned.alive"},
}

// TestKeyboardReachesDeeper: the same for what lies above a page, and Escape leads back to that page.
func TestKeyboardReachesDeeper(t *testing.T) {
	b := newFull(t)
	b.chatting(t)
	for name, way := range deeper {
		t.Run(name, func(t *testing.T) {
			b.openers()[way.page]()
			b.answered()
			page := b.pages.Top()
			tapAbove(t, b.window, tr.T(way.press))
			b.answered()
			if b.window.Canvas().Overlays().Top() == nil && b.pages.Top() == page {
				t.Fatal("nothing opened")
			}
			looktest.Check(t, b.window.Canvas(), byPurpose)
			b.key(fyne.KeyEscape)
			if b.window.Canvas().Overlays().Top() != nil || b.pages.Top() != page {
				t.Fatal("Escape does not lead back")
			}
			b.pages.CloseAll()
		})
	}
}

// TestPagesFit: every page and card fits into the smallest window with the largest text, or scrolls.
func TestPagesFit(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal); _ = tr.Use("en") })
	for _, language := range []string{"en", "de"} {
		look.SetTextSize(look.TextHuge)
		b := newFull(t)
		if err := tr.Use(language); err != nil {
			t.Fatal(err)
		}
		b.chat = b.newChat()
		b.chatting(t)
		for name, open := range b.openers() {
			open()
			b.answered()
			if least := b.window.Content().MinSize(); least.Width > look.MinWidth || least.Height > look.MinHeight {
				t.Errorf("%s, %s: needs %v", name, language, least)
			}
			if all := outside(b.window); len(all) > 0 {
				t.Errorf("%s, %s: outside %q", name, language, all)
			}
			b.key(fyne.KeyEscape)
		}
	}
}

// TestKeyboardReachesSetUp: the same for the pages of the set-up.
func TestKeyboardReachesSetUp(t *testing.T) {
	now := time.Now()
	for name, f := range map[string]setup.Facts{
		"no stick": facts(setup.Ticked{At: now}),
		"problem":  facts(setup.ScanFailed{Err: errNoRestart, At: now}),
		"silent": facts(setup.Ticked{At: now}, setup.LineFixed{Line: hw.Line{Name: "COM8"}}, setup.ProbeStarted{},
			setup.Probed{Probe: setup.Probe{Line: hw.Line{Name: "COM8"}, Result: setup.ProbeSilent}},
			setup.ProbeEnded{}),
		"PIN": facts(setup.LineFixed{Line: hw.Line{Name: "COM8"}}, setup.Ticked{At: now},
			setup.SessionStarted{Line: hw.Line{Name: "COM8"}, Modem: sms.Identity{IMEI: "1"}},
			setup.SIMSeen{SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3}, At: now}),
		"test": connected(),
	} {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			looktest.Begin(t)
			b := newBench(t, nil)
			b.HandleFacts(f)
			b.small()
			looktest.Check(t, b.window.Canvas(), byPurpose)
		})
	}
}
