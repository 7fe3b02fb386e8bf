package simcard_test

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/sms"
)

// card is a SIM card that answers as it was told. done lists what was asked of it.
type card struct {
	mu       sync.Mutex
	done     []string
	answer   sms.ServiceAnswer
	state    sms.PINState
	err      error
	hang     chan struct{} // nil to answer at once
	kept, no bool
}

func (c *card) ask(ctx context.Context, what ...any) error {
	c.mu.Lock()
	c.done = append(c.done, strings.TrimSpace(fmt.Sprintln(what...)))
	c.mu.Unlock()
	if c.hang != nil {
		select {
		case <-c.hang:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return c.err
}

func (c *card) SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	return c.answer, c.ask(ctx, "network", code)
}

func (c *card) EndUSSD(ctx context.Context) error { return c.ask(ctx, "end") }

func (c *card) OwnNumber() string { return "+491713920055" }

func (c *card) SetOwnNumber(ctx context.Context, n string) (string, error) {
	return n, c.ask(ctx, "own", n)
}

func (c *card) PINState(context.Context) (sms.PINState, error) { return c.state, c.err }

func (c *card) ChangePIN(
	ctx context.Context, old, pin string, last bool,
) (sms.PINState, error) {
	return c.state, c.ask(ctx, "change", old, pin, last)
}

func (c *card) SetPINWanted(
	ctx context.Context, on bool, pin string, last bool,
) (sms.PINState, error) {
	c.state.Wanted = on
	return c.state, c.ask(ctx, "wanted", on, pin, last)
}

func (c *card) Remembered(context.Context) (on, possible bool) { return c.kept, !c.no }

func (c *card) Remember(ctx context.Context, on bool) error { return c.ask(ctx, "remember", on) }

// keeper keeps settings in memory.
type keeper struct {
	kept map[string]string
}

func (k *keeper) Setting(key string) string { return k.kept[key] }

func (k *keeper) SetSetting(key, value string) error {
	k.kept[key] = value
	return nil
}

type bench struct {
	t      *testing.T
	card   *card
	keeper *keeper
	cards  *simcard.Cards
	window fyne.Window
	posts  chan func()
}

func newBench(t *testing.T, language, variant string) *bench {
	t.Helper()
	looktest.App(t, language, variant)
	b := &bench{
		t: t, posts: make(chan func(), 100),
		card:   &card{state: sms.PINState{Wanted: true, Tries: 3}},
		keeper: &keeper{kept: map[string]string{}},
	}
	b.window = test.NewTempWindow(t, canvas.NewRectangle(color.Transparent))
	b.window.Resize(fyne.NewSize(1000, 700))
	b.cards = simcard.New(simcard.Config{
		Card: b.card, Settings: b.keeper, Window: b.window, Region: func() string { return "DE" },
		Post: func(f func()) { b.posts <- f },
	})
	return b
}

// settle lets come back what was asked.
func (b *bench) settle() {
	b.t.Helper()
	for late := time.After(20 * time.Second); ; {
		select {
		case f := <-b.posts:
			f()
			continue
		case <-late:
			b.t.Fatal("it never came back")
		case <-time.After(5 * time.Millisecond):
		}
		if !b.runs() {
			return
		}
	}
}

// runs reports whether something is being asked.
func (b *bench) runs() bool {
	runs := false
	b.walk(func(o fyne.CanvasObject) {
		if bar, ok := o.(interface{ Running() bool }); ok && bar.Running() {
			runs = true
		}
	})
	return runs
}

func (b *bench) walk(visit func(fyne.CanvasObject)) {
	top := b.window.Canvas().Overlays().Top()
	if top == nil {
		return
	}
	for _, o := range test.LaidOutObjects(top) {
		if o.Visible() {
			visit(o)
		}
	}
}

func (b *bench) words() string {
	var lines []string
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			lines = append(lines, text.Text)
		}
	})
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

func (b *bench) sees(want ...string) {
	b.t.Helper()
	for _, w := range want {
		if !strings.Contains(b.words(), w) {
			b.t.Errorf("%q is not to be seen in: %s", w, b.words())
		}
	}
}

func (b *bench) seesNot(unwanted string) {
	b.t.Helper()
	if strings.Contains(b.words(), unwanted) {
		b.t.Errorf("%q is to be seen in: %s", unwanted, b.words())
	}
}

// button finds a button by its words; what embeds one counts.
func (b *bench) button(label string) interface {
	fyne.Tappable
	Disabled() bool
} {
	b.t.Helper()
	var found interface {
		fyne.Tappable
		Disabled() bool
	}
	b.walk(func(o fyne.CanvasObject) {
		hit, ok := o.(interface {
			fyne.Tappable
			Disabled() bool
			MinSize() fyne.Size
		})
		if !ok {
			return
		}
		for _, inner := range test.LaidOutObjects(o) {
			if text, ok := inner.(*canvas.Text); ok && text.Text == label {
				found = hit
			}
		}
	})
	if found == nil {
		b.t.Fatalf("no %q in: %s", label, b.words())
	}
	return found
}

