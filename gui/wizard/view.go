package wizard

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// view is the page as Fyne objects: those that change or are asked for later.
type view struct {
	content *fyne.Container
	scroll  *container.Scroll
	bar     *look.Bar
	elapsed *look.Text
	left    *look.Text // how long it takes until what is waited for begins
	// complaint says what is wrong with what was typed, or what could not be done.
	complaint *look.Text
	auto      *look.Check
	fields    []labelled
	rows      map[string]*look.Choice
	primary   *look.Button
	keys      *keys
	details   *look.Text
	hidden    *fyne.Container // details and Copy
}

// build makes the page anew. again reports that only a part of the page changed: then the focus
// stays where it was if that is still there.
func (w *Wizard) build(again bool) {
	focused, cursor := w.focusedField()
	w.built = &view{rows: map[string]*look.Choice{}, keys: newKeys(w.escape)}
	w.built.keys.own, w.built.keys.title = w.config.OnKey, w.page.Title
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
	w.right.Objects = []fyne.CanvasObject{container.New(look.Above{}, tall, w.footer())}
	look.Inherit(w.right, w.around())
	look.Redraw(w.right)
	w.live()
	if again && focused != "" {
		w.focusField(focused, cursor)
		return
	}
	w.focusFirst()
}

// around is what the page does for the widgets on it.
func (w *Wizard) around() look.Around {
	return look.Around{
		Escape: w.escape, Say: w.complain, Key: w.config.OnKey,
		Reveal: func(o fyne.CanvasObject) { look.Reveal(w.right, o) },
	}
}

// add puts objects below the others. They are laid out when the page is whole, not with each one more.
func (w *Wizard) add(objects ...fyne.CanvasObject) {
	w.built.content.Objects = append(w.built.content.Objects, objects...)
}

