package wizard

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestFieldSaysWhatItRefuses: a character that does not belong is not swallowed without a word, and
// the words stay long enough to be read while the rest is typed.
func TestFieldSaysWhatItRefuses(t *testing.T) {
	inLanguage(t, "en")
	now := at(6)
	w, _ := open(t, nil, now)
	w.config.Now = func() time.Time { return now }
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10))
	test.Type(w.built.fields[0].field, "12a3")
	if text := words(w.root); !strings.Contains(text, "Only digits can be used here.") {
		t.Errorf("a letter is swallowed: %s", text)
	}
	now = now.Add(time.Minute)
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10, setup.Ticked{At: now}))
	if text := words(w.root); strings.Contains(text, "Only digits") || w.built.complaint.Visible() {
		t.Errorf("still said a minute later: %s", text)
	}
	test.Type(w.built.fields[0].field, "456789")
	if text := words(w.root); !strings.Contains(text, "A PIN has 4 to 8 digits.") {
		t.Errorf("a ninth digit is swallowed: %s", text)
	}
	now = now.Add(time.Minute)
	w.Render(ready())
	test.Type(w.built.fields[0].field, "x")
	if text := words(w.root); !strings.Contains(text, "A phone number has only digits") {
		t.Errorf("a letter in a number is swallowed: %s", text)
	}
}

// TestGreyButtonSaysWhy: Enter and a click on a button that cannot be pressed yet say what is
// missing, on every form; what is typed next takes the words away.
func TestGreyButtonSaysWhy(t *testing.T) {
	inLanguage(t, "en")
	for name, c := range map[string]struct {
		facts setup.Facts
		typed string
		want  string
	}{
		"PIN":    {simWants(sms.SIMNeedsPIN, 3, 10), "12", "A PIN has 4 to 8 digits."},
		"PUK":    {simWants(sms.SIMNeedsPUK, 0, 10), "123", "A PUK has 8 digits."},
		"number": {ready(), "0171", "Please type your whole phone number"},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := open(t, nil, at(9))
			w.Render(c.facts)
			fields := w.built.fields
			test.Type(fields[0].field, c.typed)
			if strings.Contains(words(w.root), c.want) {
				t.Error("complains before anybody wanted to go on")
			}
			key(fields[len(fields)-1].field, fyne.KeyReturn)
			if text := words(w.root); !strings.Contains(text, c.want) {
				t.Errorf("Enter does nothing, and nothing says why: %s", text)
			}
			test.Type(fields[0].field, "4")
			if strings.Contains(words(w.root), c.want) {
				t.Error("still complains while more is typed")
			}
			test.Tap(w.built.primary)
			if text := words(w.root); !strings.Contains(text, c.want) {
				t.Errorf("a click on the grey button says nothing: %s", text)
			}
		})
	}
}

// TestTakesLonger: when the usual time is over, the page says that it takes longer, and no longer what
// turned out to be wrong.
func TestTakesLonger(t *testing.T) {
	for code, want := range map[string]string{"en": "longer than the usual 15", "de": "länger als die üblichen 15"} {
		inLanguage(t, code)
		for seconds, longer := range map[int]bool{9: false, 18: false, 19: true} {
			w, _ := open(t, nil, at(3+seconds))
			w.Render(plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
				setup.SwitchStarted{Message: "guide-modem", At: at(3)}, setup.Ticked{At: at(3 + seconds)}))
			if text := words(w.root); strings.Contains(text, want) != longer {
				t.Errorf("after %d seconds: %s", seconds, text)
			}
		}
	}
}

// TestDetailsBelongToTheirPage: details that were opened on one page do not push the next one, with
// its field, out of sight.
func TestDetailsBelongToTheirPage(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(6))
	w.Render(plugged())
	tap(t, w, "Show details")
	w.Render(plugged(setup.Ticked{At: at(7)}))
	if !strings.Contains(words(w.root), "Hide details") {
		t.Error("details close while their page stays")
	}
	w.Render(simWants(sms.SIMNeedsPIN, 3, 10))
	if strings.Contains(words(w.root), "Hide details") {
		t.Error("details are open on the next page as well")
	}
}

// TestOwnNumberIsOffered: what the card says its number is stands in the field of the test, and what
// the user typed instead stays.
func TestOwnNumberIsOffered(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, _ := open(t, &done, at(9))
	w.Render(ready())
	known := ready().Apply(setup.ModemRead{Modem: sms.Identity{OwnNumber: "+491713920055"}})
	w.Render(known)
	number := w.built.fields[0].field
	if number.Text != "+491713920055" {
		t.Fatalf("the field has %q", number.Text)
	}
	if got := number.SelectedText(); got != number.Text {
		t.Errorf("typing would not replace it: selected is %q", got)
	}
	tap(t, w, "Send the test")
	if want := (setup.DoTest{Number: "+491713920055"}); len(done) != 1 || done[0] != want {
		t.Fatalf("got %#v", done)
	}
	number.SetText("0171 3920099")
	w.Render(known.Apply(setup.ModemRead{Modem: sms.Identity{OwnNumber: "+491713920056"}}))
	if got := w.built.fields[0].field.Text; got != "0171 3920099" {
		t.Errorf("what was typed became %q", got)
	}
}
