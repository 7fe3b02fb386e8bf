package goform

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"surfstick-sms/sms/webstick"
)

// Tags of an entry.
const (
	tagRead   = "0"
	tagNew    = "1"
	tagSent   = "2"
	tagFailed = "3"
	tagDraft  = "4"
)

// states are what the tags stand for.
var states = map[string]webstick.State{
	tagRead: webstick.StateRead, tagNew: webstick.StateNew, tagSent: webstick.StateSent,
	tagFailed: webstick.StateFailed, tagDraft: webstick.StateDraft,
}

// boxOf are the boxes in which entries with a tag lie; they are one list.
var boxOf = map[string]webstick.Box{
	tagRead: webstick.BoxIn, tagNew: webstick.BoxIn, tagSent: webstick.BoxSent, tagFailed: webstick.BoxSent,
	tagDraft: webstick.BoxDraft,
}

// unfinished is the value of received_all_concat_sms of a long text that lacks parts.
const unfinished = "0"

// parse reads an entry of a list, as far as it can be read, and returns its fields beside it.
func parse(raw []byte) (webstick.Entry, fields) {
	f, err := decode(raw)
	damaged := err != nil
	if damaged {
		f = scrape(raw)
	}
	content, read := fromUCS2(f["content"])
	if !read {
		content = f["content"]
	}
	_, there := f["content"]
	state, known := states[f["tag"]]
	e := webstick.Entry{
		Index: f.num("id", -1), State: state, Kind: webstick.KindSingle, Phone: strings.TrimSpace(f["number"]),
		Content: content, Damaged: damaged || !read || !there || !known, Raw: bytes.Clone(raw),
	}
	e.Date, e.Zone = dateOf(f["date"])
	if boxOf[f["tag"]] != webstick.BoxIn { // its zone is as the request wrote it
		e.Zone = nil
	}
	if f["received_all_concat_sms"] == unfinished && boxOf[f["tag"]] == webstick.BoxIn {
		e.Kind = webstick.KindPart
	}
	return e, f
}

// reportKinds are what the content of a delivery report stands for; 3 is a text that is under way.
var reportKinds = map[string]webstick.Kind{"1": webstick.KindDelivered, "2": webstick.KindUndeliv}

// reportMark tells a kept report from a text: it is put before the raw bytes.
const reportMark = "report:"

// parseReport reads an entry of the list of delivery reports. ok is false for one that reports nothing yet.
func parseReport(raw []byte) (e webstick.Entry, ok bool) {
	f, err := decode(raw)
	if err != nil {
		return e, false
	}
	e = webstick.Entry{
		Index: -1, State: webstick.StateRead, Kind: reportKinds[f["content"]], Phone: strings.TrimSpace(f["number"]),
		Raw: append([]byte(reportMark), raw...),
	}
	e.Date, e.Zone = dateOf(f["date"])
	return e, e.Kind != webstick.KindUnknown
}

// Parse reads what a list had or what was kept: a text, or a delivery report. It always returns what can be
// read: see webstick.Entry.Damaged.
func Parse(raw []byte) webstick.Entry {
	if rest, ok := bytes.CutPrefix(raw, []byte(reportMark)); ok {
		e, _ := parseReport(rest)
		return e
	}
	e, _ := parse(raw)
	return e
}

// dateParts are year, month, day, hour, minute, second, and the zone in quarters of an hour, as in a time stamp
// of the service centre (3GPP TS 23.040 clause 9.2.3.11).
var dateParts = regexp.MustCompile(`^(\d{1,2})[,;](\d{1,2})[,;](\d{1,2})[,;](\d{1,2})[,;](\d{1,2})[,;](\d{1,2})(?:[,;]([+-]?\d{1,2})(?:\.\d+)?)?$`)

// mostQuarters is the farthest zone: 14 hours.
const mostQuarters = 14 * 4

// firstYear is the first of the 1900s that two digits stand for: clocks of computers begin with 1970.
const firstYear = 70

// dateOf returns a date in webstick.DateLayout and its zone, nil when there is none. A date that is none is
// left as it is.
func dateOf(s string) (string, *time.Location) {
	m := dateParts.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return s, nil
	}
	n := make([]int, 8)
	for i, part := range m[1:] {
		n[i], _ = strconv.Atoi(part)
	}
	year := 2000 + n[0]
	if n[0] >= firstYear {
		year -= 100
	}
	date := fmt.Sprintf("%d-%02d-%02d %02d:%02d:%02d", year, n[1], n[2], n[3], n[4], n[5])
	if m[7] == "" || max(n[6], -n[6]) > mostQuarters {
		return date, nil
	}
	return date, time.FixedZone("", n[6]*15*60)
}

// fromUCS2 returns a text that is written as four hex digits for each UTF-16 unit; ok is false for anything
// else. NULs at its end, with which some firmware fills up, are left out.
func fromUCS2(s string) (text string, ok bool) {
	raw, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(raw)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00"), true
}

// toUCS2 is the opposite of fromUCS2.
func toUCS2(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// sendable returns text without what a stick cannot hold: line ends become line feeds, and control
// characters, which nobody can see, are left out.
func sendable(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

// scraped are the fields of an entry that is no JSON.
var scraped = regexp.MustCompile(`"(id|number|content|tag|date|received_all_concat_sms)"\s*:\s*"?([^"]*)"?`)

// scrape returns what stands behind the known names.
func scrape(raw []byte) fields {
	f := fields{}
	for _, m := range scraped.FindAllSubmatch(clean(raw), -1) {
		if name := string(m[1]); f[name] == "" {
			f[name] = strings.TrimSpace(strings.TrimRight(string(m[2]), ",} "))
		}
	}
	return f
}

// The beginning of a list, its end, and what is between two entries.
var (
	listBegin = regexp.MustCompile(`"messages"\s*:\s*\[`)
	listEnd   = regexp.MustCompile(`\]\s*\}\s*$`)
	between   = regexp.MustCompile(`\}\s*,\s*\{`)
)

// messagesIn returns the entries in a list. They are told apart before anything is decoded, so that damage in
// one stays in that one. ok is false for an answer that is no list, or not a whole one.
func messagesIn(raw []byte) (entries [][]byte, ok bool) {
	begin, end := listBegin.FindIndex(raw), listEnd.FindIndex(raw)
	if begin == nil || end == nil || end[0] < begin[1] {
		return nil, false
	}
	rest := bytes.TrimSpace(raw[begin[1]:end[0]])
	for len(rest) > 0 {
		next := len(rest)
		if at := between.FindIndex(rest); at != nil {
			next = at[0] + 1
			entries = append(entries, rest[:next])
			rest = rest[at[1]-1:]
			continue
		}
		entries = append(entries, rest[:next])
		break
	}
	return entries, true
}
