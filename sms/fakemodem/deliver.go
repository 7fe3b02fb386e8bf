package fakemodem

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/warthog618/sms/encoding/tpdu"
)

// arrival is one PDU that the network has for the modem.
type arrival struct {
	pdu    string
	length int
	report bool
}

// Arrive has the network deliver a text, in parts if it is long. from is a number with plus
// (international), digits as they are, or a name.
func (m *Modem) Arrive(from, text string) error {
	m.lock()
	defer m.unlock()
	parts, err := m.deliveries(Text{From: from, Text: text, At: time.Now()})
	if err != nil {
		return fmt.Errorf("code text from %q: %w", from, err)
	}
	m.enqueue(parts...)
	return nil
}

// ArrivePDU has the network deliver a PDU as it is, damaged or not, announced with length.
func (m *Modem) ArrivePDU(pdu string, length int) {
	m.lock()
	defer m.unlock()
	m.enqueue(arrival{pdu: pdu, length: length})
}

// ArriveReport has the network deliver a status report about part ref of a text to a number, with
// status as in 3GPP TS 23.040 clause 9.2.3.15.
func (m *Modem) ArriveReport(to string, ref, status byte) error {
	m.lock()
	defer m.unlock()
	a, err := m.report(address(to), ref, status)
	if err == nil {
		m.enqueue(a)
	}
	return err
}

// Waiting returns how many PDUs the network still holds for the modem.
func (m *Modem) Waiting() int {
	m.lock()
	defer m.unlock()
	n := len(m.queue)
	if m.unacked != nil {
		n++
	}
	return n
}

// enqueue hands PDUs to the network, which delivers them when the modem can take them.
func (m *Modem) enqueue(a ...arrival) {
	m.queue = append(m.queue, a...)
	m.deliver()
}

// preload puts a text on the SIM card before the start.
func (m *Modem) preload(t Text) {
	if t.At.IsZero() {
		t.At = time.Now()
	}
	parts, err := m.deliveries(t)
	if err != nil {
		return
	}
	for _, a := range parts {
		s := slot{pdu: a.pdu, length: a.length}
		if t.Read {
			s.stat = 1
		}
		if t.Draft {
			s.stat = 2
		}
		m.card.sm.put(s)
	}
}

// deliver hands over what the network holds, until the modem cannot take more.
func (m *Modem) deliver() {
	for len(m.queue) > 0 && m.online() && m.unacked == nil && !m.starting() {
		a := m.queue[0]
		if !m.deliverOne(a) {
			return
		}
		m.queue = m.queue[1:]
	}
}

// deliverOne hands one PDU to the computer or to a memory (3GPP TS 27.005 clause 3.4.1).
func (m *Modem) deliverOne(a arrival) bool {
	direct, notified, name := m.set.cnmi[1] >= 2, m.set.cnmi[1] == 1, "+CMTI"
	if a.report {
		direct, notified, name = m.set.cnmi[3] == 1, m.set.cnmi[3] == 2, "+CDSI"
		if !direct && !notified {
			return true // nobody asked for it
		}
	}
	if direct {
		return m.opt.Quirks.DirectLost && !a.report || m.deliverDirect(a)
	}
	where := cmp.Or(m.opt.Manners.Store, m.set.cpms[2])
	announced := where
	if a.report && len(m.sr) > 0 {
		where = "SR"
		if announced = where; m.opt.Quirks.MisplacedReports {
			announced = "SM"
		}
	}
	i := m.memory(where).put(slot{pdu: a.pdu, length: a.length, report: a.report})
	if i < 0 {
		m.memoryFull(where)
		return false
	}
	if notified && (a.report || !m.opt.Quirks.SilentStore) {
		m.notify(fmt.Sprintf(`%s: "%s",%d`, name, announced, i))
	}
	return true
}

// deliverDirect sends a PDU to the computer as +CMT or +CDS. Without an open line the network keeps
// it.
func (m *Modem) deliverDirect(a arrival) bool {
	s := fmt.Sprintf("+CMT: ,%d\r\n%s", a.length, a.pdu)
	if a.report {
		s = fmt.Sprintf("+CDS: %d\r\n%s", a.length, a.pdu)
	}
	if m.set.cnmi[0] == 0 || !m.announce(s) {
		return false
	}
	if m.set.csms == 1 {
		m.unacked = &a
		m.ackTime = m.after(m.opt.Latency.Ack, m.ackMissing)
	}
	return true
}

// ackMissing runs when +CNMA did not come in time: the network keeps the text, and direct delivery
// is switched off (3GPP TS 27.005 clause 3.4.4).
func (m *Modem) ackMissing() {
	m.set.cnmi[1], m.set.cnmi[3] = 0, 0
	m.giveBack()
	m.deliver()
}

// giveBack returns what was not acknowledged to the network.
func (m *Modem) giveBack() {
	m.stop(m.ackTime)
	if m.unacked != nil {
		m.queue = slices.Insert(m.queue, 0, *m.unacked)
		m.unacked, m.ackTime = nil, nil
	}
}

// memoryFull announces a full memory, once.
func (m *Modem) memoryFull(where string) {
	if !m.fullReported[where] {
		m.fullReported[where] = true
		if !m.huawei() {
			return
		}
		m.notify(`^SMMEMFULL:"` + where + `"`)
	}
}

// notify announces a stored text, or keeps the URC until a line is open.
func (m *Modem) notify(s string) {
	if m.set.cnmi[0] != 0 && m.announce(s) {
		return
	}
	if m.set.cnmi[0] != 1 && len(m.notifications) < 100 {
		m.notifications = append(m.notifications, s)
	}
}

// flushNotifications announces what notify kept.
func (m *Modem) flushNotifications() {
	if m.set.cnmi[0] == 0 {
		return
	}
	held := m.notifications
	m.notifications = nil
	for _, s := range held {
		m.notify(s)
	}
}

// sendReport delivers the status report that a part was delivered.
func (m *Modem) sendReport(to tpdu.Address, ref byte) {
	if a, err := m.report(to, ref, 0); err == nil {
		m.enqueue(a)
	}
}

// isOwn reports whether an address is the subscriber's own number.
func (m *Modem) isOwn(a tpdu.Address) bool { return m.dialled(a) == m.card.OwnNumber }

// country is the code that the network puts in place of a leading zero.
const country = "+49"

// dialled returns the number that the network makes of an address.
func (m *Modem) dialled(a tpdu.Address) string {
	national, leadingZero := strings.CutPrefix(a.Addr, "0")
	switch {
	case a.TOA == toaInternational:
		return "+" + a.Addr
	case strings.HasPrefix(national, "0"):
		return "+" + national[1:]
	case leadingZero:
		return country + national
	}
	return a.Addr
}

// answerText sends a text back that went to the own number, and the echo of any other.
func (m *Modem) answerText(s *Sent) {
	back := Text{From: m.dialled(s.to), Text: s.Text}
	switch {
	case m.isOwn(s.to):
	case m.opt.Echo:
		back.Text = `"` + s.Text + `"`
	default:
		return
	}
	m.after(m.opt.Latency.Echo, func() {
		back.At = time.Now()
		if parts, err := m.deliveries(back); err == nil {
			m.enqueue(parts...)
		}
	})
}
