package fakemodem_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/sms/fakemodem"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// talker is a person at a terminal.
type talker struct {
	t    *testing.T
	line io.ReadWriteCloser
}

func start(t *testing.T, o fakemodem.Options) (*fakemodem.Modem, *talker) {
	t.Helper()
	m := fakemodem.New(o)
	t.Cleanup(func() { m.Close() })
	return m, connect(t, m)
}

func connect(t *testing.T, m *fakemodem.Modem) *talker {
	t.Helper()
	l, err := m.Dial()
	if err != nil {
		t.Fatalf("Dial: %v", err)
	}
	t.Cleanup(func() { l.Close() })
	k := &talker{t, l}
	k.ask("ATE0")
	return k
}

func (k *talker) write(s string) {
	k.t.Helper()
	if _, err := k.line.Write([]byte(s)); err != nil {
		k.t.Fatalf("write %q: %v", s, err)
	}
}

// hear reads until nothing comes for a while.
func (k *talker) hear() string {
	var b strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := k.line.Read(buf)
		b.Write(buf[:n])
		if n == 0 || err != nil {
			return b.String()
		}
	}
}

// ask sends a command and returns the lines of the response, joined by "|".
func (k *talker) ask(command string) string {
	k.t.Helper()
	k.write(command + "\r")
	return words(k.hear())
}

func words(s string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(strings.ReplaceAll(s, "\r", ""), "\n"),
		func(l string) bool { return l == "" }), "|")
}

func (k *talker) want(command, want string) {
	k.t.Helper()
	if got := k.ask(command); got != want {
		k.t.Errorf("%s\n got %s\nwant %s", command, got, want)
	}
}

// submit sends a PDU without service centre address and returns what follows Ctrl-Z.
func (k *talker) submit(tpdu string) string {
	k.t.Helper()
	k.write(fmt.Sprintf("AT+CMGS=%d\r", len(tpdu)/2))
	if got := k.hear(); got != "\r\n> " {
		k.t.Fatalf("prompt: got %q", got)
	}
	k.write("00" + tpdu + "\x1a")
	return words(k.hear())
}

// hello is "hello" to +491713920077 with a status report, from the worked example of TS 23.038.
const hello = "21000C91947131290077" + "000005E8329BFD06"

func TestHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{Echo: true, Latency: fakemodem.Latency{
			Send: time.Second, Report: time.Second, Echo: 2 * time.Second,
		}})
		k.want("AT+CPIN?", "+CPIN: READY|OK")
		k.want("AT+CNMI=2,1,0,2,0", "OK")
		k.write("AT+CMGS=18\r")
		k.hear()
		k.write("00" + hello + "\x1a")
		time.Sleep(10 * time.Second)
		got := words(k.hear())
		if want := `+CMGS: 0|OK|+CDSI: "ME",0|+CMTI: "ME",1`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if s := m.Sent(); len(s) != 1 || s[0].Text != "hello" || s[0].To != "+491713920077" {
			t.Errorf("sent %+v", s)
		}
	})
}
