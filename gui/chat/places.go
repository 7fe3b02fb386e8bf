package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// Place is a part of the program that the menu at the foot of the list leads to; the zero Place is a
// line between two groups.
type Place struct {
	Key      string // of the words
	Icon     fyne.Resource
	Shortcut string // as it is shown; may be ""
	// Off says why one cannot go there now, "" when one can; may be nil.
	Off  func() string
	Open func()
}

// item returns the entry of the menu.
func (p Place) item() look.Item {
	if p.Key == "" {
		return look.Item{}
	}
	i := look.Item{Words: tr.T(p.Key), Icon: p.Icon, Shortcut: p.Shortcut, Do: p.Open}
	if p.Off != nil {
		i.Off = p.Off()
	}
	return i
}

// newFoot returns the button at the foot of the list, which opens a menu with the other views of the
// list, and with the places. focus puts the cursor where one types, if nothing had the keyboard before.
func newFoot(canvas fyne.Canvas, show func(view), focus func(), places []Place) fyne.CanvasObject {
	open := look.NewLink(tr.T("chat.places"), nil).WithIcon(theme.SettingsIcon())
	open.Alignment = widget.ButtonAlignLeading
	open.OnTapped = func() {
		var items []look.Item
		for _, v := range []view{viewArchived, viewBlocked, viewBin} {
			items = append(items, look.Item{
				Words: tr.T("chat.view." + v.String()), Icon: viewSigns[v].Icon(), Do: func() { show(v) },
			})
		}
		items = append(items, look.Item{})
		for _, p := range places {
			items = append(items, p.item())
		}
		menu := look.NewMenu(items...)
		menu.OnClose = func() {
			if canvas.Focused() == nil {
				focus()
			}
		}
		menu.ShowBelow(canvas, open)
	}
	return container.New(stacked(), line(), inset(container.New(cutShort{open, open.Text}, open),
		edges{look.Space2, look.Space2, look.Space2, look.Space2}))
}

// cutShort is the layout of the button at the foot: with large text there is no room for all of its words.
type cutShort struct {
	button *look.Button
	words  string
}

// MinSize implements fyne.Layout.
func (c cutShort) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, c.button.MinSize().Height)
}

// Layout implements fyne.Layout.
func (c cutShort) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	words := c.words
	bold := fyne.MeasureText(words, look.Theme{}.Size(theme.SizeNameText), look.Bold(words)).Width
	if bold+look.Scaled(48) > s.Width {
		words = tr.T("chat.places.short")
	}
	if c.button.Text != words {
		c.button.SetText(words)
	}
	c.button.Resize(s)
}

// footed is a layout of two: the second at the bottom, the first in the rest. The first comes first
// with Tab.
type footed struct{}

// Layout implements fyne.Layout.
func (footed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	foot := o[1].MinSize().Height
	put(o[0], rect{0, 0, s.Width, s.Height - foot})
	put(o[1], rect{0, s.Height - foot, s.Width, foot})
}

// MinSize implements fyne.Layout.
func (footed) MinSize(o []fyne.CanvasObject) fyne.Size {
	rest, foot := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(rest.Width, foot.Width), rest.Height+foot.Height)
}
