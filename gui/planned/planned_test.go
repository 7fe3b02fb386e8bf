package planned_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/planned"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

const (
	anna = sms.Number("+491711234567")
	bert = sms.Number("+491727654321")
)

var berlin = func() *time.Location {
	z, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return z
}()

// fake keeps planned texts in memory.
type fake struct {
	texts   []plan.Text
	removed map[int64]bool
	done    map[int64][]plan.Wall
	sent    []int64
	now     func() time.Time
	err     error
	most    int // how many can be planned; 0 for any number
}

func (f *fake) Plan(_ context.Context, t plan.Text) (plan.Text, error) {
	if f.err != nil {
		return t, f.err
	}
	if f.most > 0 && len(f.texts) == f.most {
		return t, errors.New("the disk is full")
	}
	if t.Repeat.Unit == plan.Once {
		t.Start = plan.WallOf(t.At.In(berlin))
	}
	t.Since = f.now()
	if t.ID == 0 {
		t.ID = int64(len(f.texts) + 1)
		f.texts = append(f.texts, t)
	}
	f.texts[t.ID-1] = t
	return t, nil
}

func (f *fake) Planned(context.Context) ([]plan.Planned, error) {
	var all []plan.Planned
	for _, t := range f.texts {
		turn := t.Turn(f.now(), func(w plan.Wall) bool { return slices.Contains(f.done[t.ID], w) })
		if !f.removed[t.ID] && turn.Verdict != plan.Ended {
			all = append(all, plan.Planned{Text: t, Turn: turn})
		}
	}
	slices.SortStableFunc(all, func(a, b plan.Planned) int { return a.Turn.Due.Compare(b.Turn.Due) })
	return all, nil
}

func (f *fake) Unplan(_ context.Context, id int64) error { f.removed[id] = true; return f.err }
func (f *fake) Replan(_ context.Context, id int64) error { f.removed[id] = false; return f.err }

func (f *fake) SendPlanned(_ context.Context, id int64, at plan.Wall) (sms.Message, error) {
	f.sent = append(f.sent, id)
	return sms.Message{ID: 1}, f.SkipPlanned(context.Background(), id, at)
}

func (f *fake) SkipPlanned(_ context.Context, id int64, at plan.Wall) error {
	f.done[id] = append(f.done[id], at)
	return f.err
}

// bench is a window with the page in it.
type bench struct {
	*looktest.User
	fake   *fake
	pages  *look.Pages
	now    time.Time
	kept   int
	run    func(func())
	post   func(func())
	writes int // how often the page led to a new message
	*planned.Planned
}

func newBench(t *testing.T, language, variant string) *bench {
	t.Helper()
	user, pages := looktest.Open(t, language, variant)
	b := &bench{User: user, pages: pages, now: time.Date(2026, 11, 27, 14, 5, 0, 0, berlin)}
	b.fake = &fake{removed: map[int64]bool{}, done: map[int64][]plan.Wall{}, now: func() time.Time { return b.now }}
	direct := func(f func()) { f() }
	b.run, b.post = direct, direct
	b.Planned = planned.New(planned.Config{
		Messenger: b.fake, Canvas: b.Window.Canvas(),
		Run: func(f func()) { b.run(f) }, Post: func(f func()) { b.post(f) },
		Now: func() time.Time { return b.now }, Log: slog.New(slog.DiscardHandler),
		Region: func() string { return "DE" },
		Name: func(n sms.Number) string {
			if n == anna {
				return "Anna Müller"
			}
			return n.Display("DE")
		},
		Show: pages.Show, Write: func() { b.writes++ },
	})
	return b
}

func (b *bench) later(text string) { b.Later([]sms.Number{anna}, text, func() { b.kept++ }) }

