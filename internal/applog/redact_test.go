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
