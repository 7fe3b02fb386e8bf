package chat

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// Stick is how things stand with the stick, as far as the chat shows it.
type Stick struct {
	Away          Away
	Since         time.Time // when it began that nothing can come in; zero for never in this run
	Silent        bool      // nothing answers on its line
	Restarting    bool      // on the way to do so
	RestartFailed bool      // the command for it failed
	// AsksData reports that mobile data is on and nobody decided that; DataStays that the user wants it
	// off, and the stick does not take that.
	AsksData, DataStays bool
	// Found is how texts arrive, as a self-test of this run found out.
	Found sms.ReceiveMode
}

// Away is why there is no stick to send with. It is part of the key of a text.
type Away string

// The reasons.
const (
	AwayNot    Away = ""
	AwayStick  Away = "stick"    // it is not plugged in
	AwaySetup  Away = "setup"    // it is not ready yet
	AwayPort   Away = "port"     // the modem on a serial port does not answer, or its adapter is gone
	AwayCheck  Away = "simSetup" // the SIM card is being checked
	AwayPIN    Away = "pin"
	AwayPUK    Away = "puk"
	AwayLogin  Away = "password" // the stick wants its own
	AwayNoSIM  Away = "noSIM"
	AwaySIM    Away = "sim" // the SIM card does not work
	AwaySignal Away = "noNetwork"
	AwayDenied Away = "networkDenied"
)

// bannerActions are what the buttons of the banner do.
type bannerActions struct {
	setup, restart, release, resume, escape func()
	// data switches mobile data, dataLater puts the question off.
	data      func(on bool)
	dataLater func()
	// used is for the line about what other programs have sent.
	used UseActions
	// resized is called when the banner has another height, reveal to bring a button of it into view.
	resized func()
	reveal  func(fyne.CanvasObject)
	kept    Keeper
	now     func() time.Time
}

// banner shows across the top what keeps texts from being sent or saved.
type banner struct {
	bannerActions
	readOnly bool

	stick       Stick
	link        sms.Link
	memories    map[string]sms.Fill
	paused      sms.SendingPaused
	otherSIM    int  // texts that wait for another SIM card
	hangs       bool // no text gets an answer any more
	storeFailed bool // says the Messenger, until it says otherwise
	readFailed  bool // the latest reading call to the Messenger failed
	writeFailed bool // the latest writing one did
	testRead    bool // the user has read what the latest self-test found
	lacksRead   bool // the user has read that there are no delivery reports
	use         Use

	shown  []notice
	object *fyne.Container
}

// KeyNoReports is the setting with whether the user has read that the stick has no delivery reports.
const KeyNoReports = "noReportsRead"

func newBanner(actions bannerActions, readOnly bool) *banner {
	return &banner{
		bannerActions: actions, readOnly: readOnly, object: container.NewVBox(),
		lacksRead: actions.kept.Setting(KeyNoReports) != "",
		memories:  map[string]sms.Fill{},
	}
}

// handle takes in an event of the Messenger.
func (b *banner) handle(e sms.Event) {
	switch e := e.(type) {
	case sms.LinkChanged:
		b.link = e.Link
	case sms.MemoryChanged:
		b.memories[e.Memory] = e.Fill
	case sms.StoreFailed:
		b.storeFailed = e.Err != nil
	case sms.StickHangs:
		b.hangs = e.On
	case sms.SendingPaused:
		b.paused = e
	case sms.OtherSIM:
		b.otherSIM = e.Waiting
	}
	b.refresh()
}

// setStick takes in how things stand with the stick.
func (b *banner) setStick(s Stick) {
	b.stick = s
	b.testRead = b.testRead && s.Found != sms.ReceiveUnknown
	b.refresh()
}

// setFailed takes in whether the latest call to the Messenger failed. That something can be read
// does not say that anything can be saved.
func (b *banner) setFailed(read, failed bool) {
	if read {
		b.readFailed = failed
	} else {
		b.writeFailed = failed
	}
	b.refresh()
}

// readTest takes the notice about the self-test away.
func (b *banner) readTest() {
	b.testRead = true
	b.refresh()
}

