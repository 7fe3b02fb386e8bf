package setup

import (
	"time"

	"surfstick-sms/hw"
)

// Platform says what is peculiar to the system; it does not change while the program runs.
type Platform struct {
	// DriverPage tells that drivers matter here (Windows, and the demo): the Driver page exists.
	DriverPage bool
	// PassThrough tells that the switch message can go through the CD-ROM driver.
	PassThrough bool
	// Libusb tells that the switch message can go by libusb.
	Libusb bool
}

// SIMState is what the SIM card wants.
type SIMState int

// The SIM states.
const (
	SIMUnknown SIMState = iota
	SIMReady
	SIMNeedsPIN
	SIMNeedsPUK
	SIMMissing
	SIMFaulty
	SIMLockedToOperator // PH-NET PIN: the stick takes another operator's cards only
	SIMDead             // PUK tries used up
)

// SIM is the SIM card as the modem tells it.
type SIM struct {
	State SIMState
	// PINTries and PUKTries are the tries left; -1 when the modem does not tell.
	PINTries, PUKTries int
}

// Registration is the place of the modem in the network.
type Registration int

// The registrations, after +CREG (3GPP TS 27.007 clause 7.2).
const (
	RegUnknown Registration = iota
	RegSearching
	RegHome
	RegRoaming
	RegDenied
	RegOff
)

// OK tells whether texts can be sent and received.
func (r Registration) OK() bool { return r == RegHome || r == RegRoaming }

// Network is what the modem tells of the network.
type Network struct {
	Registration Registration
	Operator     string
	// Signal is in percent 0 to 100; -1 is unknown.
	Signal int
}

// Modem is who answered on the line.
type Modem struct {
	Manufacturer, Model, Firmware, IMEI string
}

// ProbeResult is how a line took the question whether it is a modem.
type ProbeResult int

// The probe results. ProbeModem is the only good one.
const (
	ProbePending ProbeResult = iota
	ProbeModem
	ProbeSilent
	ProbeNotModem
	ProbeBusy
	ProbeGone
	ProbeInvalid // exists, but is no serial port
	ProbeDenied  // no permission
	ProbeStuck   // a write hung
)

// Probe is what is known of one line.
type Probe struct {
	Line   hw.Line
	Result ProbeResult
	Modem  Modem
	// Detail is the technical error text for Details, or "".
	Detail string
}

// TestState is how far the optional self-test has come.
type TestState int

// The states of the self-test: a text to one's own number.
const (
	TestOpen TestState = iota
	TestRunning
	TestPassed
	TestFailed  // could not be sent
	TestLost    // sent, did not come back
	TestSkipped // the user went on without it
)

// Way is how the switch message travels.
type Way int

// The ways. WayAuto leaves the choice to the runner: the one that needs no driver and no rights
// first, the other when that fails.
const (
	WayAuto Way = iota
	WayPassThrough
	WayLibusb
)

// Facts is everything known about the setup. It is a value: Apply returns a changed copy, and
// slices in it are never changed in place. Times are those of the events.
type Facts struct {
	Platform Platform
	Now      time.Time // of the latest event
	Started  time.Time // of the first event

	// Seen

	Scanned  bool // at least one scan came back
	ScanErr  string
	Snapshot hw.Snapshot
	// Chosen is the location of the stick that the user or the program settled on, or "".
	Chosen string
	// LastSeen is when the chosen stick was last seen, SeenSince when it appeared in its
	// present mode.
	LastSeen, SeenSince time.Time

	// Driver

	// Way is the one the user chose on the Driver page; WayAuto before that.
	Way Way

	// Switch

	Switching   bool      // a message is being sent, or the stick is restarting after one
	SwitchedAt  time.Time // when the last message was handed over; zero before any
	SwitchErr   error     // why the last attempt could not be sent, or nil
	Tried       []string  // names of the messages that were handed over since the stick was plugged in
	SentByUs    bool      // a message of ours was handed over to the chosen stick since it was plugged in
	MessageNext string    // name of the message the next attempt sends, "" when none is left
	MessageLeft int       // how many messages are left to try, that one included

	// Connection

	Fixed     *hw.Line // -port: the wizard uses this line and looks at no stick
	Probes    []Probe  // of the lines of the chosen stick, best first
	Probing   bool
	LineAt    string // name of the line chosen (by user or program), or ""
	Connected bool   // a session runs on the line
	Modem     Modem

	// SIM card

	SIM       SIM
	SIMErr    string // technical text of the last refused PIN or PUK
	PINWrong  bool   // the last PIN typed was refused
	PUKWrong  bool   // the last PUK typed was refused
	Unlocking bool
	Network   Network
	// SearchingSince is when the modem was first seen ready but not registered; zero otherwise.
	SearchingSince time.Time

	// Test

	Test       TestState
	TestDetail string
	TestDone   bool // this stick was tested or the test was skipped once; remembered between starts

	// Auto

	// Auto allows the recommended action of every step that needs neither a choice nor an
	// administrator: the flag -auto, or the setting that the user ticked.
	Auto bool
	// Arrived tells that the chat was reached once in this run: from then on everything that
	// leads back to it is done without asking (replug, other COM number).
	Arrived bool
}

