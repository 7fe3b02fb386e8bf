package passthrough

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

// command is a request with a SCSI command for a unit, upon which the device sends back bytes.
func command(unit, in byte, cdb ...byte) hw.Request {
	w := [31]byte{'U', 'S', 'B', 'C', 8: in, 13: unit, 14: byte(len(cdb))}
	if in > 0 {
		w[12] = 0x80
	}
	copy(w[15:], cdb)
	return hw.Request{Wrapper: w}
}

func wait(d time.Duration) hw.Request { return hw.Request{Kind: hw.RequestWait, Wait: d} }

// ejectAnd is the standard eject and what follows.
func ejectAnd(more ...hw.Request) hw.Message {
	m := hw.Eject()
	m.Requests = append(m.Requests, more...)
	return m
}

// zte is what follows the eject for some of ZTE's sticks, alcatel the message of many others.
var (
	zte     = command(0, 32, 0x85, 1, 1, 1, 0x18, 1, 1, 1, 1, 1, 0, 0)
	alcatel = command(0, 192, 0x06, 0xf5, 4, 2, 0x52, 0x70)
	reader  = command(1, 192, 0x06, 0xf5, 4, 2, 0x52, 0x70)
)

// TestSending: what goes to the drives for every kind of message. The guard is not asked here.
func TestSending(t *testing.T) {
	const eject1, eject2, vendor = "1e0000000000", "1b0000000200", "06f504025270"
	const after = "850101011801010101010000"
	busy := hw.ErrBusy
	for _, c := range []struct {
		name    string
		message hw.Message
		change  func(d *fakeDrive)
		want    string // sent with the bytes asked for, ejects, sent to unit 1
		err     error
	}{
		{"a command with data", hw.Message{Requests: []hw.Request{alcatel}}, nil, "[" + vendor + "] [192] 0 []", nil},
		{"ordinary eject", ejectAnd(), nil, "[] [] 1 []", nil},
		{"eject and more", ejectAnd(zte), nil, "[" + after + "] [32] 1 []", nil},
		{
			"the system cannot eject", ejectAnd(), func(d *fakeDrive) { d.ejects = busy },
			"[" + eject1 + " " + eject2 + "] [0 0] 0 []", nil,
		},
		{
			"cannot eject, and more", ejectAnd(zte), func(d *fakeDrive) { d.ejects = busy },
			"[" + eject1 + " " + eject2 + " " + after + "] [0 0 32] 0 []", nil,
		},
		{
			"neither way", ejectAnd(), func(d *fakeDrive) { d.ejects, d.err = busy, hw.ErrAccess },
			"[" + eject1 + "] [0] 0 []", hw.ErrAccess,
		},
		{
			"gone after the eject", ejectAnd(zte), func(d *fakeDrive) { d.err = hw.ErrGone },
			"[" + after + "] [32] 1 []", nil,
		},
		{
			"may eject, but not send", ejectAnd(zte), func(d *fakeDrive) { d.err = hw.ErrAccess },
			"[" + after + "] [32] 1 []", hw.ErrAccess,
		},
		{"for unit 1", hw.Message{Requests: []hw.Request{reader}}, nil, "[] [] 0 [" + vendor + "]", nil},
		{
			"unit 1 denied",
			hw.Message{Requests: []hw.Request{reader}},
			func(d *fakeDrive) { d.readerErr = hw.ErrAccess }, "[] [] 0 []", hw.ErrAccess,
		},
		{
			"two commands",
			hw.Message{Requests: []hw.Request{command(0, 0, 0, 0, 0, 0, 0, 0), alcatel}},
			nil,
			"[000000000000 " + vendor + "] [0 192] 0 []", nil,
		},
		{
			"first is not taken",
			hw.Message{Requests: []hw.Request{alcatel, alcatel}},
			func(d *fakeDrive) { d.err = busy }, "[" + vendor + "] [192] 0 []", busy,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &fakeDrive{t: t, of: cdStick(), reader: &fakeDrive{t: t}}
			d.of.Unit1 = "/dev/sdb"
			if c.change != nil {
				c.change(d)
			}
			p := newSwitcher(d.opener, quiet).(switcher)
			if err := p.run(t.Context(), d.of, c.message); !errors.Is(err, c.err) {
				t.Errorf("error %v, want %v", err, c.err)
			}
			got := fmt.Sprintf("%x %v %d %x", d.sent, d.in, d.ejected, d.reader.sent)
			if got != c.want || d.open != 0 || d.reader.open != 0 {
				t.Errorf("sent %s, want %s; %d and %d open", got, c.want, d.open, d.reader.open)
			}
		})
	}
}

// TestSendingWaits: waits are kept, before a command and after it, and do not count as the driver's
// time.
func TestSendingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDrive{t: t, of: cdStick(), hang: time.Second}
		m := hw.Message{Requests: []hw.Request{wait(10 * time.Second), alcatel, wait(15 * time.Second), alcatel}}
		p := newSwitcher(d.opener, quiet).(switcher)
		start := time.Now()
		if err := p.run(t.Context(), d.of, m); err != nil || len(d.sent) != 2 {
			t.Errorf("error %v, %d sent", err, len(d.sent))
		}
		if took := time.Since(start); took != 27*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// TestEjectWaits: what waits before it is ejected waits before an ordinary eject, too; that the
// interface is to be held afterwards means nothing here.
func TestEjectWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, ejects := range map[string]error{"ordinary": nil, "passed through": hw.ErrBusy} {
			d := &fakeDrive{t: t, of: cdStick(), ejects: ejects}
			m := ejectAnd(wait(4 * time.Second))
			m.Requests = append([]hw.Request{wait(10 * time.Second)}, m.Requests...)
			start := time.Now()
			if err := newSwitcher(d.opener, quiet).(switcher).run(t.Context(), d.of, m); err != nil {
				t.Error(err)
			}
			took := time.Since(start)
			if took != 10*time.Second || (d.ejected == 1) != (ejects == nil) || (len(d.sent) == 2) != (ejects != nil) {
				t.Errorf("%s: ejected %d, sent % x after %v", name, d.ejected, d.sent, took)
			}
		}
	})
}

// TestSendingSaysWhat: an eject and every command are told with what came of them.
func TestSendingSaysWhat(t *testing.T) {
	d := &fakeDrive{t: t, of: cdStick(), says: hw.Answer{Code: 31, Lost: true}}
	var told []string
	ctx := hw.WithAnswer(t.Context(), func(a hw.Answer) { told = append(told, a.String()) })
	if err := newSwitcher(d.opener, quiet).(switcher).run(ctx, d.of, ejectAnd(zte)); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprintf("%q", told); got != `["ejected" "code 31, no answer"]` {
		t.Error(got)
	}
}
