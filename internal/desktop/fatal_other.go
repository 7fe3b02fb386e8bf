//go:build !windows

package desktop

import (
	"fmt"
	"os"
)

// OpenGLPage is where OpenGL is to be had for a computer without it; "" where there is no such place.
const OpenGLPage = ""

// Fatal shows the message of a program that has no window, on standard error.
func Fatal(title, text string) { fmt.Fprintf(os.Stderr, "%s\n\n%s\n", title, text) }

// FatalQuestion is Fatal: nobody could answer.
func FatalQuestion(title, text string) bool {
	Fatal(title, text)
	return false
}

// OpenStore does nothing: there is no store here.
func OpenStore(string) {}
