// Package setup is the wizard as a value. Facts holds everything known on the path from a stick
// to a working modem; Apply takes in one Event; Step and Problem derive from the facts which page
// holds and what is wrong, and Next which action the program may take by itself. Nothing advances
// by hand: a stick pulled out in the middle of anything is just another fact.
//
// It is pure: no input or output, no goroutine, no clock (time comes in with events), no words for
// users. internal/setup/runner does what it says, gui/wizard shows it.
package setup

// Step is a page of the wizard. The order is that in which they come up.
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
	StepUnknown: "unknown", StepStick: "stick", StepDriver: "driver", StepSwitch: "switch",
	StepConnection: "connection", StepSIM: "sim", StepTest: "test", StepChat: "chat",
}

// String returns the name of the step for logs and for the keys of texts.
func (s Step) String() string { return name(stepNames[:], int(s)) }

// Problem is what keeps the present step from holding, as far as it deserves words of its own.
// String is the key of the user's text.
type Problem int

// The problems, in the order of the steps.
const (
	ProblemNone Problem = iota

	// Stick
	ProblemNoStick      // nothing found for 10 s
	ProblemUSBFault     // the system cannot talk to a USB device
	ProblemSeveral      // more than one stick, none chosen
	ProblemUnsupported  // another brand or an unknown model
	ProblemTry          // looks like a modem, and nobody knows it: its ports can be asked
	ProblemRefused      // in the table, and left alone all the same (Facts.Odd says why)
	ProblemOwnPage      // a network card with a web page that this program does not know
	ProblemCardReader   // the ID of a stick, but no CD drive
	ProblemRescue       // 12d1:1443: unplug, nothing else
	ProblemScanFailed   // the device list cannot be read
	ProblemLibusbFailed // libusb missing or would not start, and there is no other way

	// Driver and permission
	ProblemCDMode           // storage mode with the system's own driver: can be switched as it is
	ProblemNoStorageDriver  // storage mode, no driver
	ProblemWrongDriver      // a driver that nothing can use
	ProblemDriverIncomplete // libusb0 or libusbK without libusbK.dll
	ProblemStickBusy        // another program holds the stick
	ProblemDriverSettling   // WinUSB bound but not ready yet
	ProblemPassDenied       // direct access to the CD drive denied
	ProblemPassDeniedRemote // the same in a Remote Desktop session
	ProblemCDNotReady       // storage mode, but no CD drive yet
	ProblemOtherDriver      // Zadig changed the driver of another device
	ProblemNoPermission     // Linux: the user may not open the USB device

	// Switch
	ProblemNotSent           // the message could not be sent
	ProblemNoReaction        // message sent, nothing happened
	ProblemFirmwareRefuses   // every known message was tried
	ProblemHiLink            // landed in network mode
	ProblemNoCard            // in network mode, and this computer makes no network card of it
	ProblemService           // Huawei's own software switches first
	ProblemNotBack           // the stick has not come back
	ProblemSwitchedToStorage // it came back, as a CD drive again

	// Connection
	ProblemDriverSearch  // Windows is looking for drivers
	ProblemNoPort        // modem mode, no driver for its ports
	ProblemDriverBlocked // signature or memory integrity
	ProblemRestart       // Windows must restart
	ProblemDisabled      // disabled in Device Manager
	ProblemWhichPort     // ports exist, none looks like the stick
	ProblemPortBusy
	ProblemPortGone
	ProblemPortInvalid    // exists, but is no serial port
	ProblemPortSilent     // no answer
	ProblemPortNotModem   // answers, but is no modem
	ProblemPortGarbled    // what comes makes no sense at any speed
	ProblemPortStuck      // a write hung
	ProblemPortPermission // Linux: the user may not open the tty (group dialout)
	ProblemNoModem        // no modem answers on a device that the user lets be tried
	ProblemCDMA           // a modem for networks of another kind

	// Connection of a stick in network mode (HiLink)
	ProblemCardUnknown    // this system does not tell which network card is the stick's
	ProblemCardDisabled   // it is switched off
	ProblemCardNoLink     // the stick reports no connection
	ProblemCardNoAddress  // the stick gave it no address
	ProblemRouter         // a home router answers; nothing was sent to it
	ProblemNotHiLink      // something else answers
	ProblemWebSilent      // nothing answers
	ProblemPassword       // the stick wants its password
	ProblemPasswordWrong  // the last one was wrong
	ProblemPasswordLocked // too many wrong ones: it takes none for a while
	ProblemPasswordInUse  // somebody else is logged in
	ProblemPasswordNew    // a new one must be chosen on the stick's page

	// SIM card and network
	ProblemNoSIM         // no card, or the wrong way round
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
	ProblemNone:              "none",
	ProblemNoStick:           "noStick",
	ProblemUSBFault:          "usbFault",
	ProblemSeveral:           "several",
	ProblemUnsupported:       "unsupported",
	ProblemTry:               "try",
	ProblemRefused:           "refused",
	ProblemOwnPage:           "ownPage",
	ProblemCardReader:        "cardReader",
	ProblemRescue:            "rescue",
	ProblemScanFailed:        "scanFailed",
	ProblemLibusbFailed:      "libusbFailed",
	ProblemCDMode:            "cdMode",
	ProblemNoStorageDriver:   "noStorageDriver",
	ProblemWrongDriver:       "wrongDriver",
	ProblemDriverIncomplete:  "driverIncomplete",
	ProblemStickBusy:         "stickBusy",
	ProblemDriverSettling:    "driverSettling",
	ProblemPassDenied:        "passDenied",
	ProblemPassDeniedRemote:  "passDeniedRemote",
	ProblemCDNotReady:        "cdNotReady",
	ProblemOtherDriver:       "otherDriver",
	ProblemNoPermission:      "noPermission",
	ProblemNotSent:           "notSent",
	ProblemNoReaction:        "noReaction",
	ProblemFirmwareRefuses:   "firmwareRefuses",
	ProblemHiLink:            "hiLink",
	ProblemNoCard:            "noCard",
	ProblemService:           "service",
	ProblemNotBack:           "notBack",
	ProblemSwitchedToStorage: "switchedToStorage",
	ProblemDriverSearch:      "driverSearch",
	ProblemNoPort:            "noPort",
	ProblemDriverBlocked:     "driverBlocked",
	ProblemRestart:           "restart",
	ProblemDisabled:          "disabled",
	ProblemWhichPort:         "whichPort",
	ProblemPortBusy:          "portBusy",
	ProblemPortGone:          "portGone",
	ProblemPortInvalid:       "portInvalid",
	ProblemPortSilent:        "portSilent",
	ProblemPortNotModem:      "portNotModem",
	ProblemPortGarbled:       "portGarbled",
	ProblemPortStuck:         "portStuck",
	ProblemPortPermission:    "portPermission",
	ProblemNoModem:           "noModem",
	ProblemCDMA:              "cdma",
	ProblemCardUnknown:       "cardUnknown",
	ProblemCardDisabled:      "cardDisabled",
	ProblemCardNoLink:        "cardNoLink",
	ProblemCardNoAddress:     "cardNoAddress",
	ProblemRouter:            "router",
	ProblemNotHiLink:         "notHiLink",
	ProblemWebSilent:         "webSilent",
	ProblemPassword:          "password",
	ProblemPasswordWrong:     "passwordWrong",
	ProblemPasswordLocked:    "passwordLocked",
	ProblemPasswordInUse:     "passwordInUse",
	ProblemPasswordNew:       "passwordNew",
	ProblemNoSIM:             "noSIM",
	ProblemPIN:               "pin",
	ProblemPINWrong:          "pinWrong",
	ProblemPINLast:           "pinLast",
	ProblemPUK:               "puk",
	ProblemPUKWrong:          "pukWrong",
	ProblemSIMDead:           "simDead",
	ProblemSIMFault:          "simFault",
	ProblemSIMLock:           "simLock",
	ProblemNoNetwork:         "noNetwork",
	ProblemNetworkDenied:     "networkDenied",
	ProblemTestFailed:        "testFailed",
	ProblemTestLost:          "testLost",
}

// String returns the name of the problem; it is the key of its texts.
func (p Problem) String() string { return name(problemNames[:], int(p)) }

// Problems returns every problem but ProblemNone, for tests that want a text for each.
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
