package panel_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/panel"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// card is a SIM card whose memories a test decides.
type card struct {
	memories []sms.Memory
	err      error
	cleaned  []string
	wait     chan struct{} // nil for an answer at once
}

func (c *card) Memories(ctx context.Context) ([]sms.Memory, error) {
	if c.wait != nil {
		select {
		case <-c.wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return c.memories, c.err
}

func (c *card) CleanMemory(_ context.Context, name string) (int, error) {
	c.cleaned = append(c.cleaned, name)
	n := c.memories[0].Own
	c.memories = []sms.Memory{{Name: name, Used: 0, Total: 20}}
	return n, c.err
}

// bench is the page in a window.
type bench struct {
	*panel.Panel
	t      *testing.T
	window fyne.Window
	pages  *look.Pages
	card   *card
	link   sms.Link
	copied string
	did    string
	posts  chan func()
}

func open(t *testing.T, code string, c *card) *bench {
	t.Helper()
	looktest.App(t, code, os.Getenv("SURFSTICK_THEME"))
	b := &bench{t: t, window: test.NewTempWindow(t, nil), card: c, posts: make(chan func(), 10)}
	b.window.SetPadded(false)
	b.pages = look.NewPages(b.window.Canvas(), look.NewText("home", ""))
	b.window.SetContent(b.pages.Object())
	b.window.Resize(fyne.NewSize(look.OpenWidth, look.OpenHeight))
	do := func(what string) func() { return func() { b.did += what + " " } }
	b.Panel = panel.New(panel.Config{
		Region: func() string { return "DE" },
		Card:   c, Canvas: b.window.Canvas(), Show: b.pages.Show,
		Post: func(f func()) { b.posts <- f },
		Copy: func(text string) { b.copied = text }, Link: func() sms.Link { return b.link },
		SIM: func() []panel.Action {
			return []panel.Action{{Key: "balance", Do: do("balance")}, {Key: "test"}}
		},
		Stick: func() []panel.Action { return []panel.Action{{Key: "setup", Do: do("setup")}} },
	})
	return b
}

// next runs what comes of the next question to the card.
func (b *bench) next() {
	b.t.Helper()
	select {
	case f := <-b.posts:
		f()
	case <-time.After(10 * time.Second):
		b.t.Fatal("nothing came of the question")
	}
}

// words returns what can be read in the window.
func (b *bench) words() string {
	var all []string
	roots := []fyne.CanvasObject{b.window.Content()}
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		roots = append(roots, top)
	}
	for _, root := range roots {
		for _, o := range test.LaidOutObjects(root) {
			if text, ok := o.(*canvas.Text); ok && text.Visible() {
				all = append(all, text.Text)
			}
		}
	}
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

// tap presses the line or the button with these words.
func (b *bench) tap(words string) {
	b.t.Helper()
	roots := []fyne.CanvasObject{b.window.Content()}
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		roots = []fyne.CanvasObject{top}
	}
	for _, root := range roots {
		for _, o := range test.LaidOutObjects(root) {
			if row, ok := o.(*look.Row); ok && row.Words() == words {
				test.Tap(row)
				return
			}
			if button, ok := o.(*look.Button); ok && button.Text == words {
				test.Tap(button)
				return
			}
		}
	}
	b.t.Fatalf("nothing to press is called %q: %s", words, b.words())
}

func (b *bench) has(wanted ...string) {
	b.t.Helper()
	text := b.words()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			b.t.Errorf("does not say %q: %s", want, text)
		}
	}
}

func (b *bench) hasNot(bad ...string) {
	b.t.Helper()
	for _, word := range bad {
		if text := b.words(); strings.Contains(text, word) {
			b.t.Errorf("says %q: %s", word, text)
		}
	}
}

// connected are the facts of a stick that is connected.
func connected() setup.Facts {
	var f setup.Facts
	f.Session.Connected = true
	f.Session.Identity = sms.Identity{
		Manufacturer: "huawei", Model: "E3131", IMEI: "860000000000008", Firmware: "21.157.31", OwnNumber: "+491713920055",
	}
	f.Chosen.Location = "1-1"
	f.Chosen.Stick = hw.Stick{Location: "1-1", ID: hw.ID{Vendor: 0x12d1, Product: 0x1001}, Name: "HUAWEI Mobile"}
	f.Boot.LineAt = "COM8"
	f.Scan.Snapshot.Lines = []hw.Line{{Name: "COM8", Label: "3G PC UI Interface (COM8)", Location: "1-1", Rank: 1}}
	return f
}

func home() sms.Link {
	return sms.Link{Up: true, Registration: sms.RegHome, Operator: "o2 - de", Signal: 74, Tech: sms.Tech4G}
}

func TestConnected(t *testing.T) {
	b := open(t, "en", &card{memories: []sms.Memory{{Name: "SM", Used: 3, Total: 20}, {Name: "ME", Used: -1, Total: -1}}})
	b.link = home()
	b.Open(connected())
	b.has("Reading the memory")
	b.next()
	b.has("o2 - de, 4G", "Signal: good", "Huawei E3131", "3G PC UI Interface (COM8)", "12d1:1001", "21.157.31",
		"860000000000008", "0171 3920055", "On the SIM card", "3 of 20 used", "In the stick", "not known",
		"Check the balance", "Open the set-up")
	b.hasNot("Abroad", "Reading", "Test message", "Clean up", "<no value>", "panel.")
}

