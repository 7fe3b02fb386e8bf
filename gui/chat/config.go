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
	// Places are where the menu at the foot of the list leads, beside other views of the list.
	Places []Place
	// OnSetup shows the set-up, OnSettings the settings, OnHelp the shortcuts; there is no help where
	// it is nil.
	OnSetup, OnSettings, OnHelp func()
	// OnRestart asks whether the stick may be restarted.
	OnRestart func()
	// OnData switches mobile data of the stick, and keeps the choice; OnDataLater puts it off. They are
	// only called when the Stick asks about it.
	OnData      func(on bool)
	OnDataLater func()
	// OnUse is for the line that says what other programs have sent.
	OnUse UseActions
	// OnBalance asks the network; OnContacts shows the SIM card's contacts. The menu leaves them
	// out where they are nil.
	OnBalance  func()
	OnContacts func()
	// OnSendLater asks when a text is to be sent, and plans it; it calls planned when that is stored. It
	// is not offered where it is nil.
	OnSendLater func(to []sms.Number, text string, planned func())
	// CardNames returns the names in the SIM card's phone book, for numbers without one of the user's own;
	// it returns at once, and may be nil. NamesChanged says that it returns others.
	CardNames func() map[sms.Number]string
	// OnExport offers to export the texts with one partner, who has a name or not; nil where that cannot be.
	OnExport func(n sms.Number, name string)
	// Copy puts what a message or a conversation holds on the clipboard. It may be a code that opens
	// an account, so it should not be kept elsewhere; the ordinary clipboard when nil.
	Copy func(text string) error
	// CopyCode does the same with a one-time code, for a minute; Copy when nil.
	CopyCode func(code string) error
	// OpenURL opens a web address that the user confirmed; the system's browser when nil.
	OpenURL func(u *url.URL) error
	// OnUnread is called with the number of unread texts when it changes.
	OnUnread func(count int)
	// Planned says in a line what is planned for a partner, "" when that is nothing, and OnPlanned shows
	// the list; Planned may be nil.
	Planned   func(n sms.Number) string
	OnPlanned func()
	// Modifiers returns the keys like Shift that are held down now; what the driver says when nil.
	Modifiers func() fyne.KeyModifier
	// EnterSends reports whether Enter sends, else Ctrl+Enter does.
	EnterSends func() bool
	// ReadOnly says that the store takes no writing (made by a newer version).
	ReadOnly bool
}
