package sticks

import (
	"strings"
	"testing"

	"surfstick-sms/hw"
)

func TestNames(t *testing.T) {
	rows := 0
	for line := range strings.Lines(namesTSV) {
		if !strings.HasPrefix(line, "#") {
			rows++
		}
	}
	if all := loadNames(); len(all) != rows || rows < 150 {
		t.Errorf("%d rows, %d names", rows, len(all))
	}
	for id, want := range map[hw.ID]string{
		{Vendor: 0x2c7c, Product: 0x0125}: "Quectel EC25, EG25-G",
		{Vendor: 0x1e0e, Product: 0x9001}: "SIMCom SIM7600, SIM7500, SIM7100",
		{Vendor: 0x12d1, Product: 0x1f01}: "",
		{Vendor: 0xffff, Product: 0xffff}: "",
	} {
		if got := Name(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}
