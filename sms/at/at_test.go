package at_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/at"
)

var errUnplugged = errors.New("unplugged")

func TestDo(t *testing.T) {
	tests := []struct {
		name   string
		cmd    at.Command
		answer string // of the modem, for the command
		want   string // lines
		code   int    // of the *at.Error, 0 if none is wanted
		class  at.Class
	}{
		{"ok", at.Cmd(""), "\r\nOK\r\n", "", 0, 0},
		{"value", at.Cmd("+CSQ"), "\r\n+CSQ: 20,99\r\n\r\nOK\r\n", "+CSQ: 20,99", 0, 0},
		{"cr cr lf", at.Cmd("+CSQ"), "\r\r\n+CSQ: 20,99\r\r\n\r\r\nOK\r\r\n", "+CSQ: 20,99", 0, 0},
		{"no cr", at.Cmd("+CSQ"), "+CSQ: 20,99\nOK\n", "+CSQ: 20,99", 0, 0},
		{"echo", at.Cmd("+CSQ"), "AT+CSQ\r\r\n+CSQ: 7,99\r\n\r\nOK\r\n", "+CSQ: 7,99", 0, 0},
		{"zero bytes", at.Cmd("+CSQ"), "\x00\r\n+CSQ: 7,99\r\n\x00\x00OK\r\n", "+CSQ: 7,99", 0, 0},
		{"lower case", at.Cmd("+CPIN?"), "\r\n+cpin: READY\r\nok\r\n", "+cpin: READY", 0, 0},
		{"free", at.Cmd("+CGMI").WithAnyLines(), "\r\nhuawei\r\n\r\nOK\r\n", "huawei", 0, 0},
		{"free echo", at.Cmd("+CGMI").WithAnyLines(), "AT+CGMI\r\r\nhuawei\r\n\r\nOK\r\n", "huawei", 0, 0},
		{"stray line", at.Cmd("+CSQ"), "\r\nhello\r\n+CSQ: 1,99\r\nOK\r\n", "+CSQ: 1,99", 0, 0},
		{
			"own caret prefix", at.Cmd("^CPIN?"), "\r\n^CPIN: READY,,10,3,10,3\r\nOK\r\n",
			"^CPIN: READY,,10,3,10,3", 0, 0,
		},
		{"numeric", at.Cmd("V1"), "0\r", "", 0, 0},
		{"numeric error", at.Cmd("V1"), "4\r", "", 4, at.ClassPlain},
		{"error", at.Cmd("+X"), "\r\nERROR\r\n", "", -1, at.ClassPlain},
		{"cme", at.Cmd("+X"), "\r\n+CME ERROR: 10\r\n", "", 10, at.ClassCME},
		{"cme text", at.Cmd("+X"), "\r\n+CME ERROR: SIM not inserted\r\n", "", 10, at.ClassCME},
		{"cme text too long", at.Cmd("+X"), "\r\n+CME ERROR: Text string too long\r\n", "", 24, at.ClassCME},
		{"cme parameters", at.Cmd("+X"), "\r\n+CME ERROR: incorrect parameters.\r\n", "", 50, at.ClassCME},
		{"cms unknown error", at.Cmd("+X"), "\r\n+CMS ERROR: unknown error\r\n", "", 500, at.ClassCMS},
		{"cms", at.Cmd("+X"), "\r\n+CMS ERROR: 331\r\n", "", 331, at.ClassCMS},
		{"cms text", at.Cmd("+X"), "\r\n+CMS ERROR: memory full\r\n", "", 322, at.ClassCMS},
		{"cms unknown", at.Cmd("+X"), "\r\n+CMS ERROR: unknown\r\n", "", -1, at.ClassCMS},
		{"cms huge", at.Cmd("+X"), "\r\n+CMS ERROR: 99999999999999\r\n", "", -1, at.ClassCMS},
		{"huawei", at.Cmd("+X"), "\r\nCOMMAND NOT SUPPORT\r\n", "", -1, at.ClassPlain},
		{"too many", at.Cmd("+X"), "\r\nTOO MANY PARAMETERS\r\n", "", -1, at.ClassPlain},
		{"call", at.Cmd("D112"), "\r\nNO CARRIER\r\n", "", -1, at.ClassCall},
	}
	for _, tt := range tests {
		for _, chunk := range []int{0, 1} {
			t.Run(tt.name, func(t *testing.T) {
				p := newPort(func(p *port, _ string) { p.say(tt.answer) })
				p.chunk = chunk
				c := open(t, p, at.Options{})
				a, err := c.Do(t.Context(), tt.cmd)
				if got := strings.Join(a.Lines, "|"); got != tt.want {
					t.Errorf("lines %q, want %q", got, tt.want)
				}
				checkError(t, err, tt.class, tt.code)
			})
		}
	}
}

