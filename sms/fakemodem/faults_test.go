package fakemodem_test

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
)

func TestPlannedResults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		m.DelayNextSubmit(0) // this one passes
		m.FailNextSubmit(41)
		m.AnswerNextSubmit("+CMS ERROR: unknown")
		m.AnswerNextSubmit("COMMAND NOT SUPPORT")
		m.SilenceNextSubmit(true)
		m.SilenceNextSubmit(false)
		wants := []string{
			"+CMGS: 0|OK", "+CMS ERROR: 41", "+CMS ERROR: unknown",
			"COMMAND NOT SUPPORT", "", "", "+CMGS: 2|OK",
		}
		for _, want := range wants {
			if got := k.submit(hello); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
		if got := len(m.Sent()); got != 3 {
			t.Errorf("the network took %d, want 3", got)
		}
	})
}

func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		m.DelayNextSubmit(70 * time.Second)
		if got := k.submit(hello); got != "" {
			t.Errorf("heard %s", got)
		}
		k.want("AT", "") // still busy
		time.Sleep(70 * time.Second)
		if got := words(k.hear()); got != "+CMGS: 0|OK" {
			t.Errorf("heard %s", got)
		}
		k.want("AT", "OK")
	})
}

func TestPrompts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{Quirks: fakemodem.Quirks{SplitPrompt: true}})
		m.NoPromptNext()
		k.want("AT+CMGS=18", "")
		k.want("AT", "OK")
		m.BeforeNextPrompt(`+CMTI: "ME",3`, "^RSSI:9")
		m.DelayNextPrompt(3 * time.Second)
		k.want("AT+CMGS=18", `+CMTI: "ME",3|^RSSI:9`)
		time.Sleep(3 * time.Second)
		for _, want := range []string{"\r\n", ">", " "} {
			buf := make([]byte, 10)
			if n, _ := k.line.Read(buf); string(buf[:n]) != want {
				t.Errorf("read %q, want %q", buf[:n], want)
			}
		}
		k.write("00" + hello + "\x1a")
		if got := words(k.hear()); got != "+CMGS: 0|OK" {
			t.Errorf("heard %s", got)
		}
	})
}

func TestInsertedLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		m.InsertNext("^RSSI:5", `+CMTI: "ME",1`)
		k.want("AT+CSQ", `+CSQ: 21,99|^RSSI:5|+CMTI: "ME",1|OK`)
		k.want("AT+CSQ", "+CSQ: 21,99|OK")
	})
}

func TestDropAfterWriting(t *testing.T) {
	command := "00" + hello + "\x1a"
	for n := range len(command) + 1 {
		synctest.Test(t, func(t *testing.T) {
			m, k := start(t, fakemodem.Options{})
			k.write("AT+CMGS=18\r")
			k.hear()
			m.DropAfter(n, -1)
			written, err := k.line.Write([]byte(command))
			if written != n || (err != nil) != (n < len(command)) {
				t.Errorf("drop after %d: wrote %d, %v", n, written, err)
			}
			if _, err := k.line.Read(make([]byte, 9)); !errors.Is(err, fakemodem.ErrUnplugged) {
				t.Errorf("drop after %d: read: %v", n, err)
			}
			if taken := len(m.Sent()) == 1; taken != (n == len(command)) {
				t.Errorf("drop after %d: taken %t", n, taken)
			}
			connect(t, m).want("AT", "OK")
		})
	}
}

func TestDropAfterReading(t *testing.T) {
	const whole = "\r\n+CSQ: 21,99\r\n\r\nOK\r\n"
	for n := range len(whole) + 1 {
		synctest.Test(t, func(t *testing.T) {
			m, k := start(t, fakemodem.Options{})
			m.DropAfter(-1, n)
			k.write("AT+CSQ\r")
			got, err := io.ReadAll(k.line)
			if string(got) != whole[:n] || !errors.Is(err, fakemodem.ErrUnplugged) {
				t.Errorf("drop after %d: read %q, %v", n, got, err)
			}
			connect(t, m).want("AT", "OK")
		})
	}
}

func TestGarble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		m.Garble(4)
		k.write("AT+CSQ\r")
		got := k.hear()
		if strings.HasPrefix(got, "\r\n+C") || !strings.HasSuffix(got, "SQ: 21,99\r\n\r\nOK\r\n") {
			t.Errorf("heard %q", got)
		}
		k.want("AT", "OK")
	})
}

