package sticks

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"surfstick-sms/hw"
)

//go:embed modems.tsv
var modemsTSV string

// layout is what is known of the interfaces of a modem of another maker than Huawei, whose own are told
// apart by their protocol codes.
type layout struct {
	vendor, acm bool         // serial are interfaces of the vendor class, those of CDC ACM
	data        bool         // those of the class for data (0a), without one for control beside them
	hso         bool         // Option's own protocol: no serial interface at all
	at          []int        // interfaces that take AT commands, best first
	roles       map[int]Role // what the others are for
}

// modemTable is the content of modems.tsv.
type modemTable struct {
	layouts map[hw.ID]layout
	makers  map[uint16]layout // for whatever else a maker of modems builds
	names   map[uint16]string
}

var loadModems = sync.OnceValue(func() modemTable { return parseModems(modemsTSV) })

// parseModems reads the table. A row that it does not understand is left out; a test sees to it that
// there is none.
func parseModems(tsv string) modemTable {
	t := modemTable{map[hw.ID]layout{}, map[uint16]layout{}, map[uint16]string{}}
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) != 7 || strings.HasPrefix(line, "#") {
			continue
		}
		vendor, err := strconv.ParseUint(f[0], 16, 16)
		l, ok := newLayout(f[2], f[3], f[4])
		if err != nil || !ok {
			continue
		}
		if f[5] != "-" {
			t.names[uint16(vendor)] = f[5]
		}
		if f[1] == "*" {
			t.makers[uint16(vendor)] = l
		}
		for _, p := range products(f[1]) {
			t.layouts[hw.ID{Vendor: uint16(vendor), Product: p}] = l
		}
	}
	return t
}

var roleNames = map[string]Role{"diag": RoleDiag, "gps": RoleGPS, "net": RoleNetwork, "none": RoleOther}

// newLayout reads the columns of the class ("ff,acm"), of the AT interfaces ("2/3") and of the others
// ("0=diag,1=gps"). ok is false when one of them cannot be read.
func newLayout(class, at, others string) (l layout, ok bool) {
	for c := range strings.SplitSeq(class, ",") {
		switch c {
		case "ff":
			l.vendor = true
		case "acm":
			l.acm = true
		case "data":
			l.data = true
		case "hso":
			l.hso = true
		default:
			return layout{}, false
		}
	}
	l.roles = map[int]Role{}
	if l.at, ok = numbers(at, "/"); !ok || others == "-" {
		return l, ok
	}
	for o := range strings.SplitSeq(others, ",") {
		number, name, _ := strings.Cut(o, "=")
		n, err := strconv.Atoi(number)
		role, known := roleNames[name]
		if err != nil || !known {
			return layout{}, false
		}
		l.roles[n] = role
	}
	return l, true
}

// numbers reads interface numbers, "-" for none.
func numbers(s, separator string) (all []int, ok bool) {
	if s == "-" {
		return nil, true
	}
	for f := range strings.SplitSeq(s, separator) {
		n, err := strconv.Atoi(f)
		if err != nil || n < 0 {
			return nil, false
		}
		all = append(all, n)
	}
	return all, true
}

// layoutOf returns what is known of a modem by its ID; false for one that is none of those that are
// known.
func layoutOf(id hw.ID) (layout, bool) {
	t := loadModems()
	if l, ok := t.layouts[id]; ok {
		return l, true
	}
	if l, ok := loadTargets()[id]; ok {
		return l, true
	}
	l, ok := t.makers[id.Vendor]
	return l, ok && !slices.ContainsFunc(loadOther()[id], func(m Model) bool { return !m.modem() })
}

// WithADB reports whether a modem that shows Android's debugging (adb), as telephones do, is a modem all
// the same: makers of modules use Android's firmware, too. Chips of MediaTek's and Spreadtrum's are in
// telephones with the same IDs, and Samsung builds telephones above all.
func WithADB(id hw.ID) bool {
	t := loadModems()
	_, listed := t.layouts[id]
	_, made := t.makers[id.Vendor]
	return made || listed && !slices.Contains([]uint16{0x0e8d, 0x1782, 0x04e8}, id.Vendor)
}

// role returns what an interface is for, by its number and else by its code.
func (l layout) role(i hw.Interface) Role {
	if i.Driver == hw.DriverNetwork {
		return RoleNetwork
	}
	switch at := slices.Index(l.at, i.Number); {
	case at == 0:
		return RolePCUI
	case at > 0:
		return RoleModem
	}
	if role, ok := l.roles[i.Number]; ok {
		return role
	}
	return qualcommRole(i)
}

// qualcommRole reads the protocol codes that newer chips of Qualcomm's give their interfaces, as in the
// lists of interfaces with which IDs were added to Linux' option driver (Telit FN990, Quectel RM520N).
func qualcommRole(i hw.Interface) Role {
	if i.Class != 0xff || i.SubClass != 0xff {
		return RoleUnknown
	}
	switch i.Protocol {
	case 0x30:
		return RoleDiag
	case 0x40:
		return RoleModem
	case 0x60:
		return RoleGPS
	}
	return RoleUnknown
}

// serial reports whether an interface is a serial one.
func (l layout) serial(i hw.Interface) bool {
	switch {
	case ACM(i):
		return l.acm
	case i.Class == 0x0a:
		return l.data
	case i.Class == 0xff:
		return l.vendor && !foreign(i) && l.role(i) != RoleNetwork
	}
	return false
}

// rank returns how likely a port is the one for AT commands; 0 for one that is never asked.
func (l layout) rank(p Port) int {
	if l.hso {
		return 0
	}
	role := l.role(p.Interface)
	if role == RoleUnknown {
		role = modemLabel(p.Label)
	}
	if at := slices.Index(l.at, p.Interface.Number); at > 0 {
		return RankModem - at // in the order of the table
	}
	switch role {
	case RolePCUI:
		return RankHinted
	case RoleModem:
		return RankModem - 5
	case RoleDiag:
		return RankDiag
	case RoleGPS:
		return RankGPS
	case RoleOther, RoleNetwork, RoleForeign:
		return RankOther
	case RoleUnknown:
	}
	return RankUnknown
}

// ACM reports whether an interface is the first of the two of a CDC ACM port. The protocols 0 to 6 name
// sets of AT commands, or none (USB PSTN 1.2, table 17); ff is RNDIS, most of the time.
func ACM(i hw.Interface) bool { return i.Class == 0x02 && i.SubClass == 0x02 && i.Protocol <= 0x06 }

// modemLabel reads the role out of a friendly name, such as "Quectel USB AT Port (COM5)" or
// "SimTech HS-USB NMEA 9001 (COM7)".
func modemLabel(label string) Role {
	l := strings.ToLower(label)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(l, w) })
	}
	switch {
	case has("at port", "atport", "at command", "at interface", "at device"):
		return RolePCUI
	case has("diag", "dm port"):
		return RoleDiag
	case has("nmea", "gps", "gnss"):
		return RoleGPS
	case has("audio", "voice"):
		return RoleOther
	case has("modem"):
		return RoleModem
	}
	return RoleUnknown
}
