package gui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	keep "surfstick-sms/internal/programs"

	"surfstick-sms/gui/notify"
	"surfstick-sms/gui/programs"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

// kept keeps nothing.
type kept struct{}

func (kept) Setting(context.Context, string) (string, error)  { return "", nil }
func (kept) SetSetting(context.Context, string, string) error { return nil }

// doorless are programs that could come in.
type doorless struct{ *keep.Programs }

func (doorless) Trouble() programs.Trouble { return programs.TroubleNone }

// newPrograms returns programs of which one is known. They end with the test's process.
func newPrograms() doorless {
	p := keep.New(context.Background(), keep.Config{Store: kept{}})
	p.SetOpen(true)
	p.Set(`C:\Python\python.exe`, sms.PermitSend, true)
	return doorless{p}
}

// TestProgramAsks: a program that asks while the window is hidden makes a notification; a click on it opens
// the card, and the answer takes both away.
func TestProgramAsks(t *testing.T) {
	all := newPrograms()
	b := newDeskBench(t, func(c *Config) { c.Programs = all })
	b.desk.hide()
	answer := make(chan error, 1)
	go func() { answer <- all.May(t.Context(), `C:\Excel\EXCEL.EXE`, sms.PermitRead) }()
	for _, ok := all.Question(); !ok; _, ok = all.Question() {
		<-all.Changes()
	}
	b.programsChanged()
	if n := b.shell.notes; len(n) != 1 || n[0].Tag != notify.TagProgram || !strings.Contains(n[0].Body, "EXCEL.EXE") {
		t.Fatalf("notifications %+v", n)
	}
	b.desk.heard(presence.Opened{Tag: notify.TagProgram})
	if words := visible(b.window); b.desk.hidden || !strings.Contains(words, tr.T("programs.ask.title.read")) {
		t.Fatalf("no card after the click: %s", words)
	}
	tapAbove(t, b.window, tr.T("programs.ask.allow"))
	b.settle()
	if err := <-answer; err != nil || len(b.shell.withdrawn) == 0 {
		t.Errorf("answered with %v", err)
	}
}

// TestProgramsInTheChat: what a program has sent stands across the chat; Stop takes what waits out of the
// queue and shuts programs out.
func TestProgramsInTheChat(t *testing.T) {
	all := newPrograms()
	b := newBench(t, func(c *Config) { c.Programs = all })
	b.HandleFacts(arrived())
	order := sms.Order{Program: `C:\Python\python.exe`, To: []sms.Number{"+491713920042"}, Text: "By script"}
	if _, _, err := b.texts.SendFor(t.Context(), order, budget.Default()); err != nil {
		t.Fatal(err)
	}
	b.HandleEvent(sms.ProgramsChanged{})
	if words := visible(b.window); !strings.Contains(words, "python.exe has sent 1 message today.") {
		t.Fatalf("not said: %s", words)
	}
	tap(t, b.window, tr.T("chat.banner.programs.stop"))
	b.settle()
	words := visible(b.window)
	if all.Open() || !strings.Contains(words, "1 message that was waiting is not sent.") {
		t.Fatalf("open %v: %s", all.Open(), words)
	}
	if n, err := b.texts.Queued(t.Context()); n != 0 || err != nil {
		t.Errorf("%d in the queue, %v", n, err)
	}
	b.openSettings()
	if words := visible(b.window); !strings.Contains(words, tr.T("settings.programs")) {
		t.Errorf("not in the settings: %s", words)
	}
	b.key(fyne.KeyEscape)
}
