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

var errNoRoom = errors.New("no room on the disk")

// TestBefore lets the PDU go only when what runs before it says so, and only while the modem waits.
func TestBefore(t *testing.T) {
	const all = "AT+CMGS=3 00010203^Z"
	for _, c := range []struct {
		name  string
		takes time.Duration
		err   error
		says  string // the modem, while it waits
		want  error
		wrote string
	}{
		{"at once", 0, nil, "", nil, all},
		{"after a while", 9 * time.Second, nil, "", nil, all},
		{"a URC meanwhile", time.Second, nil, "\r\n+CMTI: \"SM\",0\r\n", nil, all},
		{"refused", 0, errNoRoom, "", errNoRoom, "AT+CMGS=3 ESC"},
		{"too late", 11 * time.Second, nil, "", at.ErrTimeout, "AT+CMGS=3 ESC"},
		{"refused too late", 11 * time.Second, errNoRoom, "", at.ErrTimeout, "AT+CMGS=3 ESC"},
		{
			"modem does not wait", time.Second, nil, "\r\n+CMS ERROR: 38\r\n",
			&at.Error{Class: at.ClassCMS, Code: 38}, "AT+CMGS=3",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPort(replies(map[string]string{
					"AT+CMGS=3": "\r\n> ", "00010203^Z": "\r\n+CMGS: 7\r\n\r\nOK\r\n",
				}))
				ch := open(t, p, at.Options{})
				cmd := send
				cmd.Before = func() error {
					if n := len(p.commands()); n != 1 {
						t.Errorf("%d commands are out", n)
					}
					p.say(c.says)
					time.Sleep(c.takes)
					return c.err
				}
				a, err := ch.Do(t.Context(), cmd)
				if !errors.Is(err, c.want) || a.Sent != (c.want == nil) {
					t.Errorf("sent %t, error %v, want %v", a.Sent, err, c.want)
				}
				synctest.Wait()
				if got := strings.Join(p.commands(), " "); got != c.wrote {
					t.Errorf("wrote %q, want %q", got, c.wrote)
				}
				_ = ch.Close()
			})
		})
	}
}

// TestBeforeAndCancel returns up at the prompt, while something still runs.
func TestBeforeAndCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(replies(map[string]string{"AT+CMGS=3": "\r\n> "}))
		c := open(t, p, at.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		cmd := send
		cmd.Before = func() error { time.Sleep(5 * time.Second); return nil }
		a, err := c.Do(ctx, cmd)
		if a.Sent || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("sent %t, error %v", a.Sent, err)
		}
		synctest.Wait()
		if got := strings.Join(p.commands(), " "); got != "AT+CMGS=3 ESC" {
			t.Errorf("wrote %q", got)
		}
		_ = c.Close()
	})
}

// TestBeforeAndClose ends the channel while something still runs.
func TestBeforeAndClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(replies(map[string]string{"AT+CMGS=3": "\r\n> "}))
		c := open(t, p, at.Options{})
		cmd := send
		cmd.Before = func() error { return c.Close() }
		if a, err := c.Do(t.Context(), cmd); a.Sent || !errors.Is(err, at.ErrClosed) {
			t.Errorf("sent %t, error %v", a.Sent, err)
		}
	})
}
