package transfer

import (
	"strings"
	"time"
)

// layouts are how other programs write times. Dates with slashes are tried with the day first and then
// with the month first.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006/01/02 15:04:05",
	"2006/01/02 15:04", "2006.01.02 15:04:05", "02.01.2006 15:04:05", "2.1.2006 15:04:05", "02.01.2006 15:04",
	"2.1.2006 15:04", "02.01.06 15:04:05", "02.01.06 15:04", "02-01-2006 15:04:05", "02-01-2006 15:04",
	"20060102 15:04:05", "20060102T150405", "2 Jan 2006 15:04:05", "Jan 2, 2006 3:04:05 PM",
}

// slashed are those that are the day first or the month first.
var slashed = [2][]string{
	{"2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/06 15:04:05", "2/1/06 15:04"},
	{
		"1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/06 15:04:05", "1/2/06 15:04",
		"1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM",
	},
}

// time reads a time of another program and says how exact it is.
func (r *tableReader) time(s string) (time.Time, time.Duration, bool) {
	s = strings.Join(strings.Fields(strings.NewReplacer(",", " ", "\u202f", " ", "\u00a0", " ").Replace(s)), " ")
	order := [2]int{0, 1}
	if r.monthly {
		order = [2]int{1, 0}
	}
	for _, all := range [][]string{layouts, slashed[order[0]], slashed[order[1]]} {
		for _, layout := range all {
			layout = strings.ReplaceAll(layout, ",", "")
			t, err := time.ParseInLocation(layout, s, r.o.Zone)
			if err != nil {
				continue
			}
			if len(all) == len(slashed[1]) {
				r.monthly = true // no other order would do, and it is one for the whole file
			}
			if strings.Contains(layout, "05") {
				return t.UTC(), time.Second, true
			}
			return t.UTC(), time.Minute, true
		}
	}
	return time.Time{}, 0, false
}
