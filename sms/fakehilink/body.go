package fakehilink

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// params are the elements of a request, in their order.
type params struct {
	names  []string
	values map[string]string
}

func (p params) get(name string) string { return p.values[name] }

func (p params) num(name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(p.values[name]))
	if err != nil {
		return -1
	}
	return n
}

// orders are the elements that an endpoint wants, in the order in which it wants them.
var orders = map[string][]string{
	"sms/send-sms":              {"Index", "Phones", "Sca", "Content", "Length", "Reserved", "Date"},
	"sms/sms-list":              {"PageIndex", "ReadCount", "BoxType", "SortType", "Ascending", "UnreadPreferred"},
	"sms/delete-sms":            {"Index"},
	"sms/set-read":              {"Index"},
	"sms/config":                {"SaveMode", "Validity", "Sca", "UseSReport", "SendType", "Priority"},
	"pin/operate":               {"OperateType", "CurrentPin", "NewPin", "PukCode"},
	"ussd/send":                 {"content", "codeType", "timeout"},
	"user/login":                {"Username", "Password", "password_type"},
	"user/challenge_login":      {"username", "firstnonce", "mode"},
	"user/authentication_login": {"clientproof", "finalnonce"},
	"dialup/mobile-dataswitch":  {"dataswitch"},
	"device/control":            {"Control"},
	"device/mode":               {"mode"},
	"user/logout":               {"Logout"},
}

var (
	envelope     = regexp.MustCompile(`(?s)^\s*<\?xml[^>]*\?>\s*<request>(.*)</request>\s*$`)
	strictStart  = `<?xml version="1.0" encoding="UTF-8"?><request>`
	someElement  = regexp.MustCompile(`(?s)^\s*<([A-Za-z_]+)(/?)>`)
	innerElement = regexp.MustCompile(`(?s)<Phone>([^<]*)</Phone>`)
)

// readBody reads a request; ok is false when this firmware does not understand it.
func readBody(endpoint, body string, strict bool) (p params, ok bool) {
	m := envelope.FindStringSubmatch(body)
	if m == nil || strict && !strings.HasPrefix(body, strictStart) {
		return p, false
	}
	p.values = map[string]string{}
	for rest := m[1]; strings.TrimSpace(rest) != ""; {
		tag := someElement.FindStringSubmatch(rest)
		if tag == nil || strict && (tag[2] != "" || rest[0] != '<') {
			return p, false
		}
		rest = rest[len(tag[0]):]
		p.names = append(p.names, tag[1])
		if tag[2] != "" {
			continue
		}
		value, after, found := strings.Cut(rest, "</"+tag[1]+">")
		if !found {
			return p, false
		}
		if p.values[tag[1]], rest = unescape(value), after; tag[1] == "Phones" {
			p.values[tag[1]] = phonesIn(value)
		}
	}
	return p, !strict || slices.Equal(p.names, orders[endpoint])
}

// phonesIn returns the numbers in <Phones>, with commas.
func phonesIn(value string) string {
	var all []string
	for _, m := range innerElement.FindAllStringSubmatch(value, -1) {
		all = append(all, m[1])
	}
	return strings.Join(all, ",")
}

// unescape returns the text in an element. The firmware reads CESU-8; a character of four bytes, as
// UTF-8 has them, is lost on it.
func unescape(value string) string {
	var units []uint16
	for len(value) > 0 {
		r, n := utf8.DecodeRuneInString(value)
		switch {
		case n == 1 && len(value) >= 3 && value[0] == 0xED: // half a surrogate pair
			r, n = rune(value[0]&0x0F)<<12|rune(value[1]&0x3F)<<6|rune(value[2]&0x3F), 3
		case r > 0xFFFF:
			r = utf8.RuneError
		}
		units, value = append(units, uint16(r)), value[n:]
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&#13;", "\r",
		"&amp;", "&").Replace(string(utf16.Decode(units)))
}

// escape writes text as sticks do: some characters as numbers, and those above U+FFFF in CESU-8.
func escape(text string) string {
	var out []byte
	for _, r := range text {
		switch {
		case strings.ContainsRune(`<>&"'()`, r):
			out = append(out, "&#"+strconv.Itoa(int(r))+";"...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			for _, s := range [...]rune{high, low} {
				out = append(out, 0xED, byte(0x80|s>>6&0x3F), byte(0x80|s&0x3F))
			}
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}