func checkError(t *testing.T, err error, class at.Class, code int) {
	t.Helper()
	if code == 0 {
		if err != nil {
			t.Errorf("error %v, want none", err)
		}
		return
	}
	if want := (&at.Error{Class: class, Code: code}); !errors.Is(err, want) {
		t.Errorf("error %v, want class %v code %d", err, class, code)
	}
}

// The first known defect of other libraries: what the modem says by itself ends up in an answer.
func TestURCInsideResponse(t *testing.T) {
	tests := []struct{ name, stream, lines, urcs string }{
		{
			"text announced", "\r\n+CMTI: \"SM\",3\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
			"+CSQ: 20,99", `+CMTI: "SM",3|;`,
		},
		{
			"noise all over", "\r\n^RSSI:18\r\n+CSQ: 20,99\r\n^HCSQ:\"WCDMA\",41,38,54\r\nRING\r\nOK\r\n",
			"+CSQ: 20,99", `^RSSI:18|;^HCSQ:"WCDMA",41,38,54|;RING|;`,
		},
		{
			"text itself", "\r\n+CMT: ,24\r\n07919471\r\n\r\n+CSQ: 20,99\r\nOK\r\n",
			"+CSQ: 20,99", "+CMT: ,24|07919471;",
		},
		{
			"noise inside a text", "\r\n+CMT: ,24\r\n^RSSI:3\r\n07919471\r\n+CSQ: 20,99\r\nOK\r\n",
			"+CSQ: 20,99", "^RSSI:3|;+CMT: ,24|07919471;",
		},
		{"report", "+CDS: 25\r\n0006\r\n+CSQ: 20,99\r\nOK\r\n", "+CSQ: 20,99", "+CDS: 25|0006;"},
		{
			"text cut off by the answer", "+CMT: ,24\r\n+CSQ: 20,99\r\nOK\r\n",
			"+CSQ: 20,99", "+CMT: ,24|;",
		},
		{
			"text cut off by the end", "+CSQ: 20,99\r\n+CMT: ,24\r\nOK\r\n",
			"+CSQ: 20,99", "+CMT: ,24|;",
		},
		{
			"two texts", "+CMT: ,1\r\n+CMT: ,2\r\nAB\r\n+CSQ: 20,99\r\nOK\r\n",
			"+CSQ: 20,99", "+CMT: ,1|;+CMT: ,2|AB;",
		},
		{
			"balance in lines", "+CUSD: 1,\"Menu:\r\n1: *100# yes\r\n\r\n2 no\",15\r\n+CSQ: 20,99\r\nOK\r\n",
			"+CSQ: 20,99", "+CUSD: 1,\"Menu:\x1e1: *100# yes\x1e2 no\",15|;",
		},
		{
			"balance cut off", "+CUSD: 1,\"Menu:\r\n1\r\n+CMTI: \"SM\",3\r\n+CSQ: 20,99\r\nOK\r\n",
			"+CSQ: 20,99", "+CUSD: 1,\"Menu:\x1e1|;+CMTI: \"SM\",3|;",
		},
		{
			"balance cut off by the end", "+CSQ: 20,99\r\n+CUSD: 1,\"Menu\r\nOK\r\n",
			"+CSQ: 20,99", "+CUSD: 1,\"Menu|;",
		},
		{"one-word URC", "^SYSSTART\r\n+CSQ: 20,99\r\nOK\r\n", "+CSQ: 20,99", "^SYSSTART|;"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got urcs
			p := newPort(replies(map[string]string{"AT+CSQ": tt.stream}))
			c := open(t, p, at.Options{Handle: got.add})
			if lines := do(t, c, at.Cmd("+CSQ")); lines != tt.lines {
				t.Errorf("lines %q, want %q", lines, tt.lines)
			}
			if got.String() != tt.urcs {
				t.Errorf("urcs %q, want %q", got.String(), tt.urcs)
			}
		})
	}
}

