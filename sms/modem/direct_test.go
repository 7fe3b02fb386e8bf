package modem_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// When announcements twice lead to nothing, texts are told to come directly, and acknowledged
// when they are kept.
func TestCase12GoesDirect(t *testing.T) {
	fo := fakemodem.Options{MESlots: -1, Quirks: fakemodem.Quirks{BlindList: true, BlindRead: true}}
	in(t, fo, func(t *testing.T, b *bench) {
		arrive(t, b, "lost one")
		time.Sleep(5 * time.Second)
		if b.m.ReceiveMode() == sms.ReceiveDirect {
			t.Error("direct after one")
		}
		arrive(t, b, "lost two")
		time.Sleep(5 * time.Second)
		if b.m.ReceiveMode() != sms.ReceiveDirect {
			t.Fatal("not direct after two")
		}
		arrive(t, b, "three")
		arrive(t, b, "four")
		b.want("direct, direct")
		if n := b.fake.Waiting(); n > 0 {
			t.Errorf("%d texts not acknowledged", n)
		}
	})
}

func TestReceiveDirectFromTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{}, modem.Options{})
		defer b.down()
		b.mode = sms.ReceiveDirect
		b.begin()
		arrive(t, b, "one")
		b.want("direct")
		if !b.has("AT+CNMA") {
			t.Error("not acknowledged")
		}
		// Not kept: not acknowledged, held, and tried again.
		b.sink.refuses(errDisk)
		arrive(t, b, "two")
		arrive(t, b, "three")
		b.want("direct")
		b.sink.refuses(nil)
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if n := len(b.sink.got); n < 3 {
			t.Errorf("%d kept, want all", n)
		}
		time.Sleep(time.Minute)
		if n := b.fake.Waiting(); n > 0 {
			t.Errorf("%d texts wait in the network", n)
		}
		b.sink.mu.Lock()
		pdus := map[string]bool{}
		for _, d := range b.sink.got {
			pdus[d.Raw] = true
		}
		b.sink.mu.Unlock()
		if len(pdus) != 3 {
			t.Errorf("%d different texts kept, want 3", len(pdus))
		}
	})
}

// A modem that takes no +CSMS 1 acknowledges by itself: nothing is acknowledged twice.
func TestReceiveDirectWithoutAck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"+CSMS", "+CNMA"}}}
		b := up(t, fo, modem.Options{})
		defer b.down()
		b.mode = sms.ReceiveDirect
		b.begin()
		arrive(t, b, "one")
		b.want("direct")
		if b.has("AT+CNMA") {
			t.Error("acknowledged")
		}
	})
}

// A text that came directly before the stick was pulled out is kept, although the receiver was busy
// then: the modem acknowledged it by itself, so that nobody sends it again.
func TestDirectTextBeforeUnplug(t *testing.T) {
	for range 20 { // the text and the end of the line wait for the receiver at the same time
		synctest.Test(t, func(t *testing.T) {
			fo := fakemodem.Options{
				Stored: stored(1), Quirks: fakemodem.Quirks{Refuse: []string{"+CSMS"}},
			}
			b := up(t, fo, modem.Options{})
			defer b.down()
			b.mode = sms.ReceiveDirect
			b.sink.keep = func(sms.Delivery) error { time.Sleep(time.Second); return nil }
			b.begin()
			arrive(t, b, "one")
			b.fake.Unplug()
			<-b.m.Done()
			b.want("SM 0 old, direct")
		})
	}
}

// Reports come in their own line, or announced, depending on what the modem accepts.
func TestReceiveReport(t *testing.T) {
	tests := []struct {
		name    string
		reports []int
		want    string
	}{
		{"announced", []int{0, 2}, "SM 0"},
		{"itself", []int{0, 1}, "direct"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in(t, fakemodem.Options{Quirks: fakemodem.Quirks{Reports: tt.reports}},
				func(t *testing.T, b *bench) {
					if err := b.fake.ArriveReport(partner, 7, 0); err != nil {
						t.Fatal(err)
					}
					synctest.Wait()
					b.want(tt.want)
					b.empty("SM", "ME")
				})
		})
	}
}

// A modem whose notifications lead to nothing and that refuses direct texts is polled. It must be
// told to send no notifications: some firmware lists nothing before.
func TestReceiveGoesPolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := script{"AT+CPMS=?": {`+CPMS: ("SM"),("SM"),("SM")` + "\r\nOK\r\n"}}
		for _, w := range []string{"2,2", "1,2", "2,0,0,2,0"} {
			s["AT+CNMI="+w] = []string{"ERROR\r\n"}
		}
		for i := range 12 { // every other one for direct texts
			w := fmt.Sprintf("%d,2,0,%d,%d", 1+i%2, i/2%3, i/6)
			s["AT+CNMI="+w] = []string{"ERROR\r\n"}
		}
		p := newPlain(s)
		m, err := modem.Open(t.Context(), p, modem.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatal(err)
		}
		var got sink
		m.Listen(&got)
		for range 2 {
			p.say("+CMTI: \"SM\",0\r\n")
			time.Sleep(5 * time.Second)
		}
		want := "AT+CSMS=0\nAT+CNMI=2,0,0,2,0\nAT+CNMI=1,0,0,2,0"
		if !strings.Contains(p.commands(), want) {
			t.Errorf("commands %s\nlack %s", p.commands(), want)
		}
		p.put("AT+CMGL=4", "+CMGL: 3,0,,5\r\n0011223344\r\nOK\r\n", "OK\r\n")
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if got.places() != "SM 3" {
			t.Errorf("delivered %q", got.places())
		}
	})
}

// Whoever takes the texts may close the modem while he takes one.
func TestCloseWhileKeeping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{Stored: stored(3)}, modem.Options{})
		defer b.down()
		b.sink.keep = func(sms.Delivery) error { return b.m.Close() }
		if err := b.m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatal(err)
		}
		b.m.Listen(b.sink)
		<-b.m.Done()
		b.want("SM 0 old") // delivery ends then
		b.m.Listen(b.sink)
		b.m.Listen(b.sink) // nobody is there any more: must not wait
	})
}
