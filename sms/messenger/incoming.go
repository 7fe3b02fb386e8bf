package messenger

import (
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/store"
)

// batch is how many PDUs are read from the store at a time.
const batch = 100

// maxAhead is how far a service centre's clock may be ahead of ours before its time stamp is taken
// for nonsense.
const maxAhead = 24 * time.Hour

// gather is how long PDUs that follow one another quickly, as from a full card, are collected so
// that one commit serves them all. The first one never waits.
const gather = 20 * time.Millisecond

// receive looks at every PDU that was kept and not looked at yet. One that cannot be settled is
// tried again with the store, and does not keep the others back.
func (m *Messenger) receive() {
	if now := m.o.Now(); now.Before(m.gathered) {
		m.nextLook = m.gathered
		return
	}
	m.nextLook = time.Time{}
	for more := true; more; {
		raws, err := m.st.OpenRaws(m.ctx, m.seen, batch)
		if err != nil {
			m.stored(err)
			return
		}
		for _, raw := range raws {
			if err := m.take(raw); err != nil {
				m.stored(err)
			}
			m.seen = raw.ID
			m.gathered = m.o.Now().Add(gather)
		}
		m.stored(m.flush())
		more = len(raws) == batch
	}
}

// flush commits the texts of one part that were collected, and tells the window.
func (m *Messenger) flush() error {
	if len(m.singles) == 0 {
		return nil
	}
	ids, err := m.st.SettleAll(m.ctx, m.singles)
	m.singles = nil
	clear(m.collected)
	if err != nil {
		return err
	}
	for _, id := range ids {
		m.changed(id, true)
	}
	return nil
}

// decode reads a PDU as well as it can be read. A decoder that panics must not keep the program
// from starting ever again.
func (m *Messenger) decode(raw store.Raw) (part pdu.Part) {
	defer func() {
		if p := recover(); p != nil {
			m.log.Error("decoder failed", "err", fmt.Sprint(p))
			part = pdu.Part{
				Kind: pdu.KindText, From: sms.UnknownSender, Damaged: true, TPDU: []byte(raw.PDU),
			}
		}
	}()
	return pdu.Decode(raw.PDU, raw.Length, m.Region())
}

// take makes of a PDU what it is: part of a text, a report, a service message, a repeat.
func (m *Messenger) take(raw store.Raw) error {
	part := m.decode(raw)
	hash := inbox.HashOf(raw.IMSI, part.TPDU)
	long := longPart(raw, part, hash)
	if raw.State == store.RawHeld {
		m.inbox.Add(long)
		return nil
	}
	if m.collected[hash] || long.Sensible() || part.Kind == pdu.KindReport {
		if err := m.flush(); err != nil {
			return err
		}
	}
	before, found, err := m.st.LastSame(m.ctx, hash[:], raw.ID)
	if err != nil {
		return err
	}
	if found && inbox.Repeat(before.Delivery, raw.Delivery, raw.At.Sub(before.At), long.Sensible()) {
		return m.settle(raw, hash)
	}
	switch {
	case part.Kind == pdu.KindReport:
		return m.report(pendingReport{raw: raw.ID, hash: hash, Report: outbox.Report{
			Ref: part.Report.Ref, To: part.Report.To, Status: part.Report.Status, At: raw.At,
		}})
	case long.Sensible():
		return m.join(long)
	}
	m.single(raw, part, hash)
	return nil
}

// longPart is a PDU as the inbox sees it.
func longPart(raw store.Raw, part pdu.Part, hash inbox.Hash) inbox.Part {
	return inbox.Part{
		Raw: raw.ID, Seq: part.Concat.Seq, Hash: hash, PDU: part, At: raw.At,
		Message: raw.Message,
		Key: inbox.Key{
			IMSI: raw.IMSI, From: part.From, Ref: part.Concat.Ref,
			RefBits: part.Concat.RefBits, Total: part.Concat.Total,
		},
	}
}

// settle puts a PDU aside that shows nothing.
func (m *Messenger) settle(raw store.Raw, hash inbox.Hash) error {
	_, err := m.st.Settle(m.ctx, store.Incoming{
		Raws: []store.Outcome{{Raw: raw.ID, Hash: hash[:], State: store.RawSettled}},
	})
	return err
}

// single collects a text of one part, to be shown by flush.
func (m *Messenger) single(raw store.Raw, part pdu.Part, hash inbox.Hash) {
	msg := sms.Message{
		Number: part.From, Text: part.Text, Status: sms.Received, Time: raw.At,
		SentAt: m.sentAt(part.SentAt), Parts: 1, Done: 1,
	}
	switch {
	case part.Kind == pdu.KindService:
		msg.Status, msg.Code = sms.Service, int(part.Service)
		msg.Read = part.Service == pdu.ServiceSilent
	case part.Damaged:
		msg.Status = sms.Damaged
	}
	m.collected[hash] = true
	m.singles = append(m.singles, store.Incoming{
		Raws:    []store.Outcome{{Raw: raw.ID, Hash: hash[:], State: store.RawSettled}},
		Message: &msg, IMEI: raw.IMEI, IMSI: raw.IMSI,
	})
}

// sentAt drops a time stamp from the future.
func (m *Messenger) sentAt(t time.Time) time.Time {
	if t.After(m.o.Now().Add(maxAhead)) {
		return time.Time{}
	}
	return t
}

// join puts a part to the others of its text.
func (m *Messenger) join(p inbox.Part) error {
	change, fresh := m.inbox.Add(p)
	if !fresh {
		_, err := m.st.Settle(m.ctx, store.Incoming{
			Raws: []store.Outcome{{Raw: p.Raw, Hash: p.Hash[:], State: store.RawSettled}},
		})
		return err
	}
	return m.show(change)
}

// expire shows texts whose missing parts took too long, and gives up those that took far too long.
func (m *Messenger) expire(now time.Time) {
	for _, change := range m.inbox.Expire(now) {
		m.stored(m.show(change))
	}
}

// show commits what a group has come to, and tells the window.
func (m *Messenger) show(c inbox.Change) error {
	in := store.Incoming{IMSI: c.IMSI, IMEI: m.me.IMEI}
	state := store.RawHeld
	if c.Closed {
		state = store.RawSettled
	}
	for _, p := range c.Raws {
		in.Raws = append(in.Raws, store.Outcome{Raw: p.Raw, Hash: p.Hash[:], State: state})
	}
	if c.Show {
		in.Message = m.joined(c)
	}
	id, err := m.st.Settle(m.ctx, in)
	if err != nil {
		return err
	}
	m.inbox.Commit(c, id)
	if id != 0 {
		m.changed(id, c.Message == 0)
	}
	return nil
}

// joined is the message that a group makes.
func (m *Messenger) joined(c inbox.Change) *sms.Message {
	msg := &sms.Message{
		ID: c.Message, Number: c.From, Text: c.Text, Status: sms.Received, Time: c.At,
		SentAt: m.sentAt(c.SentAt), Parts: c.Parts, Done: c.Done,
	}
	switch {
	case c.Service:
		msg.Status = sms.Service
	case !c.Complete:
		msg.Status = sms.Incomplete
	case c.Damaged:
		msg.Status = sms.Damaged
	}
	return msg
}
