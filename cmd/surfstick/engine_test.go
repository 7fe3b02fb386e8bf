package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/engine"
	"surfstick-sms/internal/door"
	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

// read reads the JSON that a run printed.
func read[A any](t *testing.T, r result) (a A) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.out), &a); err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return a
}

// one returns the only text that a run printed.
func one(t *testing.T, r result) remote.Text {
	t.Helper()
	all := read[textsLine](t, r).Texts
	if len(all) != 1 {
		t.Fatalf("%+v", r)
	}
	return all[0]
}

// TestThroughTheModem: a text goes out and is delivered, the answer comes in, and every other command says
// what there is.
func TestThroughTheModem(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	r := o.call(t, "send", "--json", "--to", "0171 1234567", "--text", "Tür offen", "--wait", "delivered", "--id", "one")
	sent := one(t, r)
	if r.code != 0 || sent.State != remote.Delivered || sent.To != "+491711234567" || sent.Key != "one" ||
		sent.Program == "" {
		t.Fatalf("%+v", r)
	}
	r = o.call(t, "listen", "--json", "--since", "0", "--timeout", "1")
	if r.code != 2 {
		t.Errorf("listen has no end of its own: %+v", r)
	}
	first := o.nextReceived(t, "--since", "0")
	if first.Type != "received" || first.From != sent.To || !strings.Contains(first.Text, "Tür offen") {
		t.Errorf("received %+v", first)
	}
	if r = o.call(t, "status", fmt.Sprint(sent.ID)); r.code != 0 || !strings.Contains(r.out, "delivered") {
		t.Errorf("%+v", r)
	}
	if r = o.call(t, "status", "--id", "one", "--json"); r.code != 0 || one(t, r).ID != sent.ID {
		t.Errorf("%+v", r)
	}
	r = o.call(t, "list", "--with", "0171 1234567")
	if r.code != 0 || strings.Count(r.out, "\n") != 2 || !strings.Contains(r.out, "to +491711234567 [delivered]: Tür offen") {
		t.Errorf("%+v", r)
	}
	for since, want := range map[string]int{"0": 2, fmt.Sprint(sent.ID): 1} {
		if r = o.call(t, "list", "--json", "--since", since, "--limit", "900"); strings.Count(r.out, "\n") != want {
			t.Errorf("since %s: %+v", since, r)
		}
	}
	if r = o.call(t, "ussd", "*100#"); r.code != 0 || r.out != "Guthaben: 12,34 EUR\n" {
		t.Errorf("%+v", r)
	}
	if r = o.call(t, "ussd", "**21*0171#"); r.code != 2 && r.code != 3 {
		t.Errorf("a code that redirects calls: %+v", r)
	}
	i := read[remote.Info](t, o.call(t, "info", "--json"))
	if !i.Ready || i.Operator != "Testnetz" || i.State != remote.LinkReady || i.Left.Day != 99 || i.May.Send != remote.Yes {
		t.Errorf("%+v", i)
	}
	if sent := o.Modem.Sent(); len(sent) != 1 {
		t.Errorf("%d texts were sent", len(sent))
	}
}

// nextReceived listens until the first line comes.
func (o *office) nextReceived(t *testing.T, args ...string) receivedLine {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	out := &first{stop: stop}
	tl := tool{in: strings.NewReader(""), out: out, err: new(bytes.Buffer)}
	if code := tl.run(ctx, append([]string{"--data", o.data, "listen", "--json"}, args...)); code != 0 {
		t.Fatalf("exit %d", code)
	}
	line, _, _ := strings.Cut(out.String(), "\n")
	var r receivedLine
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return r
}

// first ends something after it was written to.
type first struct {
	bytes.Buffer
	stop func()
}

func (f *first) Write(b []byte) (int, error) {
	defer f.stop()
	return f.Buffer.Write(b)
}

// TestWithoutAStick: the text is kept, and can be asked for and taken back.
func TestWithoutAStick(t *testing.T) {
	o := newOffice(t)
	r := o.call(t, "send", "--json", "--to", "0171 1234567", "--text", "x", "--timeout", "1", "--id", "k")
	text := one(t, r)
	if r.code != 5 || text.State != remote.Queued {
		t.Fatalf("%+v", r)
	}
	if r = o.call(t, "send", "--json", "--to", "0171 1234567", "--text", "x", "--wait", "queued", "--id", "k"); r.code != 0 ||
		!read[sentLine](t, r).Known || one(t, r).ID != text.ID {
		t.Errorf("the same call: %+v", r)
	}
	o.call(t, "send", "--to", "0171 1234567", "--text", "other", "--id", "k").check(t, 2, "", "surfstick: ", "a new --id")
	if r = o.call(t, "status", "--id", "k"); r.code != 5 {
		t.Errorf("%+v", r)
	}
	if r = o.call(t, "cancel", fmt.Sprint(text.ID)); r.code != 0 || !strings.Contains(r.out, "cancelled") {
		t.Errorf("%+v", r)
	}
	if r = o.call(t, "cancel", fmt.Sprint(text.ID)); r.code != 1 {
		t.Errorf("%+v", r)
	}
	if r = o.call(t, "status", "--id", "k"); r.code != 6 {
		t.Errorf("%+v", r)
	}
	for _, line := range []string{"status 999", "cancel 999", "status --id unknown"} {
		if r = o.call(t, strings.Fields(line)...); r.code != 1 || !strings.Contains(r.err, "surfstick list") {
			t.Errorf("%s: %+v", line, r)
		}
	}
	if r = o.call(t, "ussd", "*100#"); r.code != 5 {
		t.Errorf("%+v", r)
	}
	if i := read[remote.Info](t, o.call(t, "info", "--json")); i.Ready || i.State != remote.LinkNoStick {
		t.Errorf("%+v", i)
	}
}

