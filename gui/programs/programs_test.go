package programs_test

import (
	"context"
	"errors"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/programs"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

const (
	python = sms.Program(`C:\Users\Jörg\AppData\Local\Programs\Python\Python313\python.exe`)
	alarm  = sms.Program(`/usr/local/bin/alarm`)
)

// keeper knows what programs may, in memory.
type keeper struct {
	open      bool
	trouble   programs.Trouble
	failed    error
	list      []sms.ProgramRights
	limits    sms.ProgramLimits
	questions []sms.ProgramQuestion
	answers   []sms.ProgramAnswer
}

func (k *keeper) Open() bool                         { return k.open }
func (k *keeper) SetOpen(on bool)                    { k.open = on }
func (k *keeper) Trouble() programs.Trouble          { return k.trouble }
func (k *keeper) Failed() error                      { return k.failed }
func (k *keeper) List() []sms.ProgramRights          { return k.list }
func (k *keeper) Limits() sms.ProgramLimits          { return k.limits }
func (k *keeper) SetLimits(l sms.ProgramLimits)      { k.limits = l }
func (k *keeper) of(p sms.Program) sms.ProgramRights { return k.list[k.index(p)] }

func (k *keeper) index(p sms.Program) int {
	return slices.IndexFunc(k.list, func(r sms.ProgramRights) bool { return r.Program == p })
}

func (k *keeper) Set(p sms.Program, what sms.Permission, allowed bool) {
	i := k.index(p)
	if i < 0 {
		i = len(k.list)
		k.list = append(k.list, sms.ProgramRights{Program: p, May: map[sms.Permission]bool{}})
	}
	k.list[i].May[what] = allowed
}

func (k *keeper) Remove(p sms.Program) {
	k.list = slices.DeleteFunc(k.list, func(r sms.ProgramRights) bool { return r.Program == p })
}

func (k *keeper) Question() (sms.ProgramQuestion, bool) {
	if len(k.questions) == 0 {
		return sms.ProgramQuestion{}, false
	}
	return k.questions[0], true
}

func (k *keeper) Answer(q sms.ProgramQuestion, a sms.ProgramAnswer) {
	k.answers = append(k.answers, a)
	k.questions = slices.DeleteFunc(k.questions, func(o sms.ProgramQuestion) bool { return o.ID == q.ID })
	if a != sms.AnswerNotNow {
		k.Set(q.Program, q.What, a == sms.AnswerAllow)
	}
}

// asks has a program ask.
func (k *keeper) asks(p sms.Program, what sms.Permission) {
	k.questions = append(k.questions, sms.ProgramQuestion{ID: len(k.questions) + len(k.answers) + 1, Program: p, What: what})
}

// bench is the page in a window.
type bench struct {
	*looktest.User
	*programs.Programs
	keeper  *keeper
	used    []sms.ProgramUse
	queued  int
	now     time.Time
	later   map[time.Duration]func()
	told    []programs.Use
	copied  string
	helped  int
	asked   []sms.Program
	settled int
	hook    programs.HookState
	hookErr error
	tried   programs.HookCommand
}

func (b *bench) ProgramUsage(context.Context) ([]sms.ProgramUse, error) { return b.used, nil }

func (b *bench) StopPrograms(context.Context) (int, error) {
	n := b.queued
	b.queued = 0
	return n, nil
}

// hook is that of a bench.
type hook struct{ *bench }

func (b hook) State(context.Context) (programs.HookState, error) { return b.hook, nil }

func (b hook) Set(_ context.Context, c programs.HookCommand) error {
	if b.hookErr == nil {
		b.hook.Command = c
	}
	return b.hookErr
}

func (b hook) Resume(context.Context) error {
	b.hook.Paused = false
	return nil
}

func (b hook) Try(_ context.Context, c programs.HookCommand) programs.HookResult {
	b.tried = c
	return programs.HookResult{At: b.now, Exit: 3, Output: "no network\n"}
}

func newBench(t *testing.T, language, theme string) *bench {
	t.Helper()
	user, pages := looktest.Open(t, language, theme)
	b := &bench{
		User: user, keeper: &keeper{}, later: map[time.Duration]func(){},
		now: time.Date(2026, 11, 27, 23, 30, 0, 0, time.UTC),
	}
	at := func(f func()) { f() }
	b.Programs = programs.New(programs.Config{
		Keeper: b.keeper, Messenger: b, Hook: hook{b},
		Choose: func(_ string, then func(string)) { then(`C:\Tools\forward.exe`) },
		Canvas: user.Window.Canvas(), Run: at, Post: at,
		After: func(d time.Duration, f func()) func() {
			b.later[d] = f
			return func() { delete(b.later, d) }
		},
		Now: func() time.Time { return b.now }, Log: slog.New(slog.DiscardHandler), Show: pages.Show,
		Copy: func(text string) { b.copied = text }, Help: func() { b.helped++ },
		Command: `C:\Program Files\Surfstick SMS\surfstick.exe`,
		Ask:     func(q sms.ProgramQuestion) { b.asked = append(b.asked, q.Program) },
		Asked:   func() { b.settled++ },
		Used:    func(u programs.Use) { b.told = append(b.told, u) },
	})
	return b
}

// last returns what was told last of what programs have sent.
func (b *bench) last() programs.Use {
	if len(b.told) == 0 {
		return programs.Use{}
	}
	return b.told[len(b.told)-1]
}

// hasKeyboard fails the test unless something has the keyboard.
func (b *bench) hasKeyboard(want any) {
	b.Helper()
	if focused := any(b.Window.Canvas().Focused()); focused != want {
		b.Errorf("the keyboard is at %T, want %T", focused, want)
	}
}

// row returns the line with these words.
func (b *bench) row(words string) *look.Row {
	b.Helper()
	row, ok := b.Find(words).(*look.Row)
	if !ok {
		b.Fatalf("%q is no line", words)
	}
	return row
}

func TestNothingYet(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Sees("Programs on this computer may send and read messages", "No program has asked yet", "5 parts", "30 parts",
		"100 parts", "3 parts", "surfstick.exe")
	if b.row("Programs on this computer").On() || b.State() != "Off" {
		t.Error("programs are let in")
	}
	b.Tap("Programs on this computer may send and read messages")
	if !b.keeper.open || b.State() != "On" {
		t.Error("not switched on")
	}
	b.Tap("Copy")
	if !strings.Contains(b.copied, `r"C:\Program Files\Surfstick SMS\surfstick.exe", "send", "--id", "`) {
		t.Errorf("copied %q", b.copied)
	}
	b.Tap("More about scripts")
	if b.helped != 1 {
		t.Error("no help")
	}
}

func TestListOfPrograms(t *testing.T) {
	b := newBench(t, "en", "light")
	b.keeper.open = true
	b.keeper.Set(python, sms.PermitSend, true)
	b.keeper.Set(sms.UnknownProgram, sms.PermitRead, false)
	b.used = []sms.ProgramUse{{Program: python, Texts: 12, Parts: 14}}
	b.Open()
	b.Sees("python.exe", `C:\Users\Jörg`, "12 messages today (14 parts)", "Unknown program", "No message today")
	b.Tap("May send messages")
	b.Tap("May read messages")
	if may := b.keeper.of(python).May; may[sms.PermitSend] || !may[sms.PermitRead] {
		t.Errorf("may %v", may)
	}
	b.hasKeyboard(b.row("May read messages"))
	b.keeper.Set(python, sms.PermitSend, true) // by an answer
	b.Changed()
	if !b.row("May send messages").On() {
		t.Error("the page does not follow")
	}
	b.Tap("Remove")
	b.SeesNot("python.exe")
	if len(b.keeper.list) != 1 {
		t.Errorf("list %+v", b.keeper.list)
	}
}

func TestLimits(t *testing.T) {
	b := newBench(t, "de", "light")
	b.Open()
	b.Tap("An einem Tag")
	b.Tap("500 Teile")
	b.Tap("Nummern im Ausland")
	if want := (sms.ProgramLimits{Day: 500, Foreign: true}); b.keeper.limits != want {
		t.Errorf("limits %+v", b.keeper.limits)
	}
	if b.row("An einem Tag").Value() != "500 Teile" {
		t.Error("the row does not show it")
	}
}

func TestTrouble(t *testing.T) {
	b := newBench(t, "en", "light")
	b.keeper.trouble = programs.TroubleTaken
	b.Open()
	b.SeesNot("has taken its place") // nobody is let in: nothing is wrong
	b.keeper.open = true
	b.Changed()
	b.Sees("another program has taken its place")
	if b.State() != "Not reachable" {
		t.Errorf("state %q", b.State())
	}
	b.keeper.trouble, b.keeper.failed = programs.TroubleNone, errors.New("disk full")
	b.Changed()
	b.SeesNot("has taken its place")
	b.Sees("could not be saved")
}

func TestQuestion(t *testing.T) {
	for name, c := range map[string]struct {
		press  string
		key    fyne.KeyName
		answer sms.ProgramAnswer
	}{
		"allow":   {press: "Allow", answer: sms.AnswerAllow},
		"never":   {press: "Never", answer: sms.AnswerNever},
		"not now": {press: "Not now", answer: sms.AnswerNotNow},
		"escape":  {key: fyne.KeyEscape, answer: sms.AnswerNotNow},
		"enter":   {key: fyne.KeyReturn, answer: sms.AnswerNotNow}, // of somebody who was typing
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light")
			b.keeper.open = true
			b.keeper.asks(python, sms.PermitSend)
			b.keeper.asks(alarm, sms.PermitRead)
			b.Changed()
			b.Changed() // for whatever else
			b.Sees("A program wants to send messages", "python.exe", `Python313\python.exe`, "30 parts an hour and 100 a day",
				"every script")
			b.SeesNot("alarm")
			if c.press != "" {
				b.Tap(c.press)
			} else {
				b.Press(c.key)
			}
			b.Changed()
			if !slices.Equal(b.keeper.answers, []sms.ProgramAnswer{c.answer}) {
				t.Errorf("answered %v", b.keeper.answers)
			}
			b.Sees("A program wants to read your messages", "/usr/local/bin/alarm", "Codes for logging in")
			b.SeesNot("every script")
			if !slices.Equal(b.asked, []sms.Program{python, alarm}) || b.settled != 1 {
				t.Errorf("told of %v, settled %d", b.asked, b.settled)
			}
		})
	}
}

