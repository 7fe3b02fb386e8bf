package wizard

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// stepList is the column on the left: the program's name, the steps with their signs, and Help.
type stepList struct {
	object *fyne.Container
	list   *fyne.Container
	shown  []stepSign
	done   *look.Text // that a step is done, for a moment
	said   *fyne.Container
	texts  *look.Button // leads to the texts, when there are some
}

type stepSign struct {
	step setup.Step
	sign signKind
}

func newStepList(help, chat func()) *stepList {
	l := &stepList{list: container.New(look.Column{Gap: look.Space2})}
	name := look.Plain(look.NewTitle(tr.T("wizard.name")))
	l.done = look.NewText("", look.ColorGood)
	l.said = signed(signDone, l.done)
	l.said.Hide()
	top := container.New(look.Column{Gap: look.Space5, Inset: look.Space5}, name, l.list, l.said)
	asking := look.NewLink(tr.T("wizard.help"), help)
	asking.Icon = theme.HelpIcon()
	l.texts = look.NewLink(tr.T("wizard.texts"), chat)
	l.texts.Icon = theme.MailComposeIcon()
	l.texts.Hide()
	foot := container.New(look.Column{Inset: look.Space4},
		container.NewHBox(l.texts, layout.NewSpacer()), container.NewHBox(asking, layout.NewSpacer()))
	edge := container.New(wide{1}, look.NewGround(look.ColorLine, "", 0))
	l.object = container.NewStack(look.NewGround(look.ColorSurface, "", 0),
		container.NewBorder(nil, nil, nil, edge, container.NewBorder(nil, foot, nil, nil, top)))
	return l
}

// wide is a layout for one object of a fixed width.
type wide struct{ width float32 }

func (w wide) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (w wide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(w.width, 0) }

// show brings the signs up to date.
func (l *stepList) show(s state) {
	var now []stepSign
	for _, step := range s.Steps() {
		kind := signOpen
		switch {
		case step == s.step:
			kind = signHere
		case s.Holds(step):
			kind = signDone
		}
		now = append(now, stepSign{step, kind})
	}
	if slices.Equal(now, l.shown) {
		return
	}
	l.shown = now
	l.list.Objects = nil
	for _, n := range now {
		l.list.Objects = append(l.list.Objects, stepRow(n))
	}
	l.list.Refresh()
}

// offerTexts shows or hides the way to the texts.
func (l *stepList) offerTexts(on bool) {
	if on == l.texts.Visible() {
		return
	}
	if on {
		l.texts.Show()
	} else {
		l.texts.Hide()
	}
	l.object.Refresh()
}

// say shows that a step is done; "" takes it away.
func (l *stepList) say(text string) {
	if text == l.done.Text() && l.said.Visible() == (text != "") {
		return
	}
	l.done.SetText(text)
	l.said.Hide()
	if text != "" {
		l.said.Show()
	}
	l.object.Refresh()
}

func stepRow(n stepSign) fyne.CanvasObject {
	name := tr.T("wizard.step." + n.step.String())
	var text *look.Text
	switch n.sign {
	case signHere:
		text = look.NewStrong(name, theme.ColorNameForeground)
	case signDone:
		text = look.NewText(name, theme.ColorNameForeground)
	default:
		text = look.NewText(name, look.ColorMuted)
	}
	return container.New(look.Side{Width: 32}, container.New(look.Corner{}, sign(n.sign)),
		look.Plain(text))
}

// help shows what helps at every step, and how to undo what was installed.
func (w *Wizard) help() {
	if w.config.Window == nil {
		return
	}
	content := container.New(look.Column{Gap: look.Space2, Inset: look.Space4},
		look.Plain(look.NewTitle(tr.T("wizard.help.title"))))
	for _, key := range []string{"usb", "windows", "card", "undo", "details"} {
		content.Add(look.Plain(look.NewStrong(tr.T("wizard.help."+key+".head"), "")))
		content.Add(look.Plain(look.NewText(tr.T("wizard.help."+key+".text"), "")))
		if lines := undoLines(w.state.Facts); key == "undo" && len(lines) > 0 {
			content.Add(w.codeCard(lines))
		}
	}
	var popup *widget.PopUp
	shut := func() { popup.Hide(); w.focusFirst() }
	closing := look.NewPrimary(tr.T("wizard.help.close"), shut)
	closing.OnEscape = shut
	content.Add(container.NewHBox(layout.NewSpacer(), closing))
	canvas := w.config.Window.Canvas()
	popup = widget.NewModalPopUp(container.New(narrowest{look.TextWidth + 2*look.Space4}, content),
		canvas)
	popup.Show()
	canvas.Focus(closing)
}

// narrowest is a layout for one object that has to be so wide, and knows its height then.
type narrowest struct{ width float32 }

func (n narrowest) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (n narrowest) MinSize(objects []fyne.CanvasObject) fyne.Size {
	objects[0].Resize(fyne.NewSize(n.width, objects[0].MinSize().Height))
	return fyne.NewSize(n.width, objects[0].MinSize().Height)
}
