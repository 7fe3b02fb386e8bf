package virtualstick_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"surfstick-sms/bench/virtualstick"
)

func TestDescriptors(t *testing.T) {
	_, _, c := plug(t, virtualstick.Options{Device: virtualstick.Modem(0x1001)})
	get := func(kind, index byte, length uint16) []byte {
		a, err := c.control([8]byte{0x80, 6, index, kind, 0, 0, byte(length), byte(length >> 8)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a.status != 0 {
			return nil
		}
		return a.data
	}
	d := get(1, 0, 64)
	if len(d) != 18 || binary.LittleEndian.Uint16(d[8:]) != 0x12d1 ||
		binary.LittleEndian.Uint16(d[10:]) != 0x1001 || d[17] != 1 {
		t.Errorf("device % x", d)
	}
	if short := get(1, 0, 8); len(short) != 8 {
		t.Errorf("the first eight bytes: % x", short)
	}
	config := get(2, 0, 4096)
	if int(binary.LittleEndian.Uint16(config[2:])) != len(config) || config[4] != 3 {
		t.Errorf("configuration % x", config)
	}
	if n := strings.Count(string(config), "\x09\x04"); n != 3 {
		t.Errorf("%d interfaces in % x", n, config)
	}
	if s := get(3, 1, 255); string(s) != "\x0e\x03H\x00U\x00A\x00W\x00E\x00I\x00" {
		t.Errorf("maker %q", s)
	}
	for _, missing := range [][2]byte{{2, 1}, {3, 3}, {3, 9}, {0x22, 0}, {0x29, 0}} {
		if b := get(missing[0], missing[1], 255); b != nil {
			t.Errorf("descriptor %x of % x: % x", missing[1], missing[0], b)
		}
	}
}

func TestDeviceAlternates(t *testing.T) {
	_, _, c := plug(t, virtualstick.Options{Device: virtualstick.Network(0x14dc)})
	a, err := c.control([8]byte{0x80, 6, 0, 2, 0, 0, 0xff, 0}, nil)
	if err != nil || a.data[4] != 2 {
		t.Errorf("configuration % x, %v", a.data, err)
	}
	if n := strings.Count(string(a.data), "\x09\x04"); n != 3 {
		t.Errorf("%d interfaces and alternate settings", n)
	}
	if a, err = c.control([8]byte{0x01, 11, 1, 0, 1}, nil); err != nil || a.status != 0 {
		t.Errorf("SET_INTERFACE: %+v, %v", a, err)
	}
}

func TestDisc(t *testing.T) {
	s, _, c := plug(t, virtualstick.Options{Device: virtualstick.Storage(0x1f01)})
	if a, err := c.control([8]byte{0xa1, 0xfe, 0, 0, 0, 0, 1, 0}, nil); err != nil || a.data[0] != 0 {
		t.Errorf("GET_MAX_LUN: % x, %v", a.data, err)
	}
	inquiry, status := c.command([]byte{0x12, 0, 0, 0, 36, 0}, 36)
	if status != 0 || inquiry[0] != 5 || string(inquiry[8:24]) != "HUAWEI  Mass Sto" {
		t.Errorf("INQUIRY: %d, % x", status, inquiry)
	}
	if _, status := c.command(make([]byte, 6), 0); status != 0 {
		t.Errorf("TEST UNIT READY: %d", status)
	}
	capacity, _ := c.command([]byte{0x25, 9: 0}, 8)
	blocks := binary.BigEndian.Uint32(capacity) + 1
	if size := binary.BigEndian.Uint32(capacity[4:]); size != 2048 || blocks < 22 {
		t.Errorf("READ CAPACITY: %d blocks of %d", blocks, size)
	}
	volume, status := c.command([]byte{0x28, 5: 16, 8: 1, 9: 0}, 2048)
	if status != 0 || string(volume[1:6]) != "CD001" ||
		strings.TrimSpace(string(volume[40:72])) != "VIRTUALSTICK" {
		t.Errorf("READ: %d, %q", status, volume[:80])
	}
	root := binary.LittleEndian.Uint32(volume[158:])
	directory, _ := c.command([]byte{0xa8, 5: byte(root), 9: 1, 11: 0}, 2048)
	if !strings.Contains(string(directory), "README.TXT;1") {
		t.Errorf("directory %q", directory[:200])
	}
	toc, status := c.command([]byte{0x43, 8: 20, 9: 0}, 20)
	if status != 0 || toc[5]&0x04 == 0 || binary.BigEndian.Uint32(toc[16:]) != blocks {
		t.Errorf("READ TOC: %d, % x", status, toc)
	}
	if toc, _ := c.command([]byte{0x43, 2, 8: 20, 9: 0}, 20); toc[10] != 2 || toc[11] != 0 {
		t.Errorf("READ TOC by time: % x", toc)
	}
	for _, cdb := range [][]byte{
		{0x46, 8: 16, 9: 0},
		{0x4a, 1, 8: 8, 9: 0},
		{0x1a, 0, 0x2a, 0, 64, 0},
		{0x5a, 0, 0x2a, 8: 64, 9: 0},
	} {
		if b, status := c.command(cdb, 64); status != 0 || len(b) < 8 {
			t.Errorf("% x: %d, % x", cdb, status, b)
		}
	}
	if bad := virtualstick.Intrusions(s.Record()); len(bad) > 0 {
		t.Errorf("intrusions %v", bad)
	}
}

func TestDiscRefuses(t *testing.T) {
	s, _, c := plug(t, virtualstick.Options{Device: virtualstick.Storage(0x1f01)})
	for _, cdb := range [][]byte{
		{0x12, 1, 0x80, 0, 36, 0},
		{0x43, 0, 2, 8: 20, 9: 0},
		{0x1a, 0, 0x0e, 0, 64, 0},
		{0xa1, 0, 11: 0},
		{0x51, 8: 34, 9: 0},
	} {
		if b, status := c.command(cdb, 64); status != 1 || len(b) != 0 {
			t.Errorf("% x: %d, % x", cdb, status, b)
		}
		sense, _ := c.command([]byte{0x03, 0, 0, 0, 18, 0}, 18)
		if sense[2] != 5 {
			t.Errorf("% x: sense % x", cdb, sense)
		}
	}
	s.Forget()
	if a, err := c.write(1, []byte("no command")); err != nil || a.status != -32 {
		t.Errorf("rubbish: %+v, %v", a, err)
	}
	if r := s.Record(); len(r) != 1 || string(r[0].Bytes) != "no command" || !r[0].Intrusive() {
		t.Errorf("record %v", r)
	}
}

func TestDisk(t *testing.T) {
	disk := virtualstick.ForeignNamed("flash drive")
	disk.Interfaces[0].Drives = append(disk.Interfaces[0].Drives,
		virtualstick.Drive{Kind: virtualstick.CardSlot, Vendor: "HUAWEI", Model: "SD Storage"})
	s, _, c := plug(t, virtualstick.Options{Device: disk})
	if b, _ := c.command([]byte{0x28, 8: 2, 9: 0}, 1024); len(b) != 1024 {
		t.Errorf("read %d bytes", len(b))
	}
	if len(virtualstick.Intrusions(s.Record())) > 0 {
		t.Error("reading is no intrusion")
	}
	w := wrapper([]byte{0x2a, 8: 1, 9: 0}, 512, false)
	_, _ = c.write(1, w)
	_, _ = c.write(1, make([]byte, 512))
	if status := c.status(w[4:8], 0); status != 0 {
		t.Errorf("WRITE: %d", status)
	}
	if n := len(virtualstick.Intrusions(s.Record())); n != 2 {
		t.Errorf("%d intrusions, want the command and its data", n)
	}
	slot := wrapper(make([]byte, 6), 0, true)
	slot[13] = 1
	_, _ = c.write(1, slot)
	if status := c.status(slot[4:8], 0); status != 1 {
		t.Errorf("card slot: %d", status)
	}
	slot[13] = 2
	_, _ = c.write(1, slot)
	if status := c.status(slot[4:8], 0); status != 1 {
		t.Errorf("no such unit: %d", status)
	}
}

// TestReset: a host that lost its way starts anew.
func TestReset(t *testing.T) {
	_, _, c := plug(t, virtualstick.Options{Device: virtualstick.ForeignNamed("flash drive")})
	_, _ = c.write(1, wrapper([]byte{0x2a, 8: 1, 9: 0}, 512, false)) // and no data
	if a, err := c.control([8]byte{0x21, 0xff}, nil); err != nil || a.status != 0 {
		t.Fatalf("reset: %+v, %v", a, err)
	}
	_, _ = c.write(1, wrapper(make([]byte, 6), 0, true)) // its status is not fetched
	for _, address := range []byte{0x81, 0x01} {
		if a, err := c.control([8]byte{0x02, 1, 0, 0, address}, nil); err != nil || a.status != 0 {
			t.Fatalf("clear halt: %+v, %v", a, err)
		}
	}
	if b, status := c.command([]byte{0x12, 0, 0, 0, 36, 0}, 36); status != 0 || len(b) != 36 {
		t.Errorf("INQUIRY: %d, % x", status, b)
	}
}
