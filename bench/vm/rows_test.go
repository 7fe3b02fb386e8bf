//go:build vm

package vm

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/passthrough"
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
	"0fce:d0e1",            // SonyMode: twice, then another configuration
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
// its own data: the bytes are equal, tags aside. Rows that are left out get none. With the flag these are
// all rows of the table.
func TestRows(t *testing.T) {
	quietUdev(t)
	t.Run("libusb", rowsByLibusb)
	t.Run("passthrough", rowsByPassThrough)
	if *allRows {
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
	start := time.Now()
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
	}
	t.Logf("%d sticks in %v", len(rows), since(start))
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

// sameBytes compares what was written to a stick with what usb_modeswitch wrote to it.
func sameBytes(t *testing.T, r rowRig, wrote map[string][]virtualstick.Entry) {
	t.Helper()
	theirs, known := wrote[nameOf(r.model)]
	ours := sent(r.Record())
	if !known {
		t.Logf("%s is not in this usb_modeswitch's table", nameOf(r.model))
		theirs = sent(slices.Concat(virtualstick.Written(r.model.Request), virtualstick.Written(r.model.Second)))
	}
	if len(ours) == 0 || !slices.EqualFunc(ours, theirs, func(a, b virtualstick.Entry) bool {
		return a.Kind == b.Kind && bytes.Equal(a.Bytes, b.Bytes)
	}) {
		t.Errorf("%s: written %v, by usb_modeswitch %v", nameOf(r.model), ours, theirs)
	}
}

// sent leaves out of a record what is no message: the tags of commands; that an endpoint is not halted any
// more (CLEAR_FEATURE), and that the first configuration is the active one; and what the kernel's driver
// says to the port of a modem (class requests to an interface).
func sent(record []virtualstick.Entry) []virtualstick.Entry {
	var all []virtualstick.Entry
	for _, e := range record {
		e.Bytes = bytes.Clone(e.Bytes)
		switch {
		case e.Kind == virtualstick.EntryCommand:
			clear(e.Bytes[4:8])
		case bytes.HasPrefix(e.Bytes, []byte{0x02, 0x01}), bytes.HasPrefix(e.Bytes, []byte{0x00, 0x09, 0x01}),
			e.Kind == virtualstick.EntryControl && e.Bytes[0] == 0x21:
			continue
		}
		all = append(all, e)
	}
	return all
}

// modeswitch is usb_modeswitch and its data.
type modeswitch struct{ program, data string }

func modeswitchData(t *testing.T) modeswitch {
	t.Helper()
	m := modeswitch{os.Getenv("USB_MODESWITCH"), os.Getenv("USB_MODESWITCH_DATA")}
	if found, err := filepath.Glob(m.data + "/19d2:2000"); m.program == "" || err != nil || len(found) != 1 {
		t.Fatalf("USB_MODESWITCH %q, USB_MODESWITCH_DATA %q; .ci/vm fetches both", m.program, m.data)
	}
	return m
}

// run has usb_modeswitch switch every stick with the file that is its row's, several at once, and keeps
// what was written.
func (m modeswitch) run(t *testing.T, all []rowRig, wrote map[string][]virtualstick.Entry) {
	t.Helper()
	var mu sync.Mutex
	var running sync.WaitGroup
	turns := make(chan struct{}, 4)
	for _, r := range all {
		file, ok := m.file(t, r.model)
		if !ok {
			continue
		}
		r.Forget()
		arguments := []string{
			"-v", fmt.Sprintf("%04x", r.model.Vendor), "-p", fmt.Sprintf("%04x", r.model.Product), "-c", file,
		}
		if r.model.Method != sticks.MethodSony { // which comes back with another address
			arguments = append(arguments, "-b", fmt.Sprint(number(t, r.rig, "busnum")),
				"-g", fmt.Sprint(number(t, r.rig, "devnum")))
		}
		running.Go(func() {
			turns <- struct{}{}
			out, err := exec.Command(m.program, arguments...).CombinedOutput()
			<-turns
			mu.Lock()
			defer mu.Unlock()
			wrote[nameOf(r.model)] = sent(r.Record())
			if len(wrote[nameOf(r.model)]) == 0 {
				t.Errorf("usb_modeswitch wrote nothing to %s: %v\n%s", nameOf(r.model), err, out)
			}
		})
	}
	running.Wait()
}

// file is the file of a row, without the time that it is to wait for the success: ours is another look.
func (m modeswitch) file(t *testing.T, row sticks.Model) (string, bool) {
	t.Helper()
	name := row.ID().String()
	if row.Match != "" {
		name += ":" + row.Match
	}
	text, err := os.ReadFile(filepath.Join(m.data, name))
	if err != nil {
		return "", false
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "CheckSuccess") {
			lines = append(lines, line)
		}
	}
	file := filepath.Join(t.TempDir(), "row")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, true
}

