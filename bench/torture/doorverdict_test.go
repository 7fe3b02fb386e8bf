package torture

import (
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/remote"
)

const (
	anna = "+491720000001"
	bert = "+491720000002"
)

// busyOffice is a story that is true: a message to two numbers, accepted, of which one is out, one that nobody has
// answered, and two that came in, which a script printed that was killed in between.
func busyOffice() (office, truth, record) {
	o := office{
		calls: map[string]*called{
			"two":   {key: "k", text: "two", to: []string{anna, bert}, ids: []int64{1, 2}, fresh: 1},
			"maybe": {key: "l", text: "maybe", to: []string{anna}},
		},
		heard: []heard{
			{remote.Received{Seq: 5, ID: 11, Text: "half", State: remote.Incomplete}, 0, 0},
			{remote.Received{Seq: 6, ID: 10, Text: "first", State: remote.Complete}, 0, 0},
			{remote.Received{Seq: 6, ID: 10, Text: "first", State: remote.Complete}, 0, 1},
			{remote.Received{Seq: 7, ID: 11, Text: "second", State: remote.Complete}, 0, 1},
		},
		listeners: [][]listened{{{0, true}, {5, false}}},
	}
	real := truth{came: []string{"first", "second"}, sent: []sent{{text: "two", whole: true, keys: []string{"01"}}}}
	story := record{
		in: []sms.Message{{Text: "first", Status: sms.Received}, {Text: "second", Status: sms.Received}},
		out: []sms.Message{
			{ID: 1, Number: anna, Text: "two", Status: sms.Sent},
			{ID: 2, Number: bert, Text: "two", Status: sms.Queued},
		},
		texts: map[int64]outbox.Text{
			1: {Parts: []outbox.Part{{TPDU: []byte{1}, State: outbox.Sent}}},
			2: {Parts: []outbox.Part{{TPDU: []byte{2}, State: outbox.Unsent}}},
		},
	}
	return o, real, story
}

func TestDoorVerdictOfWhatIsFine(t *testing.T) {
	o, real, story := busyOffice()
	if wrong := doorVerdict(o, real, story); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	story.out = append(story.out, sms.Message{ID: 3, Number: anna, Text: "maybe", Status: sms.Queued})
	if wrong := doorVerdict(o, real, story); len(wrong) > 0 {
		t.Fatal("what nobody answered may be there:", wrong)
	}
}

// TestDoorVerdictNotices makes sure that everything that must not happen is found.
func TestDoorVerdictNotices(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(o *office, r *truth, s *record)
		want  string
	}{
		{"accepted and lost", func(o *office, r *truth, s *record) { s.out = nil }, "accepted and is not there"},
		{"half of it", func(o *office, r *truth, s *record) { s.out = s.out[:1] }, "1 of its 2 numbers"},
		{"half of what nobody answered", func(o *office, r *truth, s *record) {
			o.calls["two"].ids, s.out = nil, s.out[:1]
		}, "1 of its 2 numbers"},
		{"twice", func(o *office, r *truth, s *record) {
			s.out = append(s.out, sms.Message{ID: 3, Number: bert, Text: "two"})
		}, "2 times for " + bert},
		{"what nobody answered twice", func(o *office, r *truth, s *record) {
			s.out = append(s.out, sms.Message{ID: 3, Number: anna, Text: "maybe"}, sms.Message{ID: 4, Number: anna, Text: "maybe"})
		}, `"maybe" is there 2 times`},
		{"made up", func(o *office, r *truth, s *record) { delete(o.calls, "two") }, "nobody called"},
		{"to somebody else", func(o *office, r *truth, s *record) { s.out[1].Number = "+491720000009" }, "not meant"},
		{"other IDs", func(o *office, r *truth, s *record) { o.calls["two"].ids[0] = 8 }, "as [8 2] and is there as [1 2]"},
		{"new twice", func(o *office, r *truth, s *record) { o.calls["two"].fresh = 2 }, "a new one 2 times"},
		{"sent twice", func(o *office, r *truth, s *record) { r.sent[0].keys = []string{"01", "01"} }, "sent 2 times"},
		{"sent and queued", func(o *office, r *truth, s *record) { r.sent[0].keys = []string{"01", "02"} }, "unsent and was sent 1"},
		{"unknown to the store", func(o *office, r *truth, s *record) { r.sent[0].keys = []string{"01", "09"} }, "does not know"},
		{"lost on the way in", func(o *office, r *truth, s *record) { s.in = s.in[:1] }, "there 0 times"},
		{"not printed", func(o *office, r *truth, s *record) { o.heard = o.heard[:3] }, "did not print it"},
		{"printed in part", func(o *office, r *truth, s *record) { o.heard[3].State = remote.Incomplete }, "did not print it"},
		{"not printed to all", func(o *office, r *truth, s *record) {
			o.listeners = append(o.listeners, []listened{{}})
		}, "listener 1 did not print it"},
		{"printed and never came", func(o *office, r *truth, s *record) {
			o.heard[3].Text = "other"
		}, `"other", which never came`},
		{"backwards", func(o *office, r *truth, s *record) { o.heard[1].Seq = 4 }, "printed 4 after 5"},
		{"the same twice in one process", func(o *office, r *truth, s *record) { o.heard[1].Seq = 5 }, "printed 5 after 5"},
		{"what it has already", func(o *office, r *truth, s *record) { o.listeners[0][1].since = 6 }, "printed 6 after 6"},
		{"again without a kill", func(o *office, r *truth, s *record) {
			o.listeners[0][0].killed = false
		}, "printed 6 again"},
		{"one number for two", func(o *office, r *truth, s *record) { o.heard[2].ID = 12 }, "message 10 and 12"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, real, story := busyOffice()
			c.spoil(&o, &real, &story)
			if got := strings.Join(doorVerdict(o, real, story), "\n"); !strings.Contains(got, c.want) {
				t.Fatalf("got %q, want %q in it", got, c.want)
			}
		})
	}
}
