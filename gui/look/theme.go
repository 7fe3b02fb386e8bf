// Package look is how the program looks: a Fyne theme in light and dark with the colours, sizes
// and spacings that every page shares. It holds no words and no state.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The program's own colours, beside Fyne's names. Every pair of text and ground has a contrast of
// at least 4.5 to 1, which a test checks.
const (
	ColorSurface   fyne.ThemeColorName = "surface"
	ColorLine      fyne.ThemeColorName = "line"
	ColorMuted     fyne.ThemeColorName = "muted"
	ColorOwn       fyne.ThemeColorName = "ownBubble"
	ColorOwnText   fyne.ThemeColorName = "ownText"
	ColorOwnMuted  fyne.ThemeColorName = "ownMuted"
	ColorTheir     fyne.ThemeColorName = "theirBubble"
	ColorTheirText fyne.ThemeColorName = "theirText"
	// ColorSent is the ground of the user's own messages, clearer against the page than ColorOwn.
	ColorSent      fyne.ThemeColorName = "sentBubble"
	ColorSentMuted fyne.ThemeColorName = "sentMuted"
	ColorGood      fyne.ThemeColorName = "good"
	ColorCareful   fyne.ThemeColorName = "careful"
	ColorBad       fyne.ThemeColorName = "bad"
	ColorAccent    fyne.ThemeColorName = "accent"
	ColorOnAccent  fyne.ThemeColorName = "onAccent"
	// ColorFound is behind what a search found in a text.
	ColorFound fyne.ThemeColorName = "found"
	// ColorHere is the ground of an entry below the mouse or the keyboard.
	ColorHere fyne.ThemeColorName = "here"
)

// The program's own sizes.
const (
	// SizeTitle is the title of a page.
	SizeTitle fyne.ThemeSizeName = "title"
	// SizeEmoji is a message of one to three emoji, SizeEmojis one of some more.
	SizeEmoji  fyne.ThemeSizeName = "emoji"
	SizeEmojis fyne.ThemeSizeName = "emojis"
	// RadiusBubble and RadiusCard round the corners.
	RadiusBubble float32 = 14
	RadiusCard   float32 = 8
	// ColumnWidth is the widest that a conversation becomes.
	ColumnWidth float32 = 760
	// MinWidth and MinHeight are the smallest window, OpenWidth and OpenHeight what it opens with.
	MinWidth   float32 = 720
	MinHeight  float32 = 480
	OpenWidth  float32 = 1000
	OpenHeight float32 = 700
	// TextWidth is about 75 characters of body text.
	TextWidth float32 = 560
)

// Space is the steps of spacing.
const (
	Space1 float32 = 4
	Space2 float32 = 8
	Space3 float32 = 12
	Space4 float32 = 16
	Space5 float32 = 24
)

type pair struct{ light, dark color.NRGBA }