// TestRefusals: what is wrong with a call has its code, and nothing is queued.
func TestRefusals(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		code   int
		reason remote.Reason
		args   []string
	}{
		"no number":     {2, remote.ReasonNumber, []string{"--to", "abc", "--text", "x"}},
		"no text":       {2, remote.ReasonText, []string{"--to", "0171 1234567", "--text", ""}},
		"a bell":        {2, remote.ReasonText, []string{"--to", "0171 1234567", "--text", "a\x07"}},
		"a premium one": {3, remote.ReasonCost, []string{"--to", "0900 1234567", "--text", "x"}},
		"a short one":   {3, remote.ReasonCost, []string{"--to", "80850", "--text", "x"}},
		"abroad":        {3, remote.ReasonCost, []string{"--to", "+43 664 1234567", "--text", "x"}},
		"too long":      {3, remote.ReasonTooLong, []string{"--to", "0171 1234567", "--text", strings.Repeat("x", 1000)}},
		"one is wrong":  {2, remote.ReasonNumber, []string{"--to", "0171 1234567", "--to", "?", "--text", "x"}},
		"a long key":    {2, remote.ReasonUsage, []string{"--to", "0171 1234567", "--text", "x", "--id", strings.Repeat("k", 129)}},
	} {
		for _, dry := range [][]string{nil, {"--dry-run"}} {
			r := o.call(t, append(append([]string{"send", "--json"}, c.args...), dry...)...)
			if e := read[errorLine](t, r).Error; r.code != c.code || e.Code != c.reason || e.Message == "" {
				t.Errorf("%s %v: %+v", name, dry, r)
			}
		}
	}
	o.Guard.Say(sms.PermitSend, sms.ErrDenied)
	o.Guard.Say(sms.PermitRead, sms.ErrNobodyAnswered)
	o.call(t, "send", "--to", "0171 1234567", "--text", "x").check(t, 3, "", "surfstick: ", "Settings")
	for _, line := range []string{"list", "listen"} {
		o.call(t, line).check(t, 3, "", "surfstick: ", "window")
	}
	if n, err := o.Texts.Queued(t.Context()); n != 0 || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
}

// TestLimit: a loop ends at the limit, with what may be sent in a minute in the queue and no more.
func TestLimit(t *testing.T) {
	o := newOffice(t)
	minute := budget.Default().Minute
	for i := range minute + 5 {
		r := o.call(t, "send", "--json", "--wait", "queued", "--to", "0171 1234567", "--text", fmt.Sprint(i))
		if i < minute {
			if r.code != 0 {
				t.Fatalf("%d: %+v", i, r)
			}
			continue
		}
		if e := read[errorLine](t, r).Error; r.code != 3 || e.Code != remote.ReasonLimit || e.RetryAfter < 1 || e.RetryAfter > 60 {
			t.Errorf("%d: %+v", i, r)
		}
	}
	if n, err := o.Texts.Queued(t.Context()); n != minute || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
}

// TestFailed: the network says no for good.
func TestFailed(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	o.Modem.FailNextSubmit(1) // unassigned number
	o.call(t, "send", "--to", "0171 1234567", "--text", "x").
		check(t, 6, "To +491711234567: not sent: the number does not exist (1 part, ID 1).\n")
}

// TestUnconfirmed: the stick is pulled out while the network has the text or has it not.
func TestUnconfirmed(t *testing.T) {
	o := newOffice(t)
	o.Plug(engine.Card())
	o.Modem.SilenceNextSubmit(true)
	time.AfterFunc(700*time.Millisecond, o.Modem.Unplug)
	r := o.call(t, "send", "--to", "0171 1234567", "--text", "x", "--timeout", "20")
	r.check(t, 7, r.out, "do not send it again")
	if !strings.Contains(r.out, "perhaps sent") {
		t.Errorf("%+v", r)
	}
}

// TestSameKeyAtOnce: the same call from many programs at once is one text.
func TestSameKeyAtOnce(t *testing.T) {
	o := newOffice(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				tl := tool{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer)}
				args := []string{"--data", o.data, "send", "--to", "0171 1234567", "--text", "x", "--id", "k", "--wait", "queued"}
				if code := tl.run(t.Context(), args); code != 0 {
					t.Errorf("exit %d: %s", code, tl.err)
				}
			}
		})
	}
	all.Wait()
	if n, err := o.Texts.Queued(t.Context()); n != 1 || err != nil {
		t.Errorf("%d are queued, %v", n, err)
	}
}

// TestBusy: one program too many is told so, and gets in when another has gone.
func TestBusy(t *testing.T) {
	o := newOffice(t)
	var open []*remote.Client
	for range remote.MaxConnections {
		c, err := door.Dial(t.Context(), o.data)
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, remote.NewClient(c))
		defer c.Close()
		if _, err := open[len(open)-1].Hello(t.Context(), "test"); err != nil {
			t.Fatal(err)
		}
	}
	r := o.call(t, "info", "--json")
	if e := read[errorLine](t, r).Error; r.code != 1 || e.Code != remote.ReasonBusy {
		t.Errorf("%+v", r)
	}
	open[0].Close()
	for range 100 {
		if r = o.call(t, "info", "--json"); r.code == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("afterwards: %+v", r)
}
