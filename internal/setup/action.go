package setup

// Action is something that can be done about the setup: by a button, or by the program itself
// when Next says so. The types below are the only actions.
type Action interface{ action() }

// The actions.
type (
	// DoSwitch sends the next message (Facts.NextMessage).
	DoSwitch struct{}
	// DoAgree is DoSwitch for a stick of another maker than Huawei, whose DeviceKey is Device: the user saw
	// it named and lets it be sent its message. For another device nothing is done.
	DoAgree struct{ Device string }
	// DoTry asks the ports of a device that is not supported, whose DeviceKey is Device, whether a modem
	// answers. It sends no message that changes a mode. Of another device at that location nothing is asked.
	DoTry struct{ Location, Device string }
	// DoEndTry lets that device be again.
	DoEndTry struct{}
	// DoStartOver forgets the messages tried.
	DoStartOver struct{}
	// DoChooseStick settles on a stick.
	DoChooseStick struct{ Location string }
	// DoChooseTransport settles on how to send the message.
	DoChooseTransport struct{ Transport Transport }
	// DoChooseWay settles on internet or modem mode: in storage mode for the message that is sent, else
	// by bringing the stick into the other mode. WayNone goes back to the choice.
	DoChooseWay struct{ Way Way }
	// DoMobileData switches mobile data of a stick in internet mode, and keeps the choice.
	DoMobileData struct{ On bool }
	// DoHideData puts the question about mobile data off.
	DoHideData struct{}
	// DoInstallDriver starts the help that binds a libusb driver: Zadig at the given path.
	DoInstallDriver struct{ Zadig string }
	// DoNoteDrivers takes the drivers as they are now for those that belong: before the user starts
	// Zadig, and when the user has read the warning that another device changed.
	DoNoteDrivers struct{}
	// DoCheckDriverFile looks whether the file at a path is the one that the guide names.
	DoCheckDriverFile struct{ Path string }
	// DoInstallRule lets the user open the stick, with an administrator's consent (Linux).
	DoInstallRule struct{}
	// DoProbe asks the lines, best first, and connects to the first modem.
	DoProbe struct{}
	// DoConnect uses one line, whatever its rank.
	DoConnect struct{ Name string }
	// DoUnlock tries a PIN. It is only ever the user's. Keep has it remembered if the card takes
	// it.
	DoUnlock struct {
		PIN  string
		Keep bool
	}
	// DoUnblock tries a PUK with a new PIN.
	DoUnblock struct{ PUK, PIN string }
	// DoLogin gives the stick its password, once. It is only ever the user's. Keep has it remembered
	// if the stick takes it.
	DoLogin struct {
		Password string
		Keep     bool
	}
	// DoRestart has the stick begin anew. It is only ever the user's.
	DoRestart struct{}
	// DoTest sends a text to one's own number.
	DoTest struct{ Number string }
	// DoAskTest shows the page of the self-test.
	DoAskTest struct{}
	// DoSkipTest goes on without.
	DoSkipTest struct{}
	// DoScan looks again at once.
	DoScan struct{}
	// DoAuto sets whether the recommended actions are taken without asking.
	DoAuto struct{ On bool }
	// DoShowSetup opens the wizard over the chat, or goes back to the chat.
	DoShowSetup struct{ On bool }
	// DoCancel gives up what is running, within a second.
	DoCancel struct{}
)

func (DoSwitch) action()          {}
func (DoAgree) action()           {}
func (DoTry) action()             {}
func (DoEndTry) action()          {}
func (DoStartOver) action()       {}
func (DoChooseStick) action()     {}
func (DoChooseTransport) action() {}
func (DoChooseWay) action()       {}
func (DoMobileData) action()      {}
func (DoHideData) action()        {}
func (DoInstallDriver) action()   {}
func (DoNoteDrivers) action()     {}
func (DoCheckDriverFile) action() {}
func (DoInstallRule) action()     {}
func (DoProbe) action()           {}
func (DoConnect) action()         {}
func (DoUnlock) action()          {}
func (DoUnblock) action()         {}
func (DoLogin) action()           {}
func (DoRestart) action()         {}
func (DoTest) action()            {}
func (DoAskTest) action()         {}
func (DoSkipTest) action()        {}
func (DoScan) action()            {}
func (DoAuto) action()            {}
func (DoShowSetup) action()       {}
func (DoCancel) action()          {}