func TestLaterByOneClick(t *testing.T) {
	b := newBench(t, "en", "light")
	b.later("see you")
	b.Sees("Send later to Anna Müller", "Today, 3:05 PM", "Today, 6:00 PM", "Tomorrow, 8:00 AM", "Monday, 8:00 AM")
	b.Tap("Tomorrow")
	b.Sees("Goes tomorrow, 8:00 AM. Once.")
	b.Tap("Plan")
	want := time.Date(2026, 11, 28, 8, 0, 0, 0, berlin)
	if b.kept != 1 || len(b.fake.texts) != 1 || !b.fake.texts[0].At.Equal(want) || b.fake.texts[0].Body != "see you" {
		t.Fatalf("%+v", b.fake.texts)
	}
	b.Load()
	if got := b.Line(anna); got != "1 message planned: tomorrow, 8:00 AM" {
		t.Errorf("line %q", got)
	}
	if b.Line(bert) != "" {
		t.Error("a line for somebody else")
	}
}

func TestLaterByTyping(t *testing.T) {
	for _, tt := range []struct{ language, date, clock, want string }{
		{"de", "24.12.", "18", "2026-12-24 18:00"},
		{"de", "1.1.", "0:30", "2027-01-01 00:30"},
		{"de", "24.12.27", "8.15 Uhr", "2027-12-24 08:15"},
		{"en", "2026-12-24", "6:30 pm", "2026-12-24 18:30"},
		{"en", "12/24", "0830", "2026-12-24 08:30"},
		{"en", "2026-02-30", "8:00", ""},
		{"en", "2026-11-27", "14:00", ""}, // has passed
		{"en", "tomorrow", "8:00", ""},
		{"en", "2026-12-24", "25:00", ""},
	} {
		b := newBench(t, tt.language, "light")
		b.later("x")
		f := b.Fields()
		date, clock := f[0], f[1]
		date.SetText(tt.date)
		clock.SetText(tt.clock)
		plans := b.Button(map[string]string{"de": "Planen", "en": "Plan"}[tt.language])
		if (plans.Why() != "") != (tt.want == "") {
			t.Errorf("%q %q: %q", tt.date, tt.clock, plans.Why())
			continue
		}
		test.Tap(plans)
		if tt.want == "" {
			if len(b.fake.texts) > 0 {
				t.Errorf("%q %q was planned", tt.date, tt.clock)
			}
			continue
		}
		if got := b.fake.texts[0].Start.String(); got != tt.want {
			t.Errorf("%q %q: %s, want %s", tt.date, tt.clock, got, tt.want)
		}
	}
}

