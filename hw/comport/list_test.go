package comport

import (
	"reflect"
	"testing"

	"surfstick-sms/hw"
)

func TestAddNames(t *testing.T) {
	lines := addNames(
		[]hw.Line{{Name: "COM8", Label: "HUAWEI ... PC UI Interface (COM8)", Rank: 90}},
		[]string{
			"com8", "COM6", "", "COM6", "/dev/tty.HUAWEIMobile-Pcui",
			"/dev/cu.HUAWEIMobile-Pcui", "/dev/cu.HUAWEIMobile-Modem", "/dev/cu.Bluetooth",
		},
	)
	sortLines(lines)
	var got []string
	for _, l := range lines {
		got = append(got, l.Name)
	}
	want := []string{
		"COM8", "/dev/cu.HUAWEIMobile-Pcui", "/dev/tty.HUAWEIMobile-Pcui",
		"/dev/cu.HUAWEIMobile-Modem", "COM6", "/dev/cu.Bluetooth",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSortLines(t *testing.T) {
	lines := []hw.Line{{Name: "COM10"}, {Name: "COM9"}, {Name: "COM3", Rank: 20}, {Name: "COM12"}}
	sortLines(lines)
	want := []hw.Line{{Name: "COM3", Rank: 20}, {Name: "COM9"}, {Name: "COM10"}, {Name: "COM12"}}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got %+v, want %+v", lines, want)
	}
}

func TestDeviceName(t *testing.T) {
	id := hw.ID{Vendor: 0x0403, Product: 0x6001}
	for serial, want := range map[string]string{
		"": "0403:6001", "A50285BI": "0403:6001 A50285BI", "5&2bd5f6d7&0&4": "0403:6001",
	} {
		if got := deviceName(id, serial); got != want {
			t.Errorf("%q: %q, want %q", serial, got, want)
		}
	}
}
