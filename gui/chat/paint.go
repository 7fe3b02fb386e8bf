package chat

import (
	"hash/fnv"
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
)

// paint is a widget made of canvas objects that are coloured and laid out by functions, so that it
// follows the theme without a renderer type of its own.
type paint struct {
	widget.BaseWidget
	objects []fyne.CanvasObject
	min     func() fyne.Size
	layout  func(fyne.Size)
	color   func()
}

// CreateRenderer implements fyne.Widget.
func (p *paint) CreateRenderer() fyne.WidgetRenderer {
	p.color()
	return (*paintRenderer)(p)
}

type paintRenderer paint

func (r *paintRenderer) Layout(s fyne.Size)           { r.layout(s) }
func (r *paintRenderer) MinSize() fyne.Size           { return r.min() }
func (r *paintRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *paintRenderer) Destroy()                     {}

func (r *paintRenderer) Refresh() {
	r.color()
	r.layout(r.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

// ink is one line of text in a colour of the theme, cut off with an ellipsis where it does not
// fit. It is far lighter than a label.
type ink struct {
	paint
	text      string
	tone      fyne.ThemeColorName
	size      fyne.ThemeSizeName
	centred   bool
	drawn     *canvas.Text
	unbounded bool // asks for the width of its whole text
}

func newInk(text string, tone fyne.ThemeColorName, size fyne.ThemeSizeName) *ink {
	i := &ink{text: text, tone: tone, size: size, drawn: canvas.NewText(text, color.Transparent)}
	i.objects = []fyne.CanvasObject{i.drawn}
	i.min, i.layout, i.color = i.minSize, i.place, i.colour
	i.ExtendBaseWidget(i)
	return i
}

// newNote is small, muted text as wide as it needs to be.
func newNote(text string) *ink {
	i := newInk(text, look.ColorMuted, theme.SizeNameCaptionText)
	i.unbounded = true
	return i
}

func (i *ink) bold() *ink {
	i.drawn.TextStyle.Bold = true
	return i
}

// set changes text and colour; nothing is drawn again when they are the same.
func (i *ink) set(text string, tone fyne.ThemeColorName) {
	if i.text == text && i.tone == tone {
		return
	}
	i.text, i.tone = text, tone
	i.Refresh()
}

func (i *ink) width() float32 {
	return fyne.MeasureText(i.text, look.Theme{}.Size(i.size), i.drawn.TextStyle).Width
}

func (i *ink) minSize() fyne.Size {
	height := fyne.MeasureText("Ag", look.Theme{}.Size(i.size), i.drawn.TextStyle).Height
	if !i.unbounded {
		return fyne.NewSize(0, height)
	}
	return fyne.NewSize(i.width(), height)
}

func (i *ink) colour() {
	i.drawn.Color = look.Color(i.tone)
	i.drawn.TextSize = look.Theme{}.Size(i.size)
}

func (i *ink) place(s fyne.Size) {
	i.drawn.Text = i.text
	if s.Width > 0 && !i.unbounded {
		i.drawn.Text = fit(i.text, s.Width, i.drawn.TextSize, i.drawn.TextStyle)
	}
	i.drawn.Alignment = fyne.TextAlignLeading
	if i.centred {
		i.drawn.Alignment = fyne.TextAlignCenter
	}
	i.drawn.Resize(s)
}

// fit cuts text so that it is no wider than width, with an ellipsis at the end.
func fit(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:middle])+"…", size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRightFunc(string(runes[:low]), unicode.IsSpace) + "…"
}

// avatarTones are grounds for initials; white text on each has a contrast of at least 4.5 to 1.
var avatarTones = []color.NRGBA{
	{R: 0x2F, G: 0x6D, B: 0xA8, A: 0xFF},
	{R: 0x7A, G: 0x57, B: 0xA6, A: 0xFF},
	{R: 0xA4, G: 0x50, B: 0x6C, A: 0xFF},
	{R: 0x2B, G: 0x76, B: 0x5E, A: 0xFF},
	{R: 0x8A, G: 0x61, B: 0x1E, A: 0xFF},
	{R: 0x4E, G: 0x66, B: 0x7D, A: 0xFF},
	{R: 0x9B, G: 0x52, B: 0x3A, A: 0xFF},
	{R: 0x3C, G: 0x74, B: 0x7E, A: 0xFF},
}

