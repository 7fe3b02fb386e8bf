package chat

import (
	"hash/fnv"
	"image/color"
	"strconv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// avatarSide is the side of an avatar.
const avatarSide float32 = 40

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
	look.Graphic
	key, initials string
	disc          *canvas.Circle
	text          *canvas.Text
}

func newAvatar() *avatar {
	a := &avatar{
		disc: canvas.NewCircle(color.Transparent), text: canvas.NewText("", color.White),
	}
	a.text.TextStyle.Bold = true
	a.text.TextSize = avatarSide * 0.38
	a.text.Alignment = fyne.TextAlignCenter
	a.Parts = []fyne.CanvasObject{a.disc, a.text}
	a.Min = func() fyne.Size { return fyne.NewSquareSize(avatarSide) }
	a.Arrange, a.Paint = a.arrange, a.paint
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

func (a *avatar) paint() {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(a.key))
	a.disc.FillColor = avatarTones[sum.Sum32()%uint32(len(avatarTones))]
	a.text.Text = a.initials
}

func (a *avatar) arrange(s fyne.Size) {
	put(a.disc, rect{0, (s.Height - avatarSide) / 2, avatarSide, avatarSide})
	put(a.text, rect{0, (s.Height - avatarSide) / 2, avatarSide, avatarSide})
}

// initials returns the one or two characters that stand for a partner: the first letters of the
// name, or the last two digits of the number.
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
	look.Graphic
	count int
	pill  *canvas.Rectangle
	text  *canvas.Text
}

func newBadge() *badge {
	b := &badge{pill: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.White)}
	b.pill.CornerRadius = 10
	b.text.Alignment = fyne.TextAlignCenter
	b.text.TextStyle.Bold = true
	b.Parts = []fyne.CanvasObject{b.pill, b.text}
	b.Min, b.Arrange, b.Paint = b.minSize, b.arrange, b.paint
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

func (b *badge) paint() {
	b.pill.FillColor, b.text.Color = look.Color(look.ColorAccent), look.Color(look.ColorOnAccent)
	b.text.TextSize = look.Theme{}.Size(theme.SizeNameCaptionText)
	b.text.Text = countText(b.count)
	b.pill.Hidden, b.text.Hidden = b.count == 0, b.count == 0
}

func (b *badge) arrange(s fyne.Size) {
	b.pill.Resize(s)
	b.text.Resize(s)
}

func countText(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}
