//go:build vm

package vm

import (
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/hw/usb"
)

var allRows = flag.Bool("rows", false, "every row of the table of other makers, not one for each method")

// oneOfEach are rows of which no two are switched in the same way.
var oneOfEach = []string{
	"19d2:0053",            // eject
	"19d2:2000",            // eject, then a command with data to the computer
	"2077:f000",            // eject, then a command without
	"05c6:1000 sVe=Option", // OptionMode
	"1c9e:98ff",            // a command without data
	"1bbb:f000",            // a command with data
	"2001:a40a",            // a command of three bytes
	"0b3c:f000",            // a command with data for the second logical unit
	"201e:1023",            // two commands
	"05c6:98ff",            // SierraMode
	"0408:f001",            // QuantaMode
	"0d46:45a1",            // KobilMode
	"1da5:f000",            // QisdaMode
	"10a9:6080",            // PantechMode
	"0fce:d0cf",            // Configuration
}

// rowsBatch is how many sticks of rows are plugged in at once.
const rowsBatch = 30

func nameOf(m sticks.Model) string { return strings.TrimSpace(m.ID().String() + " " + m.Match) }

// chosenRows are the rows of other makers that this run is about.
func chosenRows(wanted func(sticks.Model) bool) []sticks.Model {
	return slices.DeleteFunc(sticks.Models(), func(m sticks.Model) bool {
		return m.Vendor == hw.HuaweiVendor || !wanted(m) || !*allRows && !slices.Contains(oneOfEach, nameOf(m))
	})
}

func kept(m sticks.Model) bool { return m.Left == hw.RefusalNone }

// TestRows has the sticks of other makers switched by each way that can do it, and by usb_modeswitch with
// its own data: the bytes are equal, tags aside. Rows that are left out get none. Without the flag that is
// libusb only, and a row for each way of switching; TestMethods goes through the drives as well.
func TestRows(t *testing.T) {
	quietUdev(t)
	t.Run("libusb", rowsByLibusb)
	if *allRows {
		t.Run("passthrough", rowsByPassThrough)
		t.Run("left out", rowsLeftOut)
	}
}

// rowRig is the stick of a row in a socket.
type rowRig struct {
	*rig
	model sticks.Model
}

// inBatches plugs the sticks of rows in, several at once, and hands them out.
func inBatches(t *testing.T, rows []sticks.Model, deaf int, do func([]rowRig)) {
	t.Helper()
	start, done := time.Now(), 0
	for batch := range slices.Chunk(rows, rowsBatch) {
		rigs := make([]rowRig, len(batch))
		for socket, m := range batch {
			o := virtualstick.Row(m)
			o.Temper = virtualstick.Temper{Away: away, Deaf: deaf}
			rigs[socket] = rowRig{plug(t, socket, o), m}
		}
		for _, r := range rigs {
			number(t, r.rig, "bConfigurationValue")
		}
		do(rigs)
		for _, r := range rigs {
			r.Unplug()
			r.awaitGone()
		}
		done += len(batch)
		t.Logf("%d of %d sticks after %v", done, len(rows), since(start))
	}
}

// seen is the stick of a row as a scan would see it, with the CD drive that the kernel's driver would
// have found.
func (r rowRig) seen(t *testing.T) hw.Stick {
	t.Helper()
	s := virtualstick.Row(r.model).Device.Seen()
	s.Location, s.Bus, s.Address = r.location, number(t, r.rig, "busnum"), number(t, r.rig, "devnum")
	return s
}

// rowsByLibusb runs without usb-storage, so that nobody else writes to the sticks: what usb_modeswitch
// writes is compared with what we write, and then the stick obeys us.
func rowsByLibusb(t *testing.T) {
	module(t, "rmmod", "usb-storage")
	defer module(t, "modprobe", "usb-storage")
	theirs := modeswitchData(t)
	once := func(m sticks.Model) bool { // what lets no message pass is plugged in once for each program
		return m.Method == sticks.MethodConfiguration || m.Method == sticks.MethodSony
	}
	wrote := map[string][]virtualstick.Entry{}
	inBatches(t, chosenRows(func(m sticks.Model) bool { return kept(m) && once(m) }), 0, func(all []rowRig) {
		theirs.run(t, all, wrote)
	})
	inBatches(t, chosenRows(func(m sticks.Model) bool { return kept(m) && once(m) }), 0, func(all []rowRig) {
		for _, r := range all {
			r.Forget()
			s := r.seen(t)
			for at, m := range sticks.Messages(s) {
				if at > 0 {
					r.awaitBack(t, s.Address)
					s = r.seen(t)
				}
				if err := usb.New().Switch(t.Context(), s, m); err != nil {
					t.Errorf("%s: %v", nameOf(r.model), err)
				}
			}
			sameBytes(t, r, wrote)
			r.became(t)
		}
	})
	inBatches(t, chosenRows(func(m sticks.Model) bool { return kept(m) && !once(m) }), 2, func(all []rowRig) {
		theirs.run(t, all, wrote)
		for _, r := range all {
			for round := range 2 {
				r.Forget()
				err := usb.New().Switch(t.Context(), r.seen(t), r.model.Request)
				if err != nil {
					t.Errorf("%s, round %d: %v", nameOf(r.model), round, err)
				}
				if round == 0 {
					sameBytes(t, r, wrote)
				}
			}
		}
		for _, r := range all {
			r.became(t)
		}
	})
}

// became waits until the stick is what its row says.
func (r rowRig) became(t *testing.T) {
	t.Helper()
	want := virtualstick.Target(r.model)
	for end := time.Now().Add(patience / 4); ; time.Sleep(20 * time.Millisecond) {
		d, ok := r.Device()
		if ok && d.ID == want.ID && d.Interfaces[0].Class == want.Interfaces[0].Class {
			return
		}
		if time.Now().After(end) {
			t.Errorf("%s: is %s with class %02x, not %s", nameOf(r.model), d.ID, d.Interfaces[0].Class, want.ID)
			return
		}
	}
}

// awaitBack waits for the return of a stick that has to be told twice, from its address before.
func (r rowRig) awaitBack(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(patience / 4); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, ok := r.Device(); ok && number(t, r.rig, "devnum") != before {
			number(t, r.rig, "bConfigurationValue")
			return
		}
	}
	t.Errorf("%s has not come back", nameOf(r.model))
}
