package inbox

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"surfstick-sms/sms"
)

// Hash identifies what came in: equal hashes are the same bytes on the same SIM card.
type Hash [sha256.Size]byte

// HashOf hashes a TPDU, which leaves out the service centre's address: the same text may come
// through another one when the network repeats it. What could not be decoded is hashed as it came.
func HashOf(imsi string, tpdu []byte) Hash {
	h := sha256.New()
	h.Write([]byte(imsi))
	h.Write([]byte{0})
	h.Write(tpdu)
	return Hash(h.Sum(nil))
}

// HashOfText identifies what came in another format than a PDU, by the fields that say which one it is.
func HashOfText(imsi string, fields ...string) Hash {
	var b []byte
	for _, f := range fields {
		b = append(binary.AppendUvarint(b, uint64(len(f))), f...)
	}
	return HashOf(imsi, b)
}

// wallLayout is a time of day to the second, without a zone.
const wallLayout = "2006-01-02 15:04:05"

// TwinOf identifies a text that may have come in two formats, as when a stick is first a modem and then
// shows the text in its web interface, too: the same sender, the same second on the clock of the service
// centre, whatever its zone, the same words. It is the zero Hash when the time or the words are missing,
// so that nothing can be told.
func TwinOf(from sms.Number, at time.Time, text string) Hash {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if at.IsZero() || text == "" {
		return Hash{}
	}
	return HashOfText("", string(from), at.Format(wallLayout), text)
}

// RepeatWindow is how long afterwards the same bytes are a repeat. Later they are shown: a
// service may really send the same again, and showing twice is better than losing.
const RepeatWindow = 10 * time.Minute

// Repeat reports whether what came is the same that came before, given that the bytes are equal. A slot
// that is read again at start-up is, however long the program was away: it was stored and could
// not be deleted. A part of a long text is for as long as its text may wait for parts, and so is what
// came directly: the network sends it again, however much later, when it did not learn that it had
// arrived. The bytes hold the second at which it was sent, so that hardly anything is lost.
func Repeat(before, now sms.Delivery, age time.Duration, part bool) bool {
	window := RepeatWindow
	if part || before.Route == sms.RouteDirect {
		window = Memory
	}
	if age.Abs() <= window {
		return true
	}
	return StillThere(before, now)
}

// StillThere reports whether a slot that is read at start-up holds what was read from it before, given
// that the bytes are equal, however often they came from elsewhere meanwhile.
func StillThere(before, now sms.Delivery) bool {
	return now.Old && now.Route == sms.RouteStored && before.Route == sms.RouteStored &&
		now.Memory == before.Memory && now.Index == before.Index
}
