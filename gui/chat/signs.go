package chat

import (
	"fmt"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// The signs of a text's state are drawn, because no font is sure to have them all.
var signs = map[string]string{
	"clock":    `<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
	"arrow":    `<path d="M4 12h15M13.500 6.500L19 12l-5.500 5.500"/>`,
	"check":    `<path d="M5 12.500l4.500 4.500L19 7.500"/>`,
	"checks":   `<path d="M1.500 12.500L6 17l9.500-9.500M11.500 15.500L13 17l9.500-9.500"/>`,
	"question": `<path d="M8 9c0-5 8-5 8 0 0 3-4 3-4 6.500"/><path d="M12 18.500v1"/>`,
	"bang":     `<path d="M12 4.500v10"/><path d="M12 18.500v1"/>`,
	"note":     `<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.500v.5"/>`,
}

// signImage gives a sign in a colour of the theme. Its name tells the colour, because images are
// cached by name.
func signImage(name string, tone fyne.ThemeColorName) fyne.Resource {
	r, g, b, _ := look.Color(tone).RGBA()
	ink := fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8)
	return fyne.NewStaticResource("sign-"+name+"-"+ink+".svg", []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<g fill="none" stroke="#`+ink+`" stroke-width="2" stroke-linecap="round" `+
			`stroke-linejoin="round">`+signs[name]+`</g></svg>`))
}

// sign is one of the signs above in a colour of the theme.
type sign struct {
	paint
	name  string
	tone  fyne.ThemeColorName
	drawn *canvas.Image
}

const signSide float32 = 14

func newSign() *sign {
	s := &sign{drawn: canvas.NewImageFromResource(nil)}
	s.objects = []fyne.CanvasObject{s.drawn}
	s.min = func() fyne.Size {
		if s.name == "" {
			return fyne.Size{}
		}
		return fyne.NewSquareSize(signSide)
	}
	s.layout = func(size fyne.Size) {
		s.drawn.Resize(fyne.NewSquareSize(signSide))
		s.drawn.Move(fyne.NewPos(0, (size.Height-signSide)/2))
	}
	s.color = s.colour
	s.ExtendBaseWidget(s)
	return s
}

func (s *sign) set(name string, tone fyne.ThemeColorName) {
	if s.name == name && s.tone == tone {
		return
	}
	s.name, s.tone = name, tone
	s.Refresh()
}

func (s *sign) colour() {
	if s.name == "" {
		s.drawn.Hide()
		return
	}
	s.drawn.Resource = signImage(s.name, s.tone)
	s.drawn.Show()
}

// signalBars draws the strength of the signal as four bars.
type signalBars struct {
	paint
	percent int
	bars    [4]*canvas.Rectangle
}

func newSignalBars() *signalBars {
	s := &signalBars{percent: -1}
	for i := range s.bars {
		s.bars[i] = canvas.NewRectangle(color.Transparent)
		s.bars[i].CornerRadius = 1
		s.objects = append(s.objects, s.bars[i])
	}
	s.min = func() fyne.Size { return fyne.NewSize(22, 16) }
	s.layout = s.place
	s.color = s.colour
	s.ExtendBaseWidget(s)
	return s
}

func (s *signalBars) set(percent int) {
	if s.percent == percent {
		return
	}
	s.percent = percent
	s.Refresh()
}

// lit is how many of the bars are filled.
func (s *signalBars) lit() int {
	if s.percent <= 0 {
		return 0
	}
	return min(len(s.bars), (s.percent+24)/25)
}

func (s *signalBars) colour() {
	for i, bar := range s.bars {
		bar.FillColor = look.Color(look.ColorLine)
		if i < s.lit() {
			bar.FillColor = look.Color(theme.ColorNameForeground)
		}
	}
}

func (s *signalBars) place(size fyne.Size) {
	bottom := (size.Height + 16) / 2
	for i, bar := range s.bars {
		height := float32(4 + 4*i)
		bar.Resize(fyne.NewSize(4, height))
		bar.Move(fyne.NewPos(float32(6*i), bottom-height))
	}
}

// state is how the state of a text is shown: a sign, words, and their colour.
type state struct {
	sign, words string
	tone        fyne.ThemeColorName
}

// Signs and colours by status; the words are under "chat.state." and the status' name.
var stateSigns = map[sms.Status]state{
	sms.Queued:         {sign: "clock", tone: look.ColorMuted},
	sms.Waiting:        {sign: "clock", tone: look.ColorMuted},
	sms.Sending:        {sign: "arrow", tone: look.ColorMuted},
	sms.Sent:           {sign: "check", tone: look.ColorMuted},
	sms.Delivered:      {sign: "checks", tone: look.ColorMuted},
	sms.Unconfirmed:    {sign: "question", tone: look.ColorCareful},
	sms.Failed:         {sign: "bang", tone: look.ColorBad},
	sms.DeliveryFailed: {sign: "bang", tone: look.ColorBad},
	sms.Incomplete:     {sign: "note", tone: look.ColorMuted},
	sms.Damaged:        {sign: "note", tone: look.ColorMuted},
	sms.Service:        {sign: "note", tone: look.ColorMuted},
}

func countText(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}
