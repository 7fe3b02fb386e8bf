package modem_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

const partner = "+491713920042"

var errDisk = errors.New("disk full")

func arrive(t *testing.T, b *bench, text string) {
	t.Helper()
	if err := b.fake.Arrive(partner, text); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
}

func stored(n int) (out []fakemodem.Text) {
	for i := range n {
		out = append(out, fakemodem.Text{From: partner, Text: fmt.Sprintf("text %d", i)})
	}
	return out
}

func TestReceiveAnnounced(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		arrive(t, b, "one")
		arrive(t, b, "two")
		b.want("SM 0, SM 0")
		b.empty("SM", "ME")
		d := b.sink.got[0]
		if d.Length <= 0 || len(d.Raw) < 2*d.Length {
			t.Errorf("length %d for %d hex digits", d.Length, len(d.Raw))
		}
	})
}

func TestReceiveDuringAnswer(t *testing.T) {
	in(t, fakemodem.Options{Quirks: fakemodem.Quirks{Noise: time.Second, Chunk: 1, ExtraCR: true}},
		func(t *testing.T, b *bench) {
			for i := range 50 {
				arrive(t, b, fmt.Sprintf("text %d", i))
				_, _ = b.m.Submit(t.Context(), tpdu, false, nil)
			}
			synctest.Wait()
			if n := len(b.sink.got); n != 50 {
				t.Errorf("%d texts, want 50", n)
			}
			if n := len(b.fake.Sent()); n != 50 {
				t.Errorf("%d sent, want 50", n)
			}
			b.empty("SM", "ME")
		})
}

// Firmware that announces index 0 and lists nothing: the slot itself has it.
func TestCase12BlindList(t *testing.T) {
	fo := fakemodem.Options{MESlots: -1, Quirks: fakemodem.Quirks{BlindList: true, EmptyOK: true}}
	in(t, fo, func(t *testing.T, b *bench) {
		arrive(t, b, "one")
		b.want("SM 0")
		b.empty("SM", "ME")
	})
}

// The same with a text that came while nobody listened: counted as nothing, listed as nothing.
func TestReceiveBlindOld(t *testing.T) {
	fo := fakemodem.Options{MESlots: -1, Stored: stored(1), Quirks: fakemodem.Quirks{BlindList: true}}
	in(t, fo, func(t *testing.T, b *bench) {
		b.want("SM 0 old")
		b.empty("SM")
	})
}

// Nothing is deleted that could not be kept; it is tried again every 30 s.
func TestReceiveKeepFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{Stored: stored(2)}, modem.Options{})
		defer b.down()
		b.sink.refuses(errDisk)
		b.begin()
		arrive(t, b, "new")
		b.want("")
		if n := len(b.fake.Stored("SM")); n != 3 {
			t.Fatalf("%d left on the card, want 3", n)
		}
		time.Sleep(31 * time.Second)
		if n := len(b.fake.Stored("SM")); n != 3 {
			t.Fatalf("%d left on the card after the second try, want 3", n)
		}
		b.sink.refuses(nil)
		time.Sleep(31 * time.Second)
		synctest.Wait()
		b.want("SM 0 old, SM 1 old, SM 2")
		b.empty("SM")
	})
}

// One text that the sink refuses for ever does not keep the others back.
func TestReceiveOneRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{Stored: stored(4)}, modem.Options{})
		defer b.down()
		b.sink.keep = func(d sms.Delivery) error {
			if d.Index == 1 {
				return errDisk
			}
			return nil
		}
		b.begin()
		b.want("SM 0 old, SM 2 old, SM 3 old")
		if n := len(b.fake.Stored("SM")); n != 1 {
			t.Errorf("%d left, want 1", n)
		}
	})
}

// Drafts and sent texts that somebody put on the card stay there and are not delivered.
func TestReceiveLeavesDrafts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fo := fakemodem.Options{}
		b := &bench{t: t, fake: fakemodem.New(fo), sink: &sink{}}
		line, _ := b.fake.Dial()
		_, _ = line.Write([]byte("AT+CMGF=0\r"))
		_, _ = line.Write([]byte("AT+CMGW=15,2\r"))
		_, _ = fmt.Fprintf(line, "00%X\x1a", tpdu)
		if n := len(b.fake.Stored("SM")) + len(b.fake.Stored("ME")); n != 1 {
			t.Fatalf("%d drafts, want 1", n)
		}
		_ = line.Close()
		b.connect(modem.Options{})
		defer b.down()
		b.begin()
		arrive(t, b, "new")
		time.Sleep(2 * time.Minute)
		if n := len(b.sink.got); n != 1 {
			t.Errorf("delivered %q, want the new one only", b.sink.places())
		}
		if n := len(b.fake.Stored("SM")) + len(b.fake.Stored("ME")); n != 1 {
			t.Errorf("%d drafts left, want 1", n)
		}
		if n := strings.Count(strings.Join(b.fake.Commands(), "\n"), "AT+CMGL"); n > 3 {
			t.Errorf("listed %d times because of a draft", n)
		}
	})
}

