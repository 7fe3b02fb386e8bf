package gui

import (
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// until handles what is posted until the window shows some words.
func (b *bench) until(t *testing.T, words string) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for !strings.Contains(visible(b.window), words) {
		select {
		case f := <-b.posts:
			f()
		case <-limit:
			t.Fatalf("%q never shows:\n%s", words, visible(b.window))
		}
	}
}

// TestPlannedInTheWindow plans a message, sees it above the composer and in the list, and is asked about
// one that is days late.
func TestPlannedInTheWindow(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	b.chat.Open("+491711234567")
	b.settle()
	late := plan.Text{To: "+491721234567", Body: "much too late", At: time.Now().Add(-48 * time.Hour)}
	for _, p := range []plan.Text{{To: "+491711234567", Body: "later", At: time.Now().Add(90 * 24 * time.Hour)}, late} {
		if _, err := b.texts.Plan(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	b.HandleEvent(sms.PlannedChanged{})
	b.until(t, "1 message planned")
	tapAbove(t, b.window, "Decide later")
	b.planned.Open()
	b.until(t, "Not sent: was due")
}

// TestManyInTheWindow opens the page from the list's foot.
func TestManyInTheWindow(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	tap(t, b.window, "Stick, contacts, settings")
	takes(t, b.window, "One message to many")
	b.until(t, "Step 1 of 3")
}
