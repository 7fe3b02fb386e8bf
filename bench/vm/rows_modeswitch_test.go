//go:build vm

package vm

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw/sticks"
)

// sameBytes compares what was written to a stick with what usb_modeswitch wrote to it. In SonyMode
// usb_modeswitch 2.6.1 does not see the stick come back in this machine, and dies: only its first request
// can be compared, the others with the table.
func sameBytes(t *testing.T, r rowRig, wrote map[string][]virtualstick.Entry) {
	t.Helper()
	theirs, known := wrote[nameOf(r.model)]
	ours := sent(r.Record())
	table := sent(slices.Concat(virtualstick.Written(r.model.Request), virtualstick.Written(r.model.Second)))
	switch {
	case !known:
		t.Errorf("%s is not in this usb_modeswitch's table", nameOf(r.model))
		return
	case r.model.Method == sticks.MethodSony:
		if !slices.EqualFunc(theirs, ours[:min(1, len(ours))], equal) {
			t.Errorf("%s: first %v, by usb_modeswitch %v", nameOf(r.model), ours, theirs)
		}
		theirs = table
	}
	if len(ours) == 0 || !slices.EqualFunc(ours, theirs, equal) {
		t.Errorf("%s: written %v, by usb_modeswitch %v", nameOf(r.model), ours, theirs)
	}
}

func equal(a, b virtualstick.Entry) bool { return a.Kind == b.Kind && bytes.Equal(a.Bytes, b.Bytes) }

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
			limit := patience
			if r.model.Method == sticks.MethodSony {
				limit = 10 * time.Second
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			out, err := exec.CommandContext(ctx, m.program, arguments...).CombinedOutput()
			cancel()
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
