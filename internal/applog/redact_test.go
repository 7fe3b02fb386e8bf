package applog

import (
	"errors"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"nothing to hide", "switch 12d1:1f01 sent in 1.25s, port COM8", ""},
		{"international number", "from +491711234567.", "from +49***567."},
		{"national number", "to 01711234567", "to ***567"},
		{"number with spaces", "to 0171 123 45 67", "to *** 67"},
		{"number in brackets", "(030) 1234567", "(***567"},
		{"short code", "from 80850", "from ***"},
		{"IMSI", "imsi 262011234567890", "imsi ***890"},
		{"ICCID", "iccid=8949020000012345678", "iccid=***678"},
		{"PDU", "0791947122723033040C91", "[22 hex digits]"},
		{"hex in lower case", "raw 07919471227230ff", "raw [16 hex digits]"},
		{"digits only, as long as a PDU", "0123456789012345", "***345"},
		{"error code of Windows", "error 0x80070005", ""},
		{"USB ID and location", "12d1:1f01 at 1-1.2, bus 3", ""},
		{"command", "AT+CNMI=2,1,0,2,0", ""},
		{"firmware", "21.157.27.00.156", ""},
		{"time stamp", "time=2026-11-22T17:30:45.123+01:00", ""},
		{"number with hyphens", "to 0171-123-4567", "to ***567"},
		{"IMEI as printed", "86-123456-789012-3", "***2-3"},
		{"day", "2026-11-22 17:30, page 1234", ""},
		{"days in a row", "2026-11-221234", "***234"},
		{"name with spaces", `open C:\Users\Jörg Müller & Söhne #1\AppData\x`, `open C:\Users\…\AppData\x`},
		{"with slashes", "C:/Users/Jörg Müller/AppData", "C:/Users/…/AppData"},
		{"another home at the end", "no /home/jörg müller", "no /home/… müller"},
		{
			"short serial number", `USB\VID_12D1&PID_1F01\ABC123: denied`, `USB\VID_12D1&PID_1F01\…: denied`,
		},
		{"serial number with hyphen", `USB\VID_12D1&PID_1F01\AB-12.3 gone`, `USB\VID_12D1&PID_1F01\… gone`},
		{"quoted", `"USB\\VID_12D1&PID_1F01\\ABC123"`, `"USB\\VID_12D1&PID_1F01\\…"`},
		{"part of a device", `USB\VID_12D1&PID_1001&MI_02\ABC&0&2`, `USB\VID_12D1&PID_1001&MI_02\…`},
		{"made up by Windows", `USB\VID_12D1&PID_1F01\6&33A1B2C&0&4`, ""},
		{
			"CD drive", `\\?\usbstor#cdrom&ven_huawei&prod_mass&rev_2.31#abc123&0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}: no`,
			`\\?\usbstor#cdrom&ven_huawei&prod_mass&rev_2.31#…: no`,
		},
		{
			"CD drive, serial number in the middle",
			`open \\?\usbstor#cdrom&ven_huawei&prod_mass&rev_2.31#7&2b1ae58d&0&ab12&0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}`,
			`open \\?\usbstor#cdrom&ven_huawei&prod_mass&rev_2.31#…`,
		},
		{"CD drive's node", `USBSTOR\CDROM&VEN_HUAWEI&REV_2.31\7&2B1AE58D&0&AB12&0`, `USBSTOR\CDROM&VEN_HUAWEI&REV_2.31\…`},
		{"device path", `\\?\usb#vid_12d1&pid_1f01#abc123#{a5dcbf10-6530-11d2-901f-00c04fb951ed}`, `\\?\usb#vid_12d1&pid_1f01#…`},
		{"port by its serial number", "/dev/serial/by-id/usb-HUAWEI_Mobile_ABC123-if00-port0: busy", "/dev/serial/by-id/…: busy"},
		{"Windows path", `open C:\Users\Anna\AppData\x: denied`, `open C:\Users\…\AppData\x: denied`},
		{"quoted Windows path", `"C:\\Users\\Anna\\x"`, `"C:\\Users\\…\\x"`},
		{"Linux path", "/home/anna/.local", "/home/…/.local"},
		{"macOS path", "/Users/anna/Library", "/Users/…/Library"},
		{"empty", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				c.want = c.text
			}
			if got := Redact(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRedactHome(t *testing.T) {
	for _, home := range homes() {
		if got := Redact("open " + home + "/x"); strings.Contains(got, home) {
			t.Errorf("%q is still there: %q", home, got)
		}
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestRedactorWrites(t *testing.T) {
	var b strings.Builder
	line := "from +491711234567\n"
	if n, err := (redactor{to: &b}).Write([]byte(line)); n != len(line) || err != nil {
		t.Errorf("wrote %d of %d, %v", n, len(line), err)
	}
	if b.String() != "from +49***567\n" {
		t.Errorf("wrote %q", b.String())
	}
	if _, err := (redactor{to: brokenWriter{}}).Write([]byte(line)); !errors.Is(err, errBroken) {
		t.Errorf("got %v, want %v", err, errBroken)
	}
}

// FuzzRedact: five digits in a row never get through, but in an error code.
func FuzzRedact(f *testing.F) {
	f.Add("from +491711234567")
	f.Add("0x80070005 01711234567")
	f.Fuzz(func(t *testing.T, s string) {
		run := 0
		for _, c := range Redact(strings.ReplaceAll(strings.ToLower(s), "0x", "")) {
			if run++; c < '0' || c > '9' {
				run = 0
			}
			if run >= 5 {
				t.Fatalf("%q became %q", s, Redact(s))
			}
		}
	})
}
