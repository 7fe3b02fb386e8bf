package gui

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// bench is a window over a real messenger, with facts made by hand.
type bench struct {
	*UI
	texts *messenger.Messenger
	done  []setup.Action
	posts chan func()
}

// settle lets the messenger answer what the chat asked, and what comes of it happen.
func (b *bench) settle() {
	for {
		b.chat.Wait()
		b.calls.Wait()
		select {
		case f := <-b.posts:
			f()
		default:
			return
		}
	}
}

// HandleFacts is that of the window, with what comes of it.
func (b *bench) HandleFacts(f setup.Facts) { b.UI.HandleFacts(f); b.settle() }

// HandleEvent is that of the window, with what comes of it.
func (b *bench) HandleEvent(e sms.Event) { b.UI.HandleEvent(e); b.settle() }

func newBench(t *testing.T, change func(*Config)) *bench {
	t.Helper()
	return newBenchIn(t, looktest.App(t, "en", "light"), change)
}

// newBenchIn is newBench in an application that has its theme and language already.
func newBenchIn(t *testing.T, app fyne.App, change func(*Config)) *bench {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{
		texts: messenger.New(st, messenger.Options{Region: "DE"}), posts: make(chan func(), 64),
	}
	t.Cleanup(func() {
		b.chat.Wait()
		b.texts.Close()
		st.Close()
	})
	c := Config{
		Do: func(a setup.Action) { b.done = append(b.done, a) }, Messenger: b.texts,
		Post: func(f func()) { b.posts <- f }, Now: time.Now, Region: b.texts.Region,
		SetRegion: b.texts.SetRegion, Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&c)
	}
	b.UI = New(app, c)
	t.Cleanup(b.calls.Wait)
	return b
}

// facts returns the facts of one who named the line, up to the events.
func facts(events ...setup.Event) setup.Facts {
	f := setup.New(setup.Platform{}, nil)
	for _, e := range events {
		f = f.Apply(e)
	}
	return f
}

func arrived() setup.Facts {
	f := facts(setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: time.Now()})
	f.Run.Arrived = true
	return f
}

func TestWizardUntilTheChatIsReached(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}))
	if words := visible(b.window); !strings.Contains(words, tr.T("wizard.step.stick")) {
		t.Errorf("no wizard at the start: %s", words)
	}
	b.HandleFacts(arrived())
	if words := visible(b.window); !strings.Contains(words, tr.T("chat.new")) {
		t.Errorf("no chat after arriving: %s", words)
	}
	gone := arrived()
	gone.Intent.Asked = true
	b.HandleFacts(gone)
	if words := visible(b.window); !strings.Contains(words, tr.T("wizard.step.stick")) {
		t.Errorf("no wizard when asked for: %s", words)
	}
}

// TestWizardRestsBehindTheChat: what nobody sees is not drawn, and is up to date when it is shown.
func TestWizardRestsBehindTheChat(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	wizard := func() string {
		var words []string
		visit(b.wizard.Object(), func(o fyne.CanvasObject) {
			if text, ok := o.(*canvas.Text); ok {
				words = append(words, text.Text)
			}
		})
		return strings.Join(words, " ")
	}
	before := wizard()
	next := facts(setup.ScanFailed{Err: errNoRestart, At: time.Now()})
	next.Run.Arrived = true
	b.HandleFacts(next)
	if wizard() != before {
		t.Error("drawn while the chat is shown")
	}
	next.Intent.Asked = true
	b.HandleFacts(next)
	if !strings.Contains(visible(b.window), tr.T("problem.scanFailed.title")) {
		t.Errorf("not up to date: %s", visible(b.window))
	}
}

