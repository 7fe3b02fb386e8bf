package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// Measures of a bubble.
const (
	bubbleLeast  = 44              // width of the shortest
	joinedCorner = look.Space1     // radius where the next one of a run follows
	runSpace     = look.Space1 / 2 // between two of a run
	signSpace    = look.Space1     // between time and sign
	ringGap      = 3               // between a text and the ring around it
)

// labelInset is the space that a label leaves around its text.
func labelInset() float32 { return look.Theme{}.Size(theme.SizeNameInnerPadding) }

// heightFor lays the bubble out for a width and returns its height.
func (b *bubble) heightFor(width float32) float32 {
	if b.width != width {
		b.height = b.arrange(width)
		b.width = width
	}
	return b.height
}

// arrange places everything for a width and returns the height.
func (b *bubble) arrange(width float32) float32 {
	most := fyne.Min(width*bubbleShare, look.TextWidth)
	inner := fyne.Min(b.wanted(most), most)
	left := float32(0)
	if b.own() {
		left = width - inner
	}
	top := runSpace
	if b.run.first {
		top = look.Space3
	}
	y := b.arrangeInside(rect{left, top, inner, 0})
	put(b.ground, rect{left, top, inner, y - top})
	b.ground.SetCorners(b.corners())
	put(b.ring, rect{left - ringGap, top - ringGap, inner + 2*ringGap, y - top + 2*ringGap})
	return b.arrangeNote(y, width)
}

// wanted returns the width that the bubble would like to have, of most.
func (b *bubble) wanted(most float32) float32 {
	wanted := fyne.Max(b.natural, bubbleLeast)
	stamp := b.stamp().Width
	if last := b.lastLine(fyne.Min(b.natural, most)); last+stamp <= most {
		wanted = fyne.Max(wanted, last+stamp)
	}
	wanted = fyne.Max(wanted, stamp+2*labelInset())
	for _, chip := range b.chips {
		chip.fit(most - 2*look.Space2)
		wanted = fyne.Max(wanted, chip.MinSize().Width+2*look.Space2)
	}
	if b.remark.Text() != "" {
		wanted = fyne.Max(wanted, b.remark.Width()+2*look.Space3)
	}
	return wanted
}

// lastLine returns how far the last line of the text reaches in a bubble of a width, from its left
// edge to the space that belongs behind it.
func (b *bubble) lastLine(width float32) float32 {
	return b.text.LastLine(width) + labelInset() + look.Space2
}

// stamp returns the size of time and sign together, nothing where neither is shown.
func (b *bubble) stamp() fyne.Size {
	size := b.time.MinSize()
	if sign := b.sign.MinSize(); sign.Width > 0 {
		size.Width += signSpace + sign.Width
	}
	if b.time.Text() == "" {
		return fyne.Size{}
	}
	return size
}

// corners returns how round the bubble is: less so on its own side, where another one of the run
// follows or goes before.
func (b *bubble) corners() look.Corners {
	const round = look.RadiusBubble
	above, below := round, round
	if !b.run.first {
		above = joinedCorner
	}
	if !b.run.last {
		below = joinedCorner
	}
	if b.own() {
		return look.Corners{TopLeft: round, TopRight: above, BottomRight: below, BottomLeft: round}
	}
	return look.Corners{TopLeft: above, TopRight: round, BottomRight: round, BottomLeft: below}
}

// arrangeInside places what is on the ground, from its upper edge on, and returns its lower edge.
func (b *bubble) arrangeInside(in rect) float32 {
	y := in.y
	b.text.Hidden = b.text.Text() == ""
	if !b.text.Hidden {
		height := b.text.HeightFor(in.width)
		put(b.text, rect{in.x, y, in.width, height})
		y += height
	}
	if b.remark.Text() != "" {
		height := b.remark.MinSize().Height
		if b.text.Text() == "" {
			y += look.Space2
		}
		put(b.remark, rect{in.x + look.Space2 + 1, y, in.width - 2*look.Space3, height})
		y += height + look.Space2
	}
	for _, chip := range b.chips {
		size := chip.MinSize()
		put(chip, rect{in.x + look.Space2, y, fyne.Min(size.Width, in.width-2*look.Space2), size.Height})
		y += size.Height + look.Space2
	}
	return b.arrangeStamp(in, y)
}

// arrangeStamp places time and sign at the lower right: on the last line of the text where there is
// room, else on a line of their own. It returns the lower edge of the ground.
func (b *bubble) arrangeStamp(in rect, y float32) float32 {
	size, inset := b.stamp(), labelInset()
	b.exact.Hidden = size.Width == 0
	if size.Width == 0 {
		return y
	}
	behind := len(b.chips) == 0 && b.remark.Text() == "" && !b.text.Hidden &&
		b.lastLine(in.width)+size.Width <= in.width+1
	top := y - inset - size.Height + 1
	if !behind {
		top = y - look.Space1
		y = top + size.Height + look.Space2 - 1
	}
	x := in.x + in.width - inset - size.Width
	put(b.time, rect{x, top, b.time.MinSize().Width, size.Height})
	put(b.exact, rect{x, top, size.Width, size.Height})
	sign := b.sign.MinSize()
	put(b.sign, rect{x + size.Width - sign.Width, top + (size.Height-sign.Height)/2, sign.Width, sign.Height})
	return y
}

// arrangeNote places the state in words and the button under the ground, and returns the lower edge
// of it all. The button goes below the words where both do not fit into one line.
func (b *bubble) arrangeNote(y, width float32) float32 {
	if b.note.Text() == "" {
		return y
	}
	y += look.Space1 / 2
	button := fyne.Size{}
	if b.retry.Visible() {
		button = b.retry.MinSize()
		y += look.Space1
	}
	words := fyne.Min(b.note.Width(), width-2*look.Space2)
	beside := button.Width > 0 && words+look.Space2+button.Width < width-2*look.Space2
	total, height := words, b.note.MinSize().Height
	if beside {
		total, height = total+look.Space2+button.Width, fyne.Max(height, button.Height)
	}
	x, line := b.side(total, width), b.note.MinSize().Height
	put(b.note, rect{x, y + (height-line)/2, words, line})
	switch {
	case beside:
		put(b.retry, rect{x + total - button.Width, y, button.Width, button.Height})
	case button.Width > 0:
		x, y := b.side(button.Width, width), y+height+look.Space1
		put(b.retry, rect{x, y, button.Width, button.Height})
		height += look.Space1 + button.Height
	}
	return y + height + look.Space1
}

// side returns where something of a width begins: at the right for our texts, else at the left.
func (b *bubble) side(width, of float32) float32 {
	if b.own() {
		return of - width - look.Space1
	}
	return look.Space2
}
