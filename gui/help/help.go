// Package help is what one reads when something is not as expected: what to do about what one sees, in
// a list that can be searched; the shortcuts; the diagnostic report before it is given away; and what
// the program is made of. Everything is in the program: nothing is fetched.
//
// Each is a page. It runs on the UI goroutine.
package help

import (
	"net/url"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
)

// Config is what the pages need.
type Config struct {
	// Show shows a page.
	Show   func(p *look.Page, first fyne.Focusable)
	Canvas fyne.Canvas
	Files  files.Files
	// Copy puts a text on the clipboard.
	Copy func(text string)
	// Windows reports that the program runs under Windows: some things are seen only there.
	Windows bool
	// Links lead from a topic to the part of the program that helps; the button is left out where there
	// is none.
	Links map[Link]func()
	// Keys are the shortcuts, in groups.
	Keys func() []Keys
	// Report returns the diagnostic report; nil where there is none.
	Report func() string
	// Log returns the end of the log; nil where there is none.
	Log     func() string
	Version string
	// Licences is what the program is made of, and under which licences.
	Licences string
	// Releases is the address of the page with the versions of this program, "" where that is not known.
	Releases string
	// OpenURL opens an address in the user's browser.
	OpenURL func(u *url.URL) error
}

// Keys is a group of shortcuts under a heading.
type Keys struct {
	Title string
	Lines []KeyLine
}

// KeyLine is a shortcut and what it does.
type KeyLine struct{ Keys, Words string }

// Help opens the pages.
type Help struct{ cfg Config }

// New returns it; nothing is shown yet.
func New(cfg Config) *Help { return &Help{cfg: cfg} }
