package usb

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"surfstick-sms/hw"
)

// anyPlace is a device somewhere on one of four buses, behind up to six hubs.
func anyPlace(random *rand.Rand) descriptor {
	d := descriptor{bus: 1 + random.IntN(4), id: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}}
	for range 1 + random.IntN(7) {
		d.ports = append(d.ports, 1+random.IntN(15))
	}
	return d
}

// windowsPlace is the location path of a device; it does not tell the bus.
func windowsPlace(d descriptor) string {
	var path strings.Builder
	path.WriteString("PCIROOT(0)#PCI(1400)#USBROOT(0)")
	for _, p := range d.ports {
		fmt.Fprintf(&path, "#USB(%d)", p)
	}
	return path.String()
}

// TestPlacesTellApart: the name of a place leads back to the device there and to no other, on Linux
// and macOS; on Windows, where the name has no bus, to those in the same ports.
func TestPlacesTellApart(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a, b := anyPlace(random), anyPlace(random)
		if random.IntN(2) == 0 { // neighbours, whose names begin alike
			b.bus, b.ports = a.bus, append(slices.Clone(a.ports), 1+random.IntN(15))
		}
		same := slices.Equal(a.ports, b.ports)
		name := a.stick().Location
		if !atLocation(a, name) || atLocation(b, name) != (same && a.bus == b.bus) {
			t.Fatalf("%s: %v, %v", name, a.ports, b.ports)
		}
		path := windowsPlace(a)
		if !atLocation(a, path) || atLocation(b, path) != same {
			t.Fatalf("%s: %v, %v", path, a.ports, b.ports)
		}
		if inside := path + "#USBMI(2)"; !atLocation(a, inside) {
			t.Fatalf("%s is not at %v", inside, a.ports)
		}
	}
}

// TestSwitchTheOneMeant: of two sticks that differ in nothing but their place, the one that the
// scan saw gets the message.
func TestSwitchTheOneMeant(t *testing.T) {
	for meant := range 2 {
		var devices []*fakeDevice
		var seen []hw.Stick
		for n := range 2 {
			d, s := cdStick(0x1f01)
			d.address, s.Address = 4+n, 4+n
			d.ports, s.Location = []int{1, 2 + n}, fmt.Sprintf("1-1.%d", 2+n)
			devices, seen = append(devices, d), append(seen, s)
		}
		s, _ := onBus(t, devices...)
		if err := s.Switch(t.Context(), seen[meant], guide); err != nil {
			t.Fatal(err)
		}
		if !devices[meant].touched() || devices[1-meant].touched() {
			t.Errorf("stick %d was meant", meant)
		}
	}
}
