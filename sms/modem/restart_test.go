package modem_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// away is a stick that is away for eight seconds when it restarts.
var away = fakemodem.Options{Latency: fakemodem.Latency{Restart: 8 * time.Second}}

// comesBack reports whether the modem is away, and after eight seconds no longer.
func comesBack(t *testing.T, fake *fakemodem.Modem) {
	t.Helper()
	if _, err := fake.Dial(); !errors.Is(err, fakemodem.ErrUnplugged) {
		t.Fatalf("the modem is still there: %v", err)
	}
	time.Sleep(9 * time.Second)
	line, err := fake.Dial()
	if err != nil {
		t.Fatalf("it does not come back: %v", err)
	}
	m, err := modem.Open(t.Context(), line, modem.Options{})
	if err != nil {
		t.Fatalf("it does not answer: %v", err)
	}
	m.Close()
	<-m.Done()
}

func TestRestart(t *testing.T) {
	for name, hang := range map[string]bool{"answers": false, "hangs": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := up(t, away, modem.Options{})
				defer b.down()
				b.begin()
				if hang {
					b.fake.Hang()
				}
				begun := time.Now()
				if err := b.m.Restart(t.Context()); err != nil {
					t.Fatal(err)
				}
				<-b.m.Done()
				if took := time.Since(begun); took > 25*time.Second || !hang && took > time.Second {
					t.Errorf("took %v", took)
				}
				comesBack(t, b.fake)
			})
		})
	}
}

// TestRestartDuringASubmit: a text that the network does not answer is given up for the restart, and
// nobody claims to know whether it went out.
func TestRestartDuringASubmit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, away, modem.Options{})
		defer b.down()
		b.begin()
		b.fake.SilenceNextSubmit(true)
		ended := make(chan error, 1)
		go func() {
			_, err := b.m.Submit(t.Context(), tpdu, false, nil)
			ended <- err
		}()
		time.Sleep(20 * time.Second)
		if err := b.m.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		var e *sms.SubmitError
		if err := <-ended; !errors.As(err, &e) || !e.Written || e.Code != -1 {
			t.Errorf("the text ended with %v", err)
		}
		comesBack(t, b.fake)
	})
}

// TestNoRestart: a modem that knows neither command goes on.
func TestNoRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"+CFUN", "^RESET"}}}
		b := up(t, o, modem.Options{})
		defer b.down()
		b.begin()
		if err := b.m.Restart(t.Context()); !errors.Is(err, modem.ErrNoRestart) {
			t.Fatalf("ended with %v", err)
		}
		arrive(t, b, "still here")
		b.want("SM 0")
	})
}

// TestRestartSilent wakes a modem that answers nothing, and does no harm where there is none.
func TestRestartSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := fakemodem.New(away)
		defer fake.Close()
		fake.Hang()
		for range 2 {
			line, err := fake.Dial()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := modem.Open(t.Context(), line, modem.Options{}); !errors.Is(err, sms.ErrSilent) {
				t.Fatalf("answers: %v", err)
			}
		}
		line, err := fake.Dial()
		if err != nil {
			t.Fatal(err)
		}
		if err := modem.RestartSilent(t.Context(), line, modem.Options{}); err != nil {
			t.Fatal(err)
		}
		comesBack(t, fake)
		fake.Silence(true)
		line, err = fake.Dial()
		if err != nil {
			t.Fatal(err)
		}
		if err := modem.RestartSilent(t.Context(), line, modem.Options{}); err != nil {
			t.Errorf("nobody there: %v", err)
		}
		if n := fake.OpenLines(); n != 0 {
			t.Errorf("%d lines left open", n)
		}
	})
}

// A modem that restarts behind an open port has forgotten all settings: it must be opened anew.
func TestRestartBehindThePort(t *testing.T) {
	for line, want := range map[string]bool{
		"^SYSSTART": true, "^SYSSTART AIRPLANE MODE": true, "RDY": true, "APP RDY": true, "*ATREADY: 1": true,
		"+AT: READY": true, "MODEM:STARTUP": true, "SMS Ready": false, "+CPIN: READY": false, "PB DONE": false,
		"+CFUN: 1": false, "*EMRDY: 1": false, "RING": false, "+WIND: 4": false,
	} {
		in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
			time.Sleep(time.Second)
			b.fake.SendURC(line)
			closed := false
			select {
			case <-b.m.Done():
				closed = true
			case <-time.After(time.Second):
			}
			if closed != want {
				t.Errorf("%s: line closed: %t", line, closed)
			}
		})
	}
}

// A stick that is still starting while it is opened says so then: that is no reason to begin anew.
func TestStartBehindThePort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{}, modem.Options{})
		defer b.down()
		b.fake.SendURC("^SYSSTART")
		time.Sleep(time.Second)
		b.begin()
		arrive(t, b, "one")
		b.want("SM 0")
	})
}