// TestQuestionGoes: a question that nobody waits for any more is taken away, and not answered.
func TestQuestionGoes(t *testing.T) {
	b := newBench(t, "en", "light")
	b.keeper.open = true
	b.keeper.asks(python, sms.PermitSend)
	b.Changed()
	b.keeper.questions = nil
	b.Changed()
	if b.Window.Canvas().Overlays().Top() != nil || len(b.keeper.answers) > 0 || b.settled != 1 {
		t.Errorf("answers %v, settled %d", b.keeper.answers, b.settled)
	}
}

// TestUnanswered: that a program asked while nobody was there is seen later, and can be allowed then.
func TestUnanswered(t *testing.T) {
	b := newBench(t, "en", "light")
	b.keeper.open = true
	b.Open()
	b.keeper.asks(python, sms.PermitSend)
	b.Changed()
	b.keeper.questions = nil
	b.keeper.list = []sms.ProgramRights{{Program: python, Unanswered: b.now.Add(-time.Hour)}}
	b.Changed()
	b.Sees("python.exe", "No message today · Asked, and nobody answered: 10:30 PM")
	b.now = b.now.Add(time.Hour)
	b.Changed()
	b.Sees("Asked, and nobody answered: Yesterday, 10:30 PM")
	b.keeper.list[0] = sms.ProgramRights{Program: python, May: map[sms.Permission]bool{sms.PermitSend: true}}
	b.Changed()
	b.SeesNot("nobody answered")
	if !b.row("May send messages").On() {
		t.Error("the page does not follow")
	}
}

