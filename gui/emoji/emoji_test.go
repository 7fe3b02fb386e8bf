package emoji_test

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/emoji"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
)

type keeper map[string]string

func (k keeper) Setting(key string) string { return k[key] }

func (k keeper) SetSetting(key, value string) error {
	k[key] = value
	return nil
}

// bench is the card in a window of the test driver.
type bench struct {
	t      testing.TB
	window fyne.Window
	picker *emoji.Picker
	keeper keeper
	picked []string
}

func newBench(t testing.TB, language string, k keeper) *bench {
	return newBenchIn(t, language, "light", k)
}

func newBenchIn(t testing.TB, language, variant string, k keeper) *bench {
	t.Helper()
	looktest.App(t, language, variant)
	b := &bench{t: t, window: test.NewTempWindow(t, canvas.NewRectangle(color.Transparent)), keeper: k}
	anchor := look.NewQuiet("below", nil)
	b.window.SetContent(container.NewBorder(nil, container.NewHBox(anchor), nil, nil))
	b.window.Resize(fyne.NewSize(720, 480))
	b.picker = emoji.Show(b.window.Canvas(), k, anchor, func(cluster string) { b.picked = append(b.picked, cluster) })
	return b
}

// press types as the driver would.
func (b *bench) press(keys ...any) {
	b.t.Helper()
	for _, k := range keys {
		f := b.window.Canvas().Focused()
		switch k := k.(type) {
		case string:
			for _, r := range k {
				b.window.Canvas().Focused().TypedRune(r)
			}
		case fyne.KeyName:
			f.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
}

// walk visits what can be seen of the card.
func (b *bench) walk(visit func(fyne.CanvasObject)) {
	var down func(o fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		visit(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				down(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				down(child)
			}
		}
	}
	for _, o := range b.window.Canvas().Overlays().List() {
		down(o)
	}
}

func (b *bench) words() string {
	var all []string
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			all = append(all, text.Text)
		}
	})
	return strings.Join(all, "\n")
}

// plain leaves out the sign that asks for a picture.
func plain(cluster string) string { return strings.ReplaceAll(cluster, "\uFE0F", "") }

// tapped taps the last drawn place of an emoji, with the right button if secondary.
func (b *bench) tapped(cluster string, secondary bool) {
	b.t.Helper()
	var found fyne.CanvasObject
	b.walk(func(o fyne.CanvasObject) {
		if _, ok := o.(fyne.SecondaryTappable); !ok {
			return
		}
		if w, ok := o.(fyne.Widget); ok {
			for _, part := range test.WidgetRenderer(w).Objects() {
				if text, ok := part.(*canvas.Text); ok && plain(text.Text) == plain(cluster) {
					found = o
				}
			}
		}
	})
	if found == nil {
		b.t.Fatalf("%s is not in view in:\n%s", cluster, b.words())
	}
	if secondary {
		found.(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(200, 200)})
	} else {
		found.(fyne.Tappable).Tapped(&fyne.PointEvent{})
	}
}

// TestFoundByName: a search finds by names and other words of both languages, whichever is in use.
func TestFoundByName(t *testing.T) {
	for words, want := range map[string]string{
		"herz rot": "❤️", "red heart": "❤️", "pizza": "🍕", "ROTES HERZ": "❤️", "katze": "🐈", "thumbs up": "👍",
		"daumen": "👍", "fußball": "⚽", "fussball": "⚽", "germany": "🇩🇪", "deutschland": "🇩🇪",
	} {
		b := newBench(t, "de", keeper{})
		b.press(words)
		if !strings.Contains(b.words(), look.Shown(want)) {
			t.Errorf("%q does not find %s but:\n%s", words, want, b.words())
		}
	}
	b := newBench(t, "en", keeper{})
	b.press("xyzzy")
	if got := b.words(); !strings.Contains(got, "Nothing found.") {
		t.Errorf("it says %s", got)
	}
	b.press(fyne.KeyReturn)
	if len(b.picked) != 0 || !b.picker.Open() {
		t.Errorf("it took %q", b.picked)
	}
}

// TestByKeyboard: search, arrows, Enter, and Escape; what is typed in the grid goes on searching.
func TestByKeyboard(t *testing.T) {
	b := newBench(t, "en", keeper{})
	b.press("pizz", fyne.KeyReturn)
	if strings.Join(b.picked, "") != "🍕" || b.picker.Open() {
		t.Fatalf("took %q, open: %t", b.picked, b.picker.Open())
	}
	b = newBench(t, "en", keeper{})
	b.press(fyne.KeyDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft, fyne.KeySpace)
	if first := look.EmojiGroups()[0].Emoji; strings.Join(b.picked, "") != first[1].Cluster {
		t.Errorf("took %q", b.picked)
	}
	b.press(fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyPageUp, "piz", fyne.KeyDown, fyne.KeyEscape)
	if b.picker.Open() {
		t.Error("Escape does not close it")
	}
	b = newBench(t, "en", keeper{})
	b.press(fyne.KeyDown, fyne.KeyUp, "pizza") // up from the first row leads to the search
	if !strings.Contains(b.words(), "🍕") {
		t.Errorf("typing does not search: %s", b.words())
	}
	b.press(fyne.KeyEscape)
	if b.picker.Open() {
		t.Error("Escape in the search does not close it")
	}
}

