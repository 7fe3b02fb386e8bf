package modem_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// chatty is a modem that sends a notice with every answer.
type chatty struct {
	*plain
	notice string
}

func (c chatty) Write(b []byte) (int, error) {
	n, err := c.plain.Write(b)
	c.say("\r\n" + c.notice + "\r\n")
	return n, err
}

// Whatever notice causes a question causes it at most once in some seconds.
func TestNoticesWithEveryAnswer(t *testing.T) {
	for _, notice := range []string{
		"^SRVST:2", "^SIMST:1", "+CREG: 1", "+CREG: 2", "+CEREG: 2", "+CMTI: \"SM\",3", "+CDSI: \"SR\",0",
		"^SMMEMFULL:\"SM\"", "^SMMEMFULL", "^SMMEMFULL:\"XX\"", "+ZUSIMR:2",
	} {
		t.Run(notice, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := chatty{newPlain(script{"AT+CEREG=2": {scriptError}, "AT+CEREG=1": {scriptError}}), notice}
				m, err := modem.Open(t.Context(), p, modem.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = m.Close(); <-m.Done() }()
				if err := m.Ready(t.Context(), sms.ReceivePolling); err != nil {
					t.Fatal(err)
				}
				m.Listen(&sink{})
				time.Sleep(time.Minute)
				before := strings.Count(p.commands(), "\n")
				time.Sleep(5 * time.Minute)
				n := strings.Count(p.commands(), "\n") - before
				if n > 5*60*3 { // 75 questions of some ten commands, and polling
					t.Errorf("%d commands in five minutes", n)
				}
			})
		})
	}
}

// The flood of a ZTE modem ends when it is asked for its memories, also before the PIN.
func TestZTEFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlain(script{
			"AT+CPIN?": {"\r\n+CPIN: SIM PIN\r\n" + scriptOK},
			"AT+CGMI":  {"\r\nZTE INCORPORATED\r\n" + scriptOK}, "AT+CPINR": {scriptError},
			"AT+ZPINPUK=?": {"\r\n+ZPINPUK: 2,10\r\n" + scriptOK},
		})
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go func() {
			for ctx.Err() == nil && !strings.Contains(p.commands(), "AT+CPMS?") {
				p.say("\r\n+ZUSIMR:2\r\n")
				time.Sleep(300 * time.Millisecond)
			}
		}()
		m, err := modem.Open(t.Context(), p, modem.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		time.Sleep(2 * time.Second)
		if !strings.Contains(p.commands(), "AT+CPMS?") {
			t.Error("not asked for its memories")
		}
		if s, err := m.SIM(t.Context()); err != nil || s.PINTries != 2 || s.PUKTries != 10 {
			t.Errorf("%+v, %v", s, err)
		}
	})
}
