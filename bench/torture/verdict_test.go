package torture

import (
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/outbox"
)

// fine is a story that is true: two texts out, one of them possibly sent, and the answer.
func fine() (truth, record) {
	real := truth{
		begun: map[string]bool{"sent": true, "maybe": true, "never written": false},
		came:  []string{"came"},
		sent: []fakemodem.Sent{
			{Text: "sent", Complete: true, TPDUs: [][]byte{{1}}},
		},
	}
	story := record{
		in: []sms.Message{
			{Text: `"sent"`, Status: sms.Received}, {Text: "came", Status: sms.Received},
		},
		out: []sms.Message{
			{ID: 1, Text: "sent", Status: sms.Delivered},
			{ID: 2, Text: "maybe", Status: sms.Unconfirmed},
		},
		parts: map[int64][]outbox.Part{
			1: {{TPDU: []byte{1}, State: outbox.Delivered}},
			2: {{TPDU: []byte{2}, State: outbox.Handed}},
		},
	}
	return real, story
}

func TestVerdictOfWhatIsFine(t *testing.T) {
	real, story := fine()
	if wrong := verdict(real, story); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	real.sent = append(real.sent, fakemodem.Sent{TPDUs: [][]byte{{2}}})
	if wrong := verdict(real, story); len(wrong) > 0 {
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
			r.sent[0].TPDUs = append(r.sent[0].TPDUs, []byte{1})
		}, "sent 2 times"},
		{"unknown to the store", func(r *truth, s *record) {
			r.sent[0].TPDUs = append(r.sent[0].TPDUs, []byte{9})
		}, "does not know"},
		{"shown as sent", func(r *truth, s *record) { s.parts[2][0].State = outbox.Sent }, "sent 0 times"},
		{"shown as unsent", func(r *truth, s *record) { s.parts[1][0].State = outbox.Unsent }, "unsent"},
		{"wrong status", func(r *truth, s *record) { s.out[1].Status = sms.Delivered }, "otherwise"},
		{"still queued", func(r *truth, s *record) { s.out[1].Status = sms.Queued }, "otherwise"},
		{"lost on the way in", func(r *truth, s *record) { s.in = s.in[:1] }, "there 0 times"},
		{"shown twice", func(r *truth, s *record) { s.in = append(s.in, s.in[1]) }, "there 2 times"},
		{"never came", func(r *truth, s *record) { r.came = nil }, "never came"},
		{"half of it", func(r *truth, s *record) { s.in[1].Status = sms.Incomplete }, "incomplete"},
		{"left on the card", func(r *truth, s *record) { r.stored = 1 }, "left"},
	} {
		t.Run(c.name, func(t *testing.T) {
			real, story := fine()
			c.spoil(&real, &story)
			if got := strings.Join(verdict(real, story), "\n"); !strings.Contains(got, c.want) {
				t.Fatalf("got %q, want %q in it", got, c.want)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	real, story := fine()
	var f figures
	f.count(story, real)
	f = f.plus(figures{kills: 2, working: 1})
	const want = "2 kills (1 while ready), 2 texts out in 1 parts (1 possibly sent, 0 of them were), " +
		"2 texts in"
	if f.String() != want {
		t.Errorf("got %q, want %q", f, want)
	}
}
