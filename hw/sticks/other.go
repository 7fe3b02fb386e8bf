package sticks

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"surfstick-sms/hw"
)

//go:embed other.tsv
var otherTSV string

// Kind is what a device of the table is.
type Kind int

// The kinds. The table of other makers' sticks has it from the names of the models.
const (
	KindModem   Kind = iota
	KindCDMA         // its SMS may be of 3GPP2's kind, which this program does not know
	KindTDSCDMA      // for a network that there is in China only
	KindModule       // built into a computer
	KindRouter       // with a battery, Wi-Fi and a web page of its own
	KindPhone
	KindWiMAX
	KindWiFi
	KindOther // printers, card readers, steering wheels
)

var kindNames = [...]string{
	"modem", "cdma", "td-scdma", "module", "router", "phone", "wimax", "wifi", "other",
}

// String names the kind as the table does.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return strconv.Itoa(int(k))
	}
	return kindNames[k]
}

// leftNames are the reasons in the table why a row is left out for good.
var leftNames = map[string]hw.Refusal{
	"-": hw.RefusalNone, "dangerous": hw.RefusalLeftDangerous, "module": hw.RefusalLeftModule,
	"wifi": hw.RefusalLeftWiFi, "wimax": hw.RefusalLeftWiMAX,
	"phone": hw.RefusalLeftPhone, "no-modem": hw.RefusalLeftNoModem, "method": hw.RefusalLeftMethod,
}

var loadOther = sync.OnceValue(func() map[hw.ID][]Model { return parseOther(otherTSV) })

// parseOther reads the table of other makers. A row that it does not understand is left out; a test sees
// to it that there is none. Of an ID with several rows, the one without a string comes last.
func parseOther(tsv string) map[hw.ID][]Model {
	all := map[hw.ID][]Model{}
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if m, ok := otherRow(f); ok {
			id := m.ID()
			all[id] = append(all[id], m)
		}
	}
	for _, rows := range all {
		slices.SortStableFunc(rows, func(a, b Model) int { return general(a) - general(b) })
	}
	return all
}

func general(m Model) int {
	if m.Match == "" {
		return 1
	}
	return 0
}

// otherRow reads the fields of one row.
func otherRow(f []string) (Model, bool) {
	if len(f) != 10 || strings.HasPrefix(f[0], "#") {
		return Model{}, false
	}
	id, ok := readID(f[0])
	targets, fine := readIDs(f[4])
	kind := slices.Index(kindNames[:], f[6])
	left, known := leftNames[f[7]]
	if !ok || !fine || kind < 0 || !known || f[9] == "" {
		return Model{}, false
	}
	m := Model{
		Vendor: id.Vendor, Product: id.Product, Match: strings.TrimPrefix(f[1], "-"),
		Targets: targets, Kind: Kind(kind), Left: left, Brand: f[8], Note: f[9],
	}
	m.Method, m.Request = request(f[2])
	switch m.Method {
	case MethodUnknown, MethodNone:
		return m, left != hw.RefusalNone
	case MethodSony: // the first round is the control request alone
		m.Second = m.Request
		m.Request = hw.Message{Name: "sony", Requests: m.Request.Requests[:1]}
		m.Second.After = m.Request.Name
	default:
		m.Request = delayed(m.Request, f[3])
	}
	return m, true
}

// readID reads "19d2:2000".
func readID(s string) (hw.ID, bool) {
	vendor, product, _ := strings.Cut(s, ":")
	v, err := strconv.ParseUint(vendor, 16, 16)
	p, err2 := strconv.ParseUint(product, 16, 16)
	return hw.ID{Vendor: uint16(v), Product: uint16(p)}, err == nil && err2 == nil
}

// readIDs reads IDs with commas between, "-" for none.
func readIDs(s string) (all []hw.ID, ok bool) {
	if s == "-" {
		return nil, true
	}
	for f := range strings.SplitSeq(s, ",") {
		id, ok := readID(f)
		if !ok {
			return nil, false
		}
		all = append(all, id)
	}
	return all, true
}

// matches reports whether a device has the string that the row wants, as usb_modeswitch_dispatcher
// compares it: the string is contained, and "_" also stands for a blank. What the drive calls itself is
// known on Windows without the difference of capitals.
func (m Model) matches(s hw.Stick) bool {
	has, known := m.shown(s)
	field, want, _ := strings.Cut(m.Match, "=")
	if strings.HasPrefix(field, "s") {
		has, want = strings.ToLower(has), strings.ToLower(want)
	}
	blank := strings.ReplaceAll(want, "_", " ")
	return known && (strings.Contains(has, want) || strings.Contains(has, blank))
}

// shown returns what a device has where the row wants a string; ok is false for a field that is not known.
func (m Model) shown(s hw.Stick) (has string, ok bool) {
	if m.Match == "" {
		return "", true
	}
	at := m.field(&s)
	if at == nil {
		return "", false
	}
	return *at, true
}

// Matching returns a device with the string that the row wants.
func (m Model) Matching(s hw.Stick) hw.Stick {
	if at := m.field(&s); at != nil {
		_, want, _ := strings.Cut(m.Match, "=")
		*at = strings.ReplaceAll(want, "_", " ")
	}
	return s
}

// field is where a device has the string that the row wants; nil when it wants none.
func (m Model) field(s *hw.Stick) *string {
	name, _, _ := strings.Cut(m.Match, "=")
	return map[string]*string{
		"uMa": &s.Manufacturer, "uPr": &s.Name, "uSe": &s.Serial,
		"sVe": &s.Inquiry.Vendor, "sMo": &s.Inquiry.Model, "sRe": &s.Inquiry.Revision,
	}[name]
}
