package torture

import (
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// fine is a story that is true: two texts out, one of them possibly sent, and the answer.
func fine() (truth, record) {
	real := truth{
		begun: map[string]bool{"sent": true, "maybe": true, "never written": false},
		came:  []string{"came", echo("sent")},
		sent:  []sent{{text: "sent", whole: true, keys: []string{"01"}}},
	}
	story := record{
		in: []sms.Message{
			{Text: `"sent"`, Status: sms.Received}, {Text: "came", Status: sms.Received},
		},
		out: []sms.Message{
			{ID: 1, Text: "sent", Status: sms.Delivered},
			{ID: 2, Text: "maybe", Status: sms.Unconfirmed},
		},
		texts: map[int64]outbox.Text{
			1: {Parts: []outbox.Part{{TPDU: []byte{1}, State: outbox.Delivered}}},
			2: {Parts: []outbox.Part{{TPDU: []byte{2}, State: outbox.Handed}}},
		},
	}
	return real, story
}

func TestVerdictOfWhatIsFine(t *testing.T) {
	real, story := fine()
	if wrong := verdict(inParts, real, story); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	real.sent = append(real.sent, sent{keys: []string{"02"}})
	if wrong := verdict(inParts, real, story); len(wrong) > 0 {
		t.Fatal("possibly sent may have been sent:", wrong)
	}
}

// TestVerdictNotices makes sure that everything that must not happen is found.
func TestVerdictNotices(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(real *truth, story *record)
		want  string
	}{
		{"queued and lost", func(r *truth, s *record) { r.begun["lost"] = true }, "there 0 times"},
		{"queued twice", func(r *truth, s *record) {
			s.out = append(s.out, s.out[0])
		}, "there 2 times"},
		{"made up", func(r *truth, s *record) { delete(r.begun, "sent") }, "nobody wrote"},
		{"sent twice", func(r *truth, s *record) {
			r.sent[0].keys = append(r.sent[0].keys, "01")
		}, "sent 2 times"},
		{"unknown to the store", func(r *truth, s *record) {
			r.sent[0].keys = append(r.sent[0].keys, "09")
		}, "does not know"},
		{"shown as sent", func(r *truth, s *record) { s.texts[2].Parts[0].State = outbox.Sent }, "sent 0 times"},
		{"shown as unsent", func(r *truth, s *record) { s.texts[1].Parts[0].State = outbox.Unsent }, "unsent"},
		{"wrong status", func(r *truth, s *record) { s.out[1].Status = sms.Delivered }, "otherwise"},
		{"still queued", func(r *truth, s *record) { s.out[1].Status = sms.Queued }, "otherwise"},
		{"lost on the way in", func(r *truth, s *record) { s.in = s.in[:1] }, "there 0 times"},
		{"shown twice", func(r *truth, s *record) { s.in = append(s.in, s.in[1]) }, "there 2 times"},
		{"never came", func(r *truth, s *record) { r.came = r.came[:1] }, "never came"},
		{"half of it", func(r *truth, s *record) { s.in[1].Status = sms.Incomplete }, "incomplete"},
		{"left on the card", func(r *truth, s *record) { r.left = 1 }, "left"},
		{"the stick knows better", func(r *truth, s *record) {
			r.told = func(text string) bool { return text == "maybe" }
		}, "knows what became"},
	} {
		t.Run(c.name, func(t *testing.T) {
			real, story := fine()
			c.spoil(&real, &story)
			if got := strings.Join(verdict(inParts, real, story), "\n"); !strings.Contains(got, c.want) {
				t.Fatalf("got %q, want %q in it", got, c.want)
			}
		})
	}
}

// TestVerdictOfWholeTexts: where the stick cuts the texts, each part of one has the fate of all.
func TestVerdictOfWholeTexts(t *testing.T) {
	real, story := fine()
	real.sent[0].keys = []string{"sent"}
	story.texts[1] = outbox.Text{Parts: []outbox.Part{{State: outbox.Sent}, {State: outbox.Sent}}}
	if wrong := verdict(asWhole, real, story); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	story.texts[1].Parts[1].State = outbox.Unsent
	if got := strings.Join(verdict(asWhole, real, story), "\n"); !strings.Contains(got, "part 1, is shown as") {
		t.Errorf("half of it: %q", got)
	}
	story.texts[1].Parts[1].State = outbox.Sent
	real.sent[0].keys = []string{"sent", "sent"}
	if got := strings.Join(verdict(asWhole, real, story), "\n"); !strings.Contains(got, "sent 2 times") {
		t.Errorf("twice: %q", got)
	}
}

func TestFigures(t *testing.T) {
	real, story := fine()
	var f figures
	f.count(story, real, map[string]bool{"sent": true, "maybe": true})
	f = f.plus(figures{kills: 2, working: 1, faults: 3})
	const want = "2 kills (1 while ready), 3 other faults, 2 texts out, the network has 1 pieces of them, " +
		"1 possibly sent (0 were) and 1 only for a while, 2 texts in"
	if f.String() != want {
		t.Errorf("got %q, want %q", f, want)
	}
}
