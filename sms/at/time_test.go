package at_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/at"
)

func TestStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(func(p *port, cmd string) { p.say("\r\n^RSSI:3\r\n") })
		c := open(t, p, at.Options{})
		_, _ = c.Do(t.Context(), at.Cmd("+CSQ"))
		start := time.Now()
		if _, err := c.Do(t.Context(), at.Cmd("+CSQ")); !errors.Is(err, at.ErrStuck) {
			t.Errorf("error %v, want ErrStuck", err)
		}
		if d := time.Since(start); d != 8*time.Second {
			t.Errorf("gave up after %v, want 8s", d)
		}
		<-c.Done()
		if !errors.Is(c.Err(), at.ErrStuck) {
			t.Errorf("Err %v, want ErrStuck", c.Err())
		}
	})
}

func TestWriteHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(nil)
		p.hang = true
		c := open(t, p, at.Options{})
		start := time.Now()
		_, err := c.Do(t.Context(), at.Cmd("+CSQ").WithTimeout(time.Minute))
		if !errors.Is(err, at.ErrWrite) || time.Since(start) != 5*time.Second {
			t.Errorf("error %v after %v, want ErrWrite after 5s", err, time.Since(start))
		}
		<-c.Done()
	})
}

// A driver that hangs even in Close must not take the program along.
func TestCloseHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &sticky{port: newPort(nil), release: make(chan struct{})}
		c := at.New(p, at.Options{})
		start := time.Now()
		_ = c.Close()
		if d := time.Since(start); d != time.Second {
			t.Errorf("Close took %v, want 1s", d)
		}
		close(p.release)
	})
}

type sticky struct {
	*port
	release chan struct{}
}

func (p *sticky) Close() error {
	<-p.release
	return p.port.Close()
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(replies(map[string]string{"AT": "OK\r\n", "AT+CSQ": "+CSQ: 1,99\r\nOK\r\n"}))
		c := open(t, p, at.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Do(ctx, at.Cmd("+CMGL", 4).WithTimeout(time.Minute))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want that of the context", err)
		}
		if _, err := c.Do(ctx, at.Cmd("+CSQ")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want that of the context", err)
		}
		if lines := do(t, c, at.Cmd("+CSQ")); lines != "+CSQ: 1,99" {
			t.Errorf("got %q", lines)
		}
		_ = c.Close()
	})
}

// A caller that gives up while the channel resynchronises leaves it dirty.
func TestCancelWhileSynchronising(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(nil)
		c := open(t, p, at.Options{})
		_, _ = c.Do(t.Context(), at.Cmd("+CSQ"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Do(ctx, at.Cmd("+CSQ")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want that of the context", err)
		}
		p.answer = replies(map[string]string{"AT": "OK\r\n", "AT+CSQ": "+CSQ: 1,99\r\nOK\r\n"})
		if lines := do(t, c, at.Cmd("+CSQ")); lines != "+CSQ: 1,99" {
			t.Errorf("got %q", lines)
		}
		if want := "AT+CSQ ESC AT ESC AT AT+CSQ"; strings.Join(p.commands(), " ") != want {
			t.Errorf("wrote %q, want %s", p.commands(), want)
		}
		_ = c.Close()
	})
}

// The end of a call may be news and not the answer: the OK that follows must not be taken for the
// answer to the next command.
func TestCallEndsInsideAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(replies(map[string]string{
			"AT+CSQ": "\r\nNO CARRIER\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
			"AT":     "OK\r\n", "AT+CGMM": "E173\r\nOK\r\n",
		}))
		c := open(t, p, at.Options{})
		_, err := c.Do(t.Context(), at.Cmd("+CSQ"))
		if !errors.Is(err, &at.Error{Class: at.ClassCall, Code: -1}) {
			t.Errorf("error %v", err)
		}
		if lines := do(t, c, at.Cmd("+CGMM").WithAnyLines()); lines != "E173" {
			t.Errorf("next command got %q", lines)
		}
		_ = c.Close()
	})
}

func TestExclusive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(func(p *port, cmd string) {
			time.AfterFunc(time.Second, func() { p.say("OK\r\n") })
		})
		c := open(t, p, at.Options{})
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				_ = c.Exclusive(t.Context(), func(s at.Sequence) error {
					_, _ = s.Do(t.Context(), at.Cmd("+CPMS", "SM"))
					_, err := s.Do(t.Context(), at.Cmd("+CMGR", 0))
					return err
				})
			})
		}
		time.Sleep(500 * time.Millisecond)
		if ran, _ := c.TryExclusive(func(at.Sequence) error { return nil }); ran {
			t.Error("TryExclusive ran although the channel is in use")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Do(ctx, at.Cmd("")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiting for one's turn: %v", err)
		}
		wg.Wait()
		want := `AT+CPMS="SM" AT+CMGR=0 AT+CPMS="SM" AT+CMGR=0`
		if got := strings.Join(p.commands(), " "); got != want {
			t.Errorf("wrote %s, want %s", got, want)
		}
		_ = c.Close()
	})
}

// A modem that answers everything with an error of its own kind, as some do for want of the PIN, is
// in step again after a time-out.
func TestSynchronisesByError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(func(p *port, cmd string) {
			if cmd != "AT+CSQ" {
				p.say("\r\n+CME ERROR: 11\r\n")
			}
		})
		c := open(t, p, at.Options{})
		if _, err := c.Do(t.Context(), at.Cmd("+CSQ")); !errors.Is(err, at.ErrTimeout) {
			t.Fatalf("error %v, want ErrTimeout", err)
		}
		want := &at.Error{Class: at.ClassCME, Code: 11}
		if _, err := c.Do(t.Context(), at.Cmd("+CREG?")); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	})
}