// rowsByPassThrough has the scan find the sticks, and the commands go through their CD drives. What is no
// command does not: then nothing is written.
func rowsByPassThrough(t *testing.T) {
	leaveOption(t)
	inBatches(t, chosenRows(kept), 0, func(all []rowRig) {
		refused := map[string]bool{}
		for _, r := range all {
			if asksAnybody(r.model) || r.model.ID() == sierra {
				continue // every system's own INQUIRY switches it; the kernel's driver does
			}
			s := r.await("CD drive of "+nameOf(r.model), func(s hw.Stick) bool {
				return s.ID == r.model.ID() && s.Mode == hw.ModeStorage && s.CDDrive != "" && s.CDBytes > 0 &&
					(s.Unit1 != "" || len(virtualstick.Row(r.model).Device.Interfaces[0].Drives) < 2)
			})
			err := passthrough.New(slog.New(slog.DiscardHandler)).Switch(t.Context(), s, r.model.Request)
			refused[r.location] = errors.Is(err, hw.ErrUnsupported) && len(r.model.Request.Commands()) == 0
			if err != nil && !refused[r.location] {
				t.Errorf("%s: %v", nameOf(r.model), err)
			}
		}
		for _, r := range all {
			switch {
			case r.model.ID() == sierra:
			case refused[r.location]:
				if err := nothingWritten(r.rig); err != nil {
					t.Errorf("%s: %v", nameOf(r.model), err)
				}
			default:
				r.became(t)
				if err := inOrder(r); err != nil {
					t.Errorf("%s: %v", nameOf(r.model), err)
				}
			}
		}
	})
}

// sierra is what usb-storage switches by itself (drivers/usb/storage/sierra_ms.c).
var sierra = hw.ID{Vendor: 0x1199, Product: 0x0fff}

// asksAnybody reports whether the message of a row is a command that every system sends to every drive.
func asksAnybody(m sticks.Model) bool {
	inquiry := []byte{0x12, 0, 0, 0, 0x24, 0}
	c := m.Request.Commands()
	return len(c) == 1 && bytes.Equal(c[0].CDB, inquiry)
}

// leaveOption has usb-storage leave the CD drives of Option's sticks alone, which it else switches
// (drivers/usb/storage/option_ms.c).
func leaveOption(t *testing.T) {
	t.Helper()
	const setting = "/sys/module/usb_storage/parameters/option_zero_cd"
	write := func(value string) {
		if err := os.WriteFile(setting, []byte(value), 0o600); err != nil {
			t.Error(err)
		}
	}
	write("2")
	t.Cleanup(func() { write("1") })
}

// inOrder checks that what a stick got beside what every system sends are the commands of its row, in
// their order. Of an eject and what follows it is what is for the CD drive, which may leave at once.
func inOrder(r rowRig) error {
	ours := func(e virtualstick.Entry) bool { return e.Intrusive() && e.ID == r.model.ID() }
	var got, want []virtualstick.Entry
	for _, e := range r.Record() {
		if ours(e) && e.Kind != virtualstick.EntryBytes {
			got = append(got, e)
		}
	}
	for _, e := range virtualstick.Written(r.model.Request) {
		if e.Intrusive() && (e.Unit() == 0 || !r.model.Request.Eject()) {
			want = append(want, e)
		}
	}
	if !slices.EqualFunc(got, want, virtualstick.Entry.Same) {
		return fmt.Errorf("written: %v, want %v", got, want)
	}
	return nil
}

// rowsLeftOut plugs in what the table leaves out. Whatever the ways are asked to send, nothing is written.
func rowsLeftOut(t *testing.T) {
	inBatches(t, chosenRows(func(m sticks.Model) bool { return !kept(m) }), 0, func(all []rowRig) {
		for _, r := range all {
			s := r.seen(t)
			s.CDDrive = driveOf(t, r.rig, virtualstick.Row(r.model).Device)
			for _, m := range append(everyMessage(), r.model.Request) {
				refuses(t, nameOf(r.model), s, m)
			}
		}
		for _, r := range all {
			if err := nothingWritten(r.rig); err != nil {
				t.Errorf("%s: %v", nameOf(r.model), err)
			}
		}
	})
}
