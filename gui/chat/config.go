package chat

import (
	"log/slog"
	"net/url"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/sms"
)

// Config is what a Chat is made of. All of it is needed where it does not say otherwise.
type Config struct {
	Messenger Messenger
	Window    fyne.Window
	// Post runs f on the UI goroutine; After does after d, unless stopped before.
	Post  func(f func())
	After func(d time.Duration, f func()) (stop func())
	Now   func() time.Time
	Log   *slog.Logger
	// Kept keeps the new message that was begun.
	Kept Keeper
	// Region returns the country by which numbers are read and shown.
	Region func() string
	// OnSetup shows the set-up, OnSettings the settings.
	OnSetup, OnSettings func()
	// OnRestart asks whether the stick may be restarted.
	OnRestart func()
	// OnData switches mobile data of the stick, and keeps the choice; OnDataLater puts it off. They are
	// only called when the Stick asks about it.
	OnData      func(on bool)
	OnDataLater func()
	// OnBalance asks the network; OnContacts shows the SIM card's contacts, with one to write onto
	// it. The menu leaves them out where they are nil.
	OnBalance  func()
	OnContacts func(number sms.Number, name string)
	// Copy puts what a message or a conversation holds on the clipboard. It may be a code that opens
	// an account, so it should not be kept elsewhere; the ordinary clipboard when nil.
	Copy func(text string) error
	// OpenURL opens a web address that the user confirmed; the system's browser when nil.
	OpenURL func(u *url.URL) error
	// OnUnread is called with the number of unread texts when it changes.
	OnUnread func(count int)
	// EnterSends reports whether Enter sends, else Ctrl+Enter does.
	EnterSends func() bool
	// ReadOnly says that the store takes no writing (made by a newer version).
	ReadOnly bool
}