// TestReadingWithoutAStick is for somebody who wants to look something up.
func TestReadingWithoutAStick(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}))
	if strings.Contains(visible(b.window), tr.T("wizard.texts")) {
		t.Error("texts are offered where there are none")
	}
	sent, err := b.texts.Send(t.Context(), "+491713920042", "Kept for later")
	if err != nil {
		t.Fatal(err)
	}
	b.HandleEvent(sms.MessageChanged{Message: sent, New: true})
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}))
	if !strings.Contains(visible(b.window), tr.T("wizard.texts")) {
		t.Fatal("texts are not offered")
	}
	tap(t, b.window, tr.T("wizard.texts"))
	if !slices.Contains(b.done, setup.Action(setup.DoShowSetup{})) {
		t.Fatalf("done: %v", b.done)
	}
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}, setup.WizardAsked{}))
	if words := visible(b.window); !strings.Contains(words, "Kept for later") {
		t.Errorf("the texts are not on screen: %s", words)
	}
	b.HandleFacts(facts(setup.WizardAsked{}, setup.WizardAsked{On: true}))
	if strings.Contains(visible(b.window), "Kept for later") {
		t.Error("no way back to the wizard")
	}
}

func TestTextThatIsSentShows(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	sent, err := b.texts.Send(t.Context(), "+491713920042", "Is this seen?")
	if err != nil {
		t.Fatal(err)
	}
	b.HandleEvent(sms.MessageChanged{Message: sent, New: true})
	b.chat.Open(sent.Number)
	b.settle()
	if words := visible(b.window); !strings.Contains(words, sent.Text) {
		t.Errorf("the text is not on screen: %s", words)
	}
}

func TestNoticeCanBeReadAndClosed(t *testing.T) {
	const sentence = "Something happened last time."
	b := newBench(t, func(c *Config) {
		c.Notice = sentence
		c.Report = func(setup.Facts) string { return "the report" }
	})
	if !strings.Contains(visible(b.window), sentence) {
		t.Fatal("the notice is not on screen")
	}
	tap(t, b.window, tr.T("app.copyReport"))
	if got := fyne.CurrentApp().Clipboard().Content(); got != "the report" {
		t.Errorf("copied %q", got)
	}
	tap(t, b.window, tr.T("app.close"))
	if strings.Contains(visible(b.window), sentence) {
		t.Error("the notice stays")
	}
}

func TestChoicesTakeEffect(t *testing.T) {
	b := newBench(t, nil)
	var scaled []float32
	b.config.SetScale = func(by float32) { scaled = append(scaled, by) }
	t.Cleanup(func() { look.SetTextSize(look.TextNormal); look.SetStill(false) })
	for _, c := range [][2]string{
		{settings.KeyRegion, "AT"},
		{settings.KeyAuto, "on"},
		{settings.KeyEnter, "newline"},
		{settings.KeyTheme, "dark"},
		{settings.KeyTextSize, "huge"},
		{settings.KeyScale, "140"},
		{settings.KeyMotion, "less"},
	} {
		if err := b.preferences.SetSetting(c[0], c[1]); err != nil {
			t.Fatal(err)
		}
		b.choose(c[0], c[1])
	}
	if !look.Still() {
		t.Error("things still move")
	}
	if look.TextSize() != look.TextHuge || scaled[len(scaled)-1] != 1.4 {
		t.Errorf("text %v, scaled %v", look.TextSize(), scaled)
	}
	if b.texts.Region() != "AT" || !b.newlines {
		t.Errorf("region %q, newlines %t", b.texts.Region(), b.newlines)
	}
	if !slices.Contains(b.done, setup.Action(setup.DoAuto{On: true})) {
		t.Errorf("done: %v", b.done)
	}
	if theme := fyne.CurrentApp().Settings().Theme(); theme != (look.Theme{Force: "dark"}) {
		t.Errorf("theme %v", theme)
	}
}

// TestHiddenFromTheStart: the choice holds for the next start, and is off unless it was made.
func TestHiddenFromTheStart(t *testing.T) {
	for kept, want := range map[string]int{"": 0, "on": 1} {
		var hidden []bool
		b := newBench(t, func(c *Config) {
			if err := c.Messenger.SetSetting(t.Context(), settings.KeyHidden, kept); err != nil {
				t.Fatal(err)
			}
			c.HideFromCapture = func(hide bool) error { hidden = append(hidden, hide); return nil }
		})
		b.Started()
		if len(hidden) != want || want > 0 && !hidden[0] {
			t.Errorf("kept %q: %v", kept, hidden)
		}
	}
	newBench(t, nil).Started() // where no window can hide
}

