package usb

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
)

// TestListSticks: devices of other makers are left out, and nothing is opened.
func TestListSticks(t *testing.T) {
	d := modemStick()
	d.descriptor.ifaces = []hw.Interface{{Number: 2, Class: 0xff, Driver: hw.DriverNone}}
	_, b := onBus(t, d)
	all, err := newLister(b.start).List(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	s := all[1]
	if s.Location != "1-1.2" || s.ID.Product != 0x1001 || s.Address != 7 || len(s.Interfaces) != 1 {
		t.Errorf("%+v", s)
	}
	if d.open != 0 || b.started {
		t.Error("something is open")
	}
	if !atLocation(d.descriptor, s.Location) {
		t.Error("the place does not lead back to the stick")
	}
}

// TestListWhileBusy gives what was seen last, and does not wait for ever.
func TestListWhileBusy(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, b := onBus(t, modemStick())
		l := newLister(b.start)
		if all, err := l.List(t.Context()); err != nil || len(all) != 2 {
			t.Fatalf("%+v, %v", all, err)
		}
		turn <- struct{}{}
		start := time.Now()
		all, err := l.List(t.Context())
		if err != nil || len(all) != 2 || time.Since(start) != listPatience || b.libs != 1 {
			t.Errorf("%+v, %v after %v", all, err, time.Since(start))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := l.List(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		<-turn
		synctest.Wait()
	})
}

func TestListFails(t *testing.T) {
	none := &bus{t: t, listErr: faultAccess}
	if _, err := newLister(none.start).List(t.Context()); !errors.Is(err, hw.ErrAccess) {
		t.Errorf("error %v, want hw.ErrAccess", err)
	}
	l := newLister(func() (library, error) { panic(faultOther) })
	for range 2 {
		if _, err := l.List(t.Context()); !errors.Is(err, hw.ErrNoLibusb) {
			t.Errorf("error %v, want hw.ErrNoLibusb", err)
		}
	}
}

// TestListReal lists what is plugged into this computer.
func TestListReal(t *testing.T) {
	want := error(nil)
	if !Available() {
		want = hw.ErrNoLibusb
	}
	if _, err := NewLister().List(t.Context()); !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}
