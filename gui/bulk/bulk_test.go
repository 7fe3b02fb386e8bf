package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	gui "surfstick-sms/gui/bulk"
	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// fake keeps jobs in memory.
type fake struct {
	jobs    []bulk.Job // newest first
	entries map[int64][]bulk.Entry
	rules   bulk.Allowance
	err     error
	over    bool
}

func (f *fake) StartJob(_ context.Context, j bulk.Job, rows []bulk.Entry) (int64, error) {
	if f.err != nil {
		return 0, f.err
	}
	j.ID, j.State, j.Created = int64(len(f.jobs)+1), bulk.Running, time.Date(2026, 11, 27, 14, 0, 0, 0, time.UTC)
	j.Rows = len(rows)
	for _, r := range rows {
		j.Parts += r.Parts
	}
	f.entries[j.ID] = rows
	f.jobs = append([]bulk.Job{j}, f.jobs...)
	return j.ID, nil
}

func (f *fake) Jobs(context.Context) ([]bulk.Job, error) {
	return append([]bulk.Job(nil), f.jobs...), nil
}

func (f *fake) JobEntries(_ context.Context, id int64) ([]bulk.Entry, error) {
	return f.entries[id], nil
}

func (f *fake) set(id int64, s bulk.State) error {
	for i := range f.jobs {
		if f.jobs[i].ID == id {
			f.jobs[i].State = s
		}
	}
	return f.err
}

func (f *fake) PauseJob(_ context.Context, id int64) error { return f.set(id, bulk.Paused) }
func (f *fake) StopJob(_ context.Context, id int64) error  { return f.set(id, bulk.Stopped) }

func (f *fake) ResumeJob(_ context.Context, id int64, over bool) error {
	f.over = over
	return f.set(id, bulk.Running)
}

func (f *fake) RemoveJob(_ context.Context, id int64) error {
	f.jobs = f.jobs[1:]
	return nil
}

func (f *fake) Allowance(context.Context) (bulk.Allowance, error) { return f.rules, nil }

// chooser gives the path that the test wants.
type chooser struct {
	path string
	take func([]string) bool
	name string

	before func() // something that happens while the dialog is open; may be nil
}

func (c *chooser) Open(_ string, _ []files.Kind, then func(string)) {
	if c.before != nil {
		c.before()
	}
	then(c.path)
}

func (c *chooser) Save(_, name string, _ files.Kind, then func(string)) { c.name = name; then(c.path) }

func (c *chooser) OnDrop(take func([]string) bool) func() {
	c.take = take
	return func() { c.take = nil }
}

// bench is a window with the page in it.
type bench struct {
	*looktest.User
	fake      *fake
	files     *chooser
	disk      map[string][]byte
	clipboard string
	run       func(func())
	*gui.Bulk
}

func newBench(t *testing.T, language, variant string) *bench {
	t.Helper()
	user, pages := looktest.Open(t, language, variant)
	b := &bench{
		User: user, disk: map[string][]byte{}, files: &chooser{},
		fake: &fake{entries: map[int64][]bulk.Entry{}, rules: bulk.Allowance{Limit: 100, Pace: 3 * time.Second}},
	}
	direct := func(f func()) { f() }
	b.run = direct
	b.Bulk = gui.New(gui.Config{
		Messenger: b.fake, Canvas: b.Window.Canvas(), Run: func(f func()) { b.run(f) }, Post: direct,
		Now: func() time.Time { return time.Date(2026, 11, 27, 14, 5, 0, 0, time.UTC) },
		Log: slog.New(slog.DiscardHandler), Region: func() string { return "DE" }, Show: pages.Show, Files: b.files,
		Read: func(path string, limit int64) ([]byte, error) {
			data, ok := b.disk[path]
			if !ok {
				return nil, errors.New("no such file")
			}
			return data[:min(int64(len(data)), limit)], nil
		},
		Write:     func(path string, data []byte) error { b.disk[path] = data; return nil },
		Clipboard: func() string { return b.clipboard },
		Copy:      func(text string) error { b.clipboard = text; return nil },
	})
	return b
}

const people = "Vorname;Handy;Betrag\nAnna;0171 1234567;5 €\nBert;0172 7654321;7 €\nCem;4,91711E+11;1 €\n" +
	"Dora;0171 1234567;9 €\nWien;+436641234567;2 €\n"

func (b *bench) paste(table string) {
	b.clipboard = table
	b.Tap(tr.T("bulk.paste"))
}

