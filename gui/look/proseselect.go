package look

import (
	"sort"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/segmenter"
)

// selected returns which characters are selected, none where both are the same.
func (p *Prose) selected() (from, to int) {
	return min(p.anchor, p.head), max(p.anchor, p.head)
}

// SelectedText returns the text that is selected, "" for none. Fyne knows by this name that a click may
// give the keyboard to a widget that is otherwise passed over.
func (p *Prose) SelectedText() string {
	from, to := p.selected()
	return string(p.runes[from:to])
}

// SelectFrom begins a selection at a position within the widget.
func (p *Prose) SelectFrom(at fyne.Position) {
	p.anchor = p.at(at)
	p.selectUpTo(p.anchor)
}

// SelectTo makes the selection end at a position within the widget.
func (p *Prose) SelectTo(at fyne.Position) { p.selectUpTo(p.at(at)) }

// SelectWord selects the word at a position within the widget, or what stands between words there.
func (p *Prose) SelectWord(at fyne.Position) {
	from, to := p.word(p.under(at))
	p.anchor = from
	p.selectUpTo(to)
}

// SelectParagraph selects the paragraph at a position within the widget.
func (p *Prose) SelectParagraph(at fyne.Position) {
	under := p.under(at)
	p.anchor = lineBegin(p.runes, under)
	p.selectUpTo(lineEnd(p.runes, under))
}

// SelectAll selects the whole text.
func (p *Prose) SelectAll() {
	p.anchor = 0
	p.selectUpTo(len(p.runes))
}

// SelectNone ends the selection.
func (p *Prose) SelectNone() { p.selectUpTo(p.anchor) }

func (p *Prose) selectUpTo(head int) {
	p.head = head
	p.Refresh()
}

// HideSelection hides the selection, as long as something else has the keyboard, or shows it again.
func (p *Prose) HideSelection(hide bool) {
	if p.hidden != hide {
		p.hidden = hide
		p.Refresh()
	}
}

// at returns the character that begins nearest to a position within the widget.
func (p *Prose) at(pos fyne.Position) int {
	r, i, x := p.rowAt(pos)
	if len(r.parts) == 0 {
		return r.from
	}
	each := r.parts[i]
	ends := append([]int{0}, clusters(p.runes[each.from:each.to])...)
	// Within a part from right to left the edges go down.
	next := sort.Search(len(ends), func(i int) bool {
		edge := p.edge(each, each.from+ends[i])
		return each.rtl && edge <= x || !each.rtl && edge >= x
	})
	if next == len(ends) {
		return each.to
	}
	after := each.from + ends[next]
	if next == 0 {
		return after
	}
	before := each.from + ends[next-1]
	if a, b := p.edge(each, before)-x, p.edge(each, after)-x; a*a < b*b {
		return before
	}
	return after
}

// under returns the character that a position within the widget is on.
func (p *Prose) under(pos fyne.Position) int {
	r, i, x := p.rowAt(pos)
	if len(r.parts) == 0 {
		return r.from
	}
	each := r.parts[i]
	begin := each.from
	for _, end := range clusters(p.runes[each.from:each.to]) {
		a, b := p.edge(each, begin), p.edge(each, each.from+end)
		if x < max(a, b) && x >= min(a, b) {
			break
		}
		if each.from+end < each.to {
			begin = each.from + end
		}
	}
	return begin
}

// rowAt returns the row at a position within the widget, the part of it, and how far right of the
// row's begin the position is.
func (p *Prose) rowAt(pos fyne.Position) (r row, part int, x float32) {
	rows := p.rowsFor(p.BaseWidget.Size().Width)
	i := int((pos.Y - p.inset()) / p.lineHeight())
	i = max(0, min(i, len(rows)-1))
	r, x = rows[i], pos.X-p.place(i).X
	for part+1 < len(r.parts) && x >= r.parts[part+1].x {
		part++
	}
	return r, part, x
}

// edge returns where a character of a part begins, or where the part ends, within its row: at the
// left of a character that runs from left to right, at the right of another.
func (p *Prose) edge(of part, at int) float32 {
	s := setter{runes: p.runes, size: p.set.size}
	switch {
	case at <= of.from && of.rtl, at >= of.to && !of.rtl:
		return of.x + of.width
	case at <= of.from || at >= of.to:
		return of.x
	}
	width := min(of.width, s.measureShown(shownPart(p.runes[of.from:at])))
	if of.rtl {
		return of.x + of.width - width
	}
	return of.x + width
}

// word returns the word that a character belongs to, by the rules of Unicode (UAX #29), or the
// blanks or signs around it.
func (p *Prose) word(at int) (from, to int) {
	if at >= len(p.runes) {
		return at, at
	}
	from, to = lineBegin(p.runes, at), lineEnd(p.runes, at)
	var words segmenter.Segmenter
	words.Init(p.runes[from:to])
	begin := from
	for all := words.WordIterator(); all.Next(); {
		w := all.Word()
		a := from + w.Offset
		b := a + len(w.Text)
		if at < a {
			return begin, a
		}
		if at < b {
			return a, b
		}
		begin = b
	}
	return begin, to
}
