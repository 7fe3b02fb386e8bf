package sticks

import (
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"surfstick-sms/hw"
)

// TestRowsAreWellFormed checks every row: a request that fits the method, targets that are known.
func TestRowsAreWellFormed(t *testing.T) {
	counts := map[Method]int{}
	for _, m := range models() {
		counts[m.Method]++
		if err := wellFormed(m); err != nil {
			t.Errorf("row %04x: %v", m.Product, err)
		}
		for _, target := range m.Targets {
			if target == m.ID() || !Known(target) || Hint(target) == hw.ModeStorage {
				t.Errorf("row %04x: target %s", m.Product, target)
			}
		}
	}
	want := map[Method]int{
		MethodMessage: 62, MethodContent: 4, MethodFeature: 7, MethodConfiguration: 1,
		MethodEject: 1, MethodNone: 9,
	}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Errorf("methods %v, want %v", counts, want)
	}
}

func wellFormed(m Model) error {
	kinds := map[Method]hw.RequestKind{
		MethodFeature: hw.RequestControl, MethodConfiguration: hw.RequestConfiguration,
	}
	count, special := map[Method]int{MethodNone: 0, MethodEject: 4}[m.Method]
	if !special {
		count = 1
	}
	if len(m.Request.Requests) != count || (m.Request.Name == "") != (count == 0) {
		return fmt.Errorf("request %q has %d parts", m.Request.Name, len(m.Request.Requests))
	}
	for _, r := range m.Request.Requests {
		w := r.Wrapper
		blank := w == [31]byte{}
		switch {
		case r.Kind != kinds[m.Method]:
			return fmt.Errorf("method %v has request %v", m.Method, r.Kind)
		case (r.Configuration > 0) != (m.Method == MethodConfiguration):
			return fmt.Errorf("configuration %d", r.Configuration)
		case (r.Control != hw.Control{}) != (m.Method == MethodFeature):
			return fmt.Errorf("control request %+v", r.Control)
		case blank != (r.Kind != hw.RequestCommand):
			return fmt.Errorf("bytes % x", w)
		case !blank && (string(w[:4]) != "USBC" || w[14] > 0x11 || w[13] > 1):
			return fmt.Errorf("no command block wrapper: % x", w)
		}
	}
	return nil
}

// digits is the wrapper of a message of one, in hexadecimal.
func digits(m hw.Message) string {
	if len(m.Requests) != 1 {
		return fmt.Sprint(m)
	}
	return hex.EncodeToString(m.Requests[0].Wrapper[:])
}

func TestMessageBytes(t *testing.T) {
	all := map[string]string{
		"guide-modem":  "55534243123456780000000000000011062000000100000000000000000000",
		"classic-zero": "55534243123456780000000000000011060000000000000000000000000000",
		"old-ppp":      "55534243123456780000000000000011063000000100000000000000000000",
		"variant":      "55534243123456780000000000000011063000000100010000000000000000",
		"alt":          "55534243123456780000000000000011063000000000010000000000000000",
		"new-mode":     "55534243123456780000000000000011062000000101000100000000000000",
	}
	for name, want := range all {
		m, ok := Message(name)
		if !ok || m.Name != name || digits(m) != want {
			t.Errorf("%s is %s", name, digits(m))
		}
	}
	for product, want := range map[uint16]string{
		0x101e: "55534243123456780600000080000601000000000000000000000000000000",
		0x1805: "55534243123456780600000080000601000000000000000000000000000000",
		0x1030: "55534243123456780600000080010a11060000000000000000000000000000",
		0x1031: "55534243123456780600000080010a11060000000000000000000000000000",
	} {
		if all := Messages(cd(huawei(product))); len(all) != 1 || digits(all[0]) != want {
			t.Errorf("%04x: %v", product, all)
		}
	}
	for _, name := range []string{"", "hilink"} {
		if m, ok := Message(name); ok || m.Name != "" || len(m.Requests) > 0 {
			t.Errorf("message %q is %v", name, m)
		}
	}
}

