package look

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// SignName says which sign it is; "" is none.
type SignName string

// The signs. They are drawn, because no font is certain to have them all.
const (
	// The states of a text.
	SignClock    SignName = "clock"
	SignArrow    SignName = "arrow"
	SignCheck    SignName = "check"
	SignChecks   SignName = "checks"
	SignQuestion SignName = "question"
	SignBang     SignName = "bang"
	SignNote     SignName = "note"
	// A step that is done, the present one, one to come; a warning; a line of a list; and a choice
	// that is taken.
	SignDone   SignName = "done"
	SignHere   SignName = "here"
	SignOpen   SignName = "open"
	SignCare   SignName = "care"
	SignDot    SignName = "dot"
	SignChosen SignName = "chosen"
	// The end of a line that leads on.
	SignOn SignName = "on"
	// What a row of the list bears: somebody without a name, a pin, a bell that is silent.
	SignPerson SignName = "person"
	SignPin    SignName = "pin"
	SignMuted  SignName = "muted"
	// What is done with a conversation or a text, and where one finds it then.
	SignBell    SignName = "bell"
	SignArchive SignName = "archive"
	SignBlocked SignName = "blocked"
	SignBin     SignName = "bin"
	SignSearch  SignName = "search"
	SignTalk    SignName = "talk"
	SignQuote   SignName = "quote"
	SignForward SignName = "forward"
	SignUnread  SignName = "unread"
)

// signs are drawn in a square of 24 by 24, in lines of the sign's colour where they do not say
// otherwise. TONE is the sign's colour, ON what is drawn upon it, OFF what is faint.
var signs = map[SignName]string{
	SignClock:    `<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
	SignArrow:    `<path d="M4 12h15M13.500 6.500L19 12l-5.500 5.500"/>`,
	SignCheck:    `<path d="M5 12.500l4.500 4.500L19 7.500"/>`,
	SignChecks:   `<path d="M1.500 12.500L6 17l9.500-9.500M11.500 15.500L13 17l9.500-9.500"/>`,
	SignQuestion: `<path d="M8 9c0-5 8-5 8 0 0 3-4 3-4 6.500"/><path d="M12 18.500v1"/>`,
	SignBang:     `<path d="M12 4.500v10"/><path d="M12 18.500v1"/>`,
	SignNote:     `<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.500v.5"/>`,
	SignDone: disc + `<path stroke="ON" stroke-width="2.7" ` +
		`d="M6.200 12.200l3.800 4.800L17.800 7"/>`,
	SignHere: disc + `<circle cx="12" cy="12" r="4" fill="ON" stroke="none"/>`,
	SignOpen: `<circle cx="12" cy="12" r="10.4" stroke-width="2"/>`,
	SignCare: disc + `<path stroke="ON" stroke-width="3" d="M12 6v6.500"/>` +
		`<circle cx="12" cy="17.7" r="1.8" fill="ON" stroke="none"/>`,
	SignOn:  `<path d="M9.500 6l6 6-6 6"/>`,
	SignDot: `<circle cx="5.3" cy="12" r="4" fill="TONE" stroke="none"/>`,
	SignChosen: `<circle cx="12" cy="12" r="10.8" stroke-width="2"/>` +
		`<circle cx="12" cy="12" r="5.3" fill="TONE" stroke="none"/>`,
	SignPerson: `<circle cx="12" cy="8" r="4.2" fill="TONE" stroke="none"/>` +
		`<path d="M3.8 20.5c0-4.600 3.600-7 8.200-7s8.200 2.400 8.200 7z" fill="TONE" stroke="none"/>`,
	SignPin: `<path d="M9 3.500h6l-.8 6.500 3.300 3.500H6.500L9.800 10z" fill="TONE"/>` +
		`<path d="M12 13.500V21"/>`,
	SignBell:    `<path d="M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15z"/><path d="M10.500 21.500h3"/>`,
	SignArchive: `<path d="M3.500 4.500h17v4h-17zM5 8.500v11h14v-11M9.500 12.500h5"/>`,
	SignBlocked: `<circle cx="12" cy="12" r="8.5"/><path d="M6 6l12 12"/>`,
	SignBin:     `<path d="M4 6.500h16M9.500 6V3.500h5V6M6 6.500l1 14h10l1-14M10 10.500v6M14 10.500v6"/>`,
	SignSearch:  `<circle cx="10.500" cy="10.500" r="6.500"/><path d="M15.500 15.500l5 5"/>`,
	SignTalk:    `<path d="M4 5h16v11h-9l-4 4v-4H4z"/>`,
	SignQuote:   `<path d="M5 6v12M9.500 8h9M9.500 12h9M9.500 16h5"/>`,
	SignForward: `<path d="M4 18c0-6 4-8.500 9-8.500h6M14.500 5l4.500 4.500-4.500 4.500"/>`,
	SignUnread: `<path d="M13 6H3.500v13h17v-8"/><path d="M3.500 8l8.500 6 3-2"/>` +
		`<circle cx="19" cy="6" r="3" fill="TONE" stroke="none"/>`,
	SignMuted: `<path d="M6 16.500V11a6 6 0 0 1 9.500-4.900M18 11v5.500l1.500 1.500H8"/>` +
		`<path d="M10.500 21h3M4 4l16 16"/>`,
}

