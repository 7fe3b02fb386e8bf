//go:build vm

package vm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// TestTable plugs every stick of the table in, has each way switch it, and compares what was
// written with what the table says, and the mode that the scan sees afterwards with that of the
// table's target. Linux' usb-storage switches many of the old sticks by itself and is kept away
// from those.
func TestTable(t *testing.T) {
	var old, others []sticks.Model
	for product := range 0x10000 {
		m, ok := sticks.Lookup(hw.Stick{ID: hw.ID{Vendor: hw.HuaweiVendor, Product: uint16(product)}})
		if !ok {
			continue
		}
		if m.Method == sticks.MethodFeature {
			old = append(old, m)
		} else {
			others = append(others, m)
		}
	}
	quietUdev(t)
	if len(old)+len(others) != 84 {
		t.Fatalf("%d and %d models", len(old), len(others))
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			start := time.Now()
			for batch := range slices.Chunk(others, sockets) {
				tableBatch(t, way.Switcher, batch)
			}
			module(t, "rmmod", "usb-storage")
			defer module(t, "modprobe", "usb-storage")
			tableBatch(t, way.Switcher, old)
			t.Logf("%d and %d sticks in %v", len(others), len(old), since(start))
		})
	}
}

// tableBatch switches a stick in every socket.
func tableBatch(t *testing.T, way hw.Switcher, batch []sticks.Model) {
	t.Helper()
	rigs := make([]*rig, len(batch))
	for socket, model := range batch {
		rigs[socket] = plug(t, socket, tableStick(model))
	}
	defer func() {
		for _, r := range rigs {
			r.Unplug()
			r.awaitGone()
		}
	}()
	for i, model := range batch {
		if err := tableSwitch(t, way, rigs[i], model); err != nil {
			t.Errorf("12d1:%04x (%s): %v", model.Product, model.Note, err)
		}
	}
	for i, model := range batch {
		if err := tableCheck(rigs[i], model); err != nil {
			t.Errorf("12d1:%04x (%s): %v", model.Product, model.Note, err)
		}
	}
}

// tableStick obeys the method of its row only.
func tableStick(m sticks.Model) virtualstick.Options {
	kinds := map[sticks.Method]virtualstick.OrderKind{ // another configuration is chosen, not obeyed
		sticks.MethodMessage: virtualstick.OrderMessage,
		sticks.MethodContent: virtualstick.OrderMessage,
		sticks.MethodFeature: virtualstick.OrderFeature,
		sticks.MethodEject:   virtualstick.OrderEject,
	}
	device := virtualstick.Storage(m.Product)
	if m.Method == sticks.MethodConfiguration {
		device.More = [][]virtualstick.Interface{tableTarget(m).Interfaces}
	}
	if m.Method == sticks.MethodContent { // its message is for the second unit
		drives := device.Interfaces[0].Drives
		device.Interfaces[0].Drives = append(drives, virtualstick.Drive{
			Kind: virtualstick.CardSlot, Vendor: "HUAWEI", Model: "SD Storage",
		})
	}
	return virtualstick.Options{
		Device: device,
		Obey:   virtualstick.Becomes(tableTarget(m), kinds[m.Method]),
		Temper: virtualstick.Temper{Away: away},
	}
}

// tableTarget is what the first target of the row is known to be; the product ID stays where the
// table names none.
func tableTarget(m sticks.Model) virtualstick.Device {
	product := m.Product
	if len(m.Targets) > 0 {
		product = m.Targets[0].Product
	}
	if tableMode(m) == hw.ModeNetwork {
		return virtualstick.Network(product)
	}
	return virtualstick.Modem(product)
}

func tableMode(m sticks.Model) hw.Mode {
	if len(m.Targets) > 0 && sticks.Hint(m.Targets[0]) == hw.ModeNetwork {
		return hw.ModeNetwork
	}
	return hw.ModeModem
}

// tableSwitch has one way switch one stick by the first message of its row. Telephones are not
// offered by the scan; here somebody claims that they are sticks.
func tableSwitch(t *testing.T, way hw.Switcher, r *rig, m sticks.Model) error {
	t.Helper()
	stick := hw.Stick{
		Location: r.location, Mode: hw.ModeStorage, Bus: number(t, r, "busnum"),
		ID: hw.ID{Vendor: hw.HuaweiVendor, Product: m.Product}, Address: number(t, r, "devnum"),
	}
	if m.Method != sticks.MethodFeature {
		stick.CDDrive = driveAt(t, r.location)
	}
	all := sticks.Messages(stick)
	if len(all) == 0 {
		err := way.Switch(t.Context(), stick, message(t, "guide-modem"))
		if !errors.Is(err, hw.ErrNotOurs) {
			return fmt.Errorf("error %w, want hw.ErrNotOurs", err)
		}
		return nil
	}
	err := way.Switch(t.Context(), stick, all[0])
	for end := time.Now().Add(patience); errors.Is(err, context.DeadlineExceeded) &&
		len(virtualstick.Orders(r.Record())) == 0 && time.Now().Before(end); {
		t.Logf("%s again: %v", stick.ID, err) // the computer was too busy to get that far
		err = way.Switch(t.Context(), stick, all[0])
	}
	if errors.Is(err, context.DeadlineExceeded) && len(virtualstick.Orders(r.Record())) > 0 {
		t.Logf("%s obeyed, but %v", stick.ID, err)
		return nil // success is what comes back on the bus
	}
	if errors.Is(err, hw.ErrUnsupported) {
		r.refused = true // this one does not go through a CD drive
		return nil
	}
	return err
}

// tableCheck looks what came of it. The scan does not show telephones; what became of them tells
// the virtual stick itself.
func tableCheck(r *rig, m sticks.Model) error {
	id := hw.ID{Vendor: hw.HuaweiVendor, Product: m.Product}
	all := sticks.Messages(hw.Stick{ID: id})
	if len(all) == 0 || r.refused {
		return nothingWritten(r)
	}
	want, mode := tableTarget(m).ID, tableMode(m)
	if sticks.Phone(id) {
		r.awaitDevice(want)
	} else {
		r.await(fmt.Sprintf("%s mode of %s", mode, id), func(s hw.Stick) bool {
			return s.Mode == mode && s.ID == want
		})
	}
	return rightBytes(r, all[0])
}

// rightBytes checks that the stick got the message and nothing else that it should not.
func rightBytes(r *rig, m hw.Message) error {
	var got []virtualstick.Entry
	for _, e := range virtualstick.Intrusions(r.Record()) {
		if e.Kind != virtualstick.EntryBytes {
			got = append(got, e)
		}
	}
	want := virtualstick.Intrusions(virtualstick.Written(m))
	if m.Eject() {
		want = want[:1] // it has left when the others come
	}
	if !slices.EqualFunc(got, want, virtualstick.Entry.Same) {
		return fmt.Errorf("written: %v, want %v", got, want)
	}
	return nil
}
