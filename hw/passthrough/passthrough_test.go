package passthrough

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// quiet logs nothing.
var quiet = slog.New(slog.DiscardHandler)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fakeDrive is the CD drive of one stick, with the drive on its unit 1.
type fakeDrive struct {
	t    *testing.T
	of   hw.Stick
	hang time.Duration
	err  error // of sending
	says hw.Answer
	sent [][]byte
	in   []int // what was asked for with each of sent
	open int

	holds     medium
	mediumErr error
	ejects    error // of the system's own eject; nil is that it does
	ejected   int
	reader    *fakeDrive // on unit 1, or nil
	readerErr error      // of opening it
}

func (d *fakeDrive) opener(s hw.Stick, unit byte) (drive, error) {
	if s.CDDrive != d.of.CDDrive || s.Location != d.of.Location {
		return nil, hw.ErrGone
	}
	if unit == 1 {
		if d.readerErr != nil {
			return nil, d.readerErr
		}
		d = d.reader
	}
	if d.open++; d.open > 1 {
		d.t.Error("opened while it was open")
	}
	return d, nil
}

func (d *fakeDrive) medium() (medium, error) { return d.holds, d.mediumErr }

func (d *fakeDrive) eject() (hw.Answer, error) {
	if d.ejects == nil {
		d.ejected++
	}
	return hw.Answer{Call: "ejected"}, d.ejects
}

func (d *fakeDrive) send(c hw.Command) (hw.Answer, error) {
	time.Sleep(d.hang)
	d.sent, d.in = append(d.sent, bytes.Clone(c.CDB)), append(d.in, c.In)
	return d.says, d.err
}

func (d *fakeDrive) close() { d.open-- }

func cdStick() hw.Stick {
	return hw.Stick{
		Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01},
		Mode: hw.ModeStorage, CDDrive: "/dev/sr0",
	}
}

func guide() hw.Message {
	m, _ := sticks.Message("guide-modem")
	return m
}

func TestSwitcherContract(t *testing.T) {
	contract.RunSwitcher(t, func(t *testing.T) contract.SwitcherSetup {
		d := &fakeDrive{t: t, of: cdStick()}
		return contract.SwitcherSetup{
			Switcher: newSwitcher(d.opener, quiet), Stick: d.of,
			Sent: func() int { return len(d.sent) },
		}
	})
}

// TestSwitcherContractReal runs on this computer, where no such stick is plugged in.
func TestSwitcherContractReal(t *testing.T) {
	contract.RunSwitcher(t, func(*testing.T) contract.SwitcherSetup { return contract.SwitcherSetup{Switcher: New(quiet)} })
}

func TestSwitchSendsCDB(t *testing.T) {
	d := &fakeDrive{t: t, of: cdStick()}
	if err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, guide()); err != nil {
		t.Fatal(err)
	}
	want := append([]byte{0x11, 0x06, 0x20, 0, 0, 1}, make([]byte, 10)...)
	if len(d.sent) != 1 || !bytes.Equal(d.sent[0], want) || d.open != 0 {
		t.Errorf("sent % x, open %d; want % x", d.sent, d.open, want)
	}
}

func TestSwitchRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*hw.Stick)
		want   error
	}{
		{"no CD drive yet", func(s *hw.Stick) { s.CDDrive = "" }, hw.ErrGone},
		{"another's message", func(s *hw.Stick) { s.ID.Product = 0x1414 }, hw.ErrNotOurs},
		{"module", func(s *hw.Stick) { s.ID.Product = 0x1573 }, hw.ErrNotOurs},
	} {
		d := &fakeDrive{t: t, of: cdStick()}
		s := cdStick()
		c.change(&s)
		err := newSwitcher(d.opener, quiet).Switch(t.Context(), s, guide())
		if !errors.Is(err, c.want) || len(d.sent) != 0 {
			t.Errorf("%s: error %v, %d sent; want %v", c.name, err, len(d.sent), c.want)
		}
	}
}

