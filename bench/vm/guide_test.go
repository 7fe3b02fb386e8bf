//go:build vm

package vm

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
	"surfstick-sms/sms/store"
)

const partner = "+491715550123"

// TestGuide is the whole story, once for each way of switching: the stick of the guide comes as a
// CD drive, is switched, comes back as a modem, the kernel makes ports of it, and a text goes out
// and its answer comes in.
func TestGuide(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			f := fakemodem.New(fakemodem.Options{Echo: true})
			defer f.Close()
			r := plug(t, 0, e3531(f))
			start := time.Now()
			stick := r.storage()
			t.Logf("seen as %s with %s after %v", stick.ID, stick.CDDrive, since(start))
			if stick.ID.String() != "12d1:1f01" || stick.Driver != hw.DriverStorage {
				t.Errorf("%+v", stick)
			}
			start = time.Now()
			if err := way.Switch(t.Context(), stick, message(t, "guide-modem")); err != nil {
				t.Fatal(err)
			}
			t.Logf("message handed over after %v", since(start))
			stick = r.modem()
			t.Logf("a modem with ports after %v", since(start))
			if stick.ID.String() != "12d1:1001" || stick.Driver != hw.DriverSerial {
				t.Errorf("%+v", stick)
			}
			for _, i := range stick.Interfaces {
				if i.DriverName != "option" || !strings.HasPrefix(i.Port, "ttyUSB") {
					t.Errorf("interface %+v", i)
				}
			}
			orderOnly(t, r, message(t, "guide-modem"))
			chat(t, r, f)
		})
	}
}

// orderOnly checks that the stick got this message once, and nothing else that it should not.
func orderOnly(t *testing.T, r *rig, m hw.Message) {
	t.Helper()
	var sent []virtualstick.Entry
	for _, e := range virtualstick.Intrusions(r.Record()) {
		if e.Kind != virtualstick.EntryBytes { // what the kernel's driver and we say to the ports
			sent = append(sent, e)
		}
	}
	if len(sent) != 1 || !bytes.Equal(sent[0].CDB(), m.Requests[0].Wrapper[15:]) {
		t.Errorf("written: %v", sent)
	}
}

// chat opens the best line of the stick and sends a text; the network echoes it.
func chat(t *testing.T, r *rig, f *fakemodem.Modem) {
	t.Helper()
	line := r.line()
	if line.Interface != 2 || line.Kind != hw.LineSerial {
		t.Errorf("the best line is %+v", line)
	}
	start := time.Now()
	port, err := comport.New().Open(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	m, err := modem.Open(t.Context(), port, modem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { m.Close(); <-m.Done() }()
	if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s ready after %v: %s %s", line.Name, since(start), m.Identity().Manufacturer, m.Identity().Model)
	texts := openMessenger(t)
	texts.Attach(m)
	sendAndReceive(t, texts, byModem(f))
}

func openMessenger(t *testing.T) *messenger.Messenger {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := messenger.New(st, messenger.Options{})
	t.Cleanup(func() { _ = texts.Close() })
	return texts
}

// network returns the texts that it got.
type network func() []string

// byModem is the network behind a simulated modem.
func byModem(f *fakemodem.Modem) network {
	return func() (all []string) {
		for _, s := range f.Sent() {
			all = append(all, s.Text)
		}
		return all
	}
}

// sendAndReceive sends a text and waits until it is sent and its echo is there.
func sendAndReceive(t *testing.T, texts *messenger.Messenger, got network) {
	t.Helper()
	const text = "Größe, € and 你好"
	start, before := time.Now(), len(got())
	to, err := sms.ParseNumber(partner, "DE")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := texts.Send(t.Context(), to, text); err != nil {
		t.Fatal(err)
	}
	var all []sms.Message
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if all, err = texts.Messages(t.Context(), to, 0, 100); err != nil {
			t.Fatal(err)
		}
		if n := len(all); n > 0 && n%2 == 0 && all[n-1].Direction == sms.Incoming {
			break
		}
	}
	n := len(all)
	if n < 2 || all[n-1].Direction != sms.Incoming || !strings.Contains(all[n-1].Text, text) {
		t.Fatalf("texts: %+v", all)
	}
	if sent := got(); len(sent) != before+1 || sent[before] != text {
		t.Errorf("the network has %+v", sent)
	}
	t.Logf("a text and its answer after %v", since(start))
}
