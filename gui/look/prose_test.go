package look_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/bench/work"
	"surfstick-sms/gui/look"
)

func prose(t testing.TB, text string, width float32) *look.Prose {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
	return sized(text, width)
}

func sized(text string, width float32) *look.Prose {
	p := look.NewProse(text)
	p.Resize(fyne.NewSize(width, p.HeightFor(width)))
	return p
}

// lines returns the lines that are drawn, and where they begin.
func lines(p *look.Prose) (texts []string, at []float32) {
	for _, o := range test.WidgetRenderer(p).Objects() {
		if text, ok := o.(*canvas.Text); ok {
			texts = append(texts, strings.ReplaceAll(text.Text, "\u200e", ""))
			at = append(at, text.Position().X)
		}
	}
	return texts, at
}

// grounds returns the places of what is behind the text.
func grounds(p *look.Prose) (all []fyne.CanvasObject) {
	for _, o := range test.WidgetRenderer(p).Objects() {
		if back, ok := o.(*canvas.Rectangle); ok {
			all = append(all, back)
		}
	}
	return all
}

// TestProseWraps: lines end at words, within a word only where it is longer than a line, and a
// character with its marks stays whole.
func TestProseWraps(t *testing.T) {
	family := "👨‍👩‍👧‍👦"
	for text, want := range map[string]string{
		"":                            "",
		"one":                         "one",
		"one two three four":          "one two|three four",
		"one\n\ntwo":                  "one|two",
		"one   \ntwo":                 "one|two",
		"abcdefghijklmnopq":           "abcdefghijk|lmnopq",
		"ab abcdefghijklmnop":         "ab|abcdefghijk|lmnop",
		"Postfach-nummer":             "Postfach-|nummer",
		strings.Repeat(family, 5):     strings.Repeat(family, 4) + "|" + family,
		strings.Repeat("e\u0301", 11): strings.Repeat("e\u0301", 10) + "|" + "e\u0301",
		"tab\there":                   "tab    here",
	} {
		p := prose(t, text, 98)
		got, _ := lines(p)
		joined := strings.Join(got, "|")
		if joined != want {
			t.Errorf("%q is drawn as %q, want %q", text, joined, want)
		}
		for _, line := range got {
			if width := fyne.MeasureText(line, 14, fyne.TextStyle{}).Width; width > 80 {
				t.Errorf("%q is %v wide", line, width)
			}
		}
	}
}

// TestProseIsAsLargeAsALabel: it takes the place of one, pixel by pixel.
func TestProseIsAsLargeAsALabel(t *testing.T) {
	for _, text := range []string{"one", "one\ntwo", "a long line that certainly needs more than one line of a narrow label"} {
		p := prose(t, text, 200)
		l := widget.NewLabel(text)
		l.Wrapping = fyne.TextWrapWord
		l.Resize(fyne.NewSize(200, 10))
		if got, want := p.MinSize().Height, l.MinSize().Height; got != want {
			t.Errorf("%q is %v high, as a label %v", text, got, want)
		}
		if p.HeightFor(p.Natural()) > p.HeightFor(1000) {
			t.Errorf("%q wraps at its natural width", text)
		}
	}
}

// TestProseRightToLeft: a paragraph that begins with a letter from right to left stands at the right,
// its words come from the right, and numbers and other words within it run as they do.
func TestProseRightToLeft(t *testing.T) {
	p := prose(t, "שלום! 123 OK\nOK שלום 123 (ab)", 300)
	got, at := lines(p)
	if len(got) != 2 || got[0] != "OK 123 !שלום" || got[1] != "OK 123 שלום (ab)" {
		t.Fatalf("%q", got)
	}
	if at[0] < 150 || at[1] != 9 {
		t.Errorf("the lines begin at %v", at)
	}
	if last := prose(t, "שלום", 300).LastLine(300); last < 290 {
		t.Errorf("a line from right to left leaves room at the right: %v", last)
	}
}