func (b *bench) tap(label string) {
	b.t.Helper()
	test.Tap(b.button(label))
	b.settle()
}

func (b *bench) fields() []fyne.Focusable {
	var all []fyne.Focusable
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok {
			if _, is := o.(interface{ SelectedText() string }); is {
				all = append(all, f)
			}
		}
	})
	return all
}

func (b *bench) did(want ...string) {
	b.t.Helper()
	var got []string
	for range 2000 { // the end of a talk is told beside
		b.card.mu.Lock()
		got = slices.Clone(b.card.done)
		b.card.mu.Unlock()
		if slices.Equal(got, want) {
			return
		}
		time.Sleep(time.Millisecond)
	}
	b.t.Errorf("asked %q, want %q", got, want)
}

func TestBalance(t *testing.T) {
	b := newBench(t, "en", "light")
	b.card.answer = sms.ServiceAnswer{Text: "Balance: 12,34 EUR\n\u202eevil\x1b"}
	b.cards.Balance()
	b.tap("Check")
	b.sees("Balance: 12,34 EUR", "evil")
	b.did("network *100#")
	if b.keeper.kept[simcard.KeyBalance] != "*100#" {
		t.Errorf("kept %v", b.keeper.kept)
	}
	if strings.ContainsAny(b.words(), "\u202e\x1b") {
		t.Errorf("shows controls: %q", b.words())
	}
	b.tap("Close")
	if b.window.Canvas().Overlays().Top() != nil {
		t.Error("the card is still there")
	}
	b.did("network *100#")
}

func TestBalanceMenu(t *testing.T) {
	b := newBench(t, "de", "light")
	b.card.answer = sms.ServiceAnswer{Text: "1 Guthaben", More: true}
	b.cards.Balance()
	b.tap("Abfragen")
	b.sees("1 Guthaben", "Antworten")
	if b.window.Canvas().Focused() != b.fields()[1] {
		t.Error("the reply has no focus")
	}
	test.Type(b.fields()[1], "a1")
	b.tap("Antworten")
	b.sees("„a“ gehört nicht in einen Code")
	b.fields()[1].(interface{ SetText(string) }).SetText("1")
	b.seesNot("gehört nicht in einen Code")
	b.card.answer = sms.ServiceAnswer{Text: "Noch etwas?", More: true}
	b.tap("Antworten")
	b.sees("Noch etwas?")
	b.tap("Schließen")
	b.settle()
	b.did("network *100#", "network 1", "end")
}

// TestBalanceCodeIsSentAsTyped: what is typed replaces the code that is proposed, and a code with
// characters that belong into none is refused with the reason; nothing of it is sent.
func TestBalanceCodeIsSentAsTyped(t *testing.T) {
	for _, c := range []struct {
		name, typed, says string
		sent              []string
	}{
		{name: "as it is", sent: []string{"network *100#"}},
		{name: "another", typed: "*101#", sent: []string{"network *101#"}},
		{name: "blanks around", typed: " *101# ", sent: []string{"network *101#"}},
		{name: "a command", typed: "*100#;AT+CFUN=0", says: "“;AT+CFUN=” does not belong in a code"},
		{name: "letters", typed: "abc", says: "“abc” does not belong in a code"},
		{name: "a blank inside", typed: "*100 #", says: "does not belong in a code"},
		{name: "too long", typed: strings.Repeat("1", 22), says: "at most 21 characters"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, "en", "light")
			b.card.answer = sms.ServiceAnswer{Text: "12 EUR"}
			b.cards.Balance()
			for _, r := range c.typed {
				b.window.Canvas().Focused().TypedRune(r)
			}
			b.tap("Check")
			b.sees(c.says)
			b.did(c.sent...)
		})
	}
}

// A code that changes something is sent only when the user means it.
func TestBalanceAsksFirst(t *testing.T) {
	for code, words := range map[string]string{
		"##002#": "call forwarding", "**04*1*2*2#": "changes the PIN", "**03*330*1*2*2#": "password",
	} {
		b := newBench(t, "en", "light")
		b.cards.Balance()
		field := b.fields()[0]
		field.(interface{ SetText(string) }).SetText("")
		test.Type(field, code)
		b.tap("Check")
		b.sees(words, "Send it anyway")
		b.did()
		test.Type(field, "1")
		b.tap("Check") // another code: asked anew
		b.did()
		b.tap("Send it anyway")
		b.did("network " + code + "1")
		if b.keeper.kept[simcard.KeyBalance] != "" {
			t.Error("such a code is kept for the balance")
		}
	}
}

