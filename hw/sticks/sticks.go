// Package sticks is what is known of surfsticks before any is plugged in, as data: the sticks that show
// a CD drive first (huawei.tsv, and other.tsv for other makers), the product IDs of sticks that are
// network cards or in firmware recovery, what the protocol codes of Huawei's interfaces mean, which
// devices are modems without any switch (modems.tsv), and which port of a stick is likeliest to be the AT
// port with notifications.
//
// A product ID is only ever a hint. 12d1:1001 is the storage ID of old sticks and the modem ID of
// newer ones, and tables disagree about which port is which; interface classes decide, and a port
// is asked before it is used. What the tables do decide is which device may be written to at all: only
// what Guard lets through ever gets a message.
package sticks

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"surfstick-sms/hw"
)

//go:embed huawei.tsv
var huaweiTSV string

// Model is one row of a table.
type Model struct {
	// Vendor and Product are the ID in storage mode.
	Vendor, Product uint16
	// Match is the string that a device with this ID must have to be meant, such as "uMa=Philips", or
	// "" when the ID is enough.
	Match string
	// Brand is the maker's name, Kind what it is.
	Brand  string
	Kind   Kind
	Method Method
	// Left is why the row is left out for good, RefusalNone when it is not.
	Left hw.Refusal
	// Request is what usb_modeswitch sends; zero for MethodNone. For MethodMessage it can lead to
	// network mode: Messages returns what is tried instead.
	Request hw.Message
	// Second is what follows when the stick has come back in storage mode once more; zero for all but
	// MethodSony.
	Second hw.Message
	// Targets are the IDs that it can have after switching; none where it keeps its own.
	Targets []hw.ID
	// Note names the models that are known to have it.
	Note string
}

// ID returns the ID in storage mode.
func (m Model) ID() hw.ID { return hw.ID{Vendor: m.Vendor, Product: m.Product} }

// Rescue is a stick whose firmware recovery was started, by a pin or by a broken update. Writing
// to it can destroy it.
const Rescue = 0x1443

// phones are telephones among the rows, which usb_modeswitch switches like sticks, and what they
// become. They are never written to unasked.
var phones = []uint16{0x1009, 0x101e, 0x1030, 0x1031, 0x1034, 0x1035, 0x1805}

// networkOnly are HiLink sticks and hand-held routers: a network card with a web page, no AT port.
// (Known from usb_modeswitch's targets, Linux' cdc_ether and reports.)
var networkOnly = []uint16{
	0x14db, 0x14dc, 0x14bc, 0x14f7, 0x14f8, 0x14f9, 0x14fa, 0x14fb, 0x14fc, 0x14fd, 0x14ff,
	0x1575, 0x1576, 0x1577, 0x1578, 0x1590, 0x1591, 0x1592,
	0x15bc, 0x15bd, 0x15be, 0x15bf, 0x15c7, 0x15c8, 0x1c50, 0x1c51,
}

// modemOnly are product IDs of sticks in modem mode that are no target in the table.
// (Known from Linux' option driver, the E3372, E8372 and MS2372h in stick mode, and reports.)
var modemOnly = []uint16{
	0x1001, 0x1003, 0x1004, 0x1441, 0x1442, 0x155e, 0x1566, 0x1596, 0x15b6, 0x1803, 0x1c1f, 0x1c20,
	0x14ac,
}

// firstNamed to lastNamed are the product IDs that Linux' option driver listed one by one as modems,
// until it began to go by the codes of the interfaces. Those with a row of their own (1413, 1414)
// may be in storage mode, too.
const firstNamed, lastNamed = 0x1401, 0x143f

type table struct {
	models  map[uint16]Model
	targets map[uint16]bool
	atPort  map[uint16]int
}

var load = sync.OnceValue(func() table { return parse(huaweiTSV) })

// Models returns every row: Huawei's, then those of other makers, in order of their IDs.
func Models() []Model {
	var all, others []Model
	for _, m := range load().models {
		all = append(all, m)
	}
	for _, rows := range loadOther() {
		others = append(others, rows...)
	}
	byID := func(a, b Model) int {
		return cmp.Or(cmp.Compare(a.Vendor, b.Vendor), cmp.Compare(a.Product, b.Product),
			cmp.Compare(a.Match, b.Match))
	}
	slices.SortFunc(all, byID)
	slices.SortFunc(others, byID)
	return append(all, others...)
}