// TestLineRightToLeft: a line of a list shows the same as a text, and is cut at its end.
func TestLineRightToLeft(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
	for _, c := range []struct {
		text  string
		width float32
		want  string
	}{
		{"OK שלום 123 (ab)", 300, "OK 123 שלום (ab)"},
		{"שלום 123", 300, "123 שלום"},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 50, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…"},
		{"1️⃣ ok", 300, look.Shown("1️⃣") + " ok"},
	} {
		l := look.NewLine(c.text, look.ColorMuted, theme.SizeNameText)
		l.Resize(fyne.NewSize(c.width, 20))
		got := test.WidgetRenderer(l).Objects()[0].(*canvas.Text).Text
		if got := strings.ReplaceAll(got, "\u200e", ""); got != c.want {
			t.Errorf("%q is drawn as %q, want %q", c.text, got, c.want)
		}
	}
}

// TestProseSelection: what is dragged over is selected, in the order in which it is written.
func TestProseSelection(t *testing.T) {
	p := prose(t, "one two three\nfour 👨‍👩‍👧‍👦five", 300)
	at := func(before string) fyne.Position {
		return fyne.NewPos(9+fyne.MeasureText(before, 14, fyne.TextStyle{}).Width, 15)
	}
	below := fyne.NewPos(0, 20)
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"drag", func() { p.SelectFrom(at("one ")); p.SelectTo(at("one two")) }, "two"},
		{"back", func() { p.SelectFrom(at("one two")); p.SelectTo(at("one ")) }, "two"},
		{"two lines", func() { p.SelectFrom(at("one two ")); p.SelectTo(at("four").Add(below)) }, "three\nfour"},
		{"whole emoji", func() { p.SelectFrom(at("four ").Add(below)); p.SelectTo(at("four ").Add(below).AddXY(12, 0)) }, "👨‍👩‍👧‍👦"},
		{"word", func() { p.SelectWord(at("one t")) }, "two"},
		{"blank", func() { p.SelectWord(at("one").AddXY(1, 0)) }, " "},
		{"last word", func() { p.SelectWord(fyne.NewPos(290, 35)) }, "five"},
		{"paragraph", func() { p.SelectParagraph(at("one t").Add(below)) }, "four 👨‍👩‍👧‍👦five"},
		{"all", p.SelectAll, "one two three\nfour 👨‍👩‍👧‍👦five"},
		{"outside", func() { p.SelectFrom(fyne.NewPos(-5, -5)); p.SelectTo(fyne.NewPos(900, 900)) }, "one two three\nfour 👨‍👩‍👧‍👦five"},
		{"none", func() { p.SelectAll(); p.SelectFrom(at("one")) }, ""},
	} {
		if c.do(); p.SelectedText() != c.want {
			t.Errorf("%s: %q is selected, want %q", c.name, p.SelectedText(), c.want)
		}
		if seen := len(grounds(p)) > 0; seen != (c.want != "") {
			t.Errorf("%s: selection seen: %v", c.name, seen)
		}
	}
	p.SelectAll()
	p.HideSelection(true)
	if len(grounds(p)) > 0 || p.SelectedText() == "" {
		t.Error("a hidden selection is seen, or gone")
	}
}

// TestProseSelectionRightToLeft: in Hebrew the begin of a word is at its right.
func TestProseSelectionRightToLeft(t *testing.T) {
	p := prose(t, "שלום עולם", 300)
	right := float32(300 - 9)
	first := fyne.MeasureText("שלום", 14, fyne.TextStyle{}).Width
	p.SelectFrom(fyne.NewPos(right, 15))
	p.SelectTo(fyne.NewPos(right-first, 15))
	if p.SelectedText() != "שלום" {
		t.Errorf("%q is selected", p.SelectedText())
	}
	back := grounds(p)[0]
	if back.Position().X < right-first-1 || back.Position().X+back.Size().Width > right+1 {
		t.Errorf("the selection is at %v, %v wide", back.Position(), back.Size())
	}
	p.SelectAll()
	if n := len(grounds(p)); n != 1 {
		t.Errorf("%d rectangles are behind words that stand side by side", n)
	}
	p.SelectWord(fyne.NewPos(right-first-10, 15))
	if p.SelectedText() != "עולם" {
		t.Errorf("%q is selected", p.SelectedText())
	}
}

