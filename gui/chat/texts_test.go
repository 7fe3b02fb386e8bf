package chat_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// TestEveryStateHasWords looks up the keys that are put together while the program runs.
func TestEveryStateHasWords(t *testing.T) {
	var keys []string
	for s := sms.Queued; s <= sms.Unconfirmed; s++ {
		keys = append(keys, "chat.state."+s.String())
	}
	for r := sms.ReasonNumber; r <= sms.ReasonTooLong; r++ {
		keys = append(keys, "chat.reason."+r.String())
	}
	keys = append(keys, "chat.retry.failed", "chat.retry.unconfirmed", "chat.banner.memory.full",
		"chat.banner.memory.nearly", "chat.retry.queued", "chat.reason.noAnswerYet",
		"chat.banner.paused.sim", "chat.banner.paused.full", "chat.banner.paused.noCentre",
		"chat.banner.paused.password")
	for _, kind := range []string{"empty", "chars", "long", "short", "code"} {
		keys = append(keys, "chat.number."+kind)
	}
	for _, language := range []string{"de", "en"} {
		newBench(t, language, "light", nil)
		for _, key := range keys {
			if text := tr.T(key, tr.Data{"Code": 512}); text == key || text == "" {
				t.Errorf("%s: no text for %s", language, key)
			}
		}
	}
}

func TestDates(t *testing.T) {
	fill := func(f *fakeMessenger) {
		for _, age := range []time.Duration{400 * 24, 20 * 24, 3 * 24, 24, 1, -48} {
			f.in(anna, "Hallo", age*time.Hour)
		}
	}
	tests := []struct {
		language string
		want     []string
	}{
		{"de", []string{
			"24. Juli 2025", "8. August", "Dienstag", "Gestern", "Heute", "30. August",
			"14:02",
		}},
		{"en", []string{
			"24 July 2025", "8 August", "Tuesday", "Yesterday", "Today", "30 August",
			"2:02 PM",
		}},
	}
	for _, tt := range tests {
		b := newBench(t, tt.language, "light", fill)
		b.open("0171")
		b.sees(tt.want...)
	}
}

func TestDayChangesAtMidnight(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) { f.in(anna, "Hallo", time.Minute) })
	b.open("0171")
	b.sees("Today", "2:01 PM")
	b.now = b.now.Add(12 * time.Hour)
	b.chat.Handle(sms.ConversationsChanged{})
	b.sees("Yesterday")
	b.seesNot("Today")
}

func TestSentLongBefore(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		m := f.in(anna, "Hallo", time.Minute)
		f.msgs[m.ID-1].SentAt = m.Time.Add(-26 * time.Hour)
		m = f.in(bernd, "Tag", time.Minute)
		f.msgs[m.ID-1].SentAt = m.Time.Add(-time.Minute)
	})
	b.open("0171")
	b.sees("14:01  gesendet 27. August, 12:01")
	b.open("030")
	b.seesNot("gesendet")
}

// TestTypingWithoutFocus goes on in the composer.
func TestTypingWithoutFocus(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	b.window.Canvas().Unfocus()
	b.window.Canvas().OnTypedRune()('J')
	b.press("a", fyne.KeyReturn)
	if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != "Ja" {
		t.Errorf("sent %q", got)
	}
}

func TestDraftOfANewConversation(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.press(ctrl(fyne.KeyN), "0171 9988776", fyne.KeyTab, "halb fertig", fyne.KeyEscape)
	if b.fake.drafts["+491719988776"] != "halb fertig" {
		t.Errorf("drafts: %v", b.fake.drafts)
	}
}

func TestDraftGoesOnAtItsEnd(t *testing.T) {
	long := strings.Repeat("ein langer Entwurf ", 12) + "\nmit Umbruch"
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		f.in(anna, "Hallo", time.Minute)
		f.drafts[anna] = long
	})
	b.open("0171")
	b.press("!", fyne.KeyReturn)
	if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != long+"!" {
		t.Errorf("sent %q", got)
	}
}

// TestNothingIsHidden: a text without words is shown as such, and one that is too long to show can
// be copied whole.
func TestNothingIsHidden(t *testing.T) {
	whole := strings.Repeat("Das Ende fehlt noch. ", 300)
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		f.in(anna, "", time.Minute)
		f.in(anna, whole, time.Minute)
	})
	b.chat.Open(anna)
	if !strings.Contains(b.words(), "(leer)") {
		t.Errorf("no word of the empty text: %s", b.words())
	}
	b.tap("Ganzen Text kopieren")
	if got := fyne.CurrentApp().Clipboard().Content(); got != whole {
		t.Errorf("copied %d characters of %d", len(got), len(whole))
	}
}
