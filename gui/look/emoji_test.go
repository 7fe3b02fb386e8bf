package look_test

import (
	"image"
	"image/color"
	"image/draw"
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// TestEveryEmoji shows that every emoji that can be chosen has a picture, and that a text of it alone
// is drawn as wide as one emoji: put together to one picture, nothing of it missing.
func TestEveryEmoji(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
	one := fyne.MeasureText("😀", 16, fyne.TextStyle{}).Width
	count := 0
	for _, g := range look.EmojiGroups() {
		for _, e := range g.Emoji {
			if e.Name("de") == "" || e.Name("en") == "" {
				t.Errorf("%s has no name", e.Cluster)
			}
			for _, cluster := range append([]string{e.Cluster}, e.Tones...) {
				count++
				if _, ok := look.EmojiImage(cluster); !ok {
					t.Errorf("no picture of %s %+q", e.Name("en"), cluster)
				}
				shown := look.Shown(cluster)
				if width := fyne.MeasureText(shown, 16, fyne.TextStyle{}).Width; width != one {
					t.Errorf("%s %+q is %v wide, not %v", e.Name("en"), cluster, width, one)
				}
			}
		}
	}
	if count < 3700 { // Unicode 16 lists 3,790 for general interchange
		t.Errorf("%d emoji", count)
	}
}

// TestEmojiAreShort: each character of an emoji is one of the 70 of an SMS, so none has a U+FE0F that it
// does without (emoji-test.txt, fully-qualified).
func TestEmojiAreShort(t *testing.T) {
	want := map[string]bool{"👍": true, "🌍": true, "👓": true, "❤\ufe0f": true, "1\ufe0f\u20e3": true, "🏳\ufe0f\u200d🌈": true}
	for _, g := range look.EmojiGroups() {
		for _, e := range g.Emoji {
			delete(want, e.Cluster)
		}
	}
	if len(want) > 0 {
		t.Errorf("not in the list as they should be: %+q", slices.Collect(maps.Keys(want)))
	}
}

// TestEmojiInColour shows that Fyne draws emoji of every version in colour, and that what it draws
// is the picture: its mean colour is that of the picture's.
func TestEmojiInColour(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
	for _, cluster := range strings.Fields("😀 🟢 🥲 🫠 🫩 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👨‍👩‍👧‍👦 👍🏽 👩🏾‍❤️‍💋‍👨🏻 1️⃣ ©️ ℹ️ ❤️ ❤") {
		want, ok := look.EmojiImage(cluster)
		if !ok {
			t.Errorf("no picture of %s", cluster)
			continue
		}
		text := canvas.NewText(look.Shown(cluster), color.Black)
		text.TextSize = 32
		w := test.NewTempWindow(t, text)
		w.Resize(text.MinSize())
		got := software.RenderCanvas(w.Canvas(), look.Theme{Force: "light"})
		if d := distance(mean(got), mean(want)); d > 60 {
			t.Errorf("%s is drawn in the mean colour %v, its picture has %v", cluster, mean(got), mean(want))
		}
	}
}

// mean returns the mean colour of what is painted on white, weighted by how dark it is.
func mean(img image.Image) [3]float64 {
	white := image.NewRGBA(img.Bounds())
	draw.Draw(white, white.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(white, white.Bounds(), img, img.Bounds().Min, draw.Over)
	var sum [3]float64
	weight := 0.0
	for at := 0; at < len(white.Pix); at += 4 {
		p := white.Pix[at : at+3]
		dark := float64(3*255 - int(p[0]) - int(p[1]) - int(p[2]))
		weight += dark
		for i, v := range p {
			sum[i] += dark * float64(v)
		}
	}
	for i := range sum {
		sum[i] /= max(1, weight)
	}
	return sum
}

func distance(a, b [3]float64) (d float64) {
	for i := range a {
		d += max(a[i]-b[i], b[i]-a[i])
	}
	return d
}

// TestTextStaysText shows that characters which are an emoji only on demand are text without it.
func TestTextStaysText(t *testing.T) {
	for _, text := range []string{"", "5", "#", "©", "®", "a", "ab", "ä"} {
		if _, ok := look.EmojiImage(text); ok {
			t.Errorf("%q is an emoji", text)
		}
		if look.Shown(text) != text {
			t.Errorf("%q is shown as %q", text, look.Shown(text))
		}
	}
}

// TestBlanksAreAsWideAsEver: the font of emoji comes first, and has a blank because a blank between
// two emoji is drawn in it.
func TestBlanksAreAsWideAsEver(t *testing.T) {
	width := func(th fyne.Theme, text string) float32 {
		test.NewTempApp(t).Settings().SetTheme(th)
		return fyne.MeasureText(text, 14, fyne.TextStyle{}).Width
	}
	for _, text := range []string{" ", "  ", " a", "a ", "a b", "\u00a0", "\u200e \u200e"} {
		got, want := width(look.Theme{}, text), width(theme.DefaultTheme(), text)
		if got != want || got == 0 {
			t.Errorf("%q is %v wide, Fyne's own font has %v", text, got, want)
		}
	}
	blank := width(look.Theme{}, " ")
	if got, want := width(look.Theme{}, "😀 😀"), 2*width(look.Theme{}, "😀")+blank; got != want {
		t.Errorf("two emoji with a blank between them are %v wide, want %v", got, want)
	}
}
