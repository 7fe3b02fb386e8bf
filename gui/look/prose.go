package look

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Span is a piece of a text: bytes From up to, and without, To.
type Span struct{ From, To int }

// Prose is a text of one's own or of others that wraps. Each paragraph runs as its first letter
// does, lines from right to left stand at the right, and what runs the other way within them is in
// the order in which it is read. Part of it can be selected and marked. It has the padding of a
// label.
type Prose struct {
	widget.BaseWidget
	// SizeName and Tone are size and colour of the text; they are seen with the next SetText or
	// Refresh.
	SizeName fyne.ThemeSizeName
	Tone     fyne.ThemeColorName

	text  string
	runes []rune
	hits  []span // marked, for a search

	anchor, head int  // of the selection
	hidden       bool // the selection is not shown

	rows []row
	set  setting // what rows belong to

	backs []*canvas.Rectangle
	words []*canvas.Text
}

// span is a piece of a text: characters from up to, and without, to.
type span struct{ from, to int }

// setting is what the rows of a text depend on, beside the text.
type setting struct{ width, size float32 }

// NewProse returns a text.
func NewProse(text string) *Prose {
	p := &Prose{}
	p.Init(text)
	p.ExtendBaseWidget(p)
	return p
}

// Init fills a Prose that is part of another widget, before that calls ExtendBaseWidget.
func (p *Prose) Init(text string) {
	p.SizeName, p.Tone = theme.SizeNameText, theme.ColorNameForeground
	p.text, p.runes = text, []rune(text)
}

// Text returns the text.
func (p *Prose) Text() string { return p.text }

// SetText shows another text; nothing of it is selected or marked.
func (p *Prose) SetText(text string) {
	p.text, p.runes = text, []rune(text)
	p.rows, p.hits = nil, nil
	p.anchor, p.head = 0, 0
	p.Refresh()
}

// SetHighlights marks pieces of the text, those that a search found for example; nil takes the marks
// away.
func (p *Prose) SetHighlights(spans []Span) {
	p.hits = nil
	for _, s := range spans {
		p.hits = append(p.hits, span{p.index(s.From), p.index(s.To)})
	}
	p.Refresh()
}

// index returns which character begins at a byte of the text, or the next one.
func (p *Prose) index(at int) int {
	n := 0
	for i := range p.text {
		if i >= at {
			break
		}
		n++
	}
	return n
}

// inset is the space around the text.
func (p *Prose) inset() float32 { return Theme{}.Size(theme.SizeNameInnerPadding) }

func (p *Prose) size() float32 { return Theme{}.Size(p.SizeName) }

// lineHeight is the height of a line.
func (p *Prose) lineHeight() float32 {
	return fyne.MeasureText("Ag", p.size(), fyne.TextStyle{}).Height
}

// rowsFor returns the rows of the text within a widget of a width.
func (p *Prose) rowsFor(width float32) []row {
	now := setting{width - 2*p.inset(), p.size()}
	if p.rows == nil || p.set != now {
		p.rows, p.set = set(p.runes, now.size, max(now.width, 1)), now
	}
	return p.rows
}

// HeightFor returns the height that the text takes in a width.
func (p *Prose) HeightFor(width float32) float32 {
	return float32(len(p.rowsFor(width)))*p.lineHeight() + 2*p.inset()
}

// LastLine returns how far the last line reaches from the left edge of a widget of a width, without
// the space at the right. A line from right to left reaches across all of it.
func (p *Prose) LastLine(width float32) float32 {
	rows := p.rowsFor(width)
	last := rows[len(rows)-1]
	if last.rtl {
		return width - p.inset()
	}
	return last.width + p.inset()
}

// longLine is how many characters are certainly more than fit side by side into any window.
const longLine = 400

// Natural returns the width that the text takes when it is not wrapped, or a very large one when a
// line is so long that it has to be.
func (p *Prose) Natural() float32 {
	s := setter{runes: p.runes, size: p.size()}
	widest := float32(0)
	for from := 0; from <= len(p.runes); {
		to := lineEnd(p.runes, from)
		if to-from > longLine {
			return 1e6
		}
		widest = max(widest, s.measure(from, to))
		from = to + 1
	}
	return widest + 2*p.inset() + 1 // a pixel for what is rounded
}

