package look

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Line is one line of text in a colour and size of the theme, cut off with an ellipsis where it
// does not fit. It is far lighter than Text, for lists with many rows.
type Line struct {
	Graphic
	// Whole asks for the width of the whole text: it is not cut off.
	Whole bool
	// Centred puts the text into the middle.
	Centred bool

	text  string
	tone  fyne.ThemeColorName
	size  fyne.ThemeSizeName
	bold  bool
	drawn *canvas.Text
}

// NewLine returns a line of text.
func NewLine(text string, tone fyne.ThemeColorName, size fyne.ThemeSizeName) *Line {
	l := &Line{text: text, tone: tone, size: size, drawn: canvas.NewText(text, color.Transparent)}
	l.Parts = []fyne.CanvasObject{l.drawn}
	l.Min, l.Arrange, l.Paint = l.minSize, l.arrange, l.paint
	l.ExtendBaseWidget(l)
	return l
}

// NewSmall returns a line of small, muted text as wide as it needs to be.
func NewSmall(text string) *Line {
	l := NewLine(text, ColorMuted, theme.SizeNameCaptionText)
	l.Whole = true
	return l
}

// Text returns the whole text.
func (l *Line) Text() string { return l.text }

// SetBold makes the text bold or not; it is seen with the next Set or Refresh.
func (l *Line) SetBold(on bool) *Line {
	l.bold = on
	return l
}

// Set changes text and colour; nothing is drawn again when they are the same.
func (l *Line) Set(text string, tone fyne.ThemeColorName) {
	if l.text == text && l.tone == tone {
		return
	}
	l.text, l.tone = text, tone
	l.Refresh()
}

// Width returns the width of the whole text.
func (l *Line) Width() float32 { return l.measure(l.text).Width }

func (l *Line) measure(text string) fyne.Size {
	return fyne.MeasureText(Shown(text), Theme{}.Size(l.size), l.style())
}

// style is that of the whole text, also where it is cut off.
func (l *Line) style() fyne.TextStyle {
	if l.bold {
		return Bold(l.text)
	}
	return fyne.TextStyle{}
}

func (l *Line) minSize() fyne.Size {
	height := l.measure("Ag").Height
	if !l.Whole {
		return fyne.NewSize(0, height)
	}
	return fyne.NewSize(l.Width(), height)
}

func (l *Line) paint() {
	l.drawn.Color, l.drawn.TextSize = colorOrNone(l.tone), Theme{}.Size(l.size)
}

func (l *Line) arrange(s fyne.Size) {
	l.drawn.Text, l.drawn.TextStyle = Shown(l.text), l.style()
	if s.Width > 0 && !l.Whole {
		l.drawn.Text = Shown(l.cut(s.Width))
	}
	l.drawn.Alignment = fyne.TextAlignLeading
	if l.Centred {
		l.drawn.Alignment = fyne.TextAlignCenter
	}
	l.drawn.Resize(s)
}

// cut returns as much of the text as is no wider than width, with an ellipsis at the end.
func (l *Line) cut(width float32) string {
	if l.Width() <= width {
		return l.text
	}
	runes := []rune(l.text)
	ends := append([]int{0}, clusters(runes)...)
	low, high := 0, len(ends)-1
	for low < high {
		middle := (low + high + 1) / 2
		if l.measure(string(runes[:ends[middle]])+"…").Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRightFunc(string(runes[:ends[low]]), unicode.IsSpace) + "…"
}