func TestUse(t *testing.T) {
	b := newBench(t, "en", "light")
	b.keeper.open = true
	b.used = []sms.ProgramUse{{Program: python, Texts: 12, Parts: 14}}
	b.Handle(sms.ProgramsChanged{})
	if got, want := b.last(), (programs.Use{Name: "python.exe", Programs: 1, Texts: 12}); got != want {
		t.Fatalf("told %+v, want %+v", got, want)
	}
	b.Read()
	b.Load()
	if b.last().Shown() {
		t.Errorf("what was read is told again: %+v", b.last())
	}
	b.used = append(b.used, sms.ProgramUse{Program: alarm, Texts: 1, Parts: 1})
	b.Load()
	if got, want := b.last(), (programs.Use{Programs: 2, Texts: 13}); got != want {
		t.Errorf("told %+v, want %+v", got, want)
	}
	b.queued = 3
	b.Stop()
	if got := b.last(); b.keeper.open || !got.Stopped || got.Cancelled != 3 || got.Texts != 0 {
		t.Errorf("stopped: open %v, told %+v", b.keeper.open, got)
	}
	b.LetIn()
	if !b.keeper.open || b.last().Shown() {
		t.Errorf("let in again: open %v, told %+v", b.keeper.open, b.last())
	}
}

// TestMidnight: with the next day the count begins anew.
func TestMidnight(t *testing.T) {
	b := newBench(t, "en", "light")
	b.used = []sms.ProgramUse{{Program: python, Texts: 12, Parts: 14}}
	b.Load()
	b.Read()
	next, ok := b.later[30*time.Minute+time.Second]
	if !ok {
		t.Fatal("nothing happens at midnight")
	}
	b.now, b.used = b.now.Add(time.Hour), nil
	next()
	b.used = []sms.ProgramUse{{Program: python, Texts: 2, Parts: 2}}
	b.Load()
	if b.last().Texts != 2 {
		t.Errorf("told %+v", b.last())
	}
}