// Pairs of lines stay pairs, whatever comes in between.
func TestListWithURCs(t *testing.T) {
	var got urcs
	p := newPort(replies(map[string]string{"AT+CMGL=4": "\r\n+CMGL: 0,1,,24\r\n^RSSI:18\r\n" +
		"0791AA\r\n+CMTI: \"ME\",0\r\n+CMGL: 1,0,,30\r\n0791BB\r\n+CMT: ,9\r\n0791CC\r\n\r\nOK\r\n"}))
	c := open(t, p, at.Options{Handle: got.add})
	want := "+CMGL: 0,1,,24|0791AA|+CMGL: 1,0,,30|0791BB"
	if lines := do(t, c, at.Cmd("+CMGL", 4).WithAnyLines()); lines != want {
		t.Errorf("lines %q, want %q", lines, want)
	}
	if want := `^RSSI:18|;+CMTI: "ME",0|;+CMT: ,9|0791CC;`; got.String() != want {
		t.Errorf("urcs %q, want %q", got.String(), want)
	}
}

// The third known defect: many empty reads end the channel. They must not cost much either.
func TestEmptyReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPort(replies(map[string]string{"AT": "OK\r\n"}))
		p.idle = time.Nanosecond
		c := open(t, p, at.Options{})
		time.Sleep(time.Minute)
		do(t, c, at.Cmd(""))
		_ = c.Close()
	})
}

// The fourth known defect: a long line without an end closes the channel.
func TestLongLine(t *testing.T) {
	var got urcs
	long := strings.Repeat("x", 70_000)
	p := newPort(replies(map[string]string{
		"AT+CSQ": "+CSQ: " + long + "\r\n^RSSI:7\r\n+CSQ: 20,99\r\nOK\r\n",
	}))
	c := open(t, p, at.Options{Handle: got.add})
	if lines := do(t, c, at.Cmd("+CSQ")); lines != "+CSQ: 20,99" {
		t.Errorf("lines %q", lines)
	}
	if got.String() != "^RSSI:7|;" {
		t.Errorf("urcs %q", got.String())
	}
}

