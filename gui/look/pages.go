package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Pages shows what the window is about, its home, and in the place of it the page that was opened
// last. Escape and Back lead one page back.
type Pages struct {
	// OnHome is called when the last page was left and home is seen again; may be nil.
	OnHome func()
	// OnKey is asked about every key and reports whether it was one of the window's own; may be nil.
	OnKey func(*fyne.KeyEvent) bool

	canvas fyne.Canvas
	home   fyne.CanvasObject
	open   []*Page
	box    *fyne.Container

	onKey  func(*fyne.KeyEvent)
	onRune func(rune)
}

// NewPages returns it with what is seen while no page is open.
func NewPages(canvas fyne.Canvas, home fyne.CanvasObject) *Pages {
	return &Pages{canvas: canvas, home: home, box: container.NewStack(home)}
}

// Object returns what the window shows.
func (p *Pages) Object() fyne.CanvasObject { return p.box }

// Home returns what is seen while no page is open.
func (p *Pages) Home() fyne.CanvasObject { return p.home }

// SetHome changes what is seen while no page is open, now or later.
func (p *Pages) SetHome(o fyne.CanvasObject) {
	p.home = o
	p.update()
}

// Top returns the page that is seen, nil when that is home.
func (p *Pages) Top() *Page {
	if len(p.open) == 0 {
		return nil
	}
	return p.open[len(p.open)-1]
}

// Show opens a page; first gets the keyboard. When it is nil that is the first field of the page, for who types
// at once, or Back where there is none. When a page with the same title is
// open already, it is seen again instead, and what lies above it is closed.
func (p *Pages) Show(page *Page, first fyne.Focusable) {
	if at := slices.IndexFunc(p.open, func(o *Page) bool { return o.title == page.title }); at >= 0 {
		if at+1 < len(p.open) {
			p.close(p.open[at+1])
		}
		return
	}
	page.before = p.canvas.Focused()
	p.canvas.Unfocus()
	if len(p.open) == 0 {
		p.onKey, p.onRune = p.canvas.OnTypedKey(), p.canvas.OnTypedRune()
		p.canvas.SetOnTypedKey(p.typedKey)
		p.canvas.SetOnTypedRune(nil)
	}
	page.pages = p
	p.open = append(p.open, page)
	p.update()
	page.Fit()
	if first == nil {
		page.Begin()
	} else {
		page.Focus(first)
	}
}

// CloseAll leads home.
func (p *Pages) CloseAll() {
	if len(p.open) > 0 {
		p.close(p.open[0])
	}
}

// close closes a page and those above it. What had the keyboard before has it again.
func (p *Pages) close(page *Page) {
	at := slices.Index(p.open, page)
	if at < 0 {
		return
	}
	p.canvas.Unfocus()
	gone := slices.Clone(p.open[at:])
	p.open = p.open[:at]
	if at == 0 {
		p.canvas.SetOnTypedKey(p.onKey)
		p.canvas.SetOnTypedRune(p.onRune)
	}
	p.update()
	for _, g := range slices.Backward(gone) {
		g.pages = nil
		if g.OnClose != nil {
			g.OnClose()
		}
	}
	if before, ok := page.before.(fyne.CanvasObject); ok && Contains(p.box, before) {
		p.canvas.Focus(page.before)
	}
	if at == 0 && p.OnHome != nil {
		p.OnHome()
	}
}

// update shows the page on top, or home.
func (p *Pages) update() {
	object := p.home
	if top := p.Top(); top != nil {
		object = top.object
	}
	if p.box.Objects[0] != object {
		p.box.Objects = []fyne.CanvasObject{object}
		p.box.Refresh()
	}
}

// typedKey takes the keys that come while nothing on the page has the keyboard.
func (p *Pages) typedKey(e *fyne.KeyEvent) {
	if p.OnKey != nil && p.OnKey(e) {
		return
	}
	if top := p.Top(); top != nil && e.Name == fyne.KeyEscape && p.canvas.Overlays().Top() == nil {
		top.escape()
	}
}

// firstField returns the first field in an object that can be typed into; nil when there is none.
func firstField(o fyne.CanvasObject) fyne.Focusable {
	switch o := o.(type) {
	case *Field:
		if o.Visible() && !o.Disabled() {
			return o
		}
	case *container.Scroll:
		return firstField(o.Content)
	case *fyne.Container:
		for _, child := range o.Objects {
			if field := firstField(child); child.Visible() && field != nil {
				return field
			}
		}
	}
	return nil
}
