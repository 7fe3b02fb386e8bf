package sticks

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

// ejected is the standard eject, as the strings in usb_modeswitch 2.6.1 have it.
const ejected = "5553424387654321000000000000061e000000000000000000000000000000 " +
	"5553424397654321000000000000061b000000020000000000000000000000 " +
	"5553424387654321000000000001061e000000000000000000000000000000 " +
	"5553424397654321000000000001061b000000020000000000000000000000"

// sent is what goes out by a method without data, after usb_modeswitch's source: wrappers as
// hexadecimal, control requests as type, request, value, index, length, data, n for SET_CONFIGURATION.
var sent = map[string]string{
	"StandardEject":          ejected,
	"OptionMode":             "55534243123456780000000000000601000000000000000000000000000000",
	"SierraMode":             "40/0b/1/0/0/",
	"QuantaMode":             "c0/ff/0/0/0/",
	"KobilMode":              "c0/88/0/0/8/",
	"QisdaMode":              "40/04/0/0/0/058c0408a0ee20005c01040898cdeabf",
	"PantechMode:2":          "40/70/2/0/0/",
	"SonyMode+Configuration": "c0/11/2/0/3/ then c0/11/2/0/3/ configuration",
	"Configuration":          "configuration",
}

// wants is what the column of the method says, read by other means than the table's own.
func wants(method string) string {
	if all, ok := sent[method]; ok {
		return all
	}
	if head, n, ok := strings.Cut(method, "Configuration:"); ok {
		return sent[head+"Configuration"] + " " + n
	}
	before, data, _ := strings.Cut(method, "MessageContent:")
	data = strings.ReplaceAll(data, "+", " ")
	if before == "StandardEject+" {
		return ejected + " " + data
	}
	return data
}

// spelled is what messages send, in the same spelling; waits are seconds.
func spelled(all ...hw.Message) string {
	var messages []string
	for _, m := range all {
		var parts []string
		for _, r := range m.Requests {
			c := r.Control
			parts = append(parts, map[hw.RequestKind]string{
				hw.RequestCommand: fmt.Sprintf("%x", r.Wrapper),
				hw.RequestControl: fmt.Sprintf("%02x/%02x/%x/%x/%x/%x", c.Type, c.Request, c.Value,
					c.Index, c.Length, c.Data),
				hw.RequestConfiguration: fmt.Sprint("configuration ", r.Configuration),
				hw.RequestWait:          fmt.Sprint("wait ", r.Wait.Seconds()),
			}[r.Kind])
		}
		messages = append(messages, strings.Join(parts, " "))
	}
	return strings.Join(messages, " then ")
}

