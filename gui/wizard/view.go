package wizard

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// view is the page as Fyne objects: those that change or are asked for later.
type view struct {
	content *fyne.Container
	scroll  *container.Scroll
	bar     *look.Bar
	elapsed *look.Text
	differ  *look.Text
	auto    *widget.Check
	fields  []labelled
	rows    map[string]*look.Choice
	primary *look.Button
	keys    *keys
	details *look.Text
	hidden  *fyne.Container // details and Copy
}

// build makes the page anew. again tells that only a part of the page changed: then the focus
// stays where it was if that is still there.
func (w *Wizard) build(again bool) {
	focused, cursor := w.focusedField()
	w.built = &view{rows: map[string]*look.Choice{}, keys: newKeys(w.escape)}
	w.built.content = container.New(look.Column{Gap: look.Space3, Inset: look.Space5})
	w.addTexts()
	w.addRows()
	w.addFields()
	w.addWaiting()
	w.addKeep()
	w.addAuto()
	w.addDetails()
	w.built.scroll = container.NewVScroll(w.built.content)
	tall := container.New(look.Tall{Content: w.built.content}, w.built.scroll)
	w.right.Objects = []fyne.CanvasObject{container.NewBorder(nil, w.footer(), nil, nil, tall)}
	w.right.Refresh()
	w.live()
	if again && focused != "" {
		w.focusField(focused, cursor)
		return
	}
	w.focusFirst()
}

func (w *Wizard) add(objects ...fyne.CanvasObject) {
	for _, o := range objects {
		w.built.content.Add(o)
	}
}

// addTexts adds what the page says: that the step before is done, title, picture, what happened,
// what to do.
func (w *Wizard) addTexts() {
	p := w.page
	w.add(look.Plain(look.NewTitle(p.Title)))
	drawn := p.Picture.drawing(p.pictureHeight())
	if drawn != nil && p.Picture.Kind != picZadig {
		w.add(look.Card(drawn))
	}
	w.add(look.Plain(look.NewText(p.What, "")))
	if len(p.Do) > 0 {
		w.add(numbered(p.Do))
	}
	if p.Picture.Kind == picZadig {
		w.add(drawn)
	}
	if len(p.Hints) > 0 {
		hints := container.New(look.Column{Gap: look.Space1})
		for _, text := range p.Hints {
			hints.Add(bullet(text))
		}
		w.add(hints)
	}
	if len(p.Cards) > 0 {
		w.add(cards(p.Cards))
	}
	if p.Code != "" {
		w.add(look.Card(look.Plain(look.NewMono(p.Code))))
	}
}

// pictureHeight is lower where there is much to say below the picture.
func (p page) pictureHeight() float32 {
	if len(p.Rows) > 0 || len(p.Cards) > 0 || p.Code != "" || p.Form == formPUK ||
		p.Picture.Kind == picWarning || p.Form == formDriver && len(p.Lines) > 0 {
		return pictureLow
	}
	return pictureHeight
}

func numbered(texts []string) fyne.CanvasObject {
	list := container.New(look.Column{Gap: look.Space1})
	for i, text := range texts {
		number := look.NewStrong(fmt.Sprintf("%d", i+1), look.ColorAccent)
		list.Add(container.New(look.Side{Width: 28}, look.Plain(number),
			look.Plain(look.NewText(text, ""))))
	}
	return list
}

func bullet(text string) fyne.CanvasObject {
	dot := look.NewDrawing(fyne.NewSize(20, 28), 28,
		look.Shape{Kind: look.Disc, X: 2, Y: 11, W: 6, H: 6, Fill: look.ColorMuted})
	return container.New(look.Side{Width: 28}, container.New(look.Corner{}, dot),
		look.Plain(look.NewText(text, look.ColorMuted)))
}

// signed is a sentence with a sign before it.
func signed(kind signKind, text *look.Text) *fyne.Container {
	return container.New(look.Side{Width: 28}, container.New(look.Corner{}, sign(kind)),
		look.Plain(text))
}

func cards(all []card) fyne.CanvasObject {
	row := container.New(look.Columns{Gap: look.Space4})
	for _, c := range all {
		content := []fyne.CanvasObject{look.Plain(look.NewStrong(c.Head, ""))}
		if c.Badge != "" {
			content = append(content, look.Plain(look.NewText(c.Badge, c.tone())))
		}
		for _, text := range c.Lines {
			content = append(content, look.Plain(look.NewText(text, "")))
		}
		row.Add(look.Card(content...))
	}
	return row
}