// writes opens the page and writes a text to the people.
func (b *bench) writes(text string) {
	b.Helper()
	b.Open()
	b.paste(people)
	b.Tap("Next")
	b.typeText(text)
}

// typeText writes the message.
func (b *bench) typeText(text string) {
	b.Helper()
	area := looktest.All[*look.Field](b.User)[0]
	area.SetText(text)
	area.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
}

func TestFromListToReport(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Sees("Step 1 of 3")
	if b.Button("Use these numbers").Why() == "" {
		t.Error("goes on without anybody")
	}
	b.paste(people)
	b.Sees("3 people (clipboard)", "1: Vorname", "2: Handy", "One line with a number that stood before does not count.",
		"Line 4: 4,91711E+11 – Excel has rounded the number", "Send to the foreign number too")
	b.Tap("Next")
	b.Sees("Step 2 of 3", "{name}", "{Betrag}", "1 of 3: to Anna (0171 1234567)")
	b.typeText("Hello {city}")
	b.Sees("There is no column {city}.")
	if b.Button("Next").Why() == "" {
		t.Error("goes on with an unknown field")
	}
	b.typeText("Hello {name}, you owe ")
	b.Tap("{Betrag}")
	b.Sees("Hello Anna, you owe 5 €", "1 SMS")
	test.Tap(looktest.All[*look.Button](b.User)[len(looktest.All[*look.Button](b.User))-3]) // to the next person
	b.Sees("2 of 3: to Bert", "Hello Bert, you owe 7 €")
	b.Tap("Next")
	b.Sees("Step 3 of 3", "2 messages will be sent", "2 SMS", "a minute", "One foreign number gets nothing.")
	b.Tap("Send now")
	b.Sees("0 of 2 sent", "Your own messages go in between", "Hello {name}, you owe {Betrag}")
	rows := b.fake.entries[1]
	if len(rows) != 2 || rows[1].Text != "Hello Bert, you owe 7 €" || b.fake.jobs[0].Over {
		t.Fatalf("%+v", rows)
	}

	b.fake.jobs[0].Sent, b.fake.jobs[0].Given, b.fake.jobs[0].Failed = 1, 2, 1
	b.fake.jobs[0].State = bulk.Done
	rows[0].Given, rows[0].Message = true, sms.Message{ID: 1, Status: sms.Delivered, DoneAt: time.Date(2026, 11, 27, 14, 1, 2, 0, time.UTC)}
	rows[1].Given, rows[1].Name, rows[1].Message = true, "=cmd()", sms.Message{ID: 2, Status: sms.Failed, Reason: sms.ReasonBarred}
	b.Handle(sms.JobsChanged{})
	b.Sees("1 of 2 sent", "Done.", "One could not be sent.")
	b.files.path = "out.csv"
	b.Tap("Save report")
	b.Sees("The report is saved.")
	want := "\uFEFFNumber,Name,State,Reason,Time,SMS,Message\r\n" +
		"'+491711234567,Anna,delivered,,2026-11-27 14:01:02,1,\"Hello Anna, you owe 5 €\"\r\n" +
		"'+491727654321,'=cmd(),not sent,barred or no credit,,1,\"Hello Bert, you owe 7 €\"\r\n"
	if got := string(b.disk["out.csv"]); got != want || b.files.name != "Report 2026-11-27.csv" {
		t.Errorf("%s:\n%s", b.files.name, got)
	}
	b.Tap("Copy report")
	if b.clipboard != strings.TrimPrefix(want, "\uFEFF") {
		t.Errorf("copied %q", b.clipboard)
	}
}

func TestForeignOnesWhenTicked(t *testing.T) {
	b := newBench(t, "de", "light")
	b.Open()
	b.paste(people)
	test.Tap(looktest.All[*look.Check](b.User)[0])
	b.Tap("Weiter")
	b.typeText("Hallo {Name}")
	b.Sees("Hallo Anna")
	b.Tap("Weiter")
	b.Sees("3 Nachrichten werden gesendet")
}

func TestLimitIsAsked(t *testing.T) {
	b := newBench(t, "en", "light")
	b.fake.rules.Used = 50
	var table strings.Builder
	for i := range 200 {
		fmt.Fprintf(&table, "P%d\t0171 %07d\n", i, i)
	}
	b.Open()
	b.paste(table.String())
	b.Tap("Next")
	b.typeText("Hello")
	b.Tap("Next")
	b.Sees("200 SMS are more than the daily limit of 100 SMS.", "Keep the limit: takes 3 days", "50 SMS more today", "10 minutes")
	test.Tap(looktest.All[*look.Choice](b.User)[1])
	b.Tap("Send now")
	if !b.fake.jobs[0].Over {
		t.Error("keeps the limit")
	}
}