// otherRows are the fields of every row of other makers.
func otherRows() [][]string {
	var all [][]string
	for line := range strings.Lines(otherTSV) {
		if !strings.HasPrefix(line, "#") {
			all = append(all, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	return all
}

// plainStick is a device with the ID and the string of a row, in storage mode, as the scan sees a stick.
func plainStick(t *testing.T, f []string) hw.Stick {
	t.Helper()
	id, ok := readID(f[0])
	if !ok {
		t.Fatalf("ID %q", f[0])
	}
	s := hw.Stick{
		ID: id, Mode: hw.ModeStorage, Driver: hw.DriverStorage, CD: hw.CDPresent, CDDrive: "/dev/sr0",
		Interfaces: []hw.Interface{{Class: 0x08, SubClass: 0x06, Protocol: 0x50}},
	}
	field, text, _ := strings.Cut(f[1], "=")
	text = "the " + text + " of a stick"
	switch field {
	case "uMa":
		s.Manufacturer = text
	case "uPr":
		s.Name = text
	case "sVe":
		s.Inquiry.Vendor = text
	case "sMo":
		s.Inquiry.Model = text
	case "-":
		s.Manufacturer = "somebody"
	default:
		t.Fatalf("%s: string %q", f[0], f[1])
	}
	return s
}

// TestEveryOtherRow: every row of the source is switched as it says, byte for byte, or left out with a
// reason.
func TestEveryOtherRow(t *testing.T) {
	switched, left, methods := 0, map[string]int{}, map[string]int{}
	for _, f := range otherRows() {
		if len(f) != 10 {
			t.Fatalf("%q has %d columns", f[0], len(f))
		}
		method, _, _ := strings.Cut(f[2], ":")
		methods[method]++
		s := plainStick(t, f)
		m, ok := Lookup(s)
		if !ok || m.ID() != s.ID || m.Note != f[9] || m.Brand != f[8] || m.Match != strings.Trim(f[1], "-") {
			t.Errorf("%s %s is %+v, %v", f[0], f[1], m, ok)
		}
		if targets := strings.ReplaceAll(fmt.Sprint(m.Targets), " ", ","); targets != "["+strings.Trim(f[4], "-")+"]" {
			t.Errorf("%s leads to %s, want %s", f[0], targets, f[4])
		}
		if Unasked(s) {
			t.Errorf("%s is switched unasked", f[0])
		}
		if f[7] != "-" {
			left[f[7]]++
			leftAlone(t, s)
			continue
		}
		switched++
		if got := withoutWaits(spelled(Messages(s)...)); got != wants(f[2]) {
			t.Errorf("%s %s sends\n%s, want\n%s", f[0], f[2], got, wants(f[2]))
		}
		for _, message := range Messages(s) {
			if err := Guard(s, message); err != nil {
				t.Errorf("%s: %s: %v", f[0], message.Name, err)
			}
			if found, ok := Message(message.Name); !ok || !found.Equal(message) {
				t.Errorf("%s: %q does not lead back to the message", f[0], message.Name)
			}
		}
	}
	wantCounts(t, "methods", methods, map[string]int{
		"StandardEject": 174, "MessageContent": 104, "Configuration": 63, "OptionMode": 61,
		"StandardEject+MessageContent": 7, "SierraMode": 5, "QuantaMode": 3, "KobilMode": 2,
		"SonyMode+Configuration": 2, "PantechMode": 2, "QisdaMode": 1, "SequansMode": 1, "GCTMode": 1,
		"BlackberryMode": 1, "MobileActionMode": 1, "CiscoMode": 1,
	})
	wantCounts(t, "left out", left, map[string]int{
		"module": 36, "wifi": 11, "no-modem": 10, "wimax": 6, "phone": 5, "method": 2, "dangerous": 1,
	})
	if switched != 358 || len(otherRows()) != 429 {
		t.Errorf("%d of %d rows are switched", switched, len(otherRows()))
	}
}

func wantCounts(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// leftAlone checks that a device of a row that is left out gets nothing, not even what
// usb_modeswitch would send.
func leftAlone(t *testing.T, s hw.Stick) {
	t.Helper()
	m, _ := Lookup(s)
	r := Refusal(s)
	if !r.Left() || Switchable(s) || len(Messages(s)) > 0 || RefusalOf(Guard(s, m.Request)) != r {
		t.Errorf("%s: refusal %v, messages %v", s.ID, r, Messages(s))
	}
}

func withoutWaits(s string) string {
	var all []string
	words := strings.Fields(s)
	for i := 0; i < len(words); i++ {
		if words[i] == "wait" {
			i++
			continue
		}
		all = append(all, words[i])
	}
	return strings.Join(all, " ")
}

// TestWaits: what usb_modeswitch waits before and after, on the rows that have it.
func TestWaits(t *testing.T) {
	want := map[string]string{
		"1004:6190": "wait 10 EJECT", "1a8d:1000": "EJECT wait 4", "2020:2030": "wait 2 EJECT",
		"2020:f00e": "wait 2 EJECT", "2020:f00f": "wait 2 EJECT",
		"1c9e:f000 -":             "wait 1 555342431234567800000000000001ff000000000000000000000000000000",
		"1c9e:f000 uMa=USB_Modem": "wait 1 55534243123456788000000080000606f50402527000000000000000000000",
	}
	found := 0
	for _, f := range otherRows() {
		got := strings.ReplaceAll(spelled(Messages(plainStick(t, f))...), ejected, "EJECT")
		w, ok := want[f[0]]
		if !ok {
			w, ok = want[f[0]+" "+f[1]]
		}
		if ok {
			found++
		}
		if ok && got != w || !ok && strings.Contains(got, "wait") {
			t.Errorf("%s %s sends %s, want %s", f[0], f[1], got, w)
		}
	}
	if found != len(want) {
		t.Errorf("%d of %d rows found", found, len(want))
	}
}

// TestSonyComesBackOnce: the MD400 wants its request twice, and is a CD drive again in between.
func TestSonyComesBackOnce(t *testing.T) {
	all := Messages(hw.Stick{ID: hw.ID{Vendor: 0x0fce, Product: 0xd0e1}})
	if len(all) != 2 || all[0].Name == all[1].Name || all[0].Name != "sony" || all[1].After != "sony" {
		t.Errorf("messages %v", all)
	}
}

// TestCommandsOfOthers: how many of the rows that are switched go through a CD drive, and how many of
// these need the card reader beside it; no command has an odd length.
func TestCommandsOfOthers(t *testing.T) {
	passes, unit1 := 0, 0
	for _, f := range otherRows() {
		s := plainStick(t, f)
		for _, m := range Messages(s) {
			for _, c := range m.Commands() {
				if n := len(c.CDB); n != 6 && n != 10 && n != 12 && n != 16 {
					t.Errorf("%s: command of %d bytes", f[0], n)
				}
			}
			alone := m.Passes(s)
			s.Unit1 = "/dev/sdb"
			switch with := m.Passes(s); {
			case alone:
				passes++
			case with:
				unit1++
			}
		}
	}
	if passes != 311 || unit1 != 6 {
		t.Errorf("%d messages pass through the CD drive, %d more with a card reader", passes, unit1)
	}
}

func FuzzParseOther(f *testing.F) {
	f.Add(otherTSV)
	f.Add("1004:6190\t-\tStandardEject\tWaitBefore=10\t-\t-\tmodem\t-\tLG\tx\n")
	f.Add("1004:6190\tuMa\tMessageContent:00+\tWaitBefore=\t,\t-\tmodem\t-\tLG\tx\n")
	f.Fuzz(func(t *testing.T, tsv string) {
		for id, rows := range parseOther(tsv) {
			for _, m := range rows {
				if m.ID() != id || m.switchable() && len(m.Request.Requests) == 0 {
					t.Errorf("row %s: %+v", id, m)
				}
			}
		}
	})
}
