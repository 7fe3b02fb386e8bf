package wine

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"surfstick-sms/internal/setup"
)

// TestStatesAreKnown checks that every state is one of its own, and asks for a page and a problem that the
// wizard has.
func TestStatesAreKnown(t *testing.T) {
	pages := map[string]bool{}
	for s := setup.StepStick; s <= setup.StepChat; s++ {
		pages[s.String()] = true
	}
	problems := map[string]bool{"": true, setup.ProblemNone.String(): true}
	for _, p := range setup.Problems() {
		problems[p.String()] = true
	}
	names := map[string]bool{}
	for _, s := range slices.Concat(States(), adapters()) {
		if names[s.Name] || s.Name == "" || len(s.report) == 0 {
			t.Errorf("state %q is there twice, or says nothing", s.Name)
		}
		names[s.Name] = true
		if !pages[s.Page] || !problems[s.Problem] {
			t.Errorf("%s: the wizard has no page %q or no problem %q", s.Name, s.Page, s.Problem)
		}
	}
	if len(names) != 70 {
		t.Errorf("%d states, want 70", len(names))
	}
}

func TestFile(t *testing.T) {
	s := State{
		Name: "one", services: allServices[:1],
		nodes: []node{{
			instance: `USB\VID_12D1&PID_1F01\1`, class: "Ports", friendly: `a "stick"`, port: "COM8",
			parent: "ä", compatible: []string{"A", "B"}, problem: 28, adapter: 3,
		}},
	}
	text := decoded(t, s.File())
	for _, want := range []string{
		"Windows Registry Editor Version 5.00\r\n",
		"[-" + enum + "USB]\r\n",
		"[" + enum + `USB\VID_12D1&PID_1F01\1]` + "\r\n",
		`"FriendlyName"="a \"stick\""` + "\r\n",
		`"CompatibleIDs"=hex(7):41,00,00,00,42,00,00,00,00,00` + "\r\n",
		`"Problem"=dword:0000001c` + "\r\n",
		`"PortName"="COM8"` + "\r\n",
		`\Properties\{4340a6c5-93fa-4706-972c-7b648008a5a7}\0008]` + "\r\n@=hex(ffff0012):e4,00,00,00\r\n",
		`"Driver"="` + `{4d36e972-e325-11ce-bfc1-08002be10318}\\0003"` + "\r\n",
		`Class\{4d36e972-e325-11ce-bfc1-08002be10318}\0003]` + "\r\n" +
			`"NetCfgInstanceId"="{00000003-0000-0000-0000-4E6574446576}"` + "\r\n",
		`"PnPInstanceID"="USB\\VID_12D1&PID_1F01\\1"` + "\r\n",
		"[" + services + "Mobile Broadband HL Service]\r\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q:\n%s", want, text)
		}
	}
}

func decoded(t *testing.T, file []byte) string {
	t.Helper()
	if file[0] != 0xff || file[1] != 0xfe {
		t.Fatalf("no byte-order mark: % x", file[:2])
	}
	var units []uint16
	for at := 2; at < len(file); at += 2 {
		units = append(units, binary.LittleEndian.Uint16(file[at:]))
	}
	return string(utf16.Decode(units))
}

func TestCheckReport(t *testing.T) {
	s := State{Name: "x", report: []string{"mode: storage", "sticks: 1\nmode: storage", "no Stick 2"}}
	for report, right := range map[string]bool{
		"sticks: 1\n  mode:   storage\n":        true,
		"sticks: 1\n  mode:   storage, or so\n": false,
		"sticks: 1\nname: x\nmode: storage\n":   false,
		"sticks: 1\nmode: storage\nStick 2\n":   false,
		"":                                      false,
	} {
		if err := s.CheckReport(report); (err == nil) != right {
			t.Errorf("%q: %v", report, err)
		}
	}
}
