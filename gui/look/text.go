package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Text is a paragraph in a colour and size of the theme. It wraps at words into lines short enough
// to read, and has no padding, so that texts line up with pictures and fields.
type Text struct {
	widget.BaseWidget
	rich  *widget.RichText
	words *widget.TextSegment
	long  bool // the lines may be as long as there is room
}

// NewText returns a paragraph; color "" is that of normal text.
func NewText(text string, color fyne.ThemeColorName) *Text {
	return newText(text, color, theme.SizeNameText, fyne.TextStyle{})
}

// NewWide returns a paragraph whose lines are as long as there is room, for a sentence across the window.
func NewWide(text string) *Text {
	t := NewText(text, "")
	t.long = true
	return t
}

// NewTitle returns the title of a page.
func NewTitle(text string) *Text {
	return newText(text, "", SizeTitle, fyne.TextStyle{Bold: true})
}

// NewStrong returns a bold paragraph; color "" is that of normal text.
func NewStrong(text string, color fyne.ThemeColorName) *Text {
	return newText(text, color, theme.SizeNameText, fyne.TextStyle{Bold: true})
}

// NewNote returns a paragraph of small print.
func NewNote(text string) *Text {
	return newText(text, ColorMuted, theme.SizeNameCaptionText, fyne.TextStyle{})
}

// NewMono returns a paragraph of technical text in small letters of equal width.
func NewMono(text string) *Text {
	return newText(text, ColorMuted, theme.SizeNameCaptionText, fyne.TextStyle{Monospace: true})
}

func newText(
	text string, color fyne.ThemeColorName, size fyne.ThemeSizeName, style fyne.TextStyle,
) *Text {
	if style.Bold {
		style = Bold(text)
	}
	t := &Text{words: &widget.TextSegment{Text: text}}
	t.words.Style = widget.RichTextStyle{ColorName: color, SizeName: size, TextStyle: style}
	t.rich = widget.NewRichText(t.words)
	t.rich.Wrapping, t.rich.Scroll = fyne.TextWrapWord, container.ScrollNone
	t.ExtendBaseWidget(t)
	return t
}

// Centred puts the lines into the middle.
func (t *Text) Centred() *Text {
	t.words.Style.Alignment = fyne.TextAlignCenter
	return t
}

// lineWidth returns the width that keeps the lines of a page at about 70 characters.
func lineWidth() float32 { return Scaled(490) }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	return renewed(t, widget.NewSimpleRenderer(container.New(evenLines{t}, Flush(t.rich))))
}

// evenLines is the layout of a paragraph: no wider than lineWidth(), and where its last line would be a single
// word, so much narrower that another word joins it.
type evenLines struct{ text *Text }

// Layout implements fyne.Layout.
func (l evenLines) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width
	if !l.text.long {
		width = min(lineWidth(), width)
	}
	width = l.text.evenWidth(width)
	objects[0].Resize(fyne.NewSize(width, size.Height))
	if l.text.words.Style.Alignment == fyne.TextAlignCenter {
		objects[0].Move(fyne.NewPos((size.Width-width)/2, 0))
	}
}

// MinSize implements fyne.Layout.
func (l evenLines) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return Narrow{lineWidth()}.MinSize(objects)
}

// evenWidth returns the width to wrap the words at so that the last of several lines holds more
// than one word and no line is added, or limit when there is no such width.
func (t *Text) evenWidth(limit float32) float32 {
	fields := strings.Fields(t.words.Text)
	if len(fields) < 3 || strings.ContainsRune(t.words.Text, '\n') {
		return limit
	}
	words := t.wordWidths(fields)
	before := wrap(words, limit)
	last := len(before) - 1
	if last < 1 || before[last].words > 1 {
		return limit
	}
	// Just too narrow for the line before the last one.
	width := before[last-1].width - 1
	after := wrap(words, width)
	if len(after) > len(before) || after[len(after)-1].words < 2 {
		return limit
	}
	return width
}

// wordWidths returns the width of a blank and of each word. Each is measured once, and not every line that could
// be: to shape a text takes a good part of the time in which a page comes up.
func (t *Text) wordWidths(fields []string) (w wordWidths) {
	style := t.words.Style
	size := t.Theme().Size(style.SizeName)
	measure := func(word string) float32 { return fyne.MeasureText(word, size, style.TextStyle).Width }
	w.blank = measure("n n") - 2*measure("n")
	w.words = make([]float32, len(fields))
	for i, word := range fields {
		w.words[i] = measure(word)
	}
	return w
}

type wordWidths struct {
	blank float32
	words []float32
}

// wrappedLine is one line of a paragraph.
type wrappedLine struct {
	words int
	width float32
}

// wrap returns the lines that a paragraph of this width has.
func wrap(w wordWidths, width float32) (lines []wrappedLine) {
	var line wrappedLine
	for _, word := range w.words {
		longer := line.width + w.blank + word
		if line.words == 0 {
			longer = word
		} else if longer > width {
			lines = append(lines, line)
			line, longer = wrappedLine{}, word
		}
		line.words, line.width = line.words+1, longer
	}
	return append(lines, line)
}

// natural returns the size of the words in one line.
func (t *Text) natural() fyne.Size {
	style := t.words.Style
	return fyne.MeasureText(t.words.Text, t.Theme().Size(style.SizeName), style.TextStyle)
}

// Text returns the words.
func (t *Text) Text() string { return t.words.Text }

// SetText changes the words.
func (t *Text) SetText(text string) { t.Set(text, t.words.Style.ColorName) }

// Set changes words and colour; color "" is that of normal text.
func (t *Text) Set(text string, color fyne.ThemeColorName) {
	if t.words.Text != text || t.words.Style.ColorName != color {
		t.words.Text, t.words.Style.ColorName = text, color
		if style := t.words.Style.TextStyle; style.Bold || style == plainBold {
			t.words.Style.TextStyle = Bold(text)
		}
		t.rich.Refresh()
	}
}