// TestSwitchByTable: every stick of the table gets its own commands, is ejected, or gets nothing where
// its request cannot be passed through.
func TestSwitchByTable(t *testing.T) {
	for product, want := range map[uint16]string{
		0x1446: "[11062000000101000100000000000000] [0] 0", 0x101e: "[010000000000] [6] 0",
		0x380b: "[] [] 1", 0x1414: "[] [] 0", 0x1d50: "[] [] 0", 0x1030: "[] [] 0",
	} {
		d := &fakeDrive{t: t, of: cdStick()}
		d.of.ID.Product = product
		model, _ := sticks.Lookup(d.of)
		err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, model.Request)
		if (want == "[] [] 0") != errors.Is(err, hw.ErrUnsupported) || d.open != 0 {
			t.Errorf("%04x: error %v, open %d", product, err, d.open)
		}
		if got := fmt.Sprintf("%x %v %d", d.sent, d.in, d.ejected); got != want {
			t.Errorf("%04x: sent %s, want %s", product, got, want)
		}
	}
}

func TestSwitchPassesErrorsOn(t *testing.T) {
	for _, want := range []error{hw.ErrAccess, hw.ErrBusy, hw.ErrUnsupported} {
		d := &fakeDrive{t: t, of: cdStick(), err: want}
		err := newSwitcher(d.opener, quiet).Switch(t.Context(), d.of, guide())
		if !errors.Is(err, want) || d.open != 0 {
			t.Errorf("error %v, open %d; want %v, 0", err, d.open, want)
		}
	}
}

func TestSwitchHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDrive{t: t, of: cdStick(), hang: time.Minute}
		s := newSwitcher(d.opener, quiet)
		start := time.Now()
		if err := s.Switch(t.Context(), d.of, guide()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want context.DeadlineExceeded", err)
		}
		if took := time.Since(start); took != outerTimeout {
			t.Errorf("took %v, want %v", took, outerTimeout)
		}
		if err := s.Switch(t.Context(), d.of, guide()); !errors.Is(err, hw.ErrBusy) {
			t.Errorf("second command: %v, want hw.ErrBusy", err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if d.open != 0 {
			t.Error("the drive was not closed when the driver came back")
		}
	})
}

// TestSwitchLogsTheAnswer: what the drive answers is no error, as a stick may obey all the same,
// but it is what is known of one that does not.
func TestSwitchLogsTheAnswer(t *testing.T) {
	var text strings.Builder
	refused := hw.Answer{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20}
	d := &fakeDrive{t: t, of: cdStick(), says: refused}
	s := newSwitcher(d.opener, slog.New(slog.NewTextHandler(&text, nil)))
	var told []hw.Answer
	ctx := hw.WithAnswer(t.Context(), func(a hw.Answer) { told = append(told, a) })
	if err := s.Switch(ctx, d.of, guide()); err != nil {
		t.Error(err)
	}
	if !strings.Contains(text.String(), "status 2, sense 5:20:00") {
		t.Errorf("the log says %s", text.String())
	}
	if len(told) != 1 || told[0] != refused {
		t.Errorf("told %v", told)
	}
}

// TestSwitchTellsTheCode: the code of the system is evidence, too, when nothing was sent.
func TestSwitchTellsTheCode(t *testing.T) {
	failed := func(hw.Stick, byte) (drive, error) {
		return nil, fmt.Errorf("%w: %w", hw.ErrBusy, syscall.Errno(170))
	}
	var told []hw.Answer
	ctx := hw.WithAnswer(t.Context(), func(a hw.Answer) { told = append(told, a) })
	if err := newSwitcher(failed, quiet).Switch(ctx, cdStick(), guide()); !errors.Is(err, hw.ErrBusy) {
		t.Error(err)
	}
	if len(told) != 1 || told[0] != (hw.Answer{Code: 170}) {
		t.Errorf("told %v", told)
	}
}
