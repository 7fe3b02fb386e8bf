package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// foundLine is one line of text in which the parts that a search found stand out.
type foundLine struct {
	look.Graphic
	words string
	parts []*look.Line // side by side; the first one alone where nothing was found
	count int          // how many of them the line has
}

func newFoundLine() *foundLine {
	f := &foundLine{}
	f.Min = func() fyne.Size { return f.parts[0].MinSize() }
	f.Arrange = f.arrange
	f.grow(1)
	f.ExtendBaseWidget(f)
	return f
}

// grow makes at least as many parts.
func (f *foundLine) grow(count int) {
	for len(f.parts) < count {
		line := look.NewLine("", look.ColorMuted, theme.SizeNameText)
		f.parts = append(f.parts, line)
		f.Parts = append(f.Parts, line)
	}
}

// foundMost is how many parts of a line are shown as found; nobody sees more in a row.
const foundMost = 4

// set shows a clean line and what was found in it.
func (f *foundLine) set(words string, found []sms.Span, tone fyne.ThemeColorName) {
	f.words = words
	pieces := piecesOf(words, found[:min(len(found), foundMost)])
	f.count = len(pieces)
	f.grow(f.count)
	for i, piece := range pieces {
		color := tone
		if piece.found {
			color = look.ColorAccent
		}
		f.parts[i].SetBold(piece.found)
		f.parts[i].Set(piece.text, color)
	}
	f.Refresh()
}

// arrange places the parts. The first one that has no room is cut off, and those behind it are not seen.
func (f *foundLine) arrange(s fyne.Size) {
	x, full := float32(0), false
	for i, line := range f.parts {
		line.Hidden = i >= f.count || full
		if line.Hidden {
			continue
		}
		width := line.Width()
		if full = x+width > s.Width; full {
			width = max(0, s.Width-x)
		}
		line.Move(fyne.NewPos(x, 0))
		line.Resize(fyne.NewSize(width, s.Height))
		x += width
	}
}