const disc = `<circle cx="12" cy="12" r="12" fill="TONE" stroke="none"/>`

// SignalName returns the sign of a signal's strength: four bars, as many of them filled as percent
// calls for.
func SignalName(percent int) SignName {
	return SignName(fmt.Sprint("signal", min(4, (max(percent, 0)+24)/25)))
}

// signal draws the bars; filled is how many are.
func signal(filled int) string {
	var all strings.Builder
	for i := range 4 {
		color, height := "TONE", 4.4*float64(i+1)
		if i >= filled {
			color = "OFF"
		}
		fmt.Fprintf(&all, `<rect x="%.1f" y="%.1f" width="4.4" height="%.1f" rx="1.1" fill="%s" `+
			`stroke="none"/>`, 6.5*float64(i), 20.8-height, height, color)
	}
	return all.String()
}

// The sides of signs: beside small print, beside a paragraph, and of the signal's bars.
const (
	SideSmall  float32 = 14
	SideText   float32 = 18
	SideSignal float32 = 22
)

// Sign is a small drawing in a colour of the theme.
type Sign struct {
	Graphic
	name  SignName
	tone  fyne.ThemeColorName
	side  float32
	drawn *canvas.Image
}

// NewSign returns a sign with this side; one without a name takes no room.
func NewSign(name SignName, tone fyne.ThemeColorName, side float32) *Sign {
	s := &Sign{name: name, tone: tone, side: side, drawn: canvas.NewImageFromResource(nil)}
	s.Parts = []fyne.CanvasObject{s.drawn}
	s.Min = func() fyne.Size {
		if s.name == "" {
			return fyne.Size{}
		}
		return fyne.NewSquareSize(side)
	}
	s.Arrange = func(size fyne.Size) {
		s.drawn.Resize(fyne.NewSquareSize(side))
		s.drawn.Move(fyne.NewPos(0, (size.Height-side)/2))
	}
	s.Paint = s.paint
	s.ExtendBaseWidget(s)
	return s
}

// Icon returns the sign as an icon for a Menu or a Round, which give it their own colour.
func (n SignName) Icon() fyne.Resource { return signIcon{n.image(theme.ColorNameForeground), n} }

// signIcon is the icon of a sign.
type signIcon struct {
	fyne.Resource
	name SignName
}

// tinted returns an icon in a colour. Fyne colours the surfaces of a drawing only, and signs are lines.
func tinted(icon fyne.Resource, tone fyne.ThemeColorName) fyne.Resource {
	if sign, ok := icon.(signIcon); ok {
		return sign.name.image(tone)
	}
	return theme.NewColoredResource(icon, tone)
}

// Set changes sign and colour; nothing is drawn again when they are the same.
func (s *Sign) Set(name SignName, tone fyne.ThemeColorName) {
	if s.name == name && s.tone == tone {
		return
	}
	s.name, s.tone = name, tone
	s.Refresh()
}

// Name returns which sign it is.
func (s *Sign) Name() SignName { return s.name }

func (s *Sign) paint() {
	s.drawn.Hidden = s.name == ""
	if s.name != "" {
		s.drawn.Resource = s.name.image(s.tone)
	}
}

// image returns the sign in a colour. The colours are in its name, because images are cached by
// their names.
func (n SignName) image(tone fyne.ThemeColorName) fyne.Resource {
	shapes, filled := signs[n], 0
	if _, err := fmt.Sscanf(string(n), "signal%d", &filled); err == nil {
		shapes = signal(filled)
	}
	colors := []string{hex(tone), hex(ColorSurface), hex(ColorLine)}
	shapes = strings.NewReplacer("TONE", colors[0], "ON", colors[1], "OFF", colors[2]).
		Replace(shapes)
	return fyne.NewStaticResource(fmt.Sprint("sign-", n, strings.Join(colors, ""), ".svg"), []byte(
		`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+
			`<g fill="none" stroke="`+colors[0]+`" stroke-width="2" stroke-linecap="round" `+
			`stroke-linejoin="round">`+shapes+`</g></svg>`))
}

func hex(n fyne.ThemeColorName) string {
	r, g, b, _ := Color(n).RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
