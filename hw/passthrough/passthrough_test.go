package passthrough

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/hw"
	"surfstick-sms/hw/hwtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fakeDrive is the CD drive of one stick.
type fakeDrive struct {
	t    *testing.T
	of   hw.Stick
	hang time.Duration
	err  error
	sent [][16]byte
	open int
}

func (d *fakeDrive) opener(s hw.Stick) (drive, error) {
	if s.CDDrive != d.of.CDDrive || s.Location != d.of.Location {
		return nil, hw.ErrGone
	}
	if d.open++; d.open > 1 {
		d.t.Error("opened while it was open")
	}
	return d, nil
}

func (d *fakeDrive) send(cdb [16]byte) error {
	time.Sleep(d.hang)
	d.sent = append(d.sent, cdb)
	return d.err
}

func (d *fakeDrive) close() { d.open-- }

func cdStick() hw.Stick {
	return hw.Stick{
		Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01},
		Mode: hw.ModeStorage, CDDrive: "/dev/sr0",
	}
}

func guide() hw.Message {
	m := hw.Message{Name: "guide-modem"}
	copy(m.Bulk[:], "USBC")
	m.Bulk[15], m.Bulk[16], m.Bulk[17], m.Bulk[20] = 0x11, 0x06, 0x20, 0x01
	return m
}

func TestSwitcherContract(t *testing.T) {
	hwtest.RunSwitcher(t, func(t *testing.T) hwtest.Target {
		d := &fakeDrive{t: t, of: cdStick()}
		return hwtest.Target{
			Switcher: newSwitcher(d.opener), Stick: d.of,
			Sent: func() int { return len(d.sent) },
		}
	})
}

// TestSwitcherContractReal runs on this computer, where no such stick is plugged in.
func TestSwitcherContractReal(t *testing.T) {
	hwtest.RunSwitcher(t, func(*testing.T) hwtest.Target { return hwtest.Target{Switcher: New()} })
}

func TestSwitchSendsCDB(t *testing.T) {
	d := &fakeDrive{t: t, of: cdStick()}
	if err := newSwitcher(d.opener).Switch(t.Context(), d.of, guide()); err != nil {
		t.Fatal(err)
	}
	want := [16]byte{0x11, 0x06, 0x20, 0, 0, 1}
	if len(d.sent) != 1 || d.sent[0] != want || d.open != 0 {
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
		{"control request only", func(s *hw.Stick) { s.ID.Product = 0x1414 }, hw.ErrUnsupported},
		{"module", func(s *hw.Stick) { s.ID.Product = 0x1573 }, hw.ErrNotOurs},
	} {
		d := &fakeDrive{t: t, of: cdStick()}
		s := cdStick()
		c.change(&s)
		err := newSwitcher(d.opener).Switch(t.Context(), s, guide())
		if !errors.Is(err, c.want) || len(d.sent) != 0 {
			t.Errorf("%s: error %v, %d sent; want %v", c.name, err, len(d.sent), c.want)
		}
	}
}

func TestSwitchPassesErrorsOn(t *testing.T) {
	for _, want := range []error{hw.ErrAccess, hw.ErrBusy, hw.ErrUnsupported} {
		d := &fakeDrive{t: t, of: cdStick(), err: want}
		err := newSwitcher(d.opener).Switch(t.Context(), d.of, guide())
		if !errors.Is(err, want) || d.open != 0 {
			t.Errorf("error %v, open %d; want %v, 0", err, d.open, want)
		}
	}
}

func TestSwitchHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDrive{t: t, of: cdStick(), hang: time.Minute}
		s := newSwitcher(d.opener)
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