// TestProseHighlights: what a search found is marked where it stands.
func TestProseHighlights(t *testing.T) {
	text := "schön, größer\nschön"
	p := prose(t, text, 300)
	p.SetHighlights([]look.Span{{From: 0, To: len("schön")}, {From: len("schön, größer\n"), To: len(text)}})
	marks := grounds(p)
	if len(marks) != 2 || marks[0].Size() != marks[1].Size() || marks[1].Position().Y <= marks[0].Position().Y {
		t.Fatalf("%d marks", len(marks))
	}
	if want := fyne.MeasureText("schön", 14, fyne.TextStyle{}).Width; marks[0].Size().Width != want {
		t.Errorf("the mark is %v wide, want %v", marks[0].Size().Width, want)
	}
	p.SetHighlights(nil)
	if len(grounds(p)) != 0 {
		t.Error("still marked")
	}
	p.SetHighlights([]look.Span{{From: -3, To: 9999}, {From: 5, To: 2}}) // nonsense does no harm
}

// hostile are texts made to slow a window down or to end it.
var hostile = map[string]string{
	"marks":     "a" + strings.Repeat("\u0301", 2000),
	"emoji":     strings.Repeat("😀", 10_000),
	"families":  strings.Repeat("👨‍👩‍👧‍👦", 2_000),
	"word":      strings.Repeat("x", 40_000),
	"joiners":   strings.Repeat("\u200d", 20_000),
	"lines":     strings.Repeat("\n", 5_000),
	"overrides": strings.Repeat("\u202e\u2066a\u05d0", 500),
	"brackets":  strings.Repeat("(א", 2_000),
	"mixed":     strings.Repeat("a א 1 ", 2_000),
	"invalid":   strings.Repeat("\xff\xfe\u05d0", 1_000),
	"separator": "א\u2029ב\u0085ג",
}

// TestProseHostile: no text takes long or ends the program.
func TestProseHostile(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t).Settings().SetTheme(look.Theme{Force: "light"})
			if took := work.Of(func() { handle(t, text) }); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// handle does with a text what a window does.
func handle(t testing.TB, text string) {
	p := sized(text, 300)
	p.Natural()
	p.LastLine(300)
	p.SetHighlights([]look.Span{{From: 1, To: 7}})
	for _, at := range []fyne.Position{{}, {X: 50, Y: 15}, {X: 150, Y: 40}, {X: 290, Y: 9000}} {
		p.SelectFrom(at)
		p.SelectTo(at.AddXY(60, 20))
		p.SelectWord(at)
		p.SelectParagraph(at)
	}
	p.SelectAll()
	if want := string([]rune(text)); p.SelectedText() != want {
		t.Errorf("%d of %d bytes are selected", len(p.SelectedText()), len(want))
	}
	p.Resize(fyne.NewSize(40, 100))
	for _, o := range test.WidgetRenderer(p).Objects() {
		if text, ok := o.(*canvas.Text); ok && !utf8.ValidString(text.Text) {
			t.Errorf("%q is drawn", text.Text)
		}
	}
}

func FuzzProse(f *testing.F) {
	test.NewTempApp(f).Settings().SetTheme(look.Theme{Force: "light"})
	for _, text := range hostile {
		f.Add(text[:min(len(text), 300)])
	}
	f.Add("Hello 😀 1️⃣ שלום (123) مرحبا")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 2000 {
			handle(t, text)
		}
	})
}

// BenchmarkProse builds 200 texts as a conversation does; BenchmarkLabel shows what Fyne's labels take
// for it.
func BenchmarkProse(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.Theme{})
	for n := 0; b.Loop(); n++ {
		for i := range 200 {
			p := look.NewProse(message(n*200 + i))
			p.Natural()
			p.Resize(fyne.NewSize(400, p.HeightFor(400)))
			test.WidgetRenderer(p).Objects()
		}
	}
}

func BenchmarkLabel(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.Theme{})
	for n := 0; b.Loop(); n++ {
		for i := range 200 {
			l := widget.NewLabel(message(n*200 + i))
			l.Selectable, l.Wrapping = true, fyne.TextWrapWord
			l.Resize(fyne.NewSize(400, 10))
			l.Resize(fyne.NewSize(400, l.MinSize().Height))
		}
	}
}

func message(i int) string {
	return fmt.Sprintf("Message %d: all right. I shall wait in front of the exit, beside the flower shop; "+
		"you cannot miss me.", i)
}
