package modem

import (
	"errors"
	"slices"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/phonebook"
)

// shapes are the fields of the answers and notices that are read, as far as they matter (3GPP TS
// 27.005 and TS 27.007; those with ^ are Huawei's, those with +Z are ZTE's). What is not in it has
// words only.
var shapes = map[string][]answer.Kind{
	"+CMGL:":      {answer.Number, answer.Number, answer.Text, answer.Number},
	"+CMGR:":      {answer.Number, answer.Text, answer.Number},
	"+CMT:":       {answer.Text, answer.Number},
	"+CDS:":       {answer.Number, answer.Number},
	"+CMTI:":      {answer.Word, answer.Number},
	"+CDSI:":      {answer.Word, answer.Number},
	"+CMGS:":      {answer.Number},
	"+CNUM:":      {answer.Text, answer.Phone, answer.Number},
	"+COPS:":      {answer.Number, answer.Number, answer.Text, answer.Number},
	"+CSCA:":      {answer.Phone, answer.Number},
	"+CSQ:":       {answer.Number, answer.Number},
	"^RSSI:":      {answer.Number},
	"+CPBS:":      {answer.Word, answer.Number, answer.Number},
	"+CPINR:":     {answer.Word, answer.Number, answer.Number},
	"^SMMEMFULL:": {answer.Word},
}

// read cuts the value after a prefix into its fields.
func read(prefix, value string) answer.Fields { return answer.Read(value, shapes[prefix]...) }

// told returns the fields of the answer after a prefix, nil when there is none. What the modem said
// counts, and the error is nil then, though an error follows or no final result code at all.
func told(r at.Response, err error, prefix string) (answer.Fields, error) {
	v, ok := r.Value(prefix)
	if ok && (err == nil || isRefusal(err) || errors.Is(err, at.ErrTimeout)) {
		return read(prefix, v), nil
	}
	return nil, err
}

// newest returns an answer with the last of the lines alone that begin with a prefix: what comes before it
// is a notice, as some modems send when their card becomes ready.
func newest(r at.Response, prefix string) at.Response {
	for i, line := range slices.Backward(r.Lines) {
		if _, ok := at.CutPrefix(line, prefix); ok {
			r.Lines = r.Lines[i : i+1]
			break
		}
	}
	return r
}

// maxStatus is how many digits the status of a registration may have. Areas and cells, which some
// firmware writes without quotation marks, have more.
const maxStatus = 3

// isStatus reports whether field i may be the status of a registration.
func isStatus(f answer.Fields, i int) bool { return f.Number(i) >= 0 && len(f.At(i)) <= maxStatus }

// answeredStatus returns the status in the answer to +CREG? and its like, -1 when there is none:
// <n>,<stat>[,<lac>,<ci>[,<AcT>]] (3GPP TS 27.007 clause 7.2). A notice may have come just before it.
// Some firmware answers in the form of a notice.
func answeredStatus(r at.Response, prefix string) int {
	for i := len(r.Lines) - 1; i >= 0; i-- {
		v, ok := at.CutPrefix(r.Lines[i], prefix)
		if !ok {
			continue
		}
		f := read(prefix, v)
		if isStatus(f, 1) {
			return f.Number(1)
		}
		return f.Number(0)
	}
	return -1
}

// noticedStatus returns the status in a notice of +CREG and its like, -1 when there is none:
// <stat>[,<lac>,<ci>[,<AcT>]]. Some firmware sends it in the form of an answer, which shows in the
// number of fields.
func noticedStatus(value string) int {
	f := answer.Read(value)
	if (len(f) == 2 || len(f) == 5) && isStatus(f, 1) {
		return f.Number(1)
	}
	return f.Number(0)
}

// registrationOf returns what the status of a registration means (3GPP TS 27.007 clause 7.2). 6 and 7
// are a registration for texts only, 9 and 10 one that does not prefer to fall back to GSM for calls;
// 8 is for emergencies only, 11 for access without a contract. What the standard does not know is
// RegUnknown.
func registrationOf(stat int) sms.Registration {
	switch stat {
	case 1, 6, 9:
		return sms.RegHome
	case 5, 7, 10:
		return sms.RegRoaming
	case 2:
		return sms.RegSearching
	case 3:
		return sms.RegDenied
	case 0, 4, 8, 11:
		return sms.RegNone
	}
	return sms.RegUnknown
}

// maxOperator is how many characters of an operator's name are shown.
const maxOperator = 64

// operatorName reads the name of a network. Some firmware sends UCS-2 in hex whatever +CSCS says.
func operatorName(s string) string {
	s = strings.Trim(s, `"`)
	if name, ok := answer.UCS2(s); ok && !strings.ContainsAny(name, "\r\n") {
		s = name
	}
	return sms.SanitiseLine(answer.Chars(s), maxOperator)
}

// ownNumber reads +CNUM: "<name>","<number>",<type> (3GPP TS 27.007 clause 7.1), the first line with a
// number. Some firmware leaves out the name.
func ownNumber(r at.Response) string {
	for _, l := range r.Lines {
		v, ok := at.CutPrefix(l, "+CNUM:")
		if !ok {
			continue
		}
		f := read("+CNUM:", v)
		if kind := f.Number(1); len(f) == 2 && (kind == phonebook.International || kind == phonebook.National) {
			f = append(answer.Fields{""}, f...)
		}
		if n := phonebook.Number(f, 1); n != "" {
			return n
		}
	}
	return ""
}

// memoriesIn returns those of the memories in `("SM","ME","MT"),(…),(…)` that are to be looked into:
// SM, then ME, or MT, both together, where there is nothing else, and SR, in which some modems keep
// delivery reports. Some firmware leaves out the parentheses.
func memoriesIn(v string) []string {
	f := answer.Read(v)
	has := f.Set(0).HasWord
	if !strings.HasPrefix(f.At(0), "(") {
		has = answer.Fields{v}.Set(0).HasWord
	}
	var out []string
	for _, n := range []string{"SM", "ME"} {
		if has(n) {
			out = append(out, n)
		}
	}
	if len(out) == 0 && has("MT") {
		out = append(out, "MT")
	}
	if len(out) > 0 && has("SR") {
		out = append(out, "SR")
	}
	return out
}

// memoryCounts reads the answer to selecting a memory: how many slots are used and how many there are,
// -1 when the modem does not say. Some firmware names the memory first, as if it had been asked.
func memoryCounts(r at.Response) (used, total int) {
	v, _ := r.Value("+CPMS:")
	f := answer.Read(v)
	if f.Number(0) < 0 && f.At(0) != "" {
		f = f[1:]
	}
	return f.Number(0), f.Number(1)
}
