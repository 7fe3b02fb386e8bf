package notify

import (
	"fmt"
	"time"
)

// Hours are hours of every day. The zero value holds never.
type Hours struct {
	from, to int // minutes after midnight; from > to goes over midnight
}

// ReadHours reads "22:00-07:00", the value of a setting. What makes no sense, such as "", is no hours.
func ReadHours(text string) Hours {
	var fromHour, fromMinute, toHour, toMinute int
	n, err := fmt.Sscanf(text, "%d:%d-%d:%d", &fromHour, &fromMinute, &toHour, &toMinute)
	ok := func(hour, minute int) bool { return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 }
	if n != 4 || err != nil || !ok(fromHour, fromMinute) || !ok(toHour, toMinute) {
		return Hours{}
	}
	return Hours{from: fromHour*60 + fromMinute, to: toHour*60 + toMinute}
}

// String returns what ReadHours reads, "" for no hours.
func (h Hours) String() string {
	if h == (Hours{}) || h.from == h.to {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.from/60, h.from%60, h.to/60, h.to%60)
}

// Hold reports whether a time of day, as its zone has it, is among them: from the first minute on,
// before the last.
func (h Hours) Hold(at time.Time) bool {
	now := at.Hour()*60 + at.Minute()
	if h.from <= h.to {
		return now >= h.from && now < h.to
	}
	return now >= h.from || now < h.to
}
