package at_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/at"
)

// send is a command with a PDU of three octets.
var send = at.Command{Name: "+CMGS", Args: []any{3}, PDU: "00010203", Timeout: time.Minute}

func TestPrompt(t *testing.T) {
	const done = "\r\n+CMGS: 7\r\n\r\nOK\r\n"
	tests := []struct {
		name          string
		prompt, final string
		lines         string
		sent          bool
		code          int
		urcs          string
	}{
		{"plain", "\r\n> ", done, "+CMGS: 7", true, 0, ""},
		{"no space", "\r\n>", done, "+CMGS: 7", true, 0, ""},
		{"echo", "AT+CMGS=3\r\r\n> ", "00010203\x1a" + done, "+CMGS: 7", true, 0, ""},
		{"echo with prompt", "AT+CMGS=3\r\r\n> ", "> 00010203\r\n" + done, "+CMGS: 7", true, 0, ""},
		{
			"URC before", "\r\n+CMTI: \"SM\",0\r\n\r\n> ", done, "+CMGS: 7", true, 0,
			`+CMTI: "SM",0|;`,
		},
		{"text before", "\r\n+CMT: ,3\r\n0011\r\n\r\n> ", done, "+CMGS: 7", true, 0, "+CMT: ,3|0011;"},
		{
			"report first", "\r\n> ", "\r\n+CDS: 25\r\n0006\r\n" + done, "+CMGS: 7", true, 0,
			"+CDS: 25|0006;",
		},
		{"refused at once", "\r\n+CMS ERROR: 302\r\n", "", "", false, 302, ""},
		{"refused later", "\r\n> ", "\r\n+CMS ERROR: 38\r\n", "", true, 38, ""},
		{"end of a call meanwhile", "\r\n> ", "\r\nNO CARRIER\r\n" + done, "+CMGS: 7", true, 0, ""},
		{"stray prompt", "\r\n> ", "\r\n> \r\n+CMGS: 7\r\nOK\r\n", "+CMGS: 7", true, 0, ""},
	}
	for _, tt := range tests {
		for _, chunk := range []int{0, 1} {
			t.Run(tt.name, func(t *testing.T) {
				var got urcs
				p := newPort(replies(map[string]string{"AT+CMGS=3": tt.prompt, "00010203^Z": tt.final}))
				p.chunk = chunk
				c := open(t, p, at.Options{Handle: got.add})
				a, err := c.Do(t.Context(), send)
				if lines := strings.Join(a.Lines, "|"); lines != tt.lines || a.Sent != tt.sent {
					t.Errorf("lines %q sent %t, want %q %t", lines, a.Sent, tt.lines, tt.sent)
				}
				checkError(t, err, at.ClassCMS, tt.code)
				if got.String() != tt.urcs {
					t.Errorf("urcs %q, want %q", got.String(), tt.urcs)
				}
			})
		}
	}
}

// ">" is a prompt only while one is waited for.
func TestNoPromptWanted(t *testing.T) {
	p := newPort(replies(map[string]string{"AT+CGMI": "\r\n> Acme <\r\nOK\r\n"}))
	c := open(t, p, at.Options{})
	if lines := do(t, c, at.Cmd("+CGMI").WithAnyLines()); lines != "Acme <" {
		t.Errorf("got %q", lines)
	}
}

// When no prompt comes the command is aborted, and nothing of the PDU goes out, not even when the
// prompt comes late.
func TestCase29PromptTimeout(t *testing.T) {
	tests := []struct {
		name string
		ctx  time.Duration // 0 is without
		want error
		at   time.Duration
	}{
		{"time-out", 0, at.ErrTimeout, 10 * time.Second},
		{"cancelled", 3 * time.Second, context.DeadlineExceeded, 3 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPort(replies(map[string]string{
					"ESC": "\r\n> \r\nOK\r\n", "AT": "OK\r\n", "AT+CSQ": "+CSQ: 1,99\r\nOK\r\n",
				}))
				c := open(t, p, at.Options{})
				ctx, start := t.Context(), time.Now()
				if tt.ctx > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.ctx)
					defer cancel()
				}
				a, err := c.Do(ctx, send)
				if !errors.Is(err, tt.want) || a.Sent || time.Since(start) != tt.at {
					t.Errorf("sent %t, error %v after %v", a.Sent, err, time.Since(start))
				}
				synctest.Wait()
				if want := "AT+CMGS=3 ESC"; strings.Join(p.commands(), " ") != want {
					t.Errorf("wrote %q, want %s", p.commands(), want)
				}
				if lines := do(t, c, at.Cmd("+CSQ")); lines != "+CSQ: 1,99" {
					t.Errorf("next command got %q", lines)
				}
				_ = c.Close()
			})
		})
	}
}

// The line breaks right after the prompt: the PDU may have gone out.
func TestBreakAfterPrompt(t *testing.T) {
	p := newPort(func(p *port, cmd string) {
		if cmd == "AT+CMGS=3" {
			p.say("\r\n> ")
			return
		}
		p.fail(errUnplugged)
	})
	c := open(t, p, at.Options{})
	a, err := c.Do(t.Context(), send)
	if !a.Sent || !errors.Is(err, errUnplugged) {
		t.Errorf("sent %t, error %v", a.Sent, err)
	}
}

// The line breaks instead of the prompt: nothing went out.
func TestBreakBeforePrompt(t *testing.T) {
	p := newPort(func(p *port, cmd string) { p.fail(errUnplugged) })
	c := open(t, p, at.Options{})
	a, err := c.Do(t.Context(), send)
	if a.Sent || !errors.Is(err, errUnplugged) {
		t.Errorf("sent %t, error %v", a.Sent, err)
	}
}
