package inbox

import (
	"crypto/sha256"
	"time"

	"surfstick-sms/sms"
)

// Hash identifies a PDU: equal hashes are the same bytes on the same SIM card.
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

// RepeatWindow is how long after a PDU the same bytes are a repeat. Later they are shown: a
// service may really send the same again, and showing twice is better than losing.
const RepeatWindow = 10 * time.Minute

// Repeat reports whether a PDU is the same that came before, given that the bytes are equal. A slot
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
	return now.Old && now.Route == sms.RouteStored && before.Route == sms.RouteStored &&
		now.Memory == before.Memory && now.Index == before.Index
}
