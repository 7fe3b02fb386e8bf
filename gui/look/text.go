package look

import (
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
}

// NewText returns a paragraph; color "" is that of normal text.
func NewText(text string, color fyne.ThemeColorName) *Text {
	return newText(text, color, theme.SizeNameText, fyne.TextStyle{})
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
	t := &Text{words: &widget.TextSegment{Text: text}}
	t.words.Style = widget.RichTextStyle{ColorName: color, SizeName: size, TextStyle: style}
	t.rich = widget.NewRichText(t.words)
	t.rich.Wrapping, t.rich.Scroll = fyne.TextWrapWord, container.ScrollNone
	t.ExtendBaseWidget(t)
	return t
}

// lineWidth keeps the lines of a page at about 70 characters.
const lineWidth float32 = 490

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(Narrow{lineWidth}, Flush(t.rich)))
}

// Text returns the words.
func (t *Text) Text() string { return t.words.Text }

// SetText changes the words.
func (t *Text) SetText(text string) { t.Set(text, t.words.Style.ColorName) }

// Set changes words and colour; color "" is that of normal text.
func (t *Text) Set(text string, color fyne.ThemeColorName) {
	if t.words.Text != text || t.words.Style.ColorName != color {
		t.words.Text, t.words.Style.ColorName = text, color
		t.rich.Refresh()
	}
}
