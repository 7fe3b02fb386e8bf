package modem

import (
	"encoding/hex"

	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
)

// entry is one stored PDU, as in the response to +CMGL or +CMGR.
type entry struct {
	index, stat, length int
	pdu                 string
}

// statRead is the <stat> of a received text that was read (3GPP TS 27.005 clause 3.1).
const statRead = 1

// incoming reports whether it came from the network: the others are drafts and sent texts that
// somebody stored (3GPP TS 27.005 clause 3.1, <stat>).
func (e entry) incoming() bool { return e.stat != 2 && e.stat != 3 }

// whole reports whether the PDU is hex and as long as its header says (3GPP TS 27.005 clause 3.1:
// the service centre's address does not count).
func (e entry) whole() bool {
	raw, err := hex.DecodeString(e.pdu)
	return err == nil && len(raw) > 0 && len(raw) == 1+int(raw[0])+e.length
}

// length returns the length of a PDU in field i of its header. The name before it may be left out.
func length(f answer.Fields, i int) int {
	if len(f) == i {
		i--
	}
	return f.Number(i)
}

// parseCMGL reads the response to +CMGL: header and PDU in turn. A header without a PDU is left out.
func parseCMGL(a at.Response) []entry {
	var out []entry
	var head *entry
	for _, l := range a.Lines {
		if v, ok := at.CutPrefix(l, "+CMGL:"); ok {
			f := read("+CMGL:", v)
			head = &entry{index: f.Number(0), stat: f.Number(1), length: length(f, 3)}
			continue
		}
		if head != nil && head.index >= 0 {
			head.pdu = l
			out = append(out, *head)
		}
		head = nil
	}
	return out
}

// parseCMGR reads the response to +CMGR. An empty slot is answered with nothing, or with a header of
// length 0.
func parseCMGR(a at.Response, index int) (entry, bool) {
	for i, l := range a.Lines {
		v, ok := at.CutPrefix(l, "+CMGR:")
		if !ok || i+1 >= len(a.Lines) {
			continue
		}
		f := read("+CMGR:", v)
		e := entry{index: index, stat: f.Number(0), length: length(f, 2)}
		e.pdu = a.Lines[i+1]
		return e, true
	}
	return entry{}, false
}
