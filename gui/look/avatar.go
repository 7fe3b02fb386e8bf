package look

import (
	"hash/fnv"
	"image/color"
	"regexp"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// AvatarSide is the side of an avatar that is not larger.
const AvatarSide float32 = 40

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

// Avatar is a round badge with the initials of a partner, always in the same colour for the same
// number. A number without a name has the sign of a person: its digits would read like a count.
type Avatar struct {
	Graphic
	Side          float32 // of the disc; set before it is shown
	key, initials string
	disc          *canvas.Circle
	text          *canvas.Text
	person        *Sign
}

// NewAvatar returns one of nobody yet, with a side of AvatarSide.
func NewAvatar() *Avatar { return NewLargeAvatar(AvatarSide) }

// NewLargeAvatar returns one of another size.
func NewLargeAvatar(side float32) *Avatar {
	a := &Avatar{
		Side: side,
		disc: canvas.NewCircle(color.Transparent), text: canvas.NewText("", color.White),
		person: NewSign(SignPerson, ColorMuted, side*0.6),
	}
	a.text.TextSize = side * 0.38
	a.text.Alignment = fyne.TextAlignCenter
	a.Parts = []fyne.CanvasObject{a.disc, a.text, a.person}
	a.Min = func() fyne.Size { return fyne.NewSquareSize(side) }
	a.Arrange, a.Paint = a.arrange, a.paint
	a.ExtendBaseWidget(a)
	return a
}

// Set shows another partner; key chooses the colour, name is what he is called, "" for a number without a name.
func (a *Avatar) Set(key, name string) {
	initials := InitialsOf(name)
	if a.key == key && a.initials == initials {
		return
	}
	a.key, a.initials = key, initials
	a.Refresh()
}

func (a *Avatar) paint() {
	a.person.Hidden = a.initials != ""
	a.text.Text, a.text.TextStyle = a.initials, Bold(a.initials)
	if a.initials == "" {
		a.disc.FillColor = Color(ColorLine)
		return
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(a.key))
	a.disc.FillColor = avatarTones[sum.Sum32()%uint32(len(avatarTones))]
}

func (a *Avatar) arrange(s fyne.Size) {
	top := (s.Height - a.Side) / 2
	for _, whole := range []fyne.CanvasObject{a.disc, a.text} {
		whole.Move(fyne.NewPos(0, top))
		whole.Resize(fyne.NewSquareSize(a.Side))
	}
	a.person.Move(fyne.NewPos(a.Side*0.2, top))
	a.person.Resize(fyne.NewSize(a.Side*0.6, a.Side))
}

var brackets = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]|\{[^}]*\}`)

// InitialsOf returns the first letters of the first and the last word of a name, or of the only
// one. What stands in brackets does not count, and digits do not: they would read like a count. It
// returns "" where no letter is left.
func InitialsOf(name string) string {
	words := strings.FieldsFunc(brackets.ReplaceAllString(name, " "),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if len(words) == 0 {
		return ""
	}
	first := []rune(words[0])
	if len(words) == 1 {
		if len(first) == 2 {
			return words[0]
		}
		return string(unicode.ToUpper(first[0]))
	}
	last := []rune(words[len(words)-1])
	return string([]rune{unicode.ToUpper(first[0]), unicode.ToUpper(last[0])})
}
