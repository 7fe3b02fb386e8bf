package torture

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

// answer is a line that surfstick prints with --json when it sends.
type answer struct {
	Texts []remote.Text
	Known bool
	Row   int
	Error *refusal
}

// refusal is why it does not.
type refusal struct {
	Code       remote.Reason
	Message    string
	RetryAfter int `json:"retry_after"`
}

// told is what one call came to.
type told struct {
	answer
	exit int
}

// loopVerdict lists what is wrong about calls of one part each that came one after the other, and what the store has
// of them: so many go through as the rules allow, and the others are told when to try again and are not there.
func loopVerdict(all []told, rules budget.Rules, out []sms.Message) []string {
	var wrong []string
	note := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	accepted := map[int64]string{}
	var times []time.Time
	for i, t := range all {
		switch {
		case t.exit == remote.ExitDone && t.Error == nil && len(t.Texts) == 1 && !t.Known:
			accepted[t.Texts[0].ID] = t.Texts[0].Text
			times = append(times, t.Texts[0].Time)
		case t.exit != remote.ReasonLimit.Exit() || t.Error == nil || t.Error.Code != remote.ReasonLimit:
			note("call %d ended with exit code %d and %+v", i, t.exit, t.answer)
		case t.Error.RetryAfter < 1 || t.Error.RetryAfter > int(budget.DayTime.Seconds()):
			note("call %d is to be tried again after %d s", i, t.Error.RetryAfter)
		case i < rules.Minute:
			note("call %d was refused, and %d are allowed", i, rules.Minute)
		}
	}
	judgePace(times, rules, note)
	for _, m := range out {
		if accepted[m.ID] != m.Text {
			note("message %d, %q, is there and was not accepted", m.ID, m.Text)
		}
		delete(accepted, m.ID)
	}
	for id, text := range accepted {
		note("message %d, %q, was accepted and is not there", id, text)
	}
	return wrong
}

// judgePace: no more went through within any minute, hour or day than the rules allow.
func judgePace(times []time.Time, rules budget.Rules, note func(string, ...any)) {
	slices.SortFunc(times, time.Time.Compare)
	for _, w := range []struct {
		within time.Duration
		limit  int
	}{{time.Minute, rules.Minute}, {time.Hour, rules.Hour}, {budget.DayTime, rules.Day}} {
		for i := w.limit; i < len(times); i++ {
			if d := times[i].Sub(times[i-w.limit]); d < w.within {
				note("%d messages were accepted within %v", w.limit+1, d)
			}
		}
	}
}

// fineLoop is a loop that is as it should be: two calls in a minute are allowed, the third comes too early.
func fineLoop() ([]told, []sms.Message) {
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	var all []told
	var out []sms.Message
	for id := int64(1); id <= 3; id++ {
		text := fmt.Sprint("message ", id)
		all = append(all, told{answer: answer{Texts: []remote.Text{{ID: id, Text: text, Time: at}}}})
		out = append(out, sms.Message{ID: id, Text: text})
	}
	all[2].Texts[0].Time = at.Add(time.Minute)
	refused := answer{Error: &refusal{Code: remote.ReasonLimit, RetryAfter: 60}}
	return slices.Insert(all, 2, told{refused, remote.ExitRefused}), out
}

func TestLoopVerdict(t *testing.T) {
	rules := budget.Rules{Minute: 2, Hour: 100, Day: 100}
	for _, c := range []struct {
		name  string
		spoil func(all []told, out *[]sms.Message)
		want  string
	}{
		{"fine", func([]told, *[]sms.Message) {}, ""},
		{"too many", func(all []told, _ *[]sms.Message) {
			all[3].Texts[0].Time = all[3].Texts[0].Time.Add(-time.Second)
		}, "3 messages were accepted within 59s"},
		{"wrong exit code", func(all []told, _ *[]sms.Message) { all[2].exit = 1 }, "call 2 ended with exit code 1"},
		{"other reason", func(all []told, _ *[]sms.Message) { all[2].Error.Code = remote.ReasonBusy }, "call 2 ended with"},
		{"no word", func(all []told, _ *[]sms.Message) { all[2].Error = nil }, "call 2 ended with"},
		{"no time", func(all []told, _ *[]sms.Message) { all[2].Error.RetryAfter = 0 }, "after 0 s"},
		{"refused too early", func(all []told, _ *[]sms.Message) { all[1], all[2] = all[2], all[1] }, "call 1 was refused"},
		{"queued beyond", func(_ []told, out *[]sms.Message) {
			*out = append(*out, sms.Message{ID: 4, Text: "more"})
		}, `"more", is there`},
		{"another text", func(_ []told, out *[]sms.Message) { (*out)[0].Text = "other" }, `"other", is there`},
		{"lost", func(_ []told, out *[]sms.Message) { *out = (*out)[1:] }, `"message 1", was accepted and is not there`},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, out := fineLoop()
			c.spoil(all, &out)
			got := strings.Join(loopVerdict(all, rules, out), "\n")
			if !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
				t.Fatalf("got %q, want %q in it", got, c.want)
			}
		})
	}
}