// Lookup returns the row of a device by what it shows in storage mode: its ID and, where several kinds
// of device have that, its strings.
func Lookup(s hw.Stick) (Model, bool) {
	if s.ID.Vendor == hw.HuaweiVendor {
		m, ok := load().models[s.ID.Product]
		return m, ok
	}
	rows := loadOther()[s.ID]
	i := slices.IndexFunc(rows, func(m Model) bool { return m.matches(s) })
	if i < 0 {
		return Model{}, false
	}
	return rows[i], true
}

// Row reports whether an ID is one of a row, of whatever kind.
func Row(id hw.ID) bool {
	if id.Vendor == hw.HuaweiVendor {
		_, ok := load().models[id.Product]
		return ok
	}
	return len(loadOther()[id]) > 0
}

// Switchable reports whether a device like this one, seen in storage mode, may be sent a message.
func Switchable(s hw.Stick) bool {
	m, ok := Lookup(s)
	return ok && m.switchable()
}

func (m Model) switchable() bool {
	return m.Left == hw.RefusalNone && m.Method != MethodNone && m.Method != MethodUnknown
}

// Known reports whether the ID is one of a supported stick in any of its modes.
func Known(id hw.ID) bool {
	return id.Vendor == hw.HuaweiVendor && Row(id) || Hint(id) != hw.ModeUnknown
}

// Phone reports whether the ID is one of a telephone in the table, in any of its modes.
func Phone(id hw.ID) bool {
	return id.Vendor == hw.HuaweiVendor && slices.Contains(phones, id.Product)
}

// Hint returns the mode that the product ID suggests, for when there are no interfaces to decide
// it.
func Hint(id hw.ID) hw.Mode {
	p := id.Product
	switch {
	case id.Vendor != hw.HuaweiVendor:
		return otherHint(id)
	case p == Rescue:
		return hw.ModeRescue
	case slices.Contains(networkOnly, p):
		return hw.ModeNetwork
	case slices.Contains(modemOnly, p) || load().targets[p]:
		return hw.ModeModem
	case load().models[p].switchable():
		return hw.ModeStorage
	case p >= firstNamed && p <= lastNamed:
		return hw.ModeModem
	}
	return hw.ModeUnknown
}

// Modem reports whether AT commands may be tried on the serial interfaces of a device: its ID is
// known, or it is one of Huawei's with an interface that says by its code that it takes AT. Linux'
// option driver takes every device of Huawei's by the same codes, whatever its product ID. Of other
// makers it is a modem that the tables know, with a serial interface or with none to be seen yet.
func Modem(id hw.ID, interfaces []hw.Interface) bool {
	if id.Vendor != hw.HuaweiVendor {
		return otherModem(id, interfaces)
	}
	if id.Product == Rescue {
		return false
	}
	return Known(id) || slices.ContainsFunc(interfaces, func(i hw.Interface) bool {
		role := huaweiRole(i)
		return role == RolePCUI || role == RoleModem
	})
}

// parse reads the table. A row that it does not understand is left out; a test sees to it that
// there is none.
func parse(tsv string) table {
	t := table{map[uint16]Model{}, map[uint16]bool{}, map[uint16]int{}}
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) != 5 || strings.HasPrefix(line, "#") {
			continue
		}
		product, err := strconv.ParseUint(f[0], 16, 16)
		if err != nil {
			continue
		}
		m := Model{
			Vendor: hw.HuaweiVendor, Product: uint16(product), Brand: ofHuawei,
			Note: f[4],
		}
		m.Method, m.Request = request(f[1])
		switch {
		case m.Method == MethodNone:
			m.Kind, m.Left = KindModule, hw.RefusalLeftModule
		case m.Method == MethodEject:
			m.Kind = KindWiMAX
		case Phone(m.ID()):
			m.Kind = KindPhone
		}
		for _, p := range products(f[2]) {
			m.Targets = append(m.Targets, hw.ID{Vendor: hw.HuaweiVendor, Product: p})
			t.targets[p] = true
		}
		t.models[m.Product] = m
		t.addPorts(f[3])
	}
	return t
}

func products(s string) []uint16 {
	var all []uint16
	for f := range strings.SplitSeq(s, ",") {
		if p, err := strconv.ParseUint(f, 16, 16); err == nil {
			all = append(all, uint16(p))
		}
	}
	return all
}

// addPorts reads the hints of one row, such as "1001=if2,14db=hilink".
func (t table) addPorts(s string) {
	for f := range strings.SplitSeq(s, ",") {
		id, port, _ := strings.Cut(f, "=")
		p, err := strconv.ParseUint(id, 16, 16)
		if n, ok := strings.CutPrefix(port, "if"); ok && err == nil {
			if i, err := strconv.Atoi(n); err == nil {
				t.atPort[uint16(p)] = i
			}
		}
	}
}
