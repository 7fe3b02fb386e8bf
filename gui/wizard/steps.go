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
	sign look.SignName
}

func newStepList(help, chat func()) *stepList {
	l := &stepList{list: container.New(look.Column{Gap: look.Space2})}
	name := look.NewTitle(tr.T("wizard.name"))
	l.done = look.NewText("", look.ColorGood)
	l.said = look.Marked(sign(look.SignDone), l.done)
	l.said.Hide()
	top := container.New(look.Column{Gap: look.Space5, Inset: look.Space5}, name, l.list, l.said)
	asking := look.NewLink(tr.T("wizard.help"), help).WithIcon(theme.HelpIcon())
	l.texts = look.NewLink(tr.T("wizard.texts"), chat).WithIcon(theme.MailComposeIcon())
	l.texts.Hide()
	foot := container.New(look.Column{Inset: look.Space4},
		container.NewHBox(l.texts, layout.NewSpacer()), container.NewHBox(asking, layout.NewSpacer()))
	l.object = container.NewStack(look.NewGround(look.ColorSurface, "", 0),
		container.NewBorder(nil, nil, nil, widget.NewSeparator(),
			container.NewBorder(nil, foot, nil, nil, top)))
	return l
}

// show brings the signs up to date.
func (l *stepList) show(s state) {
	var now []stepSign
	for _, step := range s.Steps() {
		kind := look.SignOpen
		switch {
		case step == s.step:
			kind = look.SignHere
		case s.Holds(step):
			kind = look.SignDone
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
	l.texts.Hidden = !on
	l.object.Refresh()
}

// say shows that a step is done; "" takes it away.
func (l *stepList) say(text string) {
	if text == l.done.Text() && l.said.Visible() == (text != "") {
		return
	}
	l.done.SetText(text)
	l.said.Hidden = text == ""
	l.object.Refresh()
}

func stepRow(n stepSign) fyne.CanvasObject {
	name := tr.T("wizard.step." + n.step.String())
	var text *look.Text
	switch n.sign {
	case look.SignHere:
		text = look.NewStrong(name, theme.ColorNameForeground)
	case look.SignDone:
		text = look.NewText(name, theme.ColorNameForeground)
	default:
		text = look.NewText(name, look.ColorMuted)
	}
	return look.Marked(sign(n.sign), text)
}

// help shows what helps at every step, and how to undo what was installed.
func (w *Wizard) help() {
	if w.config.Window == nil {
		return
	}
	content := container.New(look.Column{Gap: look.Space2})
	undo := undoLines(w.state)
	for _, key := range []string{"usb", "windows", "card", "undo", "details"} {
		if key == "undo" && !w.state.Platform.DriverPage || key == "usb" && len(undo) > 0 {
			continue // nothing was installed; the stick is found
		}
		content.Add(look.NewStrong(tr.T("wizard.help."+key+".head"), ""))
		content.Add(look.NewText(tr.T("wizard.help."+key+".text"), ""))
		if key == "undo" && len(undo) > 0 {
			content.Add(look.NewText(tr.T("wizard.help.undo.lines"), ""))
			content.Add(w.codeCard(undo))
		}
	}
	sheet := look.NewSheet(w.config.Window.Canvas(), tr.T("wizard.help.title"), content)
	sheet.Answers(look.NewPrimary(tr.T("wizard.help.close"), w.focusFirst)).Show(nil)
}