func TestLaterByKeys(t *testing.T) {
	b := newBench(t, "de", "light")
	b.later("x")
	date, clock := b.Fields()[0], b.Fields()[1]
	key := func(f *look.Field, k fyne.KeyName) {
		b.Window.Canvas().Focus(f)
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
	key(date, fyne.KeyDown)
	key(date, fyne.KeyDown)
	key(date, fyne.KeyUp)
	key(clock, fyne.KeyDown)
	b.Sees("Geht morgen, 15:15. Einmal.")
	key(clock, fyne.KeyUp)
	key(clock, fyne.KeyUp)
	b.Sees("Geht morgen, 14:45. Einmal.")
	key(clock, fyne.KeyReturn)
	if b.kept != 1 || b.fake.texts[0].Start.String() != "2026-11-28 14:45" {
		t.Fatalf("%+v", b.fake.texts)
	}
}

func TestLaterToSeveral(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Later([]sms.Number{anna, bert}, "party", func() { b.kept++ })
	b.Sees("Send later to 2 people")
	b.Tap("Plan")
	if len(b.fake.texts) != 2 || b.kept != 1 || b.fake.texts[1].To != bert {
		t.Fatalf("%+v", b.fake.texts)
	}
}

func TestNotKeptSaysSo(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fake.err = errors.New("disk full")
	b.later("x")
	b.Tap("Plan")
	b.Sees("Not planned")
	if b.kept != 0 {
		t.Error("says that it is kept")
	}
}

// fill plans some texts.
func (b *bench) fill() {
	ctx := b.Context()
	must := func(t plan.Text) {
		if _, err := b.fake.Plan(ctx, t); err != nil {
			b.Fatal(err)
		}
	}
	must(plan.Text{To: anna, Body: "Alles Gute zum Geburtstag! 🎂", At: time.Date(2026, 11, 28, 8, 0, 0, 0, berlin)})
	must(plan.Text{
		To: bert, Body: "Denkst du an die Tabletten?", Start: plan.At(2026, 11, 20, 18, 0),
		Repeat: plan.Repeat{Unit: plan.Weekdays},
	})
	must(plan.Text{
		To: anna, Body: "Miete überweisen", Start: plan.At(2026, 12, 31, 9, 0),
		Repeat: plan.Repeat{Unit: plan.Monthly},
	})
	must(plan.Text{To: bert, Body: "Komme später", At: time.Date(2026, 11, 25, 9, 0, 0, 0, berlin)})
}

func TestPage(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Sees("Planned messages", "Nothing is planned")
	b.fill()
	b.Handle(sms.PlannedChanged{})
	b.Sees("Tomorrow, 8:00 AM", "To Anna Müller", "Today, 6:00 PM", "Monday to Friday", "Every month",
		"Thursday, 31 December, 9:00 AM", "Not sent: was due Wednesday, 25 November, 9:00 AM")

	b.Tap("Skip")
	if len(b.fake.sent) != 0 || len(b.fake.done[4]) != 1 {
		t.Fatalf("sent %v, done %v", b.fake.sent, b.fake.done)
	}
	b.SeesNot("Not sent")

	// The first card is now that of today at six.
	b.Tap("Delete")
	b.SeesNot("Today, 6:00 PM")
	b.Sees("is deleted")
	b.Tap("Undo")
	b.Sees("Today, 6:00 PM")
	b.SeesNot("is deleted")

	b.Tap("Send now")
	b.Sees("and not today, 6:00 PM")
	b.Tap("Send now")
	if !slices.Equal(b.fake.sent, []int64{2}) {
		t.Fatalf("sent %v", b.fake.sent)
	}
	b.Sees("Monday, 6:00 PM")
}

func TestEdit(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fill()
	b.fake.texts[1].Repeat = plan.Repeat{Unit: plan.Daily, Every: 5} // which cannot be chosen
	b.Open()
	b.Tap("Skip")
	b.Tap("Edit")
	b.Sees("Planned message to")
	f := b.Fields()
	f[0].SetText("changed")
	f[2].SetText("9:30")
	b.Tap("Save")
	for _, p := range b.fake.texts {
		if p.Body == "changed" {
			if h, m := p.Start.Clock(); h != 9 || m != 30 {
				t.Errorf("%+v", p)
			}
			return
		}
	}
	t.Errorf("nothing changed: %+v", b.fake.texts)
}

func TestAsksOnce(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fill()
	b.Load()
	if !b.Ask() {
		t.Fatal("does not ask")
	}
	b.Sees("Not sent: was due", "Komme später")
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // which sends nothing
	if len(b.fake.sent) > 0 || b.Ask() {
		t.Error("asks again")
	}
	if b.Line(bert) != "A planned message waits for your answer" {
		t.Errorf("%q", b.Line(bert))
	}
}

func TestKeepAlive(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Tap("Keep SIM card active")
	b.Tap("Plan")
	b.Sees("Enter a phone number")
	b.Fields()[0].SetText("0171 1234567")
	b.Tap("Plan")
	if len(b.fake.texts) != 1 {
		t.Fatalf("%+v", b.fake.texts)
	}
	p := b.fake.texts[0]
	if !p.Ask || p.To != anna || p.Repeat != (plan.Repeat{Unit: plan.Monthly, Every: 3}) || p.Start.String() != "2027-02-27 10:00" {
		t.Errorf("%+v", p)
	}
	b.Sees("Every 3 months", "Saturday, 27 February 2027, 10:00 AM")
	b.now = time.Date(2027, 2, 27, 10, 0, 0, 0, berlin)
	b.Load()
	b.Sees("Send now? It costs an SMS.")
}

// TestEmpty: a page with nothing on it has a picture, a sentence and one way on, which leads away from it.
func TestEmpty(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Sees("Nothing is planned.", "Write a message and choose “Send later”.")
	if pictures := len(looktest.All[*look.Drawing](b.User)); pictures != 1 {
		t.Errorf("%d pictures", pictures)
	}
	b.Tap("Write a message")
	if b.writes != 1 || b.pages.Top() != nil {
		t.Errorf("%d new messages, page %v", b.writes, b.pages.Top())
	}
	b.Open()
	b.fill()
	b.Load()
	b.SeesNot("Nothing is planned.")
}

// TestMonth chooses days in the grid.
func TestMonth(t *testing.T) {
	b := newBench(t, "en", "light")
	b.later("x")
	b.Tap("Tomorrow")
	b.Sees("November 2026")
	var grid fyne.Focusable
	for _, o := range looktest.All[fyne.CanvasObject](b.User) {
		if f, ok := o.(fyne.Focusable); ok {
			if _, field := o.(*look.Field); field {
				continue
			}
			if _, button := o.(*look.Button); !button && grid == nil {
				grid = f
			}
		}
	}
	b.Window.Canvas().Focus(grid)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyRight} {
		grid.TypedKey(&fyne.KeyEvent{Name: k})
	}
	b.Sees("December 2026", "Goes Sunday, 6 December, 8:00 AM")
	grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	b.Sees("November 2026", "27") // no day before today
	size := grid.(fyne.CanvasObject).Size()
	at := fyne.NewPos(size.Width*6.5/7, size.Height*5.5/7) // the fifth Sunday
	test.TapAt(grid.(fyne.Tappable), at)
	b.Sees("Goes Sunday")
}

