// Package wizard is the set-up in the window: the list of steps on the left, the page of the
// present step on the right. It draws what setup.Facts say and answers with setup.Actions; it
// knows nothing of USB, ports or modems and keeps no state of the way.
//
// Render takes the facts as they are now. A page is first described as a value (page, made by
// describe from the facts) and built from Fyne objects only when that value is another one than
// before: what the user types stays, however often the facts tick. Seconds, bars and technical
// details are brought up to date in place.
//
// Everything here runs on the UI goroutine.
package wizard

import (
	"net/url"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// Config is what the wizard needs from the rest of the window. Only Do must be set.
type Config struct {
	Do     func(setup.Action) // never blocks
	Window fyne.Window
	// Platform is that of the facts to come, for the first page.
	Platform setup.Platform
	// Demo reports that the stick is simulated; DemoPIN is what the page of the SIM card shows then.
	Demo    bool
	DemoPIN string
	// Instructions are what the user can do by hand.
	Instructions Instructions
	Now          func() time.Time
	// OnChat is called when the user wants to leave for the chat; HasTexts reports that there is
	// something to read there before everything holds. No texts when nil.
	OnChat   func()
	HasTexts func() bool
	// OnWrite leaves for the chat and begins a new message there; nil where that cannot be.
	OnWrite func()
	// OnKey is asked about every key and reports whether it was one of the window's own; may be nil.
	OnKey func(*fyne.KeyEvent) bool
	// OnSettings shows the settings; nil where there are none.
	OnSettings func()
	// OnRestart asks whether the stick may begin anew, and has it do so.
	OnRestart func()
	// OpenURL opens a page of the web, by default in the user's browser.
	OpenURL func(*url.URL) error
	// Mask hides in the technical text what says whose the stick, the card or the computer is; it is that
	// of the report and the log. Nothing is hidden when nil.
	Mask func(string) string
	// Kinds are the makers whose sticks and modems work.
	Kinds Kinds
	// Report returns the diagnostic report, for the user to copy; nil where there is none.
	Report func() string
	// FindZadig returns the path of Zadig if it is where downloads go, or "".
	FindZadig func() string
}

// Instructions are what the pages show of the system's rule and of drivers, for the user to copy.
type Instructions struct {
	// Rule returns the udev rule that opens the sticks of a vendor, RuleCommand what installs it from a
	// terminal.
	Rule, RuleCommand func(vendor uint16) string
	Archive           string // the file with Huawei's driver
	// UndoLine returns the command that removes the driver with this INF file, or false where it must
	// stay. Without it there is no such command.
	UndoLine func(inf string) (string, bool)
	// CertificateLine returns the command that removes the certificates which Zadig made for sticks of a
	// vendor.
	CertificateLine func(vendor uint16) string
}

// filled returns instructions that can be asked for whatever is left out.
func (i Instructions) filled() Instructions {
	nothing := func(uint16) string { return "" }
	for _, f := range []*func(uint16) string{&i.Rule, &i.RuleCommand, &i.CertificateLine} {
		if *f == nil {
			*f = nothing
		}
	}
	if i.UndoLine == nil {
		i.UndoLine = func(string) (string, bool) { return "", false }
	}
	return i
}

// Kinds are the makers of what works, the best known first: of sticks that are switched, and of modems that
// need no switching.
type Kinds struct{ Switched, Modems []string }

// undo returns the commands that remove the drivers with these INF files, each once.
func (i Instructions) undo(infs []string) []string {
	var lines []string
	for _, inf := range infs {
		if line, ok := i.UndoLine(inf); ok && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// Wizard is the set-up in the window.
type Wizard struct {
	config Config
	root   *fyne.Container
	steps  *stepList
	right  *fyne.Container
	state  state
	page   page
	built  *view // of the present page
	local  local
	typed  map[string]string // what the user typed, by field, until it was used
	// numberTyped reports that the user typed a number of his own, or took the card's away.
	numberTyped bool
	open        bool // Details of this page are shown
	// complains is what was wrong with the last thing that the user did with a field, until the next.
	complains  string
	refusedEnd time.Time // until when it stays while the user goes on typing
	done       string    // the sentence that a step is done, until doneEnd
	until      time.Time
}

// doneTime is how long the page says that the step before it is done.
const doneTime = 4 * time.Second

// New returns a wizard that shows the first page until Render is called.
func New(c Config) *Wizard {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.OpenURL == nil {
		c.OpenURL = func(u *url.URL) error { return fyne.CurrentApp().OpenURL(u) }
	}
	if c.OnRestart == nil {
		c.OnRestart = func() { c.Do(setup.DoRestart{}) }
	}
	if c.Mask == nil {
		c.Mask = func(text string) string { return text }
	}
	if c.FindZadig == nil {
		c.FindZadig = findZadig
	}
	c.Instructions = c.Instructions.filled()
	w := &Wizard{config: c, typed: map[string]string{}}
	w.steps = newStepList(w.lookAt, w.help, w.config.OnChat, w.config.OnSettings)
	w.right = container.NewStack()
	w.root = container.New(look.Side{Width: 280}, w.steps.object, w.right)
	w.takeKeys()
	w.Render(setup.New(c.Platform, nil))
	return w
}

// Object is what goes into the window.
func (w *Wizard) Object() fyne.CanvasObject { return w.root }

// Focus returns the keyboard to the page, when it comes into view.
func (w *Wizard) Focus() { w.focusFirst() }

// Render shows the page for the facts. It must be called on the UI goroutine.
func (w *Wizard) Render(f setup.Facts) {
	w.render(state{Facts: f, step: f.Step(), problem: f.Problem()})
}

func (w *Wizard) render(s state) {
	if s.step != w.state.step {
		w.arrive(s)
	}
	if s.Intent.Transport == setup.TransportLibusb && w.state.Intent.Transport != s.Intent.Transport {
		w.local.consent = false
	}
	s.local, s.demo, s.demoPIN = w.local, w.config.Demo, w.config.DemoPIN
	s.instructions, s.makers = w.config.Instructions, w.config.Kinds.Switched
	s.reports, s.writes = w.config.Report != nil, w.config.OnWrite != nil
	w.state = s
	w.steps.offerTexts(s.step != setup.StepChat && w.config.HasTexts != nil && w.config.HasTexts())
	w.update()
}

// arrive forgets what belonged to the step before and says for a moment that it is done.
func (w *Wizard) arrive(s state) {
	w.local, w.numberTyped = local{}, false
	clear(w.typed)
	w.done = ""
	steps := s.Steps()
	if s.step == setup.StepChat {
		steps = append(steps, setup.StepChat)
	}
	at := slices.Index(steps, s.step)
	if before := slices.Index(steps, w.state.step); w.built == nil || before < 0 || at <= before {
		return
	}
	if last := steps[at-1]; s.Holds(last) && !s.needless(last) {
		w.done, w.until = tr.T(s.doneKey(last)), w.config.Now().Add(doneTime)
	}
}

// update builds the page anew if it is another one, and brings the rest up to date.
func (w *Wizard) update() {
	w.state.local = w.local
	w.steps.show(w.state)
	look.Inherit(w.steps.list, w.around())
	if p := describe(w.state); w.built == nil || !same(p, w.page) {
		again := w.built != nil && w.page.Step == p.Step && w.page.Problem == p.Problem &&
			w.page.Title == p.Title
		w.page = p
		if !again {
			w.complains, w.refusedEnd, w.open = "", time.Time{}, false
		}
		w.build(again)
	} else {
		w.page = p // its buttons can do something else
	}
	w.offerBack()
	w.live()
}

// offerBack shows the way back if there is one, and the name of the stick.
func (w *Wizard) offerBack() {
	var back func()
	if w.page.Back.Key != "" {
		back = func() { w.press(w.page.Back) }
	}
	w.steps.offerBack(back, w.state.stickLine())
}

// press does what a button is for.
func (w *Wizard) press(b button) {
	if b.Do != nil {
		b.Do(w)
	}
}

// escape does what the key Escape means on this page.
func (w *Wizard) escape() { w.press(w.page.Escape) }

// leave leads to the chat.
func (w *Wizard) leave() {
	if w.config.OnChat != nil {
		w.config.OnChat()
	}
}

// write leaves for the chat to write the first message.
func (w *Wizard) write() { w.config.OnWrite() }

func (w *Wizard) restart() { w.config.OnRestart() }

// use takes the chosen row: a stick or a line.
func (w *Wizard) use() {
	if w.page.Step == setup.StepStick {
		w.config.Do(setup.DoChooseStick{Location: w.page.Row})
		return
	}
	w.config.Do(setup.DoConnect{Name: w.page.Row})
	w.local.row = ""
	w.update()
}

// take notes the row that the user chose.
func (w *Wizard) take(id string) {
	w.local.row = id
	w.update()
	if c, ok := w.built.rows[id]; ok {
		w.focus(c)
	}
}

// unlock tries the PIN in the field.
func (w *Wizard) unlock() {
	w.send(setup.DoUnlock{PIN: w.typed[fieldPIN], Keep: w.page.Keep != "" && w.local.keep})
}

// unblock tries the PUK and the new PIN in the fields.
func (w *Wizard) unblock() {
	w.send(setup.DoUnblock{PUK: w.typed[fieldPUK], PIN: w.typed[fieldPIN]})
}

// send sends a code, and forgets it at once.
func (w *Wizard) send(code setup.Action) {
	if w.valid() {
		w.built.clear()
		clear(w.typed)
		w.config.Do(code)
	}
}

// test sends the test to the number in the field.
func (w *Wizard) test() {
	if w.valid() {
		w.config.Do(setup.DoTest{Number: w.typed[fieldNumber]})
	}
}
