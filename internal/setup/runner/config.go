package runner

import (
	"context"
	"errors"
	"log/slog"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Session is a stick that answers, by whatever protocol. Its methods may be called from any
// goroutine; the runner calls those that ask for the SIM card or the network one at a time.
type Session interface {
	// Identity returns who answered.
	Identity() sms.Identity
	// SIM asks what the SIM card wants.
	SIM(ctx context.Context) (sms.SIM, error)
	// EnterPIN tries a PIN; sms.ErrPINRefused when it is wrong. It returns the state afterwards.
	EnterPIN(ctx context.Context, pin string) (sms.SIM, error)
	// EnterPUK tries a PUK with a new PIN; sms.ErrPINRefused when it is wrong.
	EnterPUK(ctx context.Context, puk, pin string) (sms.SIM, error)
	// CardID returns the SIM card's own number, "" where it cannot be read before the PIN.
	CardID(ctx context.Context) string
	// KeptPIN returns the PIN that the user had kept for the card, "" when there is none. It may
	// take as long as its context.
	KeptPIN(ctx context.Context) string
	// CanKeepPIN reports whether a PIN could be kept, and whether the user wants that already.
	CanKeepPIN(ctx context.Context) (possible, on bool)
	// KeepPIN has the next PIN kept that the card takes.
	KeepPIN(ctx context.Context) error
	// Link asks for the connection to the network.
	Link(ctx context.Context) (sms.Link, error)
	// Start is called once the SIM card is ready, and begins to send and receive texts.
	Start(ctx context.Context) error
	// Test sends a text to one's own number, waits for it, and tries other receive modes when it
	// does not come; sms.ErrCannotReceive when none works. It returns the one that does,
	// sms.ReceiveUnknown where there is only one.
	Test(ctx context.Context, number string) (sms.ReceiveMode, error)
	// Restart has the stick restart, whether or not it answers, and ends the session; an error means
	// that it cannot be done, and then the session goes on.
	Restart(ctx context.Context) error
	// Done is closed when the stick is gone or the session closed.
	Done() <-chan struct{}
	// Close ends the session and closes the line. It may be called more than once.
	Close() error
}

// What a Connector may find at the address of a web server in place of a stick. It has changed and sent
// nothing then.
var (
	ErrRouter  = errors.New("a router answers")
	ErrNoStick = errors.New("something else than a stick answers")
)

// Connector makes a Session of a line. When the context of a call ends, the call returns at once
// and leaves nothing open; a panic below it does the same.
type Connector interface {
	// Connect opens a line and asks whether a stick answers on it. The context is for the asking;
	// the session outlives it. Errors are those of hw.Opener, sms.ErrSilent, sms.ErrNotModem and
	// sms.ErrStuck; for a hw.LineWeb also ErrRouter and ErrNoStick.
	Connect(ctx context.Context, line hw.Line) (Session, error)
	// Restart has whatever is on a line restart, though it answers nothing.
	Restart(ctx context.Context, line hw.Line) error
}

// Drivers helps a person to bind a libusb driver (Windows).
type Drivers interface {
	// Install starts the help and returns when it is over.
	Install(ctx context.Context, job hw.DriverJob) error
	// Check reads which file of Huawei's driver lies at a path.
	Check(ctx context.Context, path string) (hw.DriverFile, error)
}

// Rule installs the right to open the sticks of a vendor, with an administrator's consent (Linux).
type Rule interface {
	Install(ctx context.Context, vendor uint16) error
}

// Memory is what is remembered between starts of the program. Get returns "" for what is not
// there.
type Memory interface {
	Get(key string) string
	Set(key, value string)
}

// Config is what a Runner works with. Connector and Table are needed, and Scanner unless Fixed is
// given.
type Config struct {
	Platform setup.Platform
	Table    setup.Table
	Scanner  hw.Scanner
	// Watcher reports when to scan; without one, or when it fails, it is done by time alone.
	Watcher hw.Watcher
	// PassThrough and Libusb send switch messages; nil where that is not possible.
	PassThrough, Libusb hw.Switcher
	Connector           Connector
	Drivers             Drivers // nil where there is no help with drivers
	Rule                Rule    // nil where no right can be installed
	Memory              Memory
	// Fixed is the line of the flag -port; then nothing is scanned or switched.
	Fixed *hw.Line
	// PIN is tried, until it is refused, on a card for which no PIN was typed, whichever card that is; ""
	// for none.
	PIN string
	// Auto takes the recommended actions from the start.
	Auto bool
	Log  *slog.Logger
}

// noMemory is the Memory where none is given.
type noMemory struct{}

func (noMemory) Get(string) string  { return "" }
func (noMemory) Set(string, string) {}