// The seventh known defect: bytes from outside that begin a command of their own.
func TestForbiddenBytes(t *testing.T) {
	tests := []struct {
		name string
		cmd  at.Command
	}{
		{"premium call in a number", at.Cmd("+CMGS", "+49\"\rATD+49900123;\r")},
		{"quote", at.Cmd("+CPIN", `12"34`)},
		{"carriage return", at.Cmd("+CPIN", "1234\r")},
		{"ctrl-z", at.Cmd("+CPIN", "12\x1a")},
		{"escape", at.Cmd("+CPIN", "12\x1b")},
		{"nul", at.Cmd("+CPIN", "12\x00")},
		{"delete", at.Cmd("+CPIN", "12\x7f")},
		{"not ascii", at.Cmd("+COPS", "Müller")},
		{"name", at.Cmd("+CSQ\rATD112;")},
		{"second command in the name", at.Cmd("+CSQ;D112")},
		{"quote in the name", at.Cmd(`+CPIN="1`)},
		{"text for a pdu", at.Command{Name: "+CMGS", Args: []any{3}, PDU: "hi\x1aATD112;\r"}},
		{"other type", at.Cmd("+CSQ", 1.5)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPort(nil)
			c := open(t, p, at.Options{})
			if _, err := c.Do(t.Context(), tt.cmd); !errors.Is(err, at.ErrInvalid) {
				t.Errorf("error %v, want ErrInvalid", err)
			} else if strings.Contains(err.Error(), "34") {
				t.Errorf("error %v holds the argument", err)
			}
			if got := p.commands(); len(got) != 0 {
				t.Errorf("wrote %q", got)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	p := newPort(func(p *port, _ string) { p.say("OK\r\n") })
	c := open(t, p, at.Options{})
	do(t, c, at.Cmd("+CPMS", "SM", "SM", "SM"))
	do(t, c, at.Cmd("+CNMI", 2, 1, 0, 2, 0))
	do(t, c, at.Cmd("+CREG?"))
	do(t, c, at.Cmd("E0"))
	want := `AT+CPMS="SM","SM","SM" AT+CNMI=2,1,0,2,0 AT+CREG? ATE0`
	if got := strings.Join(p.commands(), " "); got != want {
		t.Errorf("wrote %s, want %s", got, want)
	}
}

func TestLineBreaks(t *testing.T) {
	p := newPort(nil)
	c := open(t, p, at.Options{})
	p.answer = func(p *port, _ string) { p.fail(errUnplugged) }
	_, err := c.Do(t.Context(), at.Cmd("+CSQ"))
	if !errors.Is(err, errUnplugged) {
		t.Errorf("error %v, want that of the port", err)
	}
	<-c.Done()
	if !errors.Is(c.Err(), errUnplugged) {
		t.Errorf("Err %v, want that of the port", c.Err())
	}
	if _, err := c.Do(t.Context(), at.Cmd("")); !errors.Is(err, errUnplugged) {
		t.Errorf("next command: %v", err)
	}
	ran, err := c.TryExclusive(func(s at.Sequence) error {
		_, err := s.Do(t.Context(), at.Cmd(""))
		return err
	})
	if !ran || !errors.Is(err, errUnplugged) {
		t.Errorf("TryExclusive %t %v", ran, err)
	}
}

func TestWriteFails(t *testing.T) {
	p := &failingPort{port: newPort(nil)}
	c := at.New(p, at.Options{})
	defer c.Close()
	if _, err := c.Do(t.Context(), at.Cmd("")); !errors.Is(err, errUnplugged) {
		t.Errorf("error %v, want that of the port", err)
	}
	<-c.Done()
}

type failingPort struct{ *port }

func (failingPort) Write([]byte) (int, error) { return 0, errUnplugged }

func TestWriteOneByteAtATime(t *testing.T) {
	p := newPort(replies(map[string]string{"AT": "OK\r\n"}))
	c := at.New(slowPort{p}, at.Options{})
	defer c.Close()
	do(t, c, at.Cmd(""))
}

type slowPort struct{ *port }

func (p slowPort) Write(b []byte) (int, error) { return p.port.Write(b[:1]) }

func TestWriteOfNothing(t *testing.T) {
	c := at.New(deafPort{newPort(nil)}, at.Options{})
	defer c.Close()
	if _, err := c.Do(t.Context(), at.Cmd("")); err == nil {
		t.Error("a port that takes nothing and says nothing went unnoticed")
	}
}

type deafPort struct{ *port }

func (deafPort) Write([]byte) (int, error) { return 0, nil }

func TestClose(t *testing.T) {
	p := newPort(nil)
	c := at.New(p, at.Options{})
	p.answer = func(*port, string) { go c.Close() }
	if _, err := c.Do(t.Context(), at.Cmd("")); !errors.Is(err, at.ErrClosed) {
		t.Errorf("error %v, want ErrClosed", err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if _, err := p.Read(make([]byte, 1)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("port was not closed: %v", err)
	}
	if err := c.Exclusive(context.Background(), nil); !errors.Is(err, at.ErrClosed) {
		t.Errorf("Exclusive: %v", err)
	}
}
