package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Text is a paragraph in a colour and size of the theme that wraps at words.
type Text struct {
	widget.RichText
}

// NewText makes a paragraph; color "" is that of normal text.
func NewText(text string, color fyne.ThemeColorName) *Text {
	return newText(text, color, theme.SizeNameText, false)
}

// NewTitle makes the title of a page.
func NewTitle(text string) *Text {
	return newText(text, theme.ColorNameForeground, SizeTitle, true)
}

// NewStrong makes a bold paragraph; color "" is that of normal text.
func NewStrong(text string, color fyne.ThemeColorName) *Text {
	return newText(text, color, theme.SizeNameText, true)
}

// NewMono makes a paragraph of technical text in small letters of equal width.
func NewMono(text string) *Text {
	t := newText(text, ColorMuted, theme.SizeNameCaptionText, false)
	t.segment().Style.TextStyle.Monospace = true
	t.Refresh()
	return t
}

func newText(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *Text {
	if color == "" {
		color = theme.ColorNameForeground
	}
	t := &Text{}
	t.Wrapping, t.Scroll = fyne.TextWrapWord, container.ScrollNone
	style := widget.RichTextStyle{ColorName: color, SizeName: size}
	style.TextStyle.Bold = bold
	t.Segments = []widget.RichTextSegment{&widget.TextSegment{Text: text, Style: style}}
	t.ExtendBaseWidget(t)
	return t
}

func (t *Text) segment() *widget.TextSegment { return t.Segments[0].(*widget.TextSegment) }

// Text gives the words.
func (t *Text) Text() string { return t.segment().Text }

// SetText changes the words.
func (t *Text) SetText(text string) {
	if t.segment().Text == text {
		return
	}
	t.segment().Text = text
	t.Refresh()
}

// Set changes words and colour; color "" is that of normal text.
func (t *Text) Set(text string, color fyne.ThemeColorName) {
	if color == "" {
		color = theme.ColorNameForeground
	}
	if s := t.segment(); s.Text != text || s.Style.ColorName != color {
		s.Text, s.Style.ColorName = text, color
		t.Refresh()
	}
}

// lineWidth keeps the lines of a page at about 70 characters.
const lineWidth float32 = 490

// Plain takes the padding away from texts and keeps their lines short enough to read.
func Plain(text fyne.CanvasObject) *fyne.Container {
	return container.New(Flush{Max: lineWidth}, text)
}
