package gui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/bulk"
	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/contacts"
	"surfstick-sms/gui/files"
	"surfstick-sms/gui/panel"
	"surfstick-sms/gui/planned"
	"surfstick-sms/gui/programs"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/transfer"
	"surfstick-sms/gui/wizard"
	"surfstick-sms/internal/preferences"
	"surfstick-sms/internal/presence"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Post hands work to the UI goroutine: fyne.Do in the app, a direct call in tests.
type Post func(func())

// Messenger is what the chat needs of the messenger, and the choices that it keeps.
type Messenger interface {
	chat.Messenger
	planned.Messenger
	bulk.Messenger
	programs.Messenger
	contacts.Store
	preferences.Store
	// Wake has what was planned looked at, after the computer slept. It returns at once.
	Wake()
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
	// Shell shows the program beside its window, as an icon and by notifications; nil where nothing
	// does. The caller closes it when the window is closed.
	Shell presence.Shell
	// Autostart has the program start with the user's session; nil where that cannot be had.
	Autostart Autostart
	// Background has the window stay hidden until somebody wants it.
	Background bool
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
	// Licences is what the program is made of, and under which licences; Releases is the address of the
	// page with its versions, "" where that is not known.
	Licences func() string
	Releases string
	// OpenLogs shows the folder with the logs; nil where there is none.
	OpenLogs func() error
	// ReadLog returns the end of the log, masked as the log is; nil where there is none.
	ReadLog func() string
	// ReducedMotion reports that the system asks programs to move nothing.
	ReducedMotion bool
	// SetScale makes everything in the window larger by a factor, on top of what the system says, from
	// the next theme on; nil where that cannot be done.
	SetScale func(factor float32)
	Version  string
	// Seen is told of the facts that the window shows. It must return at once; may be nil.
	Seen func(setup.Facts)
	// HideFromCapture hides the window from screenshots, recordings and shared screens, or shows it
	// there again; nil where the system cannot.
	HideFromCapture func(hide bool) error
	// Dialogs are the system's own for choosing files; Fyne's where it is zero.
	Dialogs files.Native
	// Transfer exports and imports texts; nil where that cannot be. OpenFileFolder shows the folder of what
	// was exported.
	Transfer       transfer.Engine
	OpenFileFolder func(path string) error
	// Screen is what a window can have of the screen; zero when that is not known.
	Screen fyne.Size
	// Card is the SIM card of the moment.
	Card interface {
		simcard.Card
		contacts.Card
		panel.Card
	}
	// Erase deletes everything that the program keeps and starts it afresh; nil where that cannot
	// be done.
	Erase func()
	// Programs are the programs that send and read messages through this one; nil where that cannot be.
	// Command is the path of the command line program that they use, or its name.
	Programs Programs
	Command  string
	// Hook runs a program for each received message; nil where that cannot be.
	Hook programs.Hook
}

// Remedy is a button beside a notice. The program ends after it was pressed, and starts anew.
type Remedy struct {
	Words string
	Do    func()
}

// Autostart is the start of the program with the user's session.
type Autostart interface {
	// On reports whether it does. The user may have changed that elsewhere.
	On() bool
	Set(on bool) error
}