func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		m.Silence(true)
		k.want("AT", "")
		m.Silence(false)
		k.want("AT", "OK")
	})
}

func TestStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		m.Stall(true)
		time.AfterFunc(5*time.Second, func() { k.line.Close() })
		before := time.Now()
		if _, err := k.line.Write([]byte("AT\r")); err == nil || time.Since(before) < 5*time.Second {
			t.Errorf("write ended with %v after %v", err, time.Since(before))
		}
	})
}

func TestIdleReadAndClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		before := time.Now()
		if n, err := k.line.Read(make([]byte, 9)); n != 0 || err != nil {
			t.Errorf("idle read: %d, %v", n, err)
		}
		if waited := time.Since(before); waited != 200*time.Millisecond {
			t.Errorf("an idle read takes %v", waited)
		}
		time.AfterFunc(50*time.Millisecond, func() { k.line.Close() })
		if _, err := k.line.Read(make([]byte, 9)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("read while closing: %v", err)
		}
		if err := k.line.Close(); err != nil {
			t.Errorf("second close: %v", err)
		}
		if _, err := k.line.Write([]byte("AT\r")); !errors.Is(err, os.ErrClosed) {
			t.Errorf("write after close: %v", err)
		}
		if m.OpenLines() != 0 {
			t.Errorf("%d lines left open", m.OpenLines())
		}
		if got := strings.Join(m.Commands(), " "); got != "ATE0" {
			t.Errorf("commands %s", got)
		}
	})
}

// TestServe talks over a socket, ended by either side.
func TestServe(t *testing.T) {
	for _, byModem := range []bool{true, false} {
		m := fakemodem.New(fakemodem.Options{Latency: fakemodem.Latency{Idle: time.Millisecond}})
		near, far := net.Pipe()
		ended := make(chan error, 1)
		go func() { ended <- m.Serve(far) }()
		if _, err := near.Write([]byte("AT\r")); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, len("AT\r\r\nOK\r\n"))
		if _, err := io.ReadFull(near, buf); err != nil || string(buf) != "AT\r\r\nOK\r\n" {
			t.Errorf("read %q, %v", buf, err)
		}
		if byModem {
			m.Close()
		} else {
			near.Close()
		}
		if err := <-ended; err == nil {
			t.Error("Serve ended without a reason")
		}
		near.Close()
		m.Close()
	}
	m := fakemodem.New(fakemodem.Options{})
	m.Close()
	if err := m.Serve(nil); !errors.Is(err, fakemodem.ErrClosed) {
		t.Errorf("Serve of a closed modem: %v", err)
	}
}

// TestManyAtOnce is for the race detector.
func TestManyAtOnce(t *testing.T) {
	m := fakemodem.New(fakemodem.Options{
		Echo:    true,
		Latency: fakemodem.Latency{Command: time.Millisecond, Echo: time.Millisecond},
		Quirks:  fakemodem.Quirks{Noise: time.Millisecond},
	})
	defer m.Close()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			l, err := m.Dial()
			if err != nil {
				return
			}
			defer l.Close()
			for range 20 {
				l.Write([]byte("AT+CSQ\rAT+CMGS=18\r00" + hello + "\x1a"))
				l.Read(make([]byte, 100))
			}
		})
		all.Go(func() {
			for range 20 {
				m.Arrive("+491713920042", "hi")
				m.Stored("ME")
				m.Sent()
				m.SetNetwork(fakemodem.NetworkHome)
			}
		})
	}
	all.Wait()
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{
		"AT\r", "AT+CMGS=18\r00" + hello + "\x1a", "AT+CPIN=\"1\",\r", "AT;;;+CNMI=,,\r",
		"AT+CMGW=1\r\x1b", "AT+CUSD=1,\"AA18\"\r", "ATE1V0Q1&F\r", "AT+CMGL=\"ALL\"\r\x1a\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := fakemodem.New(fakemodem.Options{Echo: true})
		defer m.Close()
		l, err := m.Dial()
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if n, err := l.Write([]byte(s)); err == nil && n != len(s) {
			t.Errorf("took %d of %d bytes", n, len(s))
		}
	})
}
