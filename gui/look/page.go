package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/tr"
)

// Page is a part of the program that takes the place of the chat or of the set-up until one goes
// back: a line with Back, a title and perhaps buttons, and below it what it is about. Pages shows it.
type Page struct {
	// OnClose is called when the page is left, by whatever; may be nil.
	OnClose func()
	// OnEscape takes Escape instead of Back, as while something is searched for; it reports whether it
	// had a use for it. May be nil.
	OnEscape func() bool

	title   string
	pages   *Pages // nil while it is not shown
	back    *Button
	buttons *fyne.Container
	note    *Text
	noted   *fyne.Container
	body    fyne.CanvasObject
	foot    *fyne.Container
	footed  *fyne.Container
	object  *fyne.Container

	// What had the keyboard before it was shown.
	before fyne.Focusable
}

// PageWidth is how wide the contents of a page become; in a wide window they stand in the middle.
const PageWidth float32 = 760

// NewPage returns a page whose contents stand below each other and scroll.
func NewPage(title string, body ...fyne.CanvasObject) *Page {
	column := container.New(Column{Gap: Space4, Inset: Space5}, body...)
	centred := container.New(Centred{Width: PageWidth}, column)
	return NewWholePage(title, container.New(Tall{Content: centred}, container.NewVScroll(centred)))
}

// NewWholePage returns a page with contents that fill it, and scroll where they need to, as a list
// does.
func NewWholePage(title string, body fyne.CanvasObject) *Page {
	p := &Page{title: title, body: body, note: NewText("", "")}
	p.back = NewLink(tr.T("look.back"), p.Close).WithIcon(theme.NavigateBackIcon())
	head := NewTitle(title)
	head.long = true
	p.buttons = container.New(layout.NewCustomPaddedHBoxLayout(Space2))
	line := container.New(&headLayout{}, container.NewCenter(p.back), head, p.buttons)
	p.noted = container.New(layout.NewCustomPaddedLayout(0, Space3, Space5, Space5), p.note)
	p.noted.Hide()
	top := container.NewStack(NewGround(ColorSurface, "", 0), container.New(layout.NewCustomPaddedVBoxLayout(0),
		container.New(layout.NewCustomPaddedLayout(Space2, Space2, Space3, Space4), line), p.noted, hairline()))
	p.foot = container.New(&Foot{})
	p.footed = container.NewStack(NewGround(ColorSurface, "", 0), container.New(layout.NewCustomPaddedVBoxLayout(0),
		hairline(), container.New(layout.NewCustomPaddedLayout(Space3, Space3, Space5, Space5),
			container.New(Centred{Width: PageWidth - 2*Space5}, p.foot))))
	p.footed.Hide()
	p.object = container.New(Below{}, top, container.New(Above{}, body, p.footed))
	return p
}

// Foot puts buttons below the contents, where they are in sight however long those are; none takes them away.
// The main one stands at the right.
func (p *Page) Foot(buttons ...*Button) {
	p.foot.RemoveAll()
	for _, b := range mainLast(buttons) {
		p.foot.Add(b)
	}
	p.footed.Hidden = len(buttons) == 0
	p.Fit()
}

// Buttons adds buttons at the right of the title.
func (p *Page) Buttons(buttons ...*Button) *Page {
	for _, b := range buttons {
		p.buttons.Add(b)
	}
	return p
}

// Title returns the title; a page with the same one is not shown twice.
func (p *Page) Title() string { return p.title }

// Object returns what the page draws.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Shown reports whether the page is shown, or lies below one that is.
func (p *Page) Shown() bool { return p.pages != nil }

// Close goes back to what was there before, and closes the pages above this one.
func (p *Page) Close() {
	if p.pages != nil {
		p.pages.close(p)
	}
}

// Focus gives the keyboard to something on the page, unless it cannot be used now; nil for Back.
func (p *Page) Focus(o fyne.Focusable) {
	if p.pages == nil {
		return
	}
	if o == nil {
		o = p.back
	}
	if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
		p.pages.canvas.Focus(o)
	}
}

// Begin gives the keyboard to the first field of the page, for who types at once, or to Back where there is
// none: when the page is shown, and when its contents are others. What has it on the page keeps it, and so
// does a card above.
func (p *Page) Begin() {
	if p.pages == nil || p.pages.canvas.Overlays().Top() != nil {
		return
	}
	has, ok := p.pages.canvas.Focused().(fyne.CanvasObject)
	if ok && has != p.back && Contains(p.object, has) {
		return
	}
	p.Focus(firstField(p.body))
}

// Say shows a sentence below the title; "" takes it away.
func (p *Page) Say(text string, tone fyne.ThemeColorName) {
	p.note.Set(text, tone)
	p.noted.Hidden = text == ""
	p.Fit()
}

// Fit arranges the page anew after something in it was added, shown or hidden, and gives its keys to
// what is new.
func (p *Page) Fit() {
	var own func(*fyne.KeyEvent) bool
	if p.pages != nil {
		own = p.pages.OnKey
	}
	Inherit(p.object, Around{
		Escape: p.escape, Key: own,
		Say:    func(text string) { p.Say(text, ColorCareful) },
		Reveal: func(o fyne.CanvasObject) { Reveal(p.body, o) },
	})
	p.object.Refresh()
}

func (p *Page) escape() {
	if p.OnEscape == nil || !p.OnEscape() {
		p.Close()
	}
}

// hairline is a line between two parts of the window.
func hairline() fyne.CanvasObject {
	return container.New(Fixed{Height: 1}, NewGround(ColorLine, "", 0))
}
