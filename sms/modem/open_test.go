package modem_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

func TestIdentity(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		want := sms.Identity{
			IMEI: "860000012345674", IMSI: "001010123456789", Manufacturer: "huawei",
			Model: "E3531", Firmware: "22.521.23.00.00", OwnNumber: "+491713920055",
		}
		if got := b.m.Identity(); got != want {
			t.Errorf("identity %+v, want %+v", got, want)
		}
	})
}

// A SIM card without a service centre, which cannot send, is noted in the log.
func TestNoCentre(t *testing.T) {
	for _, centre := range []string{"+491710760000", "-"} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			b := up(t, fakemodem.Options{Centre: centre}, modem.Options{
				Log: slog.New(slog.NewTextHandler(&log, nil)),
			})
			b.begin()
			b.down()
			if got := strings.Contains(log.String(), "no service centre"); got != (centre == "-") {
				t.Errorf("centre %q: noted %t", centre, got)
			}
		})
	}
}

// Only what a modem says about itself is asked: from an open line to ready costs no waiting.
func TestReadyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		b := ready(t, fakemodem.Options{})
		defer b.down()
		if d := time.Since(start); d != 0 {
			t.Errorf("waited %v", d)
		}
	})
}

func TestOpenFails(t *testing.T) {
	tests := []struct {
		name string
		fo   fakemodem.Options
		prep func(*fakemodem.Modem)
		want error
		took time.Duration
	}{
		{
			"silent",
			fakemodem.Options{},
			func(f *fakemodem.Modem) { f.Silence(true) },
			sms.ErrSilent, 9 * time.Second,
		},
		{
			"something else",
			fakemodem.Options{Quirks: fakemodem.Quirks{NotModem: "login: "}},
			nil,
			sms.ErrNotModem, 9 * time.Second,
		},
		{
			"stuck",
			fakemodem.Options{},
			func(f *fakemodem.Modem) { f.Stall(true) },
			sms.ErrStuck, time.Second + 5*time.Second,
		},
		{
			"unplugged",
			fakemodem.Options{},
			func(f *fakemodem.Modem) { f.DropAfter(1, -1) },
			fakemodem.ErrUnplugged, 0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := fakemodem.New(tt.fo)
				defer f.Close()
				line, err := f.Dial()
				if err != nil {
					t.Fatal(err)
				}
				if tt.prep != nil {
					tt.prep(f)
				}
				start := time.Now()
				_, err = modem.Open(t.Context(), line, modem.Options{})
				if !errors.Is(err, tt.want) {
					t.Errorf("error %v, want %v", err, tt.want)
				}
				if d := time.Since(start); d > tt.took {
					t.Errorf("took %v, want at most %v", d, tt.took)
				}
				if f.OpenLines() != 0 {
					t.Error("line left open")
				}
			})
		})
	}
}

// Who waits less long gets the same verdict sooner; who cancels gets his cancellation.
func TestOpenContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := fakemodem.New(fakemodem.Options{})
		defer f.Close()
		f.Silence(true)
		line, _ := f.Dial()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if _, err := modem.Open(ctx, line, modem.Options{}); !errors.Is(err, sms.ErrSilent) {
			t.Errorf("error %v, want ErrSilent", err)
		}
		line, _ = f.Dial()
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := modem.Open(ctx, line, modem.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want Canceled", err)
		}
	})
}

// A stick that is still starting answers late; one that another program left at the prompt, or
// with half a command in its buffer, answers the second time.
func TestOpenLate(t *testing.T) {
	tests := []struct {
		name string
		boot time.Duration
		junk string
	}{
		{"starting", 6 * time.Second, ""},
		{"left at the prompt", 0, "AT+CMGS=20\r"},
		{"half a command", 0, "AT+CM"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fo := fakemodem.Options{Latency: fakemodem.Latency{Boot: tt.boot}}
				b := &bench{t: t, fake: fakemodem.New(fo), sink: &sink{}}
				line, _ := b.fake.Dial()
				_, _ = io.WriteString(line, tt.junk)
				var err error
				if b.m, err = modem.Open(t.Context(), line, modem.Options{}); err != nil {
					t.Fatalf("Open: %v", err)
				}
				defer b.down()
				b.begin()
			})
		})
	}
}

func TestUnplug(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		b.fake.Unplug()
		<-b.m.Done()
		if b.m.Err() == nil {
			t.Error("no reason given")
		}
		if _, err := b.m.Link(t.Context()); err == nil {
			t.Error("Link of a modem that is gone")
		}
	})
}

// A modem that just falls silent is noticed by the heartbeat, listening or not.
func TestHeartbeat(t *testing.T) {
	for _, listening := range []bool{true, false} {
		t.Run(fmt.Sprintf("listening %t", listening), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := up(t, fakemodem.Options{}, modem.Options{})
				defer b.down()
				if listening {
					b.begin()
				}
				time.Sleep(95 * time.Second)
				select {
				case <-b.m.Done():
					t.Fatalf("gone although it answers: %v", b.m.Err())
				default:
				}
				b.fake.Silence(true)
				start := time.Now()
				<-b.m.Done()
				if d := time.Since(start); d > 45*time.Second {
					t.Errorf("noticed after %v", d)
				}
			})
		})
	}
}

// Breaking the line after every single byte, in both directions, never leaves anything hanging.
func TestUnplugAnywhere(t *testing.T) {
	for n := 0; n < 1200; n += 7 {
		synctest.Test(t, func(t *testing.T) {
			f := fakemodem.New(fakemodem.Options{Stored: stored(1)})
			defer f.Close()
			line, _ := f.Dial()
			if n%2 == 0 {
				f.DropAfter(-1, n)
			} else {
				f.DropAfter(n/2, -1)
			}
			m, err := modem.Open(t.Context(), line, modem.Options{})
			if err != nil {
				return
			}
			if m.Ready(t.Context(), sms.ReceiveUnknown) == nil {
				m.Listen(&sink{})
				synctest.Wait()
				_, _ = m.Submit(t.Context(), tpdu, false, nil)
			}
			_ = m.Close()
			<-m.Done()
		})
	}
}

// Commands that some firmware never answers cost their time-out, not the start.
func TestHangingCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{Quirks: fakemodem.Quirks{Hang: []string{"^CURC", "+CGSN", "+CNUM"}}}
		start := time.Now()
		b := ready(t, fo)
		defer b.down()
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("ready after %v", d)
		}
		want := sms.Identity{
			IMSI: "001010123456789", Manufacturer: "huawei", Model: "E3531",
			Firmware: "22.521.23.00.00",
		}
		if got := b.m.Identity(); got != want {
			t.Errorf("identity %+v, want %+v", got, want)
		}
	})
}

// Garbage on the line spoils an answer, not the modem.
func TestGarbage(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		for n := range 20 {
			b.fake.Garble(n + 1)
			_, _ = b.m.Link(t.Context())
		}
		time.Sleep(time.Minute)
		if l, err := b.m.Link(t.Context()); err != nil || !l.Registered() {
			t.Errorf("after all: %+v, %v", l, err)
		}
	})
}
