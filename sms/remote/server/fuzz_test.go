package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
	"surfstick-sms/sms/remote/server"
	"surfstick-sms/sms/ussd"
)

// stub is an Engine, a Guard and a Stick that allow everything and check what reaches them.
type stub struct{ t *testing.T }

func (s stub) Region() string                                         { return "DE" }
func (s stub) Link() sms.Link                                         { return sms.Link{Signal: -1} }
func (s stub) Identity() sms.Identity                                 { return sms.Identity{} }
func (s stub) Paused(context.Context) (sms.Reason, error)             { return sms.ReasonNone, nil }
func (s stub) Queued(context.Context) (int, error)                    { return 0, nil }
func (s stub) KeyOf(context.Context, int64) (string, error)           { return "", nil }
func (s stub) Name(context.Context, sms.Number) (string, error)       { return "", nil }
func (s stub) LastArrival(context.Context) (int64, error)             { return 9, nil }
func (s stub) May(context.Context, sms.Program, sms.Permission) error { return nil }
func (s stub) Said(sms.Program, sms.Permission) (allowed, known bool) { return true, true }
func (s stub) Rules() budget.Rules                                    { return budget.Default() }
func (s stub) Open() bool                                             { return true }
func (s stub) EndUSSD(context.Context) error                          { return nil }
func (s stub) Changes(context.Context) <-chan struct{}                { return nil }
func (s stub) Reports(context.Context) (<-chan struct{}, func() []int64) {
	return nil, func() []int64 { return nil }
}
func (s stub) Arrivals(context.Context, int64, int) ([]sms.Arrival, error) { return nil, nil }

func (s stub) ProgramsLeft(context.Context, budget.Rules) (budget.Left, error) {
	return budget.Left{}, nil
}

func (s stub) SendFor(_ context.Context, o sms.Order, _ budget.Rules) ([]sms.Message, bool, error) {
	if len(o.To) == 0 || o.Program != python {
		s.t.Errorf("an order for nobody or of nobody: %+v", o)
	}
	var all []sms.Message
	for i, n := range o.To {
		if !n.Dialable() || strings.ContainsAny(string(n), "*#") {
			s.t.Errorf("a text to %q", n)
		}
		all = append(all, sms.Message{ID: int64(i + 1), Number: n, Direction: sms.Outgoing, Text: o.Text, Status: sms.Queued})
	}
	for _, r := range o.Text {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			s.t.Errorf("a text with %q", r)
		}
	}
	if !utf8.ValidString(o.Text) || strings.TrimSpace(o.Text) == "" {
		s.t.Errorf("a text %q", o.Text)
	}
	return all, false, nil
}

func (s stub) Check(ctx context.Context, o sms.Order, r budget.Rules) ([]sms.Message, bool, error) {
	return s.SendFor(ctx, o, r)
}

func (s stub) Cancel(_ context.Context, id int64) error {
	if id <= 0 {
		s.t.Errorf("cancels %d", id)
	}
	return nil
}

func (s stub) ByKey(_ context.Context, key string) ([]sms.Message, error) {
	if key == "" {
		s.t.Error("no key")
	}
	return []sms.Message{{ID: 1, Direction: sms.Outgoing, Program: python, Status: sms.Sent}}, nil
}

func (s stub) Message(_ context.Context, id int64) (sms.Message, error) {
	if id <= 0 {
		s.t.Errorf("message %d", id)
	}
	return sms.Message{ID: id, Direction: sms.Outgoing, Program: python, Status: sms.Sent}, nil
}

func (s stub) List(_ context.Context, f sms.Filter) ([]sms.Message, error) {
	if f.Limit < 2 || f.Limit > remote.MaxList+1 || f.Since != nil && *f.Since < 0 || f.In && f.Out {
		s.t.Errorf("a list of %+v", f)
	}
	return []sms.Message{{ID: 1, Number: anna, Status: sms.Received}}, nil
}

func (s stub) SendUSSD(_ context.Context, code string) (sms.ServiceAnswer, error) {
	if !ussd.Valid(code) || ussd.RiskOf(code) != ussd.RiskNone {
		s.t.Errorf("the code %q", code)
	}
	return sms.ServiceAnswer{}, nil
}

// FuzzServe has a program say anything. Whatever it says, each line has one answer of the protocol with its
// reason, and nothing gets through that must not.
func FuzzServe(f *testing.F) {
	for _, line := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1,"client":"x"}}`,
		`{"jsonrpc":"2.0","id":"a","method":"send","params":{"to":["0171 1234567"],"text":"hi","key":"k","long":true,"force":false,"dry_run":false}}`,
		`{"jsonrpc":"2.0","id":1,"method":"status","params":{"id":5}}`,
		`{"jsonrpc":"2.0","id":1,"method":"status","params":{"key":"k","until":"sent","timeout":0}}`,
		`{"jsonrpc":"2.0","id":1,"method":"cancel","params":{"id":5}}`,
		`{"jsonrpc":"2.0","id":1,"method":"list","params":{"direction":"in","with":"o2","since":3,"limit":500}}`,
		`{"jsonrpc":"2.0","id":1,"method":"listen","params":{"since":0,"reports":true}}`,
		`{"jsonrpc":"2.0","id":1,"method":"info","params":{}}`,
		`{"jsonrpc":"2.0","id":1,"method":"ussd","params":{"code":"*100#"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"ussd","params":{"code":"**21*1#"}}`,
		`[]`, `{}`, `null`, `{"jsonrpc":"2.0","id":1,"method":"send","params":{"to":["\u0000"],"text":"\ud83d"}}`, "\x00\xff", "\r",
	} {
		f.Add([]byte(line + "\n"))
		f.Add([]byte(line + "\n" + line + "\r\n" + line))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		engine := stub{t}
		s := server.New(server.Config{Engine: engine, Guard: engine, Stick: engine, Version: "1"})
		conn := &halfConn{r: bytes.NewReader(said)}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.Serve(t.Context(), conn, python)
		}()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			t.Fatal("it does not end")
		}
		checkAnswers(t, said, conn.w.String())
	})
}

// checkAnswers checks what the server said to what a program said.
func checkAnswers(t *testing.T, said []byte, answers string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(answers))
	n := 0
	for {
		var a answer
		if err := d.Decode(&a); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("no JSON: %v in %q", err, answers)
		}
		n++
		switch {
		case a.JSONRPC != "2.0" || (a.Result == nil) == (a.Error == nil):
			t.Errorf("neither an answer nor a refusal: %q", answers)
		case a.Error != nil && (a.Error.Data.Reason == "" || !strings.HasSuffix(a.Error.Message, ".")):
			t.Errorf("no sentence: %+v", a.Error)
		case a.Error != nil && a.Error.Data.Reason == remote.ReasonInternal:
			t.Errorf("not foreseen: %+v", a.Error)
		}
	}
	if lines := bytes.Count(said, []byte("\n")); n > lines+1 || strings.Count(answers, "\n") != n {
		t.Errorf("%d answers to %d lines", n, lines)
	}
	if !utf8.ValidString(answers) {
		t.Error("answers that are no UTF-8")
	}
}