// TestSeenIsTold: what watches over the run learns what the window shows.
func TestSeenIsTold(t *testing.T) {
	var seen []setup.Problem
	b := newBench(t, func(c *Config) { c.Seen = func(f setup.Facts) { seen = append(seen, f.Problem()) } })
	b.HandleFacts(facts(setup.ScanFailed{Err: errNoRestart, At: time.Now()}))
	b.HandleFacts(arrived())
	if len(seen) != 2 || seen[0] != setup.ProblemScanFailed {
		t.Errorf("told of %v", seen)
	}
}

// TestRaisedIsTold: a second start learns that this window has come to the front, and not before.
func TestRaisedIsTold(t *testing.T) {
	raise, told := make(chan struct{}), make(chan struct{}, 1)
	b := newBench(t, func(c *Config) {
		c.Raise, c.Raised = raise, func() { told <- struct{}{} }
	})
	ctx, cancel := context.WithCancel(t.Context())
	pumped := make(chan struct{})
	go func() { b.pump(ctx); close(pumped) }()
	defer func() { cancel(); <-pumped }()
	raise <- struct{}{}
	post := <-b.posts
	if len(told) != 0 {
		t.Error("told before the window had its turn")
	}
	post()
	if len(told) != 1 {
		t.Error("not told")
	}
}

func TestPumpEndsAndPosts(t *testing.T) {
	latest := make(chan setup.Facts, 1)
	b := newBench(t, func(c *Config) { c.Facts = latest })
	ended := make(chan struct{})
	go func() {
		b.pump(t.Context())
		close(ended)
	}()
	latest <- arrived()
	(<-b.posts)()
	if !b.facts.Run.Arrived {
		t.Error("the facts did not arrive")
	}
	close(latest)
	<-ended
	b.settle()
}

// visible returns every word on screen.
func visible(w fyne.Window) string {
	var words []string
	collect := func(o fyne.CanvasObject) {
		switch text := o.(type) {
		case *canvas.Text:
			words = append(words, text.Text)
		case *look.Text:
			words = append(words, text.Text())
		}
	}
	visit(w.Content(), collect)
	if over := w.Canvas().Overlays().Top(); over != nil {
		visit(over, collect)
	}
	return strings.Join(words, " ")
}

// visit goes through everything that is shown.
func visit(o fyne.CanvasObject, do func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	do(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			visit(child, do)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			visit(child, do)
		}
	}
}

func tap(t *testing.T, w fyne.Window, label string) {
	t.Helper()
	var found fyne.Tappable
	visit(w.Content(), func(o fyne.CanvasObject) {
		switch button := o.(type) {
		case *widget.Button:
			if button.Text == label {
				found = button
			}
		case *look.Button:
			if button.Text == label {
				found = button
			}
		}
	})
	if found == nil {
		t.Fatalf("no button %q in: %s", label, visible(w))
	}
	test.Tap(found)
}

// TestNothingComesAfterTheEnd: what is posted when the window is gone is dropped, also what was
// posted before and comes late.
func TestNothingComesAfterTheEnd(t *testing.T) {
	var u UI
	var waiting []func()
	post := u.whileOpen(func(f func()) { waiting = append(waiting, f) })
	ran := 0
	post(func() { ran++ })
	waiting[0]()
	post(func() { ran++ })
	u.closed.Store(true)
	waiting[1]()
	post(func() { ran++ })
	if ran != 1 || len(waiting) != 2 {
		t.Errorf("%d ran, %d were posted", ran, len(waiting))
	}
}

// TestTextOutlastsTheSetUp: what is typed is still there after the stick was pulled, after the set-up
// was shown, and at the next start.
func TestTextOutlastsTheSetUp(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	b.chat.Open("+491713920042")
	b.settle()
	for _, r := range "half a thought" {
		b.window.Canvas().Focused().TypedRune(r)
	}
	gone := arrived()
	gone.Intent.Asked = true
	for _, f := range []setup.Facts{facts(setup.Ticked{At: time.Now()}), gone, arrived()} {
		b.HandleFacts(f)
	}
	if words := visible(b.window); !strings.Contains(words, "half a thought") {
		t.Errorf("it is gone: %s", words)
	}
	b.chat.Close()
	b.settle()
	list, err := b.texts.Conversations(t.Context())
	if err != nil || len(list) != 1 || list[0].Draft != "half a thought" {
		t.Errorf("kept %v, %v", list, err)
	}
}