// addFields adds the fields of the form, with what was typed into them before.
func (w *Wizard) addFields() {
	p, v := w.page, w.built
	if p.Note != "" {
		w.add(signed(signCare, look.NewStrong(p.Note, look.ColorCareful)))
	}
	w.addLines()
	if p.Good != "" {
		w.add(signed(signDone, look.NewStrong(p.Good, look.ColorGood)))
	}
	if p.Tip != "" {
		w.add(look.Card(look.Plain(look.NewText(p.Tip, look.ColorMuted))))
	}
	v.fields = fieldsOf(p.Form)
	if p.Form == formZadig && w.typed[fieldZadig] == "" {
		w.typed[fieldZadig] = w.config.FindZadig()
	}
	for _, f := range v.fields {
		f.field.SetText(w.typed[f.name])
		f.field.escape = w.escape
		f.field.OnChanged = func(text string) { w.typed[f.name] = text; w.live() }
		f.field.OnSubmitted = func(string) { w.submitted(f.name) }
	}
	w.placeFields()
	if p.Form == formPUK {
		v.differ = look.NewText("", look.ColorBad)
		w.add(look.Plain(v.differ))
	}
}

// placeFields puts the fields below each other, and the two for the new PIN side by side.
func (w *Wizard) placeFields() {
	var objects []fyne.CanvasObject
	for _, f := range w.built.fields {
		objects = append(objects, container.New(look.Column{Gap: look.Space1},
			look.Plain(look.NewText(f.label, look.ColorMuted)),
			container.New(narrow{fieldWidth(w.page.Form)}, f.field)))
	}
	if w.page.Form == formPUK {
		w.add(objects[0], container.New(narrow{look.TextWidth + look.Space4},
			container.New(look.Columns{Gap: look.Space4}, objects[1:]...)))
		return
	}
	w.add(objects...)
}

// submitted goes to the next empty field, or does what the primary button does.
func (w *Wizard) submitted(name string) {
	for i, f := range w.built.fields {
		if f.name == name && i+1 < len(w.built.fields) {
			w.focus(w.built.fields[i+1].field)
			return
		}
	}
	if w.valid() {
		w.press(w.page.Primary)
	}
}

func fieldWidth(f form) float32 {
	if f == formZadig || f == formDriver {
		return look.TextWidth
	}
	return 280
}

// narrow is a layout for one object of a fixed width.
type narrow struct{ width float32 }

func (n narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(fyne.Min(n.width, size.Width), size.Height))
}

func (n narrow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, objects[0].MinSize().Height)
}

// addWaiting adds the words for what is going on, with a bar where the time is known.
func (w *Wizard) addWaiting() {
	p, v := w.page, w.built
	if p.Waiting == "" {
		return
	}
	w.add(signed(signHere, look.NewText(p.Waiting, "")))
	if p.Timed {
		v.bar, v.elapsed = look.NewBar(), look.NewText("", look.ColorMuted)
		w.add(container.New(narrow{look.TextWidth}, v.bar), look.Plain(v.elapsed))
	}
}

func (w *Wizard) addAuto() {
	if !w.page.Auto {
		return
	}
	w.built.auto = widget.NewCheck(tr.T("wizard.auto"), nil)
	w.built.auto.Checked = w.state.Auto
	w.built.auto.OnChanged = func(on bool) {
		if on != w.state.Auto {
			w.config.Do(setAuto(on))
		}
	}
	w.add(container.New(look.Flush{}, w.built.auto))
}

// addKeep adds the box that has the PIN remembered, which is off unless the user ticks it.
func (w *Wizard) addKeep() {
	if !w.page.Keep {
		return
	}
	box := widget.NewCheck(tr.T("wizard.keepPIN"), func(on bool) { w.local.keep = on })
	box.Checked = w.local.keep
	w.add(container.New(look.Flush{}, box))
}

// buttonHeight keeps the row of buttons where it is on pages without any.
const buttonHeight = 38

// footer is the row of buttons, the primary one last.
func (w *Wizard) footer() fyne.CanvasObject {
	row := container.New(look.Row{Gap: look.Space3}, w.built.keys)
	for _, b := range w.page.Quiet {
		button := look.NewQuiet(tr.T(b.Key), func() { w.press(b) })
		button.OnEscape = w.escape
		row.Add(button)
	}
	if b := w.page.Primary; b.Verb != verbNone {
		w.built.primary = look.NewPrimary(tr.T(b.Key), func() { w.press(b) })
		w.built.primary.OnEscape = w.escape
		row.Add(w.built.primary)
	}
	line := look.NewGround(theme.ColorNameSeparator, "", 0)
	return container.NewStack(look.NewGround(look.ColorSurface, "", 0),
		container.New(look.Column{}, container.New(fixed{1}, line),
			container.New(look.Column{Inset: look.Space4}, container.NewStack(row,
				container.New(fixed{buttonHeight}, look.NewGround("", "", 0))))))
}

// fixed is a layout for one object of a fixed height.
type fixed struct{ height float32 }

func (f fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, f.height) }

func (v *view) clear() {
	for _, f := range v.fields {
		f.field.SetText("")
	}
}
