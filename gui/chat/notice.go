package chat

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// notice is one line across the top of the chat.
type notice struct {
	sign    look.SignName
	text    string
	tone    fyne.ThemeColorName
	buttons []noticeButton
}

// noticeButton is a button of a notice.
type noticeButton struct {
	label  string
	tapped func()
}

func newNotice(tone fyne.ThemeColorName, key string) notice {
	return notice{sign: look.SignBang, tone: tone, text: tr.T("chat.banner." + key)}
}

// with adds a button.
func (n notice) with(key string, tapped func()) notice {
	n.buttons = append(n.buttons, noticeButton{tr.T("chat.banner." + key), tapped})
	return n
}

func (n notice) equal(m notice) bool {
	return n.text == m.text && n.tone == m.tone && slices.EqualFunc(n.buttons, m.buttons,
		func(a, b noticeButton) bool { return a.label == b.label })
}

// line shows the notice.
func (n notice) line(actions bannerActions) fyne.CanvasObject {
	sign := container.NewCenter(look.NewSign(n.sign, n.tone, look.SideSmall))
	text := widget.NewLabel(n.text)
	text.Wrapping = fyne.TextWrapWord
	row := container.NewHBox()
	for _, one := range n.buttons {
		b := look.NewQuiet(one.label, one.tapped)
		b.OnEscape = actions.escape
		b.OnFocus = func() { actions.reveal(b) }
		row.Add(b)
	}
	buttons := container.NewCenter(row)
	buttons.Hidden = len(n.buttons) == 0
	line := container.NewBorder(nil, nil, inset(sign, edges{left: look.Space4}), buttons, text)
	line = inset(line, edges{look.Space1, look.Space3, look.Space1 + 1, look.Space1})
	return container.NewStack(look.NewGround(look.ColorLine, "", 0),
		inset(look.NewGround(look.ColorSurface, "", 0), edges{bottom: 1}), line)
}
