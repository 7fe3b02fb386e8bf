package messenger

import (
	"hash/maphash"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// known are the texts that are here, by a hash of number, direction and words, and by their times. 100,000
// of them take about 6 MB.
type known struct {
	seed  maphash.Seed
	first map[uint64]int32 // where the chain of a hash begins in all
	all   []knownText
}

// knownText is one of them. The times are in milliseconds, 0 for none.
type knownText struct {
	time, sent int64
	next       int32 // in the chain; 0 at its end
	binned     bool
	file       bool // it came from the file that is being read
	used       bool // a text of the file stands for it
}

func newKnown() *known {
	return &known{seed: maphash.MakeSeed(), first: map[uint64]int32{}, all: make([]knownText, 1)}
}

func (k *known) hash(n sms.Number, d sms.Direction, words string) uint64 {
	var h maphash.Hash
	h.SetSeed(k.seed)
	_ = h.WriteByte(byte(d))        // never fails
	_, _ = h.WriteString(string(n)) // likewise
	_ = h.WriteByte(0)
	_, _ = h.WriteString(bare(words))
	return h.Sum64()
}

// bare is what of the words of a text survives every format.
func bare(words string) string {
	return strings.TrimSpace(lineEnds.Replace(strings.ToValidUTF8(words, "\ufffd")))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (k *known) put(hash uint64, t knownText) {
	t.next = k.first[hash]
	k.first[hash] = int32(len(k.all))
	k.all = append(k.all, t)
}

// add remembers a text that is here.
func (k *known) add(t store.Known) {
	k.put(k.hash(t.Number, t.Direction, t.Text), knownText{
		time: milliseconds(t.Time), sent: milliseconds(t.SentAt), binned: t.Deleted,
	})
}

func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// whether is where a text is.
type whether int

const (
	isNew    whether = 0
	isHere   whether = 1
	isBinned whether = 2
)

// find says whether a text of the file is here. own says that this program wrote the file: two equal texts
// in it are two then, and need two here. In another program's file they are one, unless its times are no more
// exact than to the minute.
func (k *known) find(t transfer.Text, exact time.Duration, own bool) whether {
	hash := k.hash(t.Number, t.Direction, t.Text)
	mine := knownText{time: milliseconds(t.Time), sent: milliseconds(t.SentAt), file: true}
	for i := k.first[hash]; i != 0; i = k.all[i].next {
		other := &k.all[i]
		if !near(mine, *other, exact.Milliseconds()) || own && other.used || other.file && exact > time.Second {
			continue
		}
		other.used = true
		if other.binned {
			return isBinned
		}
		return isHere
	}
	if !own {
		k.put(hash, mine)
	}
	return isNew
}

// near reports whether a time of one text is one of another.
func near(a, b knownText, exact int64) bool {
	for _, x := range [2]int64{a.time, a.sent} {
		for _, y := range [2]int64{b.time, b.sent} {
			if x != 0 && y != 0 && max(x, y)-min(x, y) < exact {
				return true
			}
		}
	}
	return false
}
