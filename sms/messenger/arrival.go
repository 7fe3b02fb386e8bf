package messenger

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/goform"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/webstick"
)

// arrival is what came in, decoded from its format.
type arrival struct {
	store.Raw
	part pdu.Part
	hash inbox.Hash
	ref  int // of a report; noRef when it names only the number
}

// noRef stands for the reference of a report that has none.
const noRef = -1

// decode reads what came in as well as it can be read. A decoder that panics must not keep the program
// from starting ever again.
func (r *receiver) decode(raw store.Raw) (a arrival) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("decoder failed", "err", fmt.Sprint(p))
			part := pdu.Part{
				Kind: pdu.KindText, From: sms.UnknownSender, Damaged: true, TPDU: []byte(raw.Raw),
			}
			a = arrival{Raw: raw, part: part, hash: inbox.HashOf(raw.IMSI, part.TPDU)}
		}
	}()
	switch raw.Format {
	case sms.FormatHiLink:
		return fromEntry(raw, hilink.ParseEntry([]byte(raw.Raw)), r.region())
	case sms.FormatGoform:
		return fromEntry(raw, goform.Parse([]byte(raw.Raw)), r.region())
	case sms.FormatPDU:
	}
	part := pdu.Decode(raw.Raw, raw.Length, r.region())
	return arrival{Raw: raw, part: part, hash: inbox.HashOf(raw.IMSI, part.TPDU), ref: part.Report.Ref}
}

// What a report of a stick without a TP-Status (3GPP TS 23.040 clause 9.2.3.15) stands for: received by
// the recipient; given up, for a reason of the service centre's own.
const (
	statusDelivered = 0x00
	statusGivenUp   = 0x7f
)

// firstYear is the first year in which a text can have been sent: a stick that has not been told the time
// by its network begins with 1970.
const firstYear = 2000

// fromEntry makes an arrival of an entry of a stick's list. Where its date has no zone, that of the computer
// is assumed. One that lacks parts counts as damaged.
func fromEntry(raw store.Raw, e webstick.Entry, region string) arrival {
	part := pdu.Part{
		Kind: pdu.KindText, From: sms.SenderNumber(e.Phone, region), Text: e.Content,
		Damaged: e.Damaged || e.Kind == webstick.KindPart, Class: -1, Port: -1,
	}
	if at, ok := e.Time(time.Local); ok && at.Year() >= firstYear {
		part.SentAt = at
	}
	switch {
	case e.Damaged:
		part.Faults = []string{"entry damaged"}
	case e.Kind == webstick.KindPart:
		part.Faults = []string{"parts are missing"}
	}
	switch {
	case e.Kind.Multimedia():
		part.Kind, part.Service = pdu.KindService, pdu.ServiceMMS
	case e.Kind == webstick.KindDelivered:
		part.Kind = pdu.KindReport
		part.Report = pdu.Report{Ref: noRef, To: part.From, Status: statusDelivered, At: part.SentAt}
	case e.Kind == webstick.KindUndeliv:
		part.Kind = pdu.KindReport
		part.Report = pdu.Report{Ref: noRef, To: part.From, Status: statusGivenUp, At: part.SentAt}
	}
	return arrival{Raw: raw, part: part, hash: entryHash(raw, e, part.Kind), ref: noRef}
}

// entryHash identifies an entry by its sender, date and content, so that it is the same wherever it lies,
// read or not. Reports have no content; those on two parts that arrive in one second are told apart by
// their place. Of a damaged entry everything counts but whether it was read.
func entryHash(raw store.Raw, e webstick.Entry, kind pdu.Kind) inbox.Hash {
	switch {
	case kind == pdu.KindReport:
		return inbox.HashOfText(raw.IMSI, e.Phone, e.Date, strconv.Itoa(int(e.Kind)), strconv.Itoa(e.Index))
	case e.Damaged:
		return inbox.HashOfText(raw.IMSI, withoutReadMark(raw.Raw, raw.Format))
	}
	return inbox.HashOfText(raw.IMSI, e.Phone, e.Date, e.Content)
}

// readMarks are what says in an entry whether it was read, in each format.
var readMarks = map[sms.Format]*regexp.Regexp{
	sms.FormatHiLink: regexp.MustCompile(`(?s)<Smstat>.*?</Smstat>`),
	sms.FormatGoform: regexp.MustCompile(`"tag"\s*:\s*(?:"[^"]*"|\d+)`),
}

// withoutReadMark returns an entry without what says whether it was read.
func withoutReadMark(raw string, format sms.Format) string {
	mark, known := readMarks[format]
	if !known {
		return raw
	}
	at := mark.FindStringIndex(raw)
	if at == nil {
		return raw
	}
	return raw[:at[0]] + raw[at[1]:]
}

// twin identifies the text if it may come in another format, too; it is the zero Hash otherwise.
func (a arrival) twin() inbox.Hash {
	if a.part.Kind != pdu.KindText || a.part.Damaged {
		return inbox.Hash{}
	}
	return inbox.TwinOf(a.part.From, a.part.SentAt, a.part.Text)
}

// report is an arrival that is one.
func (a arrival) report() outbox.Report {
	return outbox.Report{Ref: a.ref, To: a.part.Report.To, Status: a.part.Report.Status, At: a.At}
}

// long is an arrival as the inbox sees it.
func (a arrival) long() inbox.Part {
	return inbox.Part{
		Raw: a.ID, Seq: a.part.Concat.Seq, Hash: a.hash, PDU: a.part, At: a.At,
		Message: a.Message, Read: a.Read,
		Key: inbox.Key{
			IMSI: a.IMSI, From: a.part.From, Ref: a.part.Concat.Ref,
			RefBits: a.part.Concat.RefBits, Total: a.part.Concat.Total,
		},
	}
}

// single is a text of one part; sentAt drops times that make no sense.
func (a arrival) single(sentAt func(time.Time) time.Time) store.Incoming {
	msg := sms.Message{
		Number: a.part.From, Text: a.part.Text, Status: sms.Received, Time: a.At,
		SentAt: sentAt(a.part.SentAt), Parts: 1, Done: 1, Read: a.Read,
	}
	switch {
	case a.part.Kind == pdu.KindService:
		msg.Status, msg.Code = sms.Service, int(a.part.Service)
		msg.Read = a.Read || a.part.Service == pdu.ServiceSilent
	case a.part.Damaged:
		msg.Status = sms.Damaged
	}
	return store.Incoming{
		Raws:    []store.Outcome{settled(a.ID, a.hash)},
		Message: &msg, IMEI: a.IMEI, IMSI: a.IMSI,
	}
}

// repeats reports whether something came before, given what had the same bytes, newest first.
func repeats(same []store.Raw, now store.Raw, part bool) bool {
	if len(same) == 0 {
		return false
	}
	last := same[0]
	return inbox.Repeat(last.Delivery, now.Delivery, now.At.Sub(last.At), part) ||
		slices.ContainsFunc(same, func(r store.Raw) bool { return inbox.StillThere(r.Delivery, now.Delivery) })
}
