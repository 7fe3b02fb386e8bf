// Package setup is the wizard as a value. Facts holds everything known about the way from a stick
// to a working modem; Apply takes in one Event; Step and Problem derive from the facts which page
// holds and what is wrong, and Next which action the program may take by itself. Nothing advances
// by hand: a stick pulled out in the middle of anything is just another fact.
//
// It is pure: no input or output, no goroutine, no clock (time comes in with events), no words for
// users. internal/setup/runner does what it says, gui/wizard shows it.
package setup

// Step is a page of the wizard. The order is the order of the way.
type Step int

// The steps. StepChat is not a page: it means that all that is needed holds.
const (
	StepUnknown Step = iota
	StepStick
	StepDriver
	StepSwitch
	StepConnection
	StepSIM
	StepTest // optional, shown until it was done or skipped once on this stick
	StepChat
)

var stepNames = [...]string{
	"unknown", "stick", "driver", "switch", "connection", "sim", "test", "chat",
}

// String names the step for logs and for the keys of texts.
func (s Step) String() string { return name(stepNames[:], int(s)) }

// Problem is what keeps the present step from holding, as far as it deserves words of its own.
// The rows are those of the failure table (facts, Windows, section 11); String is the key of the
// user's text.
type Problem int

// The problems, in the order of the way.
const (
	ProblemNone Problem = iota

	// Stick
	ProblemNoStick      // 1: nothing found for 10 s
	ProblemUSBFault     // 2: the system cannot talk to a USB device
	ProblemSeveral      // 3: more than one stick, none chosen
	ProblemUnsupported  // 4: another brand or an unknown model
	ProblemCardReader   // the ID of a stick, but no CD drive
	ProblemRescue       // 12d1:1443: unplug, nothing else
	ProblemScanFailed   // 34: the device list cannot be read
	ProblemLibusbFailed // 33: libusb missing or would not start, and there is no other way

	// Driver and permission
	ProblemCDMode           // 5: storage mode with the system's own driver: can be switched as it is
	ProblemNoStorageDriver  // 6: storage mode, no driver
	ProblemWrongDriver      // 7: a driver that nothing can use
	ProblemDriverIncomplete // 8: libusb0 or libusbK without libusbK.dll
	ProblemStickBusy        // 9: another program holds the stick
	ProblemDriverSettling   // 10: WinUSB bound but not ready yet
	ProblemPassDenied       // 11: direct access to the CD drive denied
	ProblemPassDeniedRemote // 11: the same in a Remote Desktop session
	ProblemCDNotReady       // 12: storage mode, but no CD drive yet
	ProblemOtherDriver      // Zadig changed the driver of another device
	ProblemNoPermission     // Linux: the user may not open the USB device

	// Switch
	ProblemNoReaction        // 13: message sent, nothing happened
	ProblemFirmwareRefuses   // 13: every known message was tried
	ProblemHiLink            // 14: landed in network mode
	ProblemService           // 15: Huawei's own software switches first
	ProblemNotBack           // 16: the stick has not come back
	ProblemSwitchedToStorage // 13: it came back, as a CD drive again

	// Connection
	ProblemDriverSearch   // 17: Windows is looking for drivers
	ProblemNoPort         // 18: modem mode, no driver for its ports
	ProblemDriverBlocked  // 19: signature or memory integrity
	ProblemRestart        // 20: Windows must restart
	ProblemDisabled       // 21: disabled in Device Manager
	ProblemWhichPort      // 22: ports exist, none looks like the stick
	ProblemPortBusy       // 23
	ProblemPortGone       // 24
	ProblemPortInvalid    // 25: exists, but is no serial port
	ProblemPortSilent     // 26: no answer
	ProblemPortNotModem   // 27: answers, but is no modem
	ProblemPortStuck      // 28: a write hung
	ProblemPortPermission // Linux: the user may not open the tty (group dialout)

	// SIM card and network
	ProblemNoSIM         // 35: no card, or the wrong way round
	ProblemPIN           // PIN wanted
	ProblemPINWrong      // the last PIN was wrong
	ProblemPINLast       // one try left
	ProblemPUK           // PUK wanted
	ProblemPUKWrong      // the last PUK was wrong
	ProblemSIMDead       // PUK tries used up
	ProblemSIMFault      // the card does not work
	ProblemSIMLock       // the stick takes another operator's cards only
	ProblemNoNetwork     // searching for more than 60 s
	ProblemNetworkDenied // the network refuses this card

	// Test
	ProblemTestFailed // the text to oneself could not be sent
	ProblemTestLost   // it was sent and did not come back

	problemCount
)

var problemNames = [...]string{
	"none",
	"noStick", "usbFault", "several", "unsupported", "cardReader", "rescue", "scanFailed",
	"libusbFailed",
	"cdMode", "noStorageDriver", "wrongDriver", "driverIncomplete", "stickBusy", "driverSettling",
	"passDenied", "passDeniedRemote", "cdNotReady", "otherDriver", "noPermission",
	"noReaction", "firmwareRefuses", "hiLink", "service", "notBack", "switchedToStorage",
	"driverSearch", "noPort", "driverBlocked", "restart", "disabled", "whichPort", "portBusy",
	"portGone", "portInvalid", "portSilent", "portNotModem", "portStuck", "portPermission",
	"noSIM", "pin", "pinWrong", "pinLast", "puk", "pukWrong", "simDead", "simFault", "simLock",
	"noNetwork", "networkDenied",
	"testFailed", "testLost",
}

// String names the problem; it is the key of its texts.
func (p Problem) String() string { return name(problemNames[:], int(p)) }

// Problems lists every problem but ProblemNone, for tests that want a text for each.
func Problems() []Problem {
	all := make([]Problem, 0, problemCount)
	for p := ProblemNone + 1; p < problemCount; p++ {
		all = append(all, p)
	}
	return all
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "invalid"
	}
	return names[i]
}