// CreateRenderer implements fyne.Widget.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer { return (*proseRenderer)(p) }

type proseRenderer Prose

func (r *proseRenderer) Destroy() {}

func (r *proseRenderer) MinSize() fyne.Size {
	p := (*Prose)(r)
	width := p.BaseWidget.Size().Width
	if width == 0 {
		width = p.Natural()
	}
	return fyne.NewSize(2*p.inset()+p.size(), p.HeightFor(width))
}

func (r *proseRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(r.backs)+len(r.words))
	for _, o := range r.backs {
		all = append(all, o)
	}
	for _, o := range r.words {
		all = append(all, o)
	}
	return all
}

func (r *proseRenderer) Layout(s fyne.Size) { (*Prose)(r).arrange(s.Width) }

func (r *proseRenderer) Refresh() {
	p := (*Prose)(r)
	p.arrange(p.BaseWidget.Size().Width)
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// arrange puts everything into its place.
func (p *Prose) arrange(width float32) {
	if width == 0 {
		return
	}
	rows := p.rowsFor(width)
	ink, size, height := Color(p.Tone), p.size(), p.lineHeight()
	p.words = p.words[:0:cap(p.words)]
	for i, r := range rows {
		if r.shown == "" {
			continue
		}
		p.words = reuse(p.words, func() *canvas.Text { return canvas.NewText("", ink) })
		word := p.words[len(p.words)-1]
		word.Text, word.Color, word.TextSize = r.shown, ink, size
		word.Move(p.place(i))
		word.Resize(fyne.NewSize(r.width, height))
	}
	p.arrangeBacks()
}

// place returns where a row begins: its upper left corner.
func (p *Prose) place(i int) fyne.Position {
	x := p.inset()
	if r := p.rows[i]; r.rtl {
		x += max(0, p.set.width-r.width)
	}
	return fyne.NewPos(x, p.inset()+float32(i)*p.lineHeight())
}

// arrangeBacks puts the grounds of what is marked and selected behind the text.
func (p *Prose) arrangeBacks() {
	p.backs = p.backs[:0:cap(p.backs)]
	for _, hit := range p.hits {
		p.ground(hit, Color(ColorFound))
	}
	if from, to := p.selected(); from < to && !p.hidden {
		p.ground(span{from, to}, Color(theme.ColorNameSelection))
	}
}

// ground adds rectangles behind a piece of the text: one for what stands side by side.
func (p *Prose) ground(s span, fill color.Color) {
	for i, r := range p.rows {
		left, right := float32(0), float32(-1)
		for _, each := range r.parts {
			from, to := max(s.from, each.from), min(s.to, each.to)
			if from >= to {
				continue
			}
			a, b := p.edge(each, from), p.edge(each, to)
			a, b = min(a, b), max(a, b)
			if right >= left && a-right > 0.5 {
				p.rectangle(i, left, right, fill)
				right = -1
			}
			if right < left {
				left = a
			}
			right = b
		}
		if right > left {
			p.rectangle(i, left, right, fill)
		}
	}
}

// rectangle adds a rectangle behind a piece of a row.
func (p *Prose) rectangle(row int, left, right float32, fill color.Color) {
	p.backs = reuse(p.backs, func() *canvas.Rectangle { return canvas.NewRectangle(fill) })
	back := p.backs[len(p.backs)-1]
	back.FillColor, back.CornerRadius = fill, backRadius
	back.Move(p.place(row).AddXY(left, 0))
	back.Resize(fyne.NewSize(right-left, p.lineHeight()))
}

// backRadius rounds what is marked or selected a little.
const backRadius = 3

// reuse makes a list longer by one that it held before, or by a new one.
func reuse[T any](list []*T, fresh func() *T) []*T {
	if len(list) < cap(list) {
		if longer := list[:len(list)+1]; longer[len(list)] != nil {
			return longer
		}
	}
	return append(slices.Grow(list, 1), fresh())
}