// readLacks takes the notice about delivery reports away, for good.
func (b *banner) readLacks() {
	b.lacksRead = true
	_ = b.kept.SetSetting(KeyNoReports, "yes") // which has logged it
	b.refresh()
}

// ofLacks returns the lines that say what the stick cannot do.
func (b *banner) ofLacks() (all []notice) {
	for _, one := range sms.Lacks {
		if !b.link.Lacks.Has(one) {
			continue
		}
		n := newNotice(look.ColorCareful, "lack."+one.String())
		if one == sms.LackReports {
			if b.lacksRead {
				continue
			}
			n = n.with("read", b.readLacks)
		}
		all = append(all, n)
	}
	return all
}

// notices returns the lines that the user should see, the most important first.
func (b *banner) notices() []notice {
	var all []notice
	add := func(when bool, n notice) {
		if when {
			all = append(all, n)
		}
	}
	add(b.readOnly, newNotice(look.ColorBad, "readOnly"))
	add(b.storeFailed || b.readFailed || b.writeFailed, newNotice(look.ColorBad, "storeFailed"))
	add(b.stick.RestartFailed, newNotice(look.ColorCareful, "noRestart"))
	n, ok := b.ofStick()
	add(ok, n)
	add(b.stick.AsksData, newNotice(look.ColorCareful, "data").
		with("data.off", func() { b.data(false) }).with("data.on", func() { b.data(true) }).
		with("data.later", b.dataLater))
	add(b.stick.DataStays, newNotice(look.ColorCareful, "dataStays"))
	if b.paused.Reason != sms.ReasonNone {
		all = append(all, b.ofPause())
	}
	other := newNotice(look.ColorCareful, "otherSIM").with("release", b.release)
	other.text = tr.N("chat.banner.otherSIM", b.otherSIM)
	add(b.otherSIM > 0, other)
	if b.stick.Found != sms.ReceiveUnknown && !b.testRead {
		found := newNotice(look.ColorGood, "found."+b.stick.Found.String()).with("read", b.readTest)
		found.sign = look.SignCheck
		all = append(all, found)
	}
	all = append(all, b.ofLacks()...)
	if fullest := b.fullest(); fullest != sms.FillFree {
		all = append(all, newNotice(look.ColorCareful, "memory."+fullest.String()))
	}
	n, ok = b.ofUse()
	add(ok, n)
	return all
}

// ofStick returns the line that says why nothing can be sent now.
func (b *banner) ofStick() (notice, bool) {
	careful := func(key string) notice { return newNotice(look.ColorCareful, key) }
	switch s := b.stick; {
	case s.Restarting:
		return careful("restarts"), true
	case s.Silent || s.Away == AwayNot && b.hangs:
		return careful("hangs").with("restart", b.restart), true
	case s.Away != AwayNot:
		n := careful(string(s.Away)).with("setUp", b.setup)
		if !s.Since.IsZero() {
			n.text = tr.T("chat.banner.since", tr.Data{"Text": n.text, "Time": tr.Since(s.Since, b.now())})
		}
		return n, true
	case !b.link.Up || b.link.Registered():
		return notice{}, false
	case b.link.Registration == sms.RegDenied:
		return careful(string(AwayDenied)), true
	}
	return careful(string(AwaySignal)), true
}

// refresh shows other notices; the same ones again cost nothing.
func (b *banner) refresh() {
	notices := b.notices()
	if slices.EqualFunc(b.shown, notices, notice.equal) {
		return
	}
	b.shown = notices
	b.object.RemoveAll()
	for _, n := range notices {
		b.object.Add(n.line(b.bannerActions))
	}
	b.resized()
}

// ofPause returns the line that says why sending pauses, and until when.
func (b *banner) ofPause() notice {
	until := tr.Data{"Time": tr.Clock(b.paused.Until.In(b.now().Location()))}
	n := notice{
		sign: look.SignBang, tone: look.ColorCareful,
		text: tr.T("chat.banner.paused."+b.paused.Reason.String(), until),
	}
	return n.with("tryNow", b.resume)
}

// fullest returns how full the fullest memory is.
func (b *banner) fullest() sms.Fill {
	fullest := sms.FillFree
	for _, fill := range b.memories {
		fullest = max(fullest, fill)
	}
	return fullest
}
