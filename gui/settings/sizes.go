package settings

import (
	"strconv"

	"surfstick-sms/gui/look"
)

// TextSizes are the sizes of text, Scales those of everything in the window, in percent; "" is what
// the system says.
var (
	TextSizes = []string{"small", "", "large", "huge"}
	Scales    = []string{"", "120", "140", "170", "200"}
)

// TextFactor returns the factor of a size of text.
func TextFactor(value string) float32 {
	switch value {
	case "small":
		return look.TextSmall
	case "large":
		return look.TextLarge
	case "huge":
		return look.TextHuge
	}
	return look.TextNormal
}

// ScaleFactor returns the factor of a size of everything.
func ScaleFactor(value string) float32 {
	for _, known := range Scales {
		if known == value && value != "" {
			percent, _ := strconv.Atoi(value) // a number, as it is one of Scales
			return float32(percent) / 100
		}
	}
	return 1
}