var colors = map[fyne.ThemeColorName]pair{
	theme.ColorNameBackground:          {rgb(0xF6F7F9), rgb(0x14171B)},
	ColorSurface:                       {rgb(0xFFFFFF), rgb(0x1C2127)},
	ColorLine:                          {rgb(0xDFE3E8), rgb(0x2D343C)},
	theme.ColorNameForeground:          {rgb(0x1A1E24), rgb(0xE8EBEF)},
	ColorMuted:                         {rgb(0x59636E), rgb(0x9BA6B2)},
	ColorAccent:                        {rgb(0x0A66C2), rgb(0x6FB5FF)},
	ColorOnAccent:                      {rgb(0xFFFFFF), rgb(0x0B1A2A)},
	ColorFound:                         {rgb(0xFFDF7E), rgb(0x6B5408)},
	ColorHere:                          {rgb(0xE9ECF0), rgb(0x303842)},
	ColorOwn:                           {rgb(0xDCEBFB), rgb(0x163A5F)},
	ColorOwnText:                       {rgb(0x0B2540), rgb(0xE6F1FC)},
	ColorOwnMuted:                      {rgb(0x55616D), rgb(0x9BA6B2)},
	ColorSent:                          {rgb(0xC7DFFA), rgb(0x1B4672)},
	ColorSentMuted:                     {rgb(0x435060), rgb(0xB7C4D2)},
	ColorTheir:                         {rgb(0xFFFFFF), rgb(0x242A32)},
	ColorTheirText:                     {rgb(0x1A1E24), rgb(0xE8EBEF)},
	ColorGood:                          {rgb(0x17764A), rgb(0x5CC88F)},
	ColorCareful:                       {rgb(0x8A5800), rgb(0xE7B652)},
	ColorBad:                           {rgb(0xB3261E), rgb(0xFF8B81)},
	theme.ColorNamePrimary:             {rgb(0x0A66C2), rgb(0x6FB5FF)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xFFFFFF), rgb(0x0B1A2A)},
	theme.ColorNameHyperlink:           {rgb(0x0A66C2), rgb(0x6FB5FF)},
	theme.ColorNameFocus:               {rgba(0x0A66C2, 0), rgba(0x6FB5FF, 0)}, // the ring shows it instead
	theme.ColorNameSelection:           {rgba(0x0A66C2, 0x33), rgba(0x6FB5FF, 0x44)},
	theme.ColorNameButton:              {rgb(0xE9ECF0), rgb(0x2A313A)},
	theme.ColorNameInputBackground:     {rgb(0xFFFFFF), rgb(0x1C2127)},
	theme.ColorNameInputBorder:         {rgb(0x717B86), rgb(0x76828E)},
	theme.ColorNameSeparator:           {rgb(0xDFE3E8), rgb(0x2D343C)},
	theme.ColorNamePlaceHolder:         {rgb(0x59636E), rgb(0x9BA6B2)},
	theme.ColorNameMenuBackground:      {rgb(0xFFFFFF), rgb(0x232931)},
	theme.ColorNameOverlayBackground:   {rgb(0xFFFFFF), rgb(0x1C2127)},
	theme.ColorNameHeaderBackground:    {rgb(0xFFFFFF), rgb(0x1C2127)},
	theme.ColorNameError:               {rgb(0xB3261E), rgb(0xFF8B81)},
	theme.ColorNameSuccess:             {rgb(0x17764A), rgb(0x5CC88F)},
	theme.ColorNameDisabled:            {rgb(0x7A848F), rgb(0x7D8894)},
	theme.ColorNameDisabledButton:      {rgb(0xEDEFF2), rgb(0x232931)},
	theme.ColorNameScrollBar:           {rgba(0x59636E, 0x77), rgba(0x9BA6B2, 0x77)},
	theme.ColorNameShadow:              {rgba(0x000000, 0x22), rgba(0x000000, 0x55)},
	theme.ColorNameWarning:             {rgb(0x8A5800), rgb(0xE7B652)},
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            14,
	theme.SizeNameCaptionText:     12,
	SizeTitle:                     22,
	SizeEmoji:                     28, // the font draws an emoji 1.25 times as large
	SizeEmojis:                    20,
	theme.SizeNameHeadingText:     22,
	theme.SizeNameSubHeadingText:  16,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    9,
	theme.SizeNameInputRadius:     RadiusCard,
	theme.SizeNameInputBorder:     1,
	theme.SizeNameSelectionRadius: RadiusCard,
	theme.SizeNamePopupRadius:     RadiusCard,
	theme.SizeNameMenuRadius:      RadiusCard,
	theme.SizeNameButtonRadius:    RadiusCard,
}

// Theme is the program's theme. Variant is the system's unless Force says otherwise.
type Theme struct {
	// Force is "light", "dark" or "" for the system's choice.
	Force string
}

// Color implements fyne.Theme.
func (t Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.Force {
	case "light":
		v = theme.VariantLight
	case "dark":
		v = theme.VariantDark
	}
	p, ok := colors[n]
	if !ok {
		return theme.DefaultTheme().Color(n, v)
	}
	if v == theme.VariantDark {
		return p.dark
	}
	return p.light
}

// Font implements fyne.Theme. Fyne looks for a character in the font of the theme, then in its own.
func (Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s == plainBold:
		return theme.DefaultTheme().Font(fyne.TextStyle{Bold: true})
	case s.Monospace:
		return theme.DefaultTheme().Font(s)
	}
	return emojiFont
}

// Icon implements fyne.Theme.
func (Theme) Icon(n fyne.ThemeIconName) fyne.Resource {
	if n == theme.IconNameCheckButton {
		return untickedBox
	}
	return theme.DefaultTheme().Icon(n)
}

// untickedBox is a frame whose sides are two whole pixels wide at the size of 20 in which Fyne draws
// it. Its own is thinner and falls between pixels, which leaves a contrast of 1.7 to 1.
var untickedBox = fyne.NewStaticResource("box.svg", []byte(
	`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20">`+
		`<path fill="#000000" fill-rule="evenodd" d="M4 2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4`+
		`a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zM4 4v12h12V4z"/></svg>`))

// Size implements fyne.Theme.
func (Theme) Size(n fyne.ThemeSizeName) float32 {
	size, ok := sizes[n]
	if !ok {
		size = theme.DefaultTheme().Size(n)
	}
	if growing[n] {
		size = Scaled(size)
	}
	return size
}

// Color returns one of the colours above as the current theme has it now.
func Color(n fyne.ThemeColorName) color.Color {
	app := fyne.CurrentApp()
	return app.Settings().Theme().Color(n, app.Settings().ThemeVariant())
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}