func TestRunningPausedStopped(t *testing.T) {
	b := newBench(t, "en", "light")
	if _, err := b.fake.StartJob(t.Context(), bulk.Job{Name: "list", Text: "x"}, make([]bulk.Entry, 10)); err != nil {
		t.Fatal(err)
	}
	b.Open()
	b.Sees("list", "Today · running · 0 of 10 sent")
	b.Tap("Open")
	pause := b.Button("Pause")
	b.Window.Canvas().Focus(pause)
	b.fake.jobs[0].Sent = 3
	b.Handle(sms.MessageChanged{Message: sms.Message{ID: 1, Direction: sms.Outgoing}})
	b.Sees("3 of 10 sent")
	if b.Window.Canvas().Focused() != fyne.Focusable(pause) {
		t.Error("the keyboard moved while it runs")
	}
	b.Tap("Pause")
	b.Sees("Paused. Nothing is sent.")
	b.Tap("Resume")
	b.fake.jobs[0].Until = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	b.Handle(sms.JobsChanged{})
	b.Sees("The daily limit is reached. It goes on at 9:00 AM.")
	b.Tap("Go on now")
	b.Sees("Some providers")
	b.Tap("Go on now")
	if !b.fake.over {
		t.Error("keeps the limit")
	}
	b.Tap("Stop")
	b.Sees("10 people do not get the message then.")
	b.Tap("Stop")
	b.Sees("Stopped.")
	b.Tap("Remove from the list")
	b.Sees("Step 1 of 3")
}

func TestFilesAndFaults(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.disk[`C:\lists\party.csv`] = []byte(people)
	b.disk["book.xlsx"] = []byte("PK\x03\x04")
	b.disk["empty.csv"] = []byte("\n")
	for _, tt := range []struct{ path, want string }{
		{"away.csv", "The file could not be read."},
		{"book.xlsx", "This is an Excel workbook."},
		{"empty.csv", "There is nothing in it"},
		{`C:\lists\party.csv`, "3 people (party.csv)"},
	} {
		b.files.path = tt.path
		b.Tap("Choose a file")
		b.Sees(tt.want)
	}
	b.SeesNot("There is nothing in it")
	b.Tap("Another list")
	b.paste("0171 1111111")
	b.Sees("One person (clipboard)")
	if !b.files.take([]string{`C:\lists\party.csv`}) {
		t.Error("does not take a dropped file")
	}
	b.Sees("3 people (party.csv)")
	b.Tap("Another list")
	looktest.All[*look.Field](b.User)[0].SetText("0171 1111111; Zoe\n0171 2222222; Yan")
	b.Tap("Use these numbers")
	b.Sees("2 people (own list)")
	b.Tap("Next")
	if b.files.take([]string{"x.csv"}) {
		t.Error("takes a file while the text is written")
	}
}

func TestOtherColumn(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.paste("Name;Home;Mobile\nAnna;030 1234567;0171 1234567\nBert;;0172 1234567")
	b.Sees("2 people")
	looktest.All[*look.Select](b.User)[0].SetSelectedIndex(1)
	b.Sees("One person", "Line 3: Bert 0172 1234567 – no number")
}

func TestHostileCells(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.paste("Name\u202e;Mobile\n\"A\u202ennan\nx\";0171 1234567\n=1+1;0172 1234567\n")
	b.Tap("Next")
	b.typeText("Hi {name}")
	b.Sees("Hi Annan x")
	if strings.ContainsRune(b.Words(), '\u202e') {
		t.Error("a mark that turns the direction is shown")
	}
}

func TestStaysWhenClosed(t *testing.T) {
	b := newBench(t, "en", "light")
	b.writes("half a te")
	b.Tap("Back")
	b.Open()
	b.Sees("Step 2 of 3", "half a te")
}

