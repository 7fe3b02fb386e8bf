package settings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// view is the page as one sees it: the groups, and in a wide window at the left a list of them.
type view struct {
	scroll  *container.Scroll
	column  *fyne.Container
	heads   []fyne.CanvasObject // of the groups, in the order of the page
	buttons []*look.Button      // that lead to them
	object  *fyne.Container
}

// The measures of the page.
const (
	navWidth   = 210
	columnMost = 640
)

// build returns the page with these rows.
func (s *Settings) build(rows []Row) *view {
	v := &view{column: container.New(look.Column{Gap: look.Space2, Inset: look.Space5})}
	nav := container.New(look.Column{Gap: look.Space1, Inset: look.Space3})
	for _, group := range groups {
		var lines []fyne.CanvasObject
		for _, r := range rows {
			if r.Group == group && r.does() {
				lines = append(lines, s.line(r))
			}
		}
		if len(lines) == 0 {
			continue
		}
		words := tr.T("settings.group." + string(group))
		head := look.NewStrong(words, "")
		if group == Danger {
			head = look.NewStrong(words, look.ColorBad)
		}
		if len(v.heads) > 0 {
			v.column.Add(container.New(look.Fixed{Height: look.Space3}, layout.NewSpacer()))
		}
		v.column.Add(head)
		v.column.Add(look.Rows(lines...))
		button := look.NewLink(words, func() { v.goTo(slices.Index(v.heads, fyne.CanvasObject(head))) })
		button.Alignment = widget.ButtonAlignLeading
		v.heads, v.buttons = append(v.heads, head), append(v.buttons, button)
		nav.Add(button)
	}
	centred := container.New(look.Centred{Width: columnMost}, v.column)
	v.scroll = container.NewVScroll(centred)
	v.scroll.OnScrolled = func(fyne.Position) { v.markNav() }
	v.object = container.New(sideways{}, nav, container.New(look.Tall{Content: centred}, v.scroll))
	v.markNav()
	return v
}

// goTo scrolls to a group.
func (v *view) goTo(i int) {
	v.scroll.ScrollToOffset(fyne.NewPos(0, v.heads[i].Position().Y-look.Space4))
	v.mark(i)
}

// markNav shows which group is seen first.
func (v *view) markNav() {
	here := 0
	for i, head := range v.heads {
		if head.Position().Y-look.Space5 <= v.scroll.Offset.Y {
			here = i
		}
	}
	v.mark(here)
}

// mark shows that a group is the one that one looks at.
func (v *view) mark(here int) {
	for i, b := range v.buttons {
		importance := widget.LowImportance
		if i == here {
			importance = widget.MediumImportance
		}
		if b.Importance != importance {
			b.Importance = importance
			b.Refresh()
		}
	}
}

// sideways is the layout of the page: the list of groups at the left where there is room for it, the
// groups in the rest.
type sideways struct{}

// MinSize implements fyne.Layout.
func (sideways) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// Layout implements fyne.Layout.
func (sideways) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := look.Scaled(navWidth)
	if size.Width < left+look.Scaled(columnMost) || size.Height < o[0].MinSize().Height {
		left = 0
	}
	o[0].Hide()
	if left > 0 {
		o[0].Show()
	}
	o[0].Resize(fyne.NewSize(left, size.Height))
	o[1].Move(fyne.NewPos(left, 0))
	o[1].Resize(fyne.NewSize(size.Width-left, size.Height))
}
