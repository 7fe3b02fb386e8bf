package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// notice is one line across the top of the chat.
type notice struct {
	sign, text string
	tone       fyne.ThemeColorName
	button     string // "" for none
	tapped     func()
}

// trouble is everything that a notice may have to tell of.
type trouble struct {
	step      setup.Step
	problem   setup.Problem
	link      sms.Link
	memory    string // "", "nearly" or "full"
	otherSIM  int
	hangs     bool // no text gets an answer any more
	silent    bool // nothing answers on the line of a stick
	restarts  bool // the stick was told to begin anew
	noRestart bool // it could not be told
	// found is what the self-test has told, until the user has read it.
	found       sms.ReceiveMode
	storeFailed bool // told by the Messenger, until it tells otherwise
	callFailed  bool // the latest call to the Messenger failed
	readOnly    bool
}

// notices gives the lines that the user should see, the most important first.
func (t trouble) notices(c *Chat) []notice {
	var all []notice
	add := func(tone fyne.ThemeColorName, key string) *notice {
		all = append(all, newNotice(tone, key))
		return &all[len(all)-1]
	}
	if t.readOnly {
		add(look.ColorBad, "readOnly")
	}
	if t.storeFailed || t.callFailed {
		add(look.ColorBad, "storeFailed")
	}
	if t.noRestart {
		add(look.ColorCareful, "noRestart")
	}
	if n, ok := t.ofStick(c); ok {
		all = append(all, n)
	}
	if t.otherSIM > 0 {
		n := add(look.ColorCareful, "otherSIM")
		n.text = tr.N("chat.banner.otherSIM", t.otherSIM)
		n.button, n.tapped = tr.T("chat.banner.release"), c.release
	}
	if t.found != sms.ReceiveUnknown {
		n := add(look.ColorGood, "found."+t.found.String())
		n.sign, n.button, n.tapped = "check", tr.T("chat.banner.read"), c.readTest
	}
	if t.memory != "" {
		add(look.ColorCareful, "memory."+t.memory)
	}
	return all
}

func newNotice(tone fyne.ThemeColorName, key string) notice {
	return notice{sign: "bang", tone: tone, text: tr.T("chat.banner." + key)}
}

// ofStick says why nothing can be sent now.
func (t trouble) ofStick(c *Chat) (notice, bool) {
	switch key := t.away(); {
	case t.restarts:
		return newNotice(look.ColorCareful, "restarts"), true
	case t.silent || key == "" && t.hangs:
		n := newNotice(look.ColorCareful, "hangs")
		n.button, n.tapped = tr.T("chat.banner.restart"), c.cfg.OnRestart
		return n, true
	case key != "":
		n := newNotice(look.ColorCareful, key)
		n.button, n.tapped = tr.T("chat.banner.setUp"), c.cfg.OnSetup
		return n, true
	case t.link.Up && !t.link.Registered() && t.link.Registration == sms.RegDenied:
		return newNotice(look.ColorCareful, "networkDenied"), true
	case t.link.Up && !t.link.Registered():
		return newNotice(look.ColorCareful, "noNetwork"), true
	}
	return notice{}, false
}

// away names the text that says why there is no stick to send with; "" when there is one.
func (t trouble) away() string {
	switch t.problem {
	case setup.ProblemPIN, setup.ProblemPINWrong, setup.ProblemPINLast:
		return "pin"
	case setup.ProblemPUK, setup.ProblemPUKWrong:
		return "puk"
	case setup.ProblemNoSIM:
		return "noSIM"
	case setup.ProblemSIMDead, setup.ProblemSIMFault, setup.ProblemSIMLock:
		return "sim"
	case setup.ProblemNoNetwork:
		return "noNetwork"
	case setup.ProblemNetworkDenied:
		return "networkDenied"
	default: // the step says enough
	}
	switch t.step {
	case setup.StepStick:
		return "stick"
	case setup.StepDriver, setup.StepSwitch, setup.StepConnection:
		return "setup"
	case setup.StepSIM:
		return "simSetup"
	case setup.StepUnknown, setup.StepTest, setup.StepChat:
	}
	return ""
}

// banner shows the notices.
type banner struct {
	shown  []notice
	object *fyne.Container
}

func newBanner() *banner { return &banner{object: container.NewVBox()} }

// set shows other notices and tells whether they are others; the same ones again cost nothing.
func (b *banner) set(notices []notice) bool {
	if same(b.shown, notices) {
		return false
	}
	b.shown = notices
	b.object.RemoveAll()
	for _, n := range notices {
		b.object.Add(noticeLine(n))
	}
	return true
}

func same(a, b []notice) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].text != b[i].text || a[i].tone != b[i].tone || a[i].button != b[i].button {
			return false
		}
	}
	return true
}

func noticeLine(n notice) fyne.CanvasObject {
	mark := newSign()
	mark.set(n.sign, n.tone)
	text := widget.NewLabel(n.text)
	text.Wrapping = fyne.TextWrapWord
	var button fyne.CanvasObject
	if n.button != "" {
		button = container.NewCenter(widget.NewButton(n.button, n.tapped))
	}
	line := container.NewBorder(nil, nil, inset(container.NewCenter(mark), 0, 0, 0, look.Space4),
		button, text)
	line = inset(line, look.Space1, look.Space3, look.Space1+1, look.Space1)
	return container.NewStack(look.NewGround(look.ColorLine, "", 0),
		inset(look.NewGround(look.ColorSurface, "", 0), 0, 0, 1, 0), line)
}

// fullness names the text for how full a memory is; it is worth a word from four fifths on.
func fullness(e sms.MemoryFull) string {
	switch {
	case e.Total > 0 && e.Used >= e.Total:
		return "full"
	case e.Used*5 >= e.Total*4:
		return "nearly"
	}
	return ""
}
