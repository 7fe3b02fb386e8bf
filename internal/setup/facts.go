package setup

import (
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// Platform says what is peculiar to the system; it does not change while the program runs.
type Platform struct {
	// DriverPage tells that drivers matter here (Windows, and the demo): the Driver page exists.
	DriverPage bool
	// PassThrough tells that the switch message can go through the CD-ROM driver.
	PassThrough bool
	// Libusb tells that the switch message can go by libusb.
	Libusb bool
	// Rule tells that the right to open the stick can be installed (Linux: a udev rule).
	Rule bool
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
	Modem  sms.Identity
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

var testNames = [...]string{"open", "running", "passed", "failed", "lost", "skipped"}

// String names the state for logs.
func (s TestState) String() string { return name(testNames[:], int(s)) }

// Way is how the switch message travels.
type Way int

// The ways. WayAuto leaves the choice to the runner: the one that needs no driver and no rights
// first, the other when that fails.
const (
	WayAuto Way = iota
	WayPassThrough
	WayLibusb
)

var wayNames = [...]string{"auto", "passThrough", "libusb"}

// String names the way for logs.
func (w Way) String() string { return name(wayNames[:], int(w)) }

// Facts is everything known about the setup. It is a value: Apply returns a changed copy, and
// slices in it are never changed in place. Times are those of the events.
type Facts struct {
	Platform Platform
	table    Table
	Now      time.Time // of the latest event
	Started  time.Time // of the first event

	// Seen

	Scanned  bool // at least one scan came back
	ScanErr  string
	Snapshot hw.Snapshot
	// Chosen is the location of the stick that the user or the program settled on, or "".
	Chosen string
	// Picked tells that the user chose it among several; then another one is not taken for it
	// at once when it goes away.
	Picked bool
	// Last is the chosen stick as it was last seen, Missing how many scans in a row did not
	// see it.
	Last    hw.Stick
	Missing int
	// LastSeen is when the chosen stick was last seen, SeenSince when it appeared in its
	// present mode.
	LastSeen, SeenSince time.Time
	// EmptySince is since when no stick at all is there; zero otherwise.
	EmptySince time.Time

	// Driver

	// Way is the one the user chose on the Driver page; WayAuto before that.
	Way Way
	// Installing tells that the help for the driver runs, InstallErr why it did not end well.
	Installing bool
	InstallErr error
	// Before is the driver of every USB device before Zadig was started; nil when it was not.
	Before []hw.Binding
	// DriverFile is what the file is that the user pointed at, DriverFileErr why it is none of
	// the known ones; DriverFileReading tells that it is being read.
	DriverFile        hw.DriverFile
	DriverFileErr     error
	DriverFileReading bool
	// PassDenied tells that the system refused direct access to the CD drive of this stick,
	// PassMute that a message went through it and the stick did not react.
	PassDenied, PassMute bool

	// Permission

	// Ruling tells that the right to open the stick is being installed, RuleErr why it could not.
	Ruling  bool
	RuleErr string

	// Switch

	Switching  bool      // a message is being sent, or the stick is restarting after one
	SwitchedAt time.Time // when the last message was handed over; zero before any
	SwitchErr  error     // why the last attempt could not be sent, or nil
	Tried      []string  // names of the messages that were handed over since the stick was plugged in
	// SentByUs tells that a message of ours was handed over to the chosen stick since it was
	// plugged in.
	SentByUs bool

	Sending       bool      // the message is on its way; afterwards Switching is waiting
	SwitchStart   time.Time // when the present or last attempt began
	SwitchMessage string    // the message of that attempt
	SwitchWay     Way       // how it travelled, once that is known
	SwitchFailed  Problem   // how waiting ended in vain: NoReaction, NotBack, SwitchedToStorage
	SwitchEnd     time.Time // when the last attempt could not be sent
	SwitchFails   int       // attempts in a row that could not be sent
	// Worked is the message that led to modem mode in this run, HiLinkBy those that led to
	// network mode on the stick at HiLinkAt: the one goes first next time, the others are left
	// out.
	Worked   string
	HiLinkBy []string
	HiLinkAt string

	// Connection

	Fixed     *hw.Line // -port: the wizard uses this line and looks at no stick
	Probes    []Probe  // of the lines of the chosen stick, best first
	Probing   bool
	LineAt    string  // name of the line chosen (by user or program), or ""
	LinePick  hw.Line // the line that the user chose, asked first from then on
	Connected bool    // a session runs on the line
	Modem     sms.Identity
	// ProbeStart and ProbeEnd are those of the present or last round, ConnectedAt that of the
	// present or last session.
	ProbeStart, ProbeEnd, ConnectedAt time.Time
	// Quiet tells that the present round only repeats the last one unasked: its problem is still
	// told meanwhile.
	Quiet bool
	// Rounds counts the rounds of asking, and the sessions lost, in a row without success.
	Rounds int
	// Lost tells that a session on this stick or line broke off: it is sought again unasked.
	Lost bool

	// Restart

	// Restarting tells that the stick is being told to begin anew, RestartAt since when; RestartErr
	// why that could not be done, or "".
	Restarting bool
	RestartAt  time.Time
	RestartErr string
	// Returning tells that it was told and has not been connected to since.
	Returning bool

	// SIM card

	SIM       sms.SIM
	SIMErr    string // technical text of the last refused PIN or PUK
	PINWrong  bool   // the last PIN typed was refused
	PINStale  bool   // and it was the remembered one, which is forgotten now
	PINOffer  bool   // a PIN can be remembered here, and nobody has asked for it yet
	PUKWrong  bool   // the last PUK typed was refused
	Unlocking bool
	UnlockAt  time.Time
	Link      sms.Link
	// SearchingSince is when the modem was first seen ready but not registered; zero otherwise.
	SearchingSince time.Time

	// Test

	Test       TestState
	TestDetail string
	TestDone   bool // this stick was tested or the test was skipped once; remembered between starts
	TestAt     time.Time
	TestFound  sms.ReceiveMode // how texts come in, once the test has told
	TestWanted bool            // the user wants the test although it is not needed
	TestFor    string          // IMEI of the modem that the test is about

	// Auto

	// Auto allows the recommended action of every step that needs neither a choice nor an
	// administrator: the flag -auto, or the setting that the user ticked.
	Auto bool
	// Arrived tells that the chat was reached once in this run: from then on everything that
	// leads back to it is done without asking (replug, other COM number).
	Arrived bool
	// Asked tells that the user wants to see the wizard although the chat is open.
	Asked bool
	// Reading tells that the user went to the texts before everything held.
	Reading bool
	// Held tells that the user cancelled: nothing happens by itself until the user does
	// something or the stick is plugged in again.
	Held bool
}