// TestBeginsInItsField: who opens the page types at once, also blanks, and so it is after each step; the
// keyboard is never on what is gone.
func TestBeginsInItsField(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	has := func(step string) fyne.Focusable {
		f := b.Window.Canvas().Focused()
		if f == nil || !look.Contains(b.Window.Content(), f.(fyne.CanvasObject)) {
			t.Errorf("%s: the keyboard is on %T, which is not there", step, f)
		}
		return f
	}
	field, ok := has("list").(*look.Field)
	if !ok {
		t.Fatalf("the keyboard begins at %T", b.Window.Canvas().Focused())
	}
	test.Type(field, "0171 1234567; Anna")
	if field.Text != "0171 1234567; Anna" {
		t.Errorf("%q is typed", field.Text)
	}
	press := func(words string) {
		b.Window.Canvas().Focus(b.Button(words))
		b.Press(fyne.KeySpace)
	}
	press("Use these numbers")
	has("people")
	press("Next")
	if field, ok = has("text").(*look.Field); !ok {
		t.Fatal("the text cannot be typed at once")
	}
	test.Type(field, "Hello")
	press("Next")
	has("check")
	press("Send now")
	has("running")
}

// TestKeyboardReachesSteps: in each step Tab stops at all that the mouse can press, and shows it.
func TestKeyboardReachesSteps(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	step := func(name string) {
		t.Run(name, func(t *testing.T) { looktest.Check(t, b.Window.Canvas(), looktest.Except{}) })
	}
	b.Open()
	step("list")
	b.paste(people)
	step("people")
	b.Tap("Next")
	step("text")
	b.typeText("Hello {name}")
	step("preview")
	b.fake.rules.Limit = 1
	b.Tap("Next")
	step("check")
	b.Tap("Send now")
	step("running")
	b.Tap("Stop")
	step("question")
	b.Tap("Stop")
	step("stopped")
}

// states puts the page into every state, and calls see in each.
func (b *bench) states(see func(state string)) {
	b.Helper()
	b.Open()
	see("1empty")
	b.paste(people)
	see("2who")
	b.Tap(tr.T("bulk.next"))
	b.typeText("Hallo {name}, es fehlen noch {Betrag}. Bitte bis Freitag überweisen. Danke!")
	see("3text")
	b.fake.rules = bulk.Allowance{Limit: 1, Pace: 3 * time.Second}
	b.Tap(tr.T("bulk.next"))
	see("4check")
	b.Tap(tr.T("bulk.start"))
	job := &b.fake.jobs[0]
	job.Rows, job.Sent, job.Delivered, job.Failed = 183, 61, 40, 2
	b.Handle(sms.JobsChanged{})
	see("5running")
	b.Tap(tr.T("bulk.stop"))
	see("6stop")
	b.Tap(tr.T("bulk.goOn"))
	job.State, job.Pause = bulk.Paused, bulk.PausedFailing
	b.Handle(sms.JobsChanged{})
	see("7paused")
	job.State = bulk.Done
	b.Handle(sms.JobsChanged{})
	see("8done")
	b.Tap(tr.T("bulk.toList"))
	see("9list")
}

// TestGallery draws every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "bulk", func(g *gallery.Gallery) {
		b := newBench(g.T, g.Language, g.Theme)
		b.states(func(state string) { g.Shot(b.Window, state) })
	})
}

// TestStartsOnce: whoever is impatient with a slow disk does not send everything twice.
func TestStartsOnce(t *testing.T) {
	b := newBench(t, "en", "light")
	b.writes("Hello")
	b.Tap("Next")
	var runs []func()
	b.run = func(f func()) { runs = append(runs, f) }
	b.Tap("Send now")
	b.Tap("Send now")
	for _, run := range runs {
		run()
	}
	if len(b.fake.jobs) != 1 {
		t.Errorf("%d jobs", len(b.fake.jobs))
	}
}

// TestFailedStartAgain: after a failure it can be tried again.
func TestFailedStartAgain(t *testing.T) {
	b := newBench(t, "en", "light")
	b.writes("Hello")
	b.Tap("Next")
	b.fake.err = errors.New("the disk is full")
	b.Tap("Send now")
	b.fake.err = nil
	b.Tap("Send now")
	if len(b.fake.jobs) != 1 {
		t.Errorf("%d jobs", len(b.fake.jobs))
	}
}

// TestPageGoneWhileChoosing: Windows' dialog for a file stays open when a click on a notification closes the page.
func TestPageGoneWhileChoosing(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.disk["party.csv"] = []byte(people)
	b.files.path = "party.csv"
	b.files.before = func() { b.Tap("Back") }
	b.Tap("Choose a file")
	b.Open()
	b.Sees("3 people (party.csv)")
}

// TestStartUnderway: a job that a slow disk is still writing is not offered to be sent again.
func TestStartUnderway(t *testing.T) {
	b := newBench(t, "en", "light")
	b.writes("Hello")
	b.Tap("Next")
	b.fake.err = sms.ErrUnderway
	b.Tap("Send now")
	b.SeesNot("Send now", tr.T("bulk.failed"))
}
