package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// MenuRow is one entry of a menu on screen.
type MenuRow struct {
	Graphic
	menu   *Menu
	item   Item
	ground *Ground
	icon   *canvas.Image
	words  *Line
	keys   *Line
	why    *Line
	here   bool
}

// rowLeast is the least height of an entry.
const rowLeast = 34

func newMenuRow(m *Menu, item Item) *MenuRow {
	r := &MenuRow{
		menu: m, item: item, ground: NewGround("", "", RadiusCard-2), icon: canvas.NewImageFromResource(nil),
		words: NewLine(item.Words, "", theme.SizeNameText),
		keys:  NewLine(item.Shortcut, ColorMuted, theme.SizeNameCaptionText),
		why:   NewLine(item.Off, ColorMuted, theme.SizeNameCaptionText),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.Parts = []fyne.CanvasObject{r.ground, r.icon, r.words, r.keys, r.why}
	r.Min, r.Arrange, r.Paint = r.minSize, r.arrange, r.paint
	r.ExtendBaseWidget(r)
	return r
}

// Words returns the words of the entry.
func (r *MenuRow) Words() string { return r.item.Words }

// AccessibilityLabel implements fyne.Accessible.
func (r *MenuRow) AccessibilityLabel() string {
	if r.item.Off == "" {
		return r.item.Words
	}
	return r.item.Words + ", " + r.item.Off
}

// AccessibilityRole implements fyne.Accessible.
func (r *MenuRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (r *MenuRow) Tapped(*fyne.PointEvent) { r.menu.choose(r) }

// MouseIn implements desktop.Hoverable.
func (r *MenuRow) MouseIn(*desktop.MouseEvent) {
	r.menu.layer.card.mark(slices.Index(r.menu.rows, r))
}

// MouseMoved implements desktop.Hoverable.
func (r *MenuRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *MenuRow) MouseOut() {}

func (r *MenuRow) setHere(here bool) {
	if r.here != here {
		r.here = here
		r.Refresh()
	}
}

// tone returns the colour of the words.
func (r *MenuRow) tone() fyne.ThemeColorName {
	switch {
	case r.item.Off != "":
		return ColorMuted
	case r.item.Danger:
		return ColorBad
	}
	return theme.ColorNameForeground
}

func (r *MenuRow) paint() {
	ground := fyne.ThemeColorName("")
	if r.here {
		ground = ColorHere
	}
	r.ground.Set(ground, "", 0)
	r.words.Set(r.item.Words, r.tone())
	r.icon.Hidden = r.item.Icon == nil
	if r.item.Icon != nil {
		r.icon.Resource = tinted(r.item.Icon, r.tone())
	}
}

// hasIcons reports whether any entry of the menu has an icon: all keep room for one then.
func (m *Menu) hasIcons() bool {
	return slices.ContainsFunc(m.rows, func(r *MenuRow) bool { return r.item.Icon != nil })
}

// left is where the words begin.
func (r *MenuRow) left() float32 {
	if r.menu.hasIcons() {
		return Space3 + SideText + Space3
	}
	return Space3
}

// wanted returns the width at which nothing is cut off; the reason why an entry cannot be chosen may
// be, in a menu that is wide already.
func (r *MenuRow) wanted() float32 {
	width := r.words.Width()
	if r.item.Shortcut != "" {
		width += Space5 + r.keys.Width()
	}
	return r.left() + max(width, min(r.why.Width(), 320)) + Space3
}

func (r *MenuRow) minSize() fyne.Size {
	height := r.words.MinSize().Height
	if r.item.Off != "" {
		height += r.why.MinSize().Height
	}
	return fyne.NewSize(0, max(rowLeast, height+2*Space2))
}

func (r *MenuRow) arrange(s fyne.Size) {
	r.ground.Resize(s)
	words, right := r.words.MinSize().Height, s.Width-Space3
	top := (s.Height - words) / 2
	if r.item.Off != "" {
		top -= r.why.MinSize().Height / 2
	}
	r.icon.Resize(fyne.NewSquareSize(SideText))
	r.icon.Move(fyne.NewPos(Space3, top+(words-SideText)/2))
	keys := r.keys.MinSize().Height
	if r.item.Shortcut != "" {
		right -= r.keys.Width()
		r.keys.Move(fyne.NewPos(right, top+(words-keys)/2))
		r.keys.Resize(fyne.NewSize(r.keys.Width()+1, keys))
		right -= Space3
	}
	r.words.Move(fyne.NewPos(r.left(), top))
	r.words.Resize(fyne.NewSize(right-r.left(), words))
	r.why.Hidden = r.item.Off == ""
	r.why.Move(fyne.NewPos(r.left(), top+words))
	r.why.Resize(fyne.NewSize(s.Width-Space3-r.left(), r.why.MinSize().Height))
}

// menuLine is the line between two groups.
func menuLine() fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(Space1, Space1, 0, 0), widget.NewSeparator())
}
