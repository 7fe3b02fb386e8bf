package setup

import (
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// Platform says what is peculiar to the system; it does not change while the program runs.
type Platform struct {
	// DriverPage is true when drivers matter here (Windows, and the demo): the Driver page exists.
	DriverPage bool
	// PassThrough is true when the switch message can go through the CD-ROM driver.
	PassThrough bool
	// Libusb is true when the switch message can go by libusb.
	Libusb bool
	// Udev is true when the right to open a stick is udev's to give (Linux).
	Udev bool
	// Rule is true when the right to open the stick can be installed (Linux: a udev rule).
	Rule bool
	// Internet is true when a stick in network mode can be talked to here.
	Internet bool
	// NoCards is true when the system does not tell which network card is a stick's (macOS): internet mode
	// is not offered.
	NoCards bool
	// RNDIS is true when the system's own driver of network cards is that for RNDIS (Windows), false
	// when it is that for CDC Ethernet.
	RNDIS bool
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
	ProbeRouter  // a home router answers in place of the stick's web server
	ProbeNoStick // something else answers there
	ProbeGarbled // bytes come that make no sense at any speed
	ProbeCDMA    // a modem for networks of another kind answers
)

// Probe is what is known of one line.
type Probe struct {
	Line   hw.Line
	Result ProbeResult
	Modem  sms.Identity
	Err    error // why the line is no modem
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

// Transport is how the switch message travels.
type Transport int

// The transports. TransportAuto leaves the choice to the runner: the one that needs no driver and
// no rights first, the other when that fails.
const (
	TransportAuto Transport = iota
	TransportPassThrough
	TransportLibusb
)

var transportNames = [...]string{"auto", "passThrough", "libusb"}

// String names the transport for logs.
func (t Transport) String() string { return name(transportNames[:], int(t)) }

// Facts is everything known about the setup. It is a value: Apply returns a changed copy, and
// slices in it are never changed in place. Times are those of the events. Each part ends with
// something else; then it is set to its zero value as a whole.
type Facts struct {
	Platform Platform
	table    Table
	Now      time.Time // of the latest event
	Started  time.Time // of the first event

	Scan    Scan
	Chosen  Chosen
	Plug    Plug
	Boot    Boot
	Session Session
	Test    Test
	Restart Restart
	Change  Change
	Help    Help
	Run     Run
	Models  []Known // what is remembered of models of sticks, also between starts
	// Consents is what the user allowed for single devices, also between starts.
	Consents []Consent
	Intent   Intent
	Jobs     Jobs
}

// Scan is what the latest scans saw.
type Scan struct {
	Done       bool // at least one scan came back
	Err        error
	Snapshot   hw.Snapshot
	EmptySince time.Time // since when no stick at all is there; zero otherwise
	// BareSince is since when the chosen stick is a modem without drivers, and Windows installs none;
	// zero otherwise.
	BareSince time.Time
	// CardSince is since when the network card of the chosen stick in network mode is as it is, and not
	// ready; zero otherwise.
	CardSince time.Time
	card      hw.AdapterState // that it is the time of
	// OddSince is since when the device that Odd returns is there; zero for none.
	OddSince time.Time
	odd      string // which that is
	// Tried are the locations of devices that are among the sticks only because the user lets their ports
	// be asked.
	Tried []string
}

// Chosen is the stick that the user or the program settled on. It ends when another is chosen.
type Chosen struct {
	Location string // "" for none
	// Picked is true when the user chose it among several; then another one is not taken for it
	// at once when it goes away.
	Picked   bool
	Stick    hw.Stick  // as it was last seen
	Missing  int       // how many scans in a row did not see it
	LastSeen time.Time // when it was last seen
	Since    time.Time // when it appeared in its present mode
}

// Plug is what is known of the chosen stick from being plugged in to being unplugged.
type Plug struct {
	Tried []string // names of the messages that were handed over
	// SentByUs is true when a message of ours was handed over.
	SentByUs   bool
	PassDenied bool // the system refused direct access to the CD drive
	// Model is the ID that it has in storage mode, zero when it was not seen in it.
	Model hw.ID
	// Way is the way that was chosen for it, WayNone before that.
	Way Way
	// Trial is the device that the user lets be tried although the program does not know it, as DeviceKey
	// returns it; "" for none.
	Trial string
}

// Boot is what is known of the chosen stick since it appeared in its present mode. Every restart
// ends it, and so every change of mode.
type Boot struct {
	Switch Switch
	Probes []Probe // of the lines of the stick, best first
	LineAt string  // name of the line chosen (by user or program), or ""
	// Rounds counts the rounds of asking, and the sessions lost, in a row without success.
	Rounds int
	// Lost is true when a session broke off: it is sought again unasked.
	Lost     bool
	ProbeEnd time.Time // of the last round
	// Quiet is true when the present round only repeats the last one unasked: its problem is
	// still shown meanwhile.
	Quiet bool
	// Speed is that at which the line is being asked, in bits per second; 0 when it is not looked for.
	Speed int
	// Absent is how many scans in a row did not see the serial port that the user picked.
	Absent int
	// Held is true when the user cancelled: nothing happens by itself until the user does
	// something or the stick is plugged in again.
	Held bool
}

// Job is a kind of work that takes a while.
type Job int

// The jobs. Sending the switch message and the self-test have states of their own.
const (
	JobProbe   Job = iota // asking the lines
	JobUnlock             // trying a PIN or PUK
	JobInstall            // the help for the driver
	JobFile               // reading the file that the user pointed at
	JobRule               // installing the right to open the stick
	JobRestart            // telling the stick to restart
	JobMode               // asking the stick to become a modem
	JobData               // switching mobile data on or off
	JobLogin              // giving the stick its password
	jobCount
)

// Work is whether a job runs, and since when.
type Work struct {
	Runs  bool
	Since time.Time
}

// Jobs is the work of every Job. Each ends by its own event, that of the SIM card also with the
// session, and all when the user cancels.
type Jobs [jobCount]Work

// Runs reports whether a job runs.
func (f Facts) Runs(j Job) bool { return f.Jobs[j].Runs }

// Switching reports whether a message is being sent, or the stick is restarting after one.
func (f Facts) Switching() bool {
	return f.Boot.Switch.Phase == SwitchSending || f.Boot.Switch.Phase == SwitchWaiting
}

// Session is what is known through a modem that answers on the line.
type Session struct {
	Connected bool
	Identity  sms.Identity
	Since     time.Time
	SIM       sms.SIM
	Link      sms.Link
	// SearchingSince is when the modem was first seen ready but not registered; zero otherwise.
	SearchingSince time.Time
	CodeErr        error // why the last PIN or PUK was not taken
	PINWrong       bool  // the last PIN typed was refused
	PINStale       bool  // and it was the remembered one, which is forgotten now
	PINOffer       bool  // a PIN can be remembered here, and nobody has asked for it yet
	PUKWrong       bool  // the last PUK typed was refused
	Data           Data  // of a stick in internet mode
	Login          Login
	Traits         []Trait // what a stick in network mode says about itself
}

// Test is the optional self-test of one modem. It ends when another modem is connected.
type Test struct {
	IMEI  string // of the modem
	State TestState
	Err   error // why it failed
	Done  bool  // this stick was tested or the test was skipped once; remembered between starts
	At    time.Time
	Found sms.ReceiveMode // how texts come in, once the test has found out
}

// Run is what was learned in this run of the program.
type Run struct {
	// Arrived is true when the chat was reached once: from then on everything that leads back to
	// it is done without asking (replug, other COM number).
	Arrived bool
	// Worked is the message upon which a stick last left the bus, be it that it has not come back as
	// a modem yet. It goes first next time.
	Worked string
	// Left are messages upon which a stick left the bus once without coming back as a modem. Pulled
	// out too early, too slow, or crashed: it gets the same again when it is plugged in.
	Left []string
	// Failed are messages that led nowhere, once for each time: without a reaction, or leaving the
	// bus again without coming back as a modem. They go last next time.
	Failed []string
	// StrayBy are messages that led to network mode on the stick at StrayAt: they are left out.
	StrayAt string
	StrayBy []string
	// Tries are the latest tries to switch, in order.
	Tries []Try
	// MuteAt is where a message went through the CD drive and the stick did not react, "" for
	// nowhere: libusb is used there if that is possible.
	MuteAt string
}

// Intent is what the user wants, by flags, settings and choices.
type Intent struct {
	// Fixed is the line that is used whatever sticks there are: that of -port, or Serial as it is now.
	Fixed     *hw.Line
	Serial    SerialPort // that the user picked in place of a stick
	Transport Transport  // chosen on the Driver page; TransportAuto before that
	LinePick  hw.Line    // the line that the user chose, asked first from then on
	// Auto allows the recommended action of every step that needs neither a choice nor an
	// administrator: the flag -auto, or the setting that the user ticked.
	Auto       bool
	Asked      bool // to see the wizard although the chat is open
	Reading    bool // went to the texts before everything held
	TestWanted bool // to test although it is not needed
}
