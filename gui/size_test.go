package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/internal/setup"
)

func TestWindowKeepsItsSize(t *testing.T) {
	b := newBench(t, nil)
	b.window.Resize(fyne.NewSize(1234, 800))
	b.keepSize()
	if got := b.lastSize(); got != fyne.NewSize(1234, 800) {
		t.Errorf("the window comes back as %v", got)
	}
}

// TestSmallerScreen is for a laptop that was closed at a large screen and opened without.
func TestSmallerScreen(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Screen = fyne.NewSize(1366, 728) })
	b.window.Resize(fyne.NewSize(1900, 1000))
	b.keepSize()
	if got := b.lastSize(); got != fyne.NewSize(1366, 696) {
		t.Errorf("the window comes back as %v", got)
	}
}

// TestSmallWindow: the window can be made as small as it is of use, comes back like that, and opens
// no larger than a small screen.
func TestSmallWindow(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Screen = fyne.NewSize(911, 512) })
	if got := b.lastSize(); got != fyne.NewSize(911, 480) {
		t.Errorf("on a small screen it opens as %v", got)
	}
	b.window.Resize(fyne.NewSize(760, 480))
	b.keepSize()
	if got := b.lastSize(); got != fyne.NewSize(760, 480) {
		t.Errorf("it comes back as %v", got)
	}
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}))
	for _, page := range []setup.Facts{facts(setup.Ticked{At: time.Now()}), arrived()} {
		b.HandleFacts(page)
		if got := b.window.Content().MinSize(); got != fyne.NewSize(720, 480) {
			t.Errorf("the least size is %v", got)
		}
	}
}

func TestSizesThatMakeNoSense(t *testing.T) {
	b := newBench(t, nil)
	for text, want := range map[string]fyne.Size{
		"":            fyne.NewSize(1000, 700),
		"300x900":     fyne.NewSize(1000, 900),
		"-1x-1":       fyne.NewSize(1000, 700),
		"NaNxNaN":     fyne.NewSize(1000, 700),
		"1e9x800":     fyne.NewSize(1000, 700),
		"wide x high": fyne.NewSize(1000, 700),
	} {
		if err := b.preferences.SetSetting(keySize, text); err != nil {
			t.Fatal(err)
		}
		if got := b.lastSize(); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

// TestTitleCountsUnread is for who has the window behind others.
func TestTitleCountsUnread(t *testing.T) {
	b := newBench(t, nil)
	plain := b.window.Title()
	b.setUnread(3)
	if got := b.window.Title(); got != "(3) "+plain {
		t.Errorf("the title is %q", got)
	}
	b.setUnread(0)
	if got := b.window.Title(); got != plain {
		t.Errorf("the title is %q", got)
	}
}