// addTexts adds what the page says: that the step before is done, title, picture, what happened,
// what to do.
func (w *Wizard) addTexts() {
	p := w.page
	w.add(look.NewTitle(p.Title))
	drawn := p.Picture.drawing(p.pictureHeight())
	if drawn != nil && p.Picture.Kind != picZadig {
		w.add(container.New(look.Narrow{Width: look.TextWidth}, look.Card(drawn)))
	}
	w.add(look.NewText(p.What, ""))
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
		w.add(look.Card(look.NewMono(p.Code)))
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

// numbered returns steps to take in their order. A single one has no number.
func numbered(texts []string) fyne.CanvasObject {
	if len(texts) == 1 {
		return look.NewText(texts[0], "")
	}
	list := container.New(look.Column{Gap: look.Space1})
	for i, text := range texts {
		number := look.NewLine(fmt.Sprint(i+1), look.ColorAccent, theme.SizeNameText).SetBold(true)
		list.Add(look.Marked(number, look.NewText(text, "")))
	}
	return list
}

func bullet(text string) fyne.CanvasObject {
	return look.Marked(sign(look.SignDot), look.NewText(text, look.ColorMuted))
}

// signTones are the colours of the wizard's signs.
var signTones = map[look.SignName]fyne.ThemeColorName{
	look.SignDone: look.ColorGood, look.SignHere: look.ColorAccent, look.SignOpen: look.ColorMuted,
	look.SignCare: look.ColorCareful, look.SignDot: look.ColorMuted,
}

// sign is a small drawing beside a step or a sentence.
func sign(name look.SignName) *look.Sign {
	return look.NewSign(name, signTones[name], look.SideText)
}

func cards(all []card) fyne.CanvasObject {
	var row []fyne.CanvasObject
	for _, c := range all {
		content := []fyne.CanvasObject{look.NewStrong(c.Head, "")}
		if c.Badge != "" {
			content = append(content, look.NewText(c.Badge, c.tone()))
		}
		for _, text := range c.Lines {
			content = append(content, look.NewText(text, ""))
		}
		row = append(row, look.Card(content...))
	}
	if len(row) == 1 {
		return row[0]
	}
	return look.Pair(row[0], row[1])
}

// addFields adds the fields of the form, with what was typed into them before.
func (w *Wizard) addFields() {
	p, v := w.page, w.built
	if p.Note != "" {
		w.add(look.Marked(sign(look.SignCare), look.NewStrong(p.Note, look.ColorCareful)))
	}
	w.addLines()
	if p.Good != "" {
		w.add(look.Marked(sign(look.SignDone), look.NewStrong(p.Good, look.ColorGood)))
	}
	if p.Tip != "" {
		w.add(look.Card(look.NewText(p.Tip, look.ColorMuted)))
	}
	v.fields = fieldsOf(p.Form)
	if p.Form == formZadig && w.typed[fieldZadig] == "" {
		w.typed[fieldZadig] = w.config.FindZadig()
	}
	w.offerNumber()
	for _, f := range v.fields {
		f.field.SetName(f.label)
		if typed := w.typed[f.name]; f.name == fieldNumber && typed == w.page.Own {
			f.field.Offer(typed)
		} else {
			f.field.SetText(typed)
		}
		f.field.OnChanged = func(text string) { w.changed(f.name, text) }
		f.field.OnRefused = func(text string) { w.refuse(refusal(f.name, f.field, text)) }
		f.field.OnEnter = func() { w.submitted(f.name) }
	}
	w.placeFields()
	v.complaint = look.NewText("", look.ColorBad)
	v.complaint.Hide()
	w.add(v.complaint)
}

// placeFields puts the fields below each other, and the two for the new PIN side by side.
func (w *Wizard) placeFields() {
	var objects []fyne.CanvasObject
	for _, f := range w.built.fields {
		objects = append(objects, container.New(look.Column{Gap: look.Space1},
			look.NewText(f.label, look.ColorMuted),
			container.New(look.Narrow{Width: fieldWidth(w.page.Form)}, f.field)))
	}
	if w.page.Form == formPUK {
		w.add(objects[0], container.New(look.Narrow{Width: look.TextWidth + look.Space4},
			look.Pair(objects[1], objects[2])))
		return
	}
	w.add(objects...)
}

func fieldWidth(f form) float32 {
	if f == formZadig || f == formDriver {
		return look.TextWidth
	}
	return 280
}

// addWaiting adds the words for what is going on, with a bar where the time is known.
func (w *Wizard) addWaiting() {
	p, v := w.page, w.built
	if !p.Until.IsZero() {
		v.left = look.NewText("", "")
		w.add(look.Marked(sign(look.SignHere), v.left))
	}
	if p.Waiting == "" {
		return
	}
	w.add(look.Marked(sign(look.SignHere), look.NewText(p.Waiting, "")))
	if p.Timed {
		v.bar, v.elapsed = look.NewBar(), look.NewText("", look.ColorMuted)
		w.add(container.New(look.Narrow{Width: look.TextWidth}, v.bar), v.elapsed)
	}
}

func (w *Wizard) addAuto() {
	if !w.page.Auto {
		return
	}
	w.built.auto = look.NewCheck(tr.T("wizard.auto"), func(on bool) {
		if on != w.state.Intent.Auto {
			w.config.Do(setup.DoAuto{On: on})
		}
	})
	w.built.auto.Checked = w.state.Intent.Auto
	w.add(look.Flush(w.built.auto))
}

// addKeep adds the box that has the PIN or password remembered, which is off unless the user ticks it.
func (w *Wizard) addKeep() {
	if w.page.Keep == "" {
		return
	}
	box := look.NewCheck(tr.T(w.page.Keep), func(on bool) { w.local.keep = on })
	box.Checked = w.local.keep
	w.add(look.Flush(box))
}

// buttonHeight keeps the row of buttons where it is on pages without any.
const buttonHeight = 38

// footer is the row of buttons, the primary one last.
func (w *Wizard) footer() fyne.CanvasObject {
	row := container.New(&look.Foot{Least: buttonHeight, Width: w.right.Size().Width - 2*look.Space4}, w.built.keys)
	for i, b := range w.page.Quiet {
		quiet := look.NewQuiet
		if b.Key == w.page.Copies {
			quiet = look.NewCopy
		}
		row.Add(quiet(tr.T(b.Key), func() { w.press(w.page.Quiet[i]) }))
	}
	if b := w.page.Primary; b.Key != "" {
		w.built.primary = look.NewPrimary(tr.T(b.Key), func() { w.press(w.page.Primary) })
		row.Add(w.built.primary)
	}
	return container.NewStack(look.NewGround(look.ColorSurface, "", 0),
		container.New(look.Column{}, widget.NewSeparator(), container.New(look.Column{Inset: look.Space4},
			row)))
}

func (v *view) clear() {
	for _, f := range v.fields {
		f.field.SetText("")
	}
}