func TestHook(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Tap("Run a program for each received message")
	looktest.Check(t, b.Window.Canvas(), looktest.Except{})
	b.Tap("Try it")
	b.Sees("Please choose the program")
	b.hasKeyboard(b.Fields()[0])
	b.Tap("Choose …")
	b.Window.Canvas().Focus(b.Fields()[1])
	b.Fields()[1].SetText("--to\nme@example.org\n\n")
	b.Tap("Try it")
	want := programs.HookCommand{Path: `C:\Tools\forward.exe`, Args: []string{"--to", "me@example.org"}}
	if !reflect.DeepEqual(b.tried, want) {
		t.Errorf("tried %+v", b.tried)
	}
	b.Sees("ended with exit code 3", "no network")
	b.hasKeyboard(b.Find("Try it")) // Enter tries again, and does not save
	b.hookErr = programs.HookShell
	b.Tap("Save")
	b.Sees("Batch files are not run")
	b.hasKeyboard(b.Fields()[0])
	b.hookErr = programs.HookArgument
	b.Tap("Save")
	b.hasKeyboard(b.Fields()[1])
	b.hookErr = nil
	b.Tap("Save")
	if !reflect.DeepEqual(b.hook.Command, want) || b.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("kept %+v", b.hook.Command)
	}
	b.Sees("forward.exe")
	b.hook.Paused = true
	b.Handle(sms.ProgramLoops{})
	b.Sees("answering each other")
	b.Tap("Continue")
	b.SeesNot("answering each other")
	b.Tap("Run a program for each received message")
	b.Tap("Run none")
	if b.hook.Command.Path != "" {
		t.Errorf("still runs %+v", b.hook.Command)
	}
	b.hook.Last = programs.HookResult{At: b.now}
	b.now = b.now.Add(24 * time.Hour)
	b.Handle(sms.ProgramLoops{})
	b.Tap("Run a program for each received message")
	b.Sees("Last run: Yesterday, 11:30 PM. It ended without an error.")
}

func TestKeyboard(t *testing.T) {
	b := newBench(t, "de", "light")
	b.keeper.open = true
	b.keeper.Set(python, sms.PermitSend, true)
	b.keeper.Set(alarm, sms.PermitSend, true)
	b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	b.Open()
	looktest.Check(t, b.Window.Canvas(), looktest.Except{})
	b.keeper.asks(python, sms.PermitSend)
	b.Changed()
	looktest.Check(t, b.Window.Canvas(), looktest.Except{})
}

func TestGallery(t *testing.T) {
	gallery.Draw(t, "programs", func(g *gallery.Gallery) {
		b := newBench(g.T, g.Language, g.Theme)
		b.Open()
		g.Shot(b.Window, "none")
		b.keeper.open = true
		b.keeper.Set(python, sms.PermitSend, true)
		b.keeper.Set(alarm, sms.PermitRead, true)
		b.keeper.list[0].Unanswered = b.now.Add(-time.Hour)
		b.used = []sms.ProgramUse{{Program: python, Texts: 12, Parts: 14}}
		b.Load()
		b.Changed()
		g.Shot(b.Window, "list")
		b.Press(fyne.KeyEnd)
		b.keeper.trouble = programs.TroubleTaken
		b.Changed()
		g.Shot(b.Window, "trouble")
		b.hook = programs.HookState{
			Command: programs.HookCommand{Path: `C:\Tools\forward.exe`, Args: []string{"--to", "me@example.org"}},
			Paused:  true, Last: programs.HookResult{At: b.now, Exit: 3, Output: "no network"},
		}
		b.Handle(sms.ProgramLoops{})
		b.Tap(tr.T("programs.hook.row"))
		g.Shot(b.Window, "hook")
		b.Press(fyne.KeyEscape)
		for _, what := range []sms.Permission{sms.PermitSend, sms.PermitRead, sms.PermitUSSD} {
			b.keeper.questions = nil
			b.keeper.asks(python, what)
			b.Changed()
			g.Shot(b.Window, "ask-"+what.String())
			b.keeper.questions = nil
			b.Changed()
		}
	})
}
