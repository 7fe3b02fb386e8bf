package chat

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// picksMost is how many recipients one text may have here.
const picksMost = 20

// picks are the recipients of a text for several: a chip for each, which takes him away again.
type picks struct {
	nameOf  func(n sms.Number) string
	changed func()
	dropped func() // a chip was pressed, and with it has lost the keyboard

	several bool // the user wants several, though there may be one yet
	all     []sms.Number
	chips   *fyne.Container
	object  *fyne.Container
}

func newPicks(nameOf func(sms.Number) string, changed func()) *picks {
	p := &picks{nameOf: nameOf, changed: changed}
	p.chips = container.New(&wrapped{gap: look.Space1})
	scroll := container.NewVScroll(p.chips)
	p.object = inset(container.New(look.Bounded{Content: p.chips, Most: 2*chipHeight + look.Space1}, scroll),
		edges{bottom: look.Space2})
	p.object.Hide()
	return p
}

// holds reports whether somebody is one of them.
func (p *picks) holds(n sms.Number) bool { return slices.Contains(p.all, n) }

// add makes somebody one of them. It reports whether he is: there may be too many.
func (p *picks) add(n sms.Number) bool {
	if !p.holds(n) {
		if len(p.all) == picksMost {
			return false
		}
		p.all = append(p.all, n)
		p.show()
	}
	return true
}

// drop takes somebody away, and reports whether he was one of them.
func (p *picks) drop(n sms.Number) bool {
	if !p.holds(n) {
		return false
	}
	p.all = slices.DeleteFunc(p.all, func(o sms.Number) bool { return o == n })
	p.show()
	return true
}

// dropLast takes the last one away, and reports whether there was one.
func (p *picks) dropLast() bool {
	return len(p.all) > 0 && p.drop(p.all[len(p.all)-1])
}

// clear takes all of them away.
func (p *picks) clear() {
	p.several = false
	if len(p.all) > 0 {
		p.all = nil
		p.show()
	}
}

// words says how many they are.
func (p *picks) words() string {
	if len(p.all) == 0 {
		return tr.T("chat.several.none")
	}
	return tr.N("chat.several.count", len(p.all))
}

// show makes the chips anew.
func (p *picks) show() {
	p.several = p.several || len(p.all) > 1
	p.chips.Objects = nil
	for _, n := range p.all {
		chip := look.NewQuiet(sms.SanitiseLine(p.nameOf(n), chipLetters), func() { p.drop(n); p.dropped() }).WithIcon(theme.CancelIcon()).
			WithName(tr.T("chat.several.remove", tr.Data{"Name": p.nameOf(n)}))
		chip.IconPlacement = widget.ButtonIconTrailingText
		p.chips.Objects = append(p.chips.Objects, chip)
	}
	p.object.Hidden = len(p.all) == 0
	p.chips.Refresh()
	p.object.Refresh()
	p.changed()
}

// chipLetters is how many characters of a name stand on a chip: as many as fit beside the list with large text.
const chipLetters = 22

// chipHeight is that of a chip.
const chipHeight float32 = 36

// wrapped is a layout that puts objects side by side, and goes on in another line where they do not fit.
type wrapped struct {
	gap   float32
	width float32 // as it was laid out last
}

// Layout implements fyne.Layout.
func (w *wrapped) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w.width = s.Width
	w.walk(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// MinSize implements fyne.Layout.
func (w *wrapped) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(chipHeight, w.walk(objects, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// walk goes through the places of the objects and returns the height of all.
func (w *wrapped) walk(objects []fyne.CanvasObject, visit func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	var x, y, height float32
	for _, o := range objects {
		size := o.MinSize()
		if w.width > 0 {
			size.Width = fyne.Min(size.Width, w.width)
		}
		if x > 0 && w.width > 0 && x+size.Width > w.width {
			x, y, height = 0, y+height+w.gap, 0
		}
		visit(o, fyne.NewPos(x, y), size)
		x += size.Width + w.gap
		height = fyne.Max(height, size.Height)
	}
	return y + height
}