// TestGroupsByKeyboard: the row of groups is one stop; Left and Right go through it, Enter shows the group,
// and the Menu key offers the tones of skin.
func TestGroupsByKeyboard(t *testing.T) {
	b := newBench(t, "en", keeper{})
	b.window.Canvas().FocusNext()
	b.press(fyne.KeyLeft, fyne.KeyRight)
	second := look.EmojiGroups()[1]
	if said := b.window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel(); said != second.Name("en") {
		t.Errorf("it says %q", said)
	}
	if !strings.Contains(b.words(), second.Name("en")) {
		t.Errorf("the name of the group is not to be seen: %s", b.words())
	}
	b.press(fyne.KeyReturn, desktop.KeyMenu)
	if above := len(b.window.Canvas().Overlays().List()); above != 2 {
		t.Errorf("%d cards and menus are open: no tones are offered", above)
	}
	b.press(fyne.KeyEscape, fyne.KeySpace)
	if strings.Join(b.picked, "") != second.Emoji[0].Cluster {
		t.Errorf("took %q", b.picked)
	}
	b = newBench(t, "en", keeper{})
	b.window.Canvas().FocusNext()
	b.press("pizza")
	if !strings.Contains(b.words(), "🍕") {
		t.Errorf("typing does not search: %s", b.words())
	}
}

// TestEndOfGridIsAnEmoji: the empty places at the ends of groups are never taken.
func TestEndOfGridIsAnEmoji(t *testing.T) {
	b := newBench(t, "en", keeper{})
	b.press(fyne.KeyDown)
	for range 300 {
		b.press(fyne.KeyDown, fyne.KeySpace)
	}
	if len(b.picked) != 300 {
		t.Errorf("%d taken", len(b.picked))
	}
	groups := look.EmojiGroups()
	last := groups[len(groups)-1].Emoji
	if got := b.picked[299]; got != last[len(last)-1].Cluster {
		t.Errorf("the last one is %s", got)
	}
}

// TestRecentComeFirst: those used last stand before all others, the latest first, and only once.
func TestRecentComeFirst(t *testing.T) {
	k := keeper{}
	for _, words := range []string{"pizza", "red heart", "pizza"} {
		b := newBench(t, "en", k)
		b.press(words, fyne.KeyReturn)
	}
	if got := k[emoji.KeyRecent]; got != "🍕 ❤️" {
		t.Errorf("kept %q", got)
	}
	b := newBench(t, "en", k)
	b.press(fyne.KeyDown, fyne.KeySpace)
	if strings.Join(b.picked, "") != "🍕" {
		t.Errorf("took %q", b.picked)
	}
	k[emoji.KeyRecent] = "nonsense 🍕 \x00"
	newBench(t, "en", k)
}

// TestTonesOfSkin: the right mouse button offers them, and the one taken is among the recent ones.
func TestTonesOfSkin(t *testing.T) {
	k := keeper{}
	b := newBench(t, "en", k)
	b.press("thumbs up")
	b.tapped("👍", true)
	var row *look.MenuRow
	b.walk(func(o fyne.CanvasObject) {
		if r, ok := o.(*look.MenuRow); ok && r.Words() == "👍🏽" {
			row = r
		}
	})
	if row == nil {
		t.Fatalf("no tones in:\n%s", b.words())
	}
	test.Tap(row)
	if strings.Join(b.picked, "") != "👍🏽" || k[emoji.KeyRecent] != "👍🏽" {
		t.Errorf("took %q, kept %q", b.picked, k[emoji.KeyRecent])
	}
	if !b.picker.Open() {
		t.Error("a click closes it: one may want another one")
	}
}

// TestGroupsLeadToTheirEmoji: the sign of a group leads to its first emoji, out of a search too.
func TestGroupsLeadToTheirEmoji(t *testing.T) {
	b := newBench(t, "de", keeper{})
	b.press("pizza")
	groups := look.EmojiGroups()
	first := groups[len(groups)-1].Emoji[0]
	b.tapped(look.Shown(first.Cluster), false)
	if got := b.words(); !strings.Contains(got, first.Name("de")) {
		t.Errorf("%s is not where one is in:\n%s", first.Name("de"), got)
	}
	b.press(fyne.KeyReturn)
	if strings.Join(b.picked, "") != first.Cluster {
		t.Errorf("took %q", b.picked)
	}
}

// BenchmarkShow opens the card; BenchmarkSearch types a letter in it.
func BenchmarkShow(b *testing.B) {
	w := newBench(b, "de", keeper{emoji.KeyRecent: "🍕 ❤️"})
	anchor := look.NewQuiet("below", nil)
	w.window.SetContent(anchor)
	for b.Loop() {
		w.picker.Close()
		w.picker = emoji.Show(w.window.Canvas(), w.keeper, anchor, func(string) {})
	}
}

// BenchmarkSearch types a letter into the search.
func BenchmarkSearch(b *testing.B) {
	w := newBench(b, "de", keeper{})
	for b.Loop() {
		w.press("h", fyne.KeyBackspace)
	}
}