func TestNetwork(t *testing.T) {
	for _, c := range []struct {
		name string
		link sms.Link
		want []string
	}{
		{"abroad", sms.Link{Up: true, Registration: sms.RegRoaming, Operator: "A1", Signal: 10, Tech: sms.Tech3G}, []string{"A1, 3G", "Signal: weak", "Abroad"}},
		{"searching", sms.Link{Up: true, Registration: sms.RegSearching, Signal: -1}, []string{"Looking for a network"}},
		{"denied", sms.Link{Up: true, Registration: sms.RegDenied, Signal: 50}, []string{"Refused by the network"}},
		{"none", sms.Link{Up: true, Registration: sms.RegNone, Signal: -1}, []string{"No network", "nearer to a window"}},
		{"untold", sms.Link{Up: true, Signal: -1}, []string{"does not say which network"}},
		{"nameless", sms.Link{Up: true, Registration: sms.RegHome, Signal: -1}, []string{"Network without a name", "Signal: not known yet"}},
		{"hostile", sms.Link{Up: true, Registration: sms.RegHome, Operator: "a\x00b\u202e" + strings.Repeat("x", 500)}, []string{"ab"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t, "en", &card{})
			b.link = c.link
			b.Open(connected())
			b.next()
			b.has(c.want...)
			b.hasNot("\u202e", strings.Repeat("x", 100))
		})
	}
}

// Without a stick the page says so and leads to the set-up; the card is not asked.
func TestAway(t *testing.T) {
	b := open(t, "en", &card{})
	b.Open(setup.Facts{})
	b.has("Not connected", "Plug it in")
	b.hasNot("Memory", "IMEI")
	b.tap("Open the set-up")
	if b.did != "setup " {
		t.Errorf("did %q", b.did)
	}
	b.link = home()
	b.Update(connected())
	b.next()
	b.has("o2 - de, 4G")
	b.link = sms.Link{}
	b.Update(setup.Facts{})
	b.has("Not connected")
}

func TestCopied(t *testing.T) {
	b := open(t, "en", &card{})
	b.Open(connected())
	b.next()
	b.tap("IMEI (serial number)")
	b.has("IMEI (serial number) copied.")
	if b.copied != "860000000000008" {
		t.Errorf("copied %q", b.copied)
	}
	b.tap("Check the balance …")
	if b.did != "balance " {
		t.Errorf("did %q", b.did)
	}
}

func TestClean(t *testing.T) {
	c := &card{memories: []sms.Memory{{Name: "SM", Used: 7, Total: 20, Own: 4}}}
	b := open(t, "en", c)
	b.Open(connected())
	b.next()
	b.has("4 drafts or sent messages of other programs")
	b.tap("On the SIM card")
	b.has("Clean up the memory?", "cannot be undone")
	b.tap("Keep")
	if len(c.cleaned) != 0 {
		t.Fatal("cleaned although it was to be kept")
	}
	b.tap("On the SIM card")
	b.tap("Delete")
	b.next()
	b.has("4 messages deleted.", "0 of 20 used")
	if len(c.cleaned) != 1 || c.cleaned[0] != "SM" {
		t.Errorf("cleaned %q", c.cleaned)
	}
}

func TestMemoryFails(t *testing.T) {
	c := &card{err: errors.New("no answer")}
	b := open(t, "en", c)
	b.Open(connected())
	b.next()
	b.has("could not be read")
	c.err, c.memories = nil, []sms.Memory{{Name: "SM", Used: 1, Total: 5}}
	b.tap("The memory could not be read. Try again")
	b.next()
	b.has("1 of 5 used")
}

// What is asked ends with the page, and comes to nothing then.
func TestLeaving(t *testing.T) {
	c := &card{wait: make(chan struct{})}
	b := open(t, "en", c)
	b.Open(connected())
	b.pages.CloseAll()
	b.next()
	b.has("home")
	close(c.wait)
	b.Open(connected())
	b.next()
	b.hasNot("could not be read")
}

// A page that says the same is not built anew: what has the keyboard keeps it.
func TestSame(t *testing.T) {
	b := open(t, "en", &card{})
	b.link = home()
	b.Open(connected())
	b.next()
	b.tap("IMEI (serial number)")
	focused := b.window.Canvas().Focused()
	b.Update(connected())
	if focused == nil || b.window.Canvas().Focused() != focused {
		t.Error("the page was built anew though nothing changed")
	}
}

// TestGallery puts the page into every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "panel", func(g *gallery.Gallery) {
		b := open(g.T, g.Language, &card{memories: []sms.Memory{{Name: "SM", Used: 7, Total: 20, Own: 4}, {Name: "ME", Used: 0, Total: 255}}})
		fyne.CurrentApp().Settings().SetTheme(look.Theme{Force: g.Theme})
		b.link = home()
		b.Open(connected())
		b.next()
		g.Shot(b.window, "home")
		b.link.Registration = sms.RegRoaming
		b.Update(connected())
		g.Shot(b.window, "abroad")
		b.link = sms.Link{}
		b.Update(setup.Facts{})
		g.Shot(b.window, "away")
	})
}