// A modem that sends no notifications is polled every 10 s.
func TestReceiveByPolling(t *testing.T) {
	in(t, fakemodem.Options{Quirks: fakemodem.Quirks{Refuse: []string{"+CNMI"}}},
		func(t *testing.T, b *bench) {
			arrive(t, b, "one")
			b.want("")
			time.Sleep(11 * time.Second)
			synctest.Wait()
			b.want("SM 0")
		})
}

// Polling that begins while the receiver waits for its next heartbeat begins within 10 s.
func TestReceivePollingBegins(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		time.Sleep(12 * time.Second)
		if err := b.m.SetReceiveMode(t.Context(), sms.ReceivePolling); err != nil {
			t.Fatal(err)
		}
		arrive(t, b, "one")
		b.want("")
		time.Sleep(11 * time.Second)
		synctest.Wait()
		b.want("SM 0")
	})
}

// A notification that got lost (another port took it) costs half a minute, not the text.
func TestReceiveLostNotification(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, fake: fakemodem.New(fakemodem.Options{}), sink: &sink{}}
		line, err := b.fake.DialModem()
		if err != nil {
			t.Fatal(err)
		}
		other, _ := b.fake.Dial() // takes the URCs and ignores them
		defer other.Close()
		if b.m, err = modem.Open(t.Context(), line, modem.Options{}); err != nil {
			t.Fatal(err)
		}
		defer b.down()
		b.begin()
		arrive(t, b, "one")
		b.want("")
		time.Sleep(31 * time.Second)
		synctest.Wait()
		b.want("SM 0")
	})
}

// Damaged PDUs are delivered and deleted like any other.
func TestReceiveDamaged(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		b.fake.ArrivePDU("07919471060040F0040C91", 140)
		synctest.Wait()
		b.want("SM 0")
		if d := b.sink.got[0]; d.Raw != "07919471060040F0040C91" || d.Length != 140 {
			t.Errorf("delivered %+v", d)
		}
		b.empty("SM")
	})
}

func TestCase13MemoryFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := up(t, fakemodem.Options{}, modem.Options{})
		defer b.down()
		b.sink.refuses(errDisk)
		if err := b.fake.FillMemory("SM"); err != nil {
			t.Fatal(err)
		}
		b.begin()
		if got := strings.Join(b.sink.full, ", "); got != "SM full 20/20" {
			t.Errorf("told %q, want SM full 20/20", got)
		}
		b.sink.refuses(nil)
		time.Sleep(31 * time.Second)
		synctest.Wait()
		b.empty("SM")
		b.fake.SendURC(`^SMMEMFULL: "SM"`)
		synctest.Wait()
		if got := strings.Join(b.sink.full, ", "); got != "SM full 20/20, SM free 0/20" {
			t.Errorf("told %q", got)
		}
	})
}

// URCs of a hostile or confused modem do no harm.
func TestOddURCs(t *testing.T) {
	in(t, fakemodem.Options{}, func(t *testing.T, b *bench) {
		for _, l := range []string{
			"+CMTI:", "+CMTI: ", `+CMTI: "SM"`, `+CMTI: "SM",-1`, `+CMTI: "SM",99999999999`,
			`+CMTI: "XX",0`, `+CMTI: "S"M",0`, "+CMTI: \"S\x01\",0", "+CDSI: ,,,", "+CREG: ", "+CREG: x,y",
			"^RSSI:", "^RSSI:-1", "^RSSI:99", "+CMT: ", "+CDS: ", "^SMMEMFULL:", `^SMMEMFULL:"XX"`,
			"^SRVST:", "^SIMST:255", strings.Repeat(`+CMTI: "SM",1`, 100),
		} {
			b.fake.SendURC(l)
			synctest.Wait()
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		b.sink.mu.Lock()
		b.sink.got = nil
		b.sink.mu.Unlock()
		arrive(t, b, "still there")
		time.Sleep(10 * time.Second)
		if n := len(b.sink.got); n != 1 {
			t.Errorf("%d texts, want 1", n)
		}
	})
}