// Event is something that happened. The types below are the only events.
type Event interface{ event() }

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
	// WayChosen is the user's choice on the Driver page.
	WayChosen struct{ Way Way }
	// SwitchStarted tells that a message is on its way.
	SwitchStarted struct {
		Message string
		At      time.Time
	}
	// SwitchEnded tells that the message was handed over (Err nil) or could not be.
	SwitchEnded struct {
		Message string
		Err     error
		At      time.Time
	}
	// SwitchReset forgets the tries, so that the user can begin again.
	SwitchReset struct{}
	// ProbeStarted tells that the lines are being asked; Probed is one answer; ProbeEnded the end.
	ProbeStarted struct{}
	// Probed is how one line answered.
	Probed struct{ Probe Probe }
	// ProbeEnded tells that every line was asked or one was found.
	ProbeEnded struct{}
	// LineChosen is the user's choice of a line.
	LineChosen struct{ Name string }
	// LineFixed is the flag -port: this line, whatever the scan says.
	LineFixed struct{ Line hw.Line }
	// SessionStarted tells that a modem is running on the line.
	SessionStarted struct {
		Line  hw.Line
		Modem Modem
	}
	// SessionEnded tells that it is gone: unplugged, closed or stuck.
	SessionEnded struct {
		Err error
		At  time.Time
	}
	// SIMSeen is what the SIM card wants now.
	SIMSeen struct {
		SIM SIM
		At  time.Time
	}
	// UnlockStarted tells that a PIN or PUK is being tried.
	UnlockStarted struct{}
	// UnlockEnded is the answer to it: Refused when the code was wrong, Err for anything else.
	UnlockEnded struct {
		PUK     bool
		Refused bool
		Err     error
		SIM     SIM
		At      time.Time
	}
	// NetworkSeen is what the modem tells of the network.
	NetworkSeen struct {
		Network Network
		At      time.Time
	}
	// TestChanged is the self-test going on.
	TestChanged struct {
		State  TestState
		Detail string
	}
	// TestRemembered tells that this stick was tested, or the test skipped, in an earlier run.
	TestRemembered struct{}
	// AutoSet is the flag or the setting.
	AutoSet struct{ On bool }
)

func (Seen) event()           {}
func (ScanFailed) event()     {}
func (Ticked) event()         {}
func (StickChosen) event()    {}
func (WayChosen) event()      {}
func (SwitchStarted) event()  {}
func (SwitchEnded) event()    {}
func (SwitchReset) event()    {}
func (ProbeStarted) event()   {}
func (Probed) event()         {}
func (ProbeEnded) event()     {}
func (LineChosen) event()     {}
func (LineFixed) event()      {}
func (SessionStarted) event() {}
func (SessionEnded) event()   {}
func (SIMSeen) event()        {}
func (UnlockStarted) event()  {}
func (UnlockEnded) event()    {}
func (NetworkSeen) event()    {}
func (TestChanged) event()    {}
func (TestRemembered) event() {}
func (AutoSet) event()        {}

// Action is something that can be done about the setup: by a button, or by the program itself
// when Next says so. The types below are the only actions.
type Action interface{ action() }

// The actions.
type (
	// DoSwitch sends the next message (Facts.MessageNext).
	DoSwitch struct{}
	// DoStartOver forgets the messages tried.
	DoStartOver struct{}
	// DoChooseStick settles on a stick.
	DoChooseStick struct{ Location string }
	// DoChooseWay settles on how to send the message.
	DoChooseWay struct{ Way Way }
	// DoInstallDriver starts the help that binds a libusb driver (Zadig at the given path).
	DoInstallDriver struct{ Zadig string }
	// DoProbe asks the lines, best first, and connects to the first modem.
	DoProbe struct{}
	// DoConnect uses one line, whatever its rank.
	DoConnect struct{ Name string }
	// DoUnlock tries a PIN. It is only ever the user's.
	DoUnlock struct{ PIN string }
	// DoUnblock tries a PUK with a new PIN.
	DoUnblock struct{ PUK, PIN string }
	// DoTest sends a text to one's own number.
	DoTest struct{ Number string }
	// DoSkipTest goes on without.
	DoSkipTest struct{}
	// DoScan looks again at once.
	DoScan struct{}
	// DoAuto sets whether the recommended actions are taken without asking.
	DoAuto struct{ On bool }
	// DoCancel gives up what is running, within a second.
	DoCancel struct{}
)

func (DoSwitch) action()        {}
func (DoStartOver) action()     {}
func (DoChooseStick) action()   {}
func (DoChooseWay) action()     {}
func (DoInstallDriver) action() {}
func (DoProbe) action()         {}
func (DoConnect) action()       {}
func (DoUnlock) action()        {}
func (DoUnblock) action()       {}
func (DoTest) action()          {}
func (DoSkipTest) action()      {}
func (DoScan) action()          {}
func (DoAuto) action()          {}
func (DoCancel) action()        {}
