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
	texts  *look.Button     // leads to the texts, when there are some
	back   *look.Button     // leads to the page of the step before
	stick  *look.Text       // which stick this is about
	open   func(setup.Step) // shows the page of a step that is done
}

type stepSign struct {
	step   setup.Step
	sign   look.SignName
	looked bool // its page is shown although it is done
}

func newStepList(open func(setup.Step), help, chat, settings func()) *stepList {
	l := &stepList{list: container.New(look.Column{}), open: open}
	name := look.NewTitle(tr.T("wizard.name"))
	l.done = look.NewText("", look.ColorGood)
	l.said = look.Marked(sign(look.SignDone), l.done)
	l.said.Hide()
	top := container.New(look.Column{Gap: look.Space5, Inset: look.Space5}, name, l.list, l.said)
	l.stick = look.NewText("", look.ColorMuted)
	l.back = leading(tr.T("wizard.do.back"), theme.NavigateBackIcon(), nil)
	l.back.Hide()
	l.texts = leading(tr.T("wizard.texts"), theme.MailComposeIcon(), chat)
	l.texts.Hide()
	choices := container.New(look.Column{})
	if settings != nil {
		choices.Add(leading(tr.T("chat.menu.settings"), theme.SettingsIcon(), settings))
	}
	named := container.New(layout.NewCustomPaddedLayout(0, look.Space2, look.Space2, 0), l.stick)
	foot := container.New(look.Column{Inset: look.Space4}, named, l.back, l.texts,
		leading(tr.T("wizard.help"), theme.HelpIcon(), help), choices)
	l.object = container.NewStack(look.NewGround(look.ColorSurface, "", 0),
		container.NewBorder(nil, nil, nil, widget.NewSeparator(),
			container.New(look.Above{}, container.NewVScroll(top), foot)))
	return l
}

// leading returns a button of the column, as wide as the column, so that all their signs stand below each other.
func leading(words string, icon fyne.Resource, tapped func()) *look.Button {
	b := look.NewLink(words, tapped).WithIcon(icon)
	b.Alignment = widget.ButtonAlignLeading
	return b
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
		looked := s.looksBack() && step == s.local.back
		now = append(now, stepSign{step: step, sign: kind, looked: looked})
	}
	if slices.Equal(now, l.shown) {
		return
	}
	l.shown = now
	l.list.Objects = nil
	for _, n := range now {
		l.list.Objects = append(l.list.Objects, l.row(n))
	}
	look.Redraw(l.list)
}

// offerBack shows or hides the way back, and names the stick that the page is about.
func (l *stepList) offerBack(back func(), stick string) {
	l.back.OnTapped = back
	if l.back.Visible() == (back != nil) && l.stick.Text() == stick {
		return
	}
	l.back.Hidden = back == nil
	l.stick.SetText(stick)
	look.Redraw(l.object)
}

// offerTexts shows or hides the way to the texts.
func (l *stepList) offerTexts(on bool) {
	if on == l.texts.Visible() {
		return
	}
	l.texts.Hidden = !on
	look.Redraw(l.object)
}

// say shows that a step is done; "" takes it away.
func (l *stepList) say(text string) {
	if text == l.done.Text() && l.said.Visible() == (text != "") {
		return
	}
	l.done.SetText(text)
	l.said.Hidden = text == ""
	look.Redraw(l.object)
}

// row is a step with its sign. One that is done can be opened again, and from there the present one.
func (l *stepList) row(n stepSign) fyne.CanvasObject {
	padded := container.New(layout.NewCustomPaddedLayout(look.Space1, look.Space1, look.Space1, look.Space1), stepRow(n))
	if n.sign == look.SignOpen {
		return padded
	}
	return look.NewTap(padded, func() { l.open(n.step) })
}

func stepRow(n stepSign) fyne.CanvasObject {
	name := tr.T("wizard.step." + n.step.String())
	var text *look.Text
	switch {
	case n.sign == look.SignHere || n.looked:
		text = look.NewStrong(name, theme.ColorNameForeground)
	case n.sign == look.SignDone:
		text = look.NewText(name, theme.ColorNameForeground)
	default:
		text = look.NewText(name, look.ColorMuted)
	}
	return look.Marked(sign(n.sign), text)
}

// UndoDriver returns what shows how to undo drivers that were installed for sticks, as the facts know them;
// nil where none was.
func (w *Wizard) UndoDriver(f setup.Facts) func() {
	s := state{Facts: f, instructions: w.config.Instructions}
	if !f.Platform.DriverPage || len(undoLines(s)) == 0 || w.config.Window == nil {
		return nil
	}
	return func() { w.showHelp(s) }
}

// help shows what helps at every step, and how to undo what was installed.
func (w *Wizard) help() { w.showHelp(w.state) }

// showHelp is help for a state.
func (w *Wizard) showHelp(s state) {
	if w.config.Window == nil {
		return
	}
	content := container.New(look.Column{Gap: look.Space2})
	undo := undoLines(s)
	for _, key := range []string{"usb", "windows", "card", "undo", "details"} {
		if key == "undo" && !s.Platform.DriverPage || key == "usb" && len(undo) > 0 {
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