// TestMessagesNeverLeadToNetwork: what is sent by itself to a stick that can become a network card
// never asks for that, and 1f01 gets guide-modem first.
func TestMessagesNeverLeadToNetwork(t *testing.T) {
	for _, m := range models() {
		all := Messages(cd(huawei(m.Product)))
		if (len(all) == 0) != (m.Method == MethodNone) {
			t.Errorf("%04x: %d messages", m.Product, len(all))
		}
		for _, message := range all {
			w := message.Requests[0].Wrapper
			green := w[15] == 0x11 && w[15+8] == 1
			if green && (m.strays() || m.Method != MethodMessage) {
				t.Errorf("%04x: %s by itself", m.Product, message.Name)
			}
			if found, ok := Message(message.Name); !ok || !found.Equal(message) {
				t.Errorf("%04x: %q does not lead back to the message", m.Product, message.Name)
			}
			if !Allowed(cd(huawei(m.Product)), message) {
				t.Errorf("%04x: %s is not allowed", m.Product, message.Name)
			}
		}
		if m.strays() && all[0].Name != "guide-modem" {
			t.Errorf("%04x begins with %s", m.Product, all[0].Name)
		}
	}
	if all := Messages(cd(huawei(0x1f01))); len(all) != 5 || all[0].Name != "guide-modem" {
		t.Errorf("1f01: %v", all)
	}
}

// TestAllowed: one bit more or less is another message.
func TestAllowed(t *testing.T) {
	guide, _ := Message("guide-modem")
	one := guide.Requests[0]
	of := func(change func(*hw.Request)) hw.Message {
		r := one
		change(&r)
		return hw.Message{Name: guide.Name, Requests: []hw.Request{r}}
	}
	bent := of(func(r *hw.Request) { r.Wrapper[23] = 0x80 })
	control := of(func(r *hw.Request) { r.Kind = hw.RequestControl })
	twice := hw.Message{Name: guide.Name, Requests: []hw.Request{one, one}}
	nameless := guide
	nameless.Name = ""
	for _, c := range []struct {
		name    string
		id      hw.ID
		message hw.Message
		want    bool
	}{
		{"guide", huawei(0x1f01), guide, true},
		{"guide without name", huawei(0x1f01), nameless, true},
		{"what usb_modeswitch sends", huawei(0x1f01), newMode, true},
		{"one bit more", huawei(0x1f01), bent, false},
		{"another kind", huawei(0x1f01), control, false},
		{"twice", huawei(0x1f01), twice, false},
		{"nothing", huawei(0x1f01), hw.Message{}, false},
		{"module", huawei(0x1573), guide, false},
		{"nothing to a module", huawei(0x1573), hw.Message{}, false},
		{"old stick", huawei(0x1414), guide, false},
		{"telephone", huawei(0x1030), guide, false},
		{"rescue", huawei(Rescue), guide, false},
		{"other maker", hw.ID{Vendor: 0x19d2, Product: 0x1f01}, guide, false},
	} {
		if got := Allowed(cd(c.id), c.message); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestGuard: only in storage mode, only with an ID of the table, never without a CD drive.
func TestGuard(t *testing.T) {
	guide, _ := Message("guide-modem")
	for _, c := range []struct {
		name    string
		product uint16
		mode    hw.Mode
		cd      hw.CD
		want    error
	}{
		{"stick", 0x1f01, hw.ModeStorage, hw.CDPresent, nil},
		{"no driver tells", 0x1f01, hw.ModeStorage, hw.CDUnknown, nil},
		{"card reader", 0x1f01, hw.ModeStorage, hw.CDNone, hw.ErrNotOurs},
		{"modem", 0x1f01, hw.ModeModem, hw.CDPresent, hw.ErrNotOurs},
		{"no mode", 0x1f01, hw.ModeUnknown, hw.CDUnknown, hw.ErrNotOurs},
		{"not in the table", 0x1c0f, hw.ModeStorage, hw.CDPresent, hw.ErrNotOurs},
		{"another's message", 0x1414, hw.ModeStorage, hw.CDPresent, hw.ErrNotOurs},
	} {
		s := hw.Stick{ID: huawei(c.product), Mode: c.mode, CD: c.cd}
		if err := Guard(s, guide); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestUnasked(t *testing.T) {
	count := 0
	for _, m := range models() {
		if Unasked(cd(huawei(m.Product))) {
			count++
		}
	}
	if count != 69 { // 84 rows without nine modules, five telephones and a WiMAX card
		t.Errorf("%d are switched unasked", count)
	}
	if Unasked(cd(huawei(0x1030))) || Unasked(cd(huawei(0x380b))) || Unasked(cd(huawei(0x107e))) {
		t.Error("a telephone or a WiMAX card is switched unasked")
	}
}
