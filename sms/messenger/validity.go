package messenger

import (
	"context"
	"time"
)

// KeyValidity is the setting for how long the network tries to deliver a text: one of the
// words that ValidityOf knows, "" for the usual time.
const KeyValidity = "validity"

// longestValidity is the longest that a text can ask for (TP-VP 255: 63 weeks, 3GPP TS 23.040
// clause 9.2.3.12.1). Networks give up earlier, each after a time of its own.
const longestValidity = 63 * 7 * 24 * time.Hour

// validities are the words of KeyValidity. Each is a value that TP-VP can hold exactly.
var validities = map[string]time.Duration{
	"hour": time.Hour, "hours": 6 * time.Hour, "day": 24 * time.Hour,
	"week": 7 * 24 * time.Hour, "most": longestValidity,
}

// ValidityOf returns how long the network tries to deliver a text by a word of KeyValidity; false when
// there is no such word.
func ValidityOf(word string) (time.Duration, bool) {
	d, ok := validities[word]
	return d, ok
}

// validity returns what the user chose for texts that are queued from now on.
func (s *sender) validity(ctx context.Context) time.Duration {
	word, err := s.st.Setting(ctx, KeyValidity)
	if d, ok := ValidityOf(word); ok && err == nil {
		return d
	}
	return s.o.Validity
}