func TestBalanceErrors(t *testing.T) {
	for err, words := range map[error]string{
		sms.ErrNoCard: "no SIM card that is ready", sms.ErrNoReply: "No answer came",
		sms.ErrNotHere: "cannot do that", sms.ErrBusy: "is busy",
		errors.New("boom\r\x1b"): "This did not work: boom",
		context.DeadlineExceeded: "No answer came",
	} {
		b := newBench(t, "en", "light")
		b.card.err = fmt.Errorf("context: %w", err)
		b.card.err = err
		b.cards.Balance()
		b.tap("Check")
		b.sees(words)
	}
}

// Closing the card gives up what runs, and nothing comes of it later.
func TestCloseCancels(t *testing.T) {
	b := newBench(t, "en", "light")
	b.card.hang = make(chan struct{})
	b.cards.Balance()
	test.Tap(b.button("Check"))
	if !b.button("Check").Disabled() {
		t.Error("can be asked twice")
	}
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.window.Canvas().Overlays().Top() != nil {
		t.Error("the card is still there")
	}
}

func TestChangePIN(t *testing.T) {
	b := newBench(t, "en", "light")
	b.cards.PIN()
	b.settle()
	b.sees("asks for its PIN every time", "3 tries left.", "0171", "key store")
	if !b.button("Change PIN").Disabled() || !b.button("Do not ask any more").Disabled() {
		t.Error("can be sent without a PIN")
	}
	f := b.fields()
	test.Type(f[0], "12x34")
	test.Type(f[1], "9876")
	test.Type(f[2], "9875")
	if !b.button("Change PIN").Disabled() {
		t.Error("two different PINs are taken")
	}
	f[2].(interface{ SetText(string) }).SetText("9876")
	b.tap("Change PIN")
	b.did("change 1234 9876 false")
	b.sees("The card has its new PIN.")
	if strings.ContainsAny(b.words(), "•*") {
		t.Error("the PIN stays")
	}
	test.Type(f[0], "9876")
	b.tap("Do not ask any more")
	b.sees("does not ask for its PIN any more", "Whoever has it can use it")
	b.did("change 1234 9876 false", "wanted false 9876 false")
}

func TestLastTryIsLoud(t *testing.T) {
	for tries, words := range map[int]string{
		1: "Only one try is left!", -1: "How many tries are left is not known",
	} {
		b := newBench(t, "en", "light")
		b.card.state.Tries = tries
		b.cards.PIN()
		b.settle()
		b.sees(words)
		test.Type(b.fields()[0], "1234")
		if !b.button("Do not ask any more").Disabled() {
			t.Error("can be sent without a question")
		}
		b.tap("I know this and want to try all the same")
		b.tap("Do not ask any more")
		b.did("wanted false 1234 true")
	}
	b := newBench(t, "en", "light")
	b.card.state.Tries = 0
	b.cards.PIN()
	b.settle()
	b.sees("No try is left")
}

func TestRefusedPIN(t *testing.T) {
	b := newBench(t, "en", "light")
	b.cards.PIN()
	b.settle()
	b.card.err, b.card.state.Tries = sms.ErrPINRefused, 2
	test.Type(b.fields()[0], "1111")
	b.tap("Do not ask any more")
	b.sees("The PIN was wrong.", "2 tries left.")
}

func TestRemember(t *testing.T) {
	b := newBench(t, "en", "light")
	b.cards.PIN()
	b.settle()
	b.tap("Remember the PIN on this computer")
	b.sees("will be remembered")
	b.tap("Remember the PIN on this computer")
	b.sees("not kept on this computer any more")
	b.did("remember true", "remember false")

	b = newBench(t, "en", "light")
	b.card.no = true
	b.cards.PIN()
	b.settle()
	b.sees("no key store", "asks for the PIN every time")
	if !b.button("Remember the PIN on this computer").Disabled() {
		t.Error("can be chosen where it cannot be done")
	}
}

func TestOwnNumber(t *testing.T) {
	b := newBench(t, "en", "light")
	b.cards.PIN()
	b.settle()
	b.fields()[3].(interface{ SetText(string) }).SetText("0171 3920077")
	b.tap("Write to card")
	b.did("own +491713920077")
	b.sees("The card knows its number now.")
}

func TestNoCardInPINCard(t *testing.T) {
	b := newBench(t, "en", "light")
	b.card.err = sms.ErrNoCard
	b.cards.PIN()
	b.settle()
	b.sees("no SIM card that is ready")
	if !b.button("Change PIN").Disabled() {
		t.Error("can be changed without a card")
	}
}

// TestTypingOverASelection: a field that is full takes what is typed over what is selected in it.
func TestTypingOverASelection(t *testing.T) {
	b := newBench(t, "en", "light")
	b.cards.PIN()
	b.settle()
	for i, text := range map[int]string{0: "12345678", 3: strings.Repeat("0", 30)} {
		field := b.fields()[i]
		test.Type(field, text)
		field.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
		test.Type(field, "49")
		if got := textOf(field); got != "49" {
			t.Errorf("field %d holds %q", i, got)
		}
	}
}

// textOf returns what stands in a field.
func textOf(field fyne.Focusable) string {
	field.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	return field.(interface{ SelectedText() string }).SelectedText()
}
