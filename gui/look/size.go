package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The sizes of text that a person can choose, as a factor on all text.
const (
	TextSmall  float32 = 0.9
	TextNormal float32 = 1
	TextLarge  float32 = 1.2
	TextHuge   float32 = 1.45
)

// textFactor is the chosen size of text. Only touched on the UI goroutine.
var textFactor = TextNormal

// SetTextSize chooses the size of text. It is seen once the theme is set anew.
func SetTextSize(factor float32) { textFactor = factor }

// TextSize returns the chosen size of text.
func TextSize() float32 { return textFactor }

// Scaled returns a measure that grows with the size of text: a height in which text stands, or a
// width that a number of characters needs.
func Scaled(measure float32) float32 { return measure * textFactor }

// growing are the sizes that grow with the size of text: that of text itself, and of the icons in a
// line with it.
var growing = map[fyne.ThemeSizeName]bool{
	theme.SizeNameText: true, theme.SizeNameCaptionText: true, SizeTitle: true,
	theme.SizeNameHeadingText: true, theme.SizeNameSubHeadingText: true,
	theme.SizeNameInlineIcon: true,
}
