package desktop

import (
	"os"
	"strconv"
)

// scaleVariable is where Fyne (2.8, internal/driver/glfw/scale.go) looks for the size of everything in
// the window, each time that the theme is set. The system's own scale comes on top.
const scaleVariable = "FYNE_SCALE"

// Scaler returns what makes everything in the window larger by a factor, from the next theme on. What
// the user set in the variable, or else usual, is multiplied with it.
func Scaler(usual float32) func(factor float32) {
	base := usual
	if set, err := strconv.ParseFloat(os.Getenv(scaleVariable), 32); err == nil && set > 0 {
		base = float32(set)
	}
	if base <= 0 {
		base = 1
	}
	return func(factor float32) {
		_ = os.Setenv(scaleVariable, strconv.FormatFloat(float64(base*factor), 'f', 2, 32)) // a name that can be set
	}
}
