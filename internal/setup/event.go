package setup

import (
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// Event is something that happened. The types below are the only events; each knows what it
// changes.
type Event interface{ apply(f Facts) Facts }

// The events.
type (
	// Seen is the result of a scan.
	Seen struct {
		Snapshot hw.Snapshot
		At       time.Time
	}
	// ScanFailed is a scan that could not be done.
	ScanFailed struct {
		Err error
		At  time.Time
	}
	// Ticked is time going by, once a second, so that waiting can end.
	Ticked struct{ At time.Time }
	// StickChosen is the user's choice among several.
	StickChosen struct{ Location string }
	// TransportChosen is the user's choice on the Driver page.
	TransportChosen struct{ Transport Transport }
	// SwitchStarted says that a message is on its way.
	SwitchStarted struct {
		Message string
		At      time.Time
	}
	// SwitchEnded says that the message was handed over (Err nil) or could not be.
	SwitchEnded struct {
		Message   string
		Transport Transport // of the error, or of the message that went out
		Tries     []Try     // every way that was tried, in order
		Err       error
		At        time.Time
	}
	// SwitchReset forgets the tries, so that the user can begin again.
	SwitchReset struct{}
	// ProbeStarted says that the lines are being asked; Probed is one answer; ProbeEnded the end.
	// Unasked is true when nobody pressed a button for it.
	ProbeStarted struct{ Unasked bool }
	// Probed is how one line answered.
	Probed struct{ Probe Probe }
	// ProbeEnded says that every line was asked or one was found.
	ProbeEnded struct{}
	// LineChosen is the user's choice of a line.
	LineChosen struct{ Name string }
	// LineFixed is the flag -port: this line, whatever the scan says.
	LineFixed struct{ Line hw.Line }
	// SessionStarted says that a modem is running on the line.
	SessionStarted struct {
		Line  hw.Line
		Modem sms.Identity
	}
	// ModemRead is who the modem is, read anew: some of it, such as the card's own number, is known
	// only once the SIM card is ready.
	ModemRead struct{ Modem sms.Identity }
	// SessionEnded says that it is gone: unplugged, closed or stuck.
	SessionEnded struct {
		Err error
		At  time.Time
	}
	// SIMSeen is what the SIM card wants now.
	SIMSeen struct {
		SIM sms.SIM
		At  time.Time
	}
	// PINKeeping is whether a PIN could be remembered here, and whether that was asked for
	// already.
	PINKeeping struct{ Possible, On bool }
	// UnlockStarted says that a PIN or PUK is being tried.
	UnlockStarted struct{}
	// UnlockEnded is the answer to it: Refused when the code was wrong, Err for anything else.
	UnlockEnded struct {
		PUK     bool
		Kept    bool // it was the remembered one
		Refused bool
		Err     error
		SIM     sms.SIM
		At      time.Time
	}
	// LoginSeen is what a stick says about its password.
	LoginSeen struct {
		State LoginState
		At    time.Time
	}
	// TraitsSeen is what a stick in network mode says about itself.
	TraitsSeen struct{ Traits []Trait }
	// LoginKeeping is whether its password could be remembered here, and whether that was asked for
	// already.
	LoginKeeping struct{ Possible, On bool }
	// LoginStarted says that a password is being tried.
	LoginStarted struct{}
	// LoginEnded is how the stick took it.
	LoginEnded struct {
		Result LoginResult
		Kept   bool          // it was the remembered one
		Wait   time.Duration // how long it takes none
		Err    error
		At     time.Time
	}
	// RestartBegun says that the stick is being told to begin anew; RestartEnded that it was told,
	// and goes away and comes back, or why it could not be.
	RestartBegun struct{ At time.Time }
	// RestartEnded is the end of telling it.
	RestartEnded struct {
		Err error
		At  time.Time
	}
	// LinkSeen is how things stand with the network now.
	LinkSeen struct {
		Link sms.Link
		At   time.Time
	}
	// TestChanged is the self-test going on.
	TestChanged struct {
		State TestState
		Err   error
		Found sms.ReceiveMode
	}
	// TestAsked says that the user wants the self-test, again or at last.
	TestAsked struct{}
	// TestRemembered says that this stick was tested, or the test skipped, in an earlier run.
	TestRemembered struct{}
	// AutoSet is the flag or the setting.
	AutoSet struct{ On bool }
	// WizardAsked says that the user opened the wizard over the chat, or left it again.
	WizardAsked struct{ On bool }
	// InstallStarted says that the help for the driver runs; InstallEnded that it is over.
	InstallStarted struct{}
	// InstallEnded says why the help for the driver did not end well, or nil.
	InstallEnded struct{ Err error }
	// DriversNoted takes the drivers as they are now for those that belong.
	DriversNoted struct{}
	// DriverFileRead is what came of reading the file that the user pointed at; Reading when it
	// has only begun.
	DriverFileRead struct {
		Reading bool
		File    hw.DriverFile
		Err     error
	}
	// RuleStarted says that the right to open the stick is being installed; RuleEnded that it is
	// over.
	RuleStarted struct{}
	// RuleEnded says why the right could not be installed, or nil.
	RuleEnded struct{ Err error }
	// WayChosen is the choice of internet or modem mode; WayNone is to choose again. Unasked is true
	// when the program took the preferred one.
	WayChosen struct {
		Way     Way
		Unasked bool
	}
	// SwitchAgreed says that the user lets the stick with this DeviceKey, of another maker than Huawei, be
	// sent its message.
	SwitchAgreed struct{ Device string }
	// TryAllowed says that the ports of a device that is not supported may be asked whether a modem
	// answers: of the one at this location with this DeviceKey. TryEnded says that they may not any more.
	TryAllowed struct{ Location, Device string }
	// TryEnded is the end of that.
	TryEnded struct{}
	// ConsentRecalled is what the user allowed for a device in an earlier run.
	ConsentRecalled struct{ Consent Consent }
	// WayRecalled is what was remembered of a model of stick in an earlier run.
	WayRecalled struct{ Known Known }
	// ModeAsked says that a stick in internet mode is being asked to become a modem; ModeAnswered that
	// it took the request (Err nil), or why not.
	ModeAsked struct{}
	// ModeAnswered is the end of asking.
	ModeAnswered struct {
		Err error
		At  time.Time
	}
	// DataSeen is whether mobile data is on.
	DataSeen struct{ On bool }
	// DataChosen is what the user decided about mobile data with this stick, now or in an earlier run.
	DataChosen struct{ Choice DataChoice }
	// DataHidden says that the user does not want to decide that now.
	DataHidden struct{}
	// DataStarted says that mobile data is being switched; DataEnded that it was asked for or switched,
	// or why that failed.
	DataStarted struct{}
	// DataEnded is the end of asking or switching. What the stick told is in a DataSeen before it.
	DataEnded struct{ Err error }
	// Cancelled says that the user gave up what was running.
	Cancelled struct{ At time.Time }
)