// avatar is a round badge with the initials of a partner, always in the same colour for the same
// number.
type avatar struct {
	paint
	key, initials string
	side          float32
	disc          *canvas.Circle
	text          *canvas.Text
}

func newAvatar(side float32) *avatar {
	a := &avatar{
		side: side, disc: canvas.NewCircle(color.Transparent),
		text: canvas.NewText("", color.White),
	}
	a.text.TextStyle.Bold = true
	a.text.TextSize = side * 0.38
	a.text.Alignment = fyne.TextAlignCenter
	a.objects = []fyne.CanvasObject{a.disc, a.text}
	a.min = func() fyne.Size { return fyne.NewSquareSize(side) }
	a.layout = a.place
	a.color = a.colour
	a.ExtendBaseWidget(a)
	return a
}

func (a *avatar) set(key, initials string) {
	if a.key == key && a.initials == initials {
		return
	}
	a.key, a.initials = key, initials
	a.Refresh()
}

func (a *avatar) colour() {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(a.key))
	a.disc.FillColor = avatarTones[sum.Sum32()%uint32(len(avatarTones))]
	a.text.Text = a.initials
}

func (a *avatar) place(s fyne.Size) {
	a.disc.Resize(fyne.NewSquareSize(a.side))
	a.disc.Move(fyne.NewPos(0, (s.Height-a.side)/2))
	a.text.Resize(fyne.NewSquareSize(a.side))
	a.text.Move(fyne.NewPos(0, (s.Height-a.side)/2))
}

// initials gives the one or two signs that stand for a partner: first letters of the name, or the
// last two digits of the number.
func initials(name, number string) string {
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	words := strings.FieldsFunc(name, sign)
	switch len(words) {
	case 0:
		digits := []rune(strings.TrimFunc(number, sign))
		return string(digits[max(0, len(digits)-2):])
	case 1:
		if len([]rune(words[0])) <= 2 {
			return words[0]
		}
		return string([]rune(strings.ToUpper(words[0]))[:1])
	}
	first, last := []rune(words[0])[0], []rune(words[len(words)-1])[0]
	return string([]rune{unicode.ToUpper(first), unicode.ToUpper(last)})
}

// badge is a count on the accent colour; it takes no room at zero.
type badge struct {
	paint
	count int
	pill  *canvas.Rectangle
	text  *canvas.Text
}

func newBadge() *badge {
	b := &badge{pill: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.White)}
	b.pill.CornerRadius = 10
	b.text.Alignment = fyne.TextAlignCenter
	b.text.TextStyle.Bold = true
	b.objects = []fyne.CanvasObject{b.pill, b.text}
	b.min, b.layout, b.color = b.minSize, b.place, b.colour
	b.ExtendBaseWidget(b)
	return b
}

func (b *badge) set(count int) {
	if b.count == count {
		return
	}
	b.count = count
	b.Refresh()
}

func (b *badge) minSize() fyne.Size {
	if b.count == 0 {
		return fyne.Size{}
	}
	width := fyne.MeasureText(b.text.Text, b.text.TextSize, b.text.TextStyle).Width + 12
	return fyne.NewSize(fyne.Max(20, width), 20)
}

func (b *badge) colour() {
	b.pill.FillColor, b.text.Color = look.Color(look.ColorAccent), look.Color(look.ColorOnAccent)
	b.text.TextSize = look.Theme{}.Size(theme.SizeNameCaptionText)
	b.text.Text = countText(b.count)
	if b.count == 0 {
		b.pill.Hide()
		b.text.Hide()
		return
	}
	b.pill.Show()
	b.text.Show()
}

func (b *badge) place(s fyne.Size) {
	b.pill.Resize(s)
	b.text.Resize(s)
}