// TestGallery puts the page into every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "planned", func(g *gallery.Gallery) {
		b := newBench(g.T, g.Language, g.Theme)
		shot := func(name string) { g.Shot(b.Window, name) }
		b.Open()
		shot("empty")
		b.fill()
		b.Load()
		shot("list")
		b.Tap(tr.T("planned.edit"))
		shot("edit")
		b.Tap(tr.T("planned.cancel"))
		b.Tap(tr.T("planned.alive"))
		shot("alive")
		b.Tap(tr.T("planned.cancel"))
		b.later("Hallo")
		shot("later")
		b.Tap(tr.T("planned.cancel"))
		b.Ask()
		shot("ask")
	})
}

// TestNoneOrAll: of a text for several people none stays planned when one of them cannot be, or those would get it
// twice when it is tried again.
func TestNoneOrAll(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fake.most = 1
	b.Later([]sms.Number{anna, bert}, "Party!", func() { b.kept++ })
	b.Tap(tr.T("planned.plan"))
	b.Sees(tr.T("planned.failed"))
	if b.kept != 0 || !b.fake.removed[1] {
		t.Errorf("kept %d, planned %v, removed %v", b.kept, b.fake.texts, b.fake.removed)
	}
}

// TestLateAnswer: a list that was read earlier does not take the place of a newer one.
func TestLateAnswer(t *testing.T) {
	var runs []func()
	b := newBench(t, "en", "light")
	b.run = func(f func()) { runs = append(runs, f) }
	b.Load()
	b.Load()
	var posts []func()
	b.post = func(f func()) { posts = append(posts, f) }
	runs[0]() // reads nothing
	b.fill()
	runs[1]()
	posts[1]()
	posts[0]()
	if b.Line(anna) == "" {
		t.Error("what is planned is forgotten")
	}
}

// TestPlanUnderway: what a slow disk is still writing is planned, and is not offered to be planned again.
func TestPlanUnderway(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fake.err = sms.ErrUnderway
	b.Later([]sms.Number{anna, bert}, "Party!", func() { b.kept++ })
	b.Tap(tr.T("planned.plan"))
	b.SeesNot(tr.T("planned.failed"))
	if b.kept != 1 {
		t.Errorf("kept %d times", b.kept)
	}
}

// TestChangeUnderway: nor is a change on the page said to have failed.
func TestChangeUnderway(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fill()
	b.Open()
	b.fake.err = sms.ErrUnderway
	b.Tap(tr.T("planned.delete"))
	b.SeesNot(tr.T("planned.gone"))
}
