package at_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/at"
)

// The second known defect: the late answer of one command is given to the next.
func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var late string
		p := newPort(func(p *port, cmd string) {
			switch cmd {
			case "AT+CMGS=3":
				p.say("\r\n> ")
			case "00010203^Z": // answered far too late
				time.AfterFunc(70*time.Second, func() { p.say("\r\n+CMGS: 12\r\n\r\nOK\r\n") })
			case "AT":
				time.AfterFunc(20*time.Second, func() { p.say("OK\r\n") })
			case "AT+CPIN?":
				p.say("\r\n+CME ERROR: 11\r\n")
			}
		})
		c := open(t, p, at.Options{})
		a, err := c.Do(t.Context(), at.Command{
			Name: "+CMGS", Args: []any{3}, PDU: "00010203", Timeout: time.Minute,
			Late: func(a at.Response, err error) { late, _ = a.Value("+CMGS:") },
		})
		if !errors.Is(err, at.ErrTimeout) || !a.Sent {
			t.Fatalf("sent %t, error %v; want a time-out after the PDU", a.Sent, err)
		}
		time.Sleep(5 * time.Second)
		p.answer = promptly(p.answer)
		a, err = c.Do(t.Context(), at.Cmd("+CPIN?"))
		if len(a.Lines) > 0 || !errors.Is(err, &at.Error{Class: at.ClassCME, Code: 11}) {
			t.Errorf("next command got %q, %v", a.Lines, err)
		}
		if late != "" {
			t.Errorf("late answer %q before it came", late)
		}
		_ = c.Close()
	})
}

// promptly answers AT at once.
func promptly(before func(*port, string)) func(*port, string) {
	return func(p *port, cmd string) {
		if cmd == "AT" {
			p.say("OK\r\n")
			return
		}
		before(p, cmd)
	}
}

// A modem that is busy with a text answers nothing else. The late answer goes to its command, also
// when a caller that lost patience made it late.
func TestCase31LateAnswerIsAttributed(t *testing.T) {
	tests := []struct{ name, late, want string }{
		{"sent", "\r\n+CMGS: 12\r\n\r\nOK\r\n", "12 <nil>"},
		{"refused", "\r\n+CMS ERROR: 38\r\n", ` AT+CMGS: modem says "+CMS ERROR: 38"`},
	}
	for _, tt := range tests {
		for _, next := range []bool{true, false} {
			t.Run(tt.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { lateIsAttributed(t, tt.late, tt.want, next) })
			})
		}
	}
}

func lateIsAttributed(t *testing.T, answer, want string, next bool) {
	var idle atomic.Bool
	p := newPort(func(p *port, cmd string) {
		switch {
		case cmd == "AT+CMGS=3":
			p.say("\r\n> ")
		case cmd == "00010203^Z":
			time.AfterFunc(70*time.Second, func() { idle.Store(true); p.say(answer) })
		case cmd == "AT" && idle.Load():
			p.say("OK\r\n")
		case cmd == "AT+CSQ":
			p.say("+CSQ: 3,99\r\nOK\r\n")
		}
	})
	got := make(chan string, 1)
	c := open(t, p, at.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := c.Do(ctx, at.Command{
		Name: "+CMGS", Args: []any{3}, PDU: "00010203", Timeout: 300 * time.Second,
		Late: func(a at.Response, err error) {
			ref, _ := a.Value("+CMGS:")
			if err == nil {
				got <- ref + " <nil>"
				return
			}
			got <- ref + " " + err.Error()
		},
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v, want that of the context", err)
	}
	if next {
		if lines := do(t, c, at.Cmd("+CSQ")); lines != "+CSQ: 3,99" {
			t.Errorf("next command got %q", lines)
		}
	}
	if late := <-got; late != want {
		t.Errorf("late %q, want %q", late, want)
	}
	_ = c.Close()
}

// Between a time-out and the next answer everything is discarded but urcs.
func TestDirtyChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got urcs
		p := newPort(func(p *port, cmd string) {
			switch cmd {
			case "AT":
				p.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n\r\n+CMTI: \"SM\",4\r\n\r\nOK\r\n")
			case "ATI":
				p.say("\r\nE3531\r\nOK\r\n")
			}
		})
		c := open(t, p, at.Options{Handle: got.add})
		start := time.Now()
		_, err := c.Do(t.Context(), at.Cmd("+CSQ").WithTimeout(3*time.Second))
		if !errors.Is(err, at.ErrTimeout) {
			t.Fatalf("error %v, want ErrTimeout", err)
		}
		if d := time.Since(start); d != 3*time.Second {
			t.Errorf("time-out after %v, want 3s", d)
		}
		if lines := do(t, c, at.Cmd("I").WithAnyLines()); lines != "E3531" {
			t.Errorf("next command got %q", lines)
		}
		if want := "AT+CSQ ESC AT ATI"; strings.Join(p.commands(), " ") != want {
			t.Errorf("wrote %q, want %s", p.commands(), want)
		}
		if !strings.Contains(got.String(), `+CMTI: "SM",4|;`) {
			t.Errorf("urcs %q", got.String())
		}
		do(t, c, at.Cmd("I").WithAnyLines())
		if n := len(p.commands()); n != 5 {
			t.Errorf("a clean channel was synchronised again: %q", p.commands())
		}
		_ = c.Close()
	})
}
