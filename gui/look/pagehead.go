package look

import "fyne.io/fyne/v2"

// headLayout is the layout of the top of a page: Back, the title, and the buttons at the right. Where they
// would cut off the title they stand below it, and a title that is wider than the window wraps. It belongs to
// one container.
type headLayout struct {
	width float32 // of the page, 0 until that is known
}

// headLeast is the least height of the first row.
const headLeast = 36

// row returns the height of the first row, the width of the title in it, and whether the buttons have room there.
func (l *headLayout) row(o []fyne.CanvasObject) (height, title float32, fits bool) {
	back, words, buttons := o[0].MinSize(), o[1].(*Text), o[2].MinSize()
	title = l.width - back.Width - Space3
	natural := words.natural()
	fits = l.width <= 0 || natural.Width+Space3+buttons.Width <= title
	if l.width <= 0 {
		return max(headLeast, back.Height, natural.Height, buttons.Height), natural.Width, fits
	}
	if fits {
		title -= buttons.Width + Space3
	}
	words.Resize(fyne.NewSize(title, words.MinSize().Height))
	height = max(headLeast, back.Height, words.MinSize().Height)
	if fits {
		height = max(height, buttons.Height)
	}
	return height, title, fits
}

// MinSize implements fyne.Layout.
func (l *headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	back, buttons := o[0].MinSize().Width, o[2].MinSize()
	height, _, fits := l.row(o)
	if !fits {
		height += Space2 + buttons.Height
	}
	return fyne.NewSize(max(back+2*Space3, buttons.Width), height)
}

// Layout implements fyne.Layout.
func (l *headLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	height, title, fits := l.row(o)
	back, buttons := o[0].MinSize().Width, o[2].MinSize()
	o[0].Resize(fyne.NewSize(back, height))
	words := o[1].MinSize().Height
	o[1].Move(fyne.NewPos(back+Space3, (height-words)/2))
	o[1].Resize(fyne.NewSize(title, words))
	y := (height - buttons.Height) / 2
	if !fits {
		y = height + Space2
	}
	o[2].Move(fyne.NewPos(s.Width-buttons.Width, y))
	o[2].Resize(buttons)
}
