package main

import (
	"os"
	"strings"
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// TestPage: the page in the repository is what the tables say.
func TestPage(t *testing.T) {
	const name = "../../" + page
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != render() {
		t.Errorf("%s is not what the tables say: make docs", page)
	}
}

// TestEverythingIsThere: every row is on the page with its ID and its models, once, with an answer in every
// column; every modem that needs no switch, too.
func TestEverythingIsThere(t *testing.T) {
	all := render()
	lines := map[string]int{}
	for line := range strings.Lines(all) {
		lines[line]++
		if strings.Contains(line, "|  |") || strings.HasPrefix(line, "| ") && strings.Count(line, " | ") < 4 {
			t.Errorf("a column is empty: %s", line)
		}
	}
	for line, n := range lines {
		if strings.HasPrefix(line, "| ") && n > 1 && !strings.Contains(line, "Stick") {
			t.Errorf("%d times: %s", n, line)
		}
	}
	for _, m := range sticks.Models() {
		var b strings.Builder
		row(&b, m)
		if lines[b.String()] != 1 || !strings.Contains(b.String(), m.ID().String()) {
			t.Errorf("%s is there %d times: %s", m.ID(), lines[b.String()], b.String())
		}
	}
	for _, id := range []string{"2c7c:0125 (Quectel EC25", "1e0e:9001 (SIMCom SIM7600", "all others of 1bc7"} {
		if !strings.Contains(all, id) {
			t.Errorf("%s is missing", id)
		}
	}
	for _, heading := range []string{"zte", "sierra-wireless", "d-link", "3go", "tw"} {
		if !strings.Contains(all, "(#"+heading+")") {
			t.Errorf("no link to %s", heading)
		}
	}
}

// TestWords: sticks whose answers are known.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		name  string
		stick hw.Stick
		want  string
	}{
		{"E3531", of(0x12d1, 0x1f01), "no driver/yes/yes"},
		{"E220", of(0x12d1, 0x1003), "WinUSB/yes, with the password once/probably"},
		{"MF190", of(0x19d2, 0x1224), "no driver/yes/yes"},
		{"MF668", of(0x19d2, 0x1225), "no driver/yes/yes, by its web page"},
		{"Olicard 145", of(0x0b3c, 0xf000), "no driver (through its card reader)/yes/probably"},
		{"Sierra", of(0x1199, 0x0fff), "WinUSB/yes, with the password once/probably"},
		{"MD300", of(0x0fce, 0xd0cf), "hardly/yes, with the password once/perhaps"},
		{"Option HSO", of(0x0af0, 0x6711), "no driver/yes/hardly"},
		{"CDMA", of(0x1410, 0x5030), "no driver/yes/hardly"},
		{"router", of(0x2001, 0xa805), "no driver/yes/no"},
		{"not known", of(0x19d2, 0x1001), "no driver/yes/perhaps"},
		{"telephone", of(0x12d1, 0x1030), "no driver (through its card reader)/yes/perhaps"},
		{"WiMAX of Huawei's", of(0x12d1, 0x380b), "no driver/yes/no"},
	} {
		m, ok := sticks.Lookup(c.stick)
		word, _, _ := strings.Cut(texts(m), ":")
		if got := onWindows(m) + "/" + onLinux(m) + "/" + word; !ok || got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for r := hw.RefusalLeftDangerous; r <= hw.RefusalLeftMethod; r++ {
		if leftOut[r] == "" {
			t.Errorf("%v has no words", r)
		}
	}
	for a := sticks.AfterUnknown; a <= sticks.AfterOtherWeb; a++ {
		if afterwards[a] == "" {
			t.Errorf("%d has no words", a)
		}
	}
}

func of(vendor, product uint16) hw.Stick {
	return hw.Stick{ID: hw.ID{Vendor: vendor, Product: product}}
}
