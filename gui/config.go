package gui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/wizard"
	"surfstick-sms/internal/preferences"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Post hands work to the UI goroutine: fyne.Do in the app, a direct call in tests.
type Post func(func())

// Messenger is what the chat needs of the messenger, and the choices that it keeps.
type Messenger interface {
	chat.Messenger
	preferences.Store
	// HasConversations reports whether there is anything to read.
	HasConversations(context.Context) (bool, error)
}

// Config is what the window needs from the rest of the program.
type Config struct {
	Facts     <-chan setup.Facts // the latest facts, from internal/setup/runner
	Platform  setup.Platform     // that of the facts to come
	Do        func(setup.Action) // never blocks
	Messenger Messenger
	Events    <-chan sms.Event // of the messenger
	Raise     <-chan struct{}  // a second start wants this window in front; may be nil
	Raised    func()           // says that it is; called on the UI goroutine, may be nil
	Post      Post
	Now       func() time.Time
	Region    func() string // the country for numbers
	SetRegion func(string)  // sets it; "" is the SIM card's
	Log       *slog.Logger

	// Demo reports that nothing is real; DemoPIN is what the SIM page shows then.
	Demo    bool
	DemoPIN string
	// Instructions are what the set-up shows of the system's rule and of drivers.
	Instructions wizard.Instructions
	// Kinds are the makers whose sticks and modems work.
	Kinds wizard.Kinds
	// Notice is a sentence about the start (a store kept aside, an earlier crash), or "".
	Notice string
	// Remedy is what can be done about what Notice says; nil for nothing.
	Remedy *Remedy
	// Quit closes the window and ends the program.
	Quit func()
	// ReadOnly reports that the texts were written by a newer version and can only be read.
	ReadOnly bool
	// Report returns the diagnostic report for "copy report".
	Report func(setup.Facts) string
	// Mask hides in technical text what says whose the stick, the card or the computer is.
	Mask func(string) string
	// Copy puts what a message holds on the clipboard, and nowhere else; the ordinary clipboard when nil.
	Copy func(text string) error
	// OpenFolder shows the data folder.
	OpenFolder func() error
	Version    string
	// Seen is told of the facts that the window shows. It must return at once; may be nil.
	Seen func(setup.Facts)
	// HideFromCapture hides the window from screenshots, recordings and shared screens, or shows it
	// there again; nil where the system cannot.
	HideFromCapture func(hide bool) error
	// Screen is what a window can have of the screen; zero when that is not known.
	Screen fyne.Size
	// Card is the SIM card of the moment.
	Card simcard.Card
	// Erase deletes everything that the program keeps and starts it afresh; nil where that cannot
	// be done.
	Erase func()
}

// Remedy is a button beside a notice. The program ends after it was pressed, and starts anew.
type Remedy struct {
	Words string
	Do    func()
}
