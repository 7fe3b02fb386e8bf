package transfer

import (
	"errors"
	"io/fs"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/transfer"
)

// columns are those of a table, in their order.
var columns = []string{"number", "name", "direction", "time", "text", "status", "read", "iso", "sent", "code"}

// words are the language of a file.
func (t *Transfer) words(w whose) transfer.Words {
	now := t.cfg.Now()
	data := tr.Data{"Day": tr.Date(now, now.AddDate(1, 0, 0))} // another year: with the year
	title := tr.T("transfer.page.title")
	if w.name != "" {
		const most = 80
		title = tr.T("transfer.page.chat", tr.Data{"Name": sms.SanitiseLine(w.name, most)})
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = tr.T("transfer.column." + c)
	}
	separator := ','
	if tr.Language() == "de" {
		separator = ';' // as Excel has it where the comma belongs to numbers
	}
	region, language := t.cfg.Region(), tr.Language()
	stated := map[sms.Status]string{}
	for s := sms.StatusUnknown; tr.Has("transfer.status." + s.String()); s++ {
		stated[s] = tr.T("transfer.status." + s.String())
	}
	return transfer.Words{
		Title: title, Footer: tr.T("transfer.page.footer", data), Language: language, Columns: names,
		Separator: separator, Received: tr.T("transfer.received"), Sent: tr.T("transfer.sent"),
		Yes: tr.T("transfer.yes"), No: tr.T("transfer.no"), Zone: now.Location(),
		Status: func(m sms.Message) string { return stated[m.Status] },
		Time:   func(at time.Time) string { return at.Format(localTime(language)) },
		Day:    dayWriter(language),
		Clock:  func(at time.Time) string { return at.Format("15:04") },
		Number: func(n sms.Number) string { return n.Display(region) },
	}
}

// localTime is how a spreadsheet of the language reads a time.
func localTime(language string) string {
	if language == "de" {
		return "02.01.2006 15:04:05"
	}
	return "2006-01-02 15:04:05"
}

// dayWriter returns what writes the heading of a day. It holds its words, since it is used beside the UI
// goroutine.
func dayWriter(language string) func(time.Time) string {
	var months [13]string
	for m := time.January; m <= time.December; m++ {
		never := time.Date(1, m, 1, 0, 0, 0, 0, time.UTC)
		months[m] = tr.Date(never, never)
	}
	var weekdays [7]string
	for i := range weekdays {
		weekdays[i] = tr.Weekday(time.Weekday(i))
	}
	return func(at time.Time) string {
		month := months[at.Month()]
		if language == "de" {
			return weekdays[at.Weekday()] + at.Format(", 2. ") + month[len("1. "):] + at.Format(" 2006")
		}
		return weekdays[at.Weekday()] + at.Format(", 2 ") + month[len("1 "):] + at.Format(" 2006")
	}
}

// failures are the sentences for what went wrong, in the order in which they are looked for.
var failures = []struct {
	err error
	key string
}{
	{transfer.ErrPassphrase, "transfer.failed.passphrase"},
	{transfer.ErrForeign, "transfer.failed.foreign"},
	{transfer.ErrUnknown, "transfer.failed.unknown"},
	{transfer.ErrNewer, "transfer.failed.newer"},
	{transfer.ErrCut, "transfer.failed.cut"},
	{transfer.ErrLong, "transfer.failed.damaged"},
	{transfer.ErrDamaged, "transfer.failed.damaged"},
	{transfer.ErrMarkup, "transfer.failed.markup"},
	{fs.ErrPermission, "transfer.failed.permission"},
	{fs.ErrNotExist, "transfer.failed.missing"},
}

// failure says what went wrong with a file; otherwise is the key for what nobody has foreseen.
func failure(err error, otherwise string) string {
	for _, f := range failures {
		if errors.Is(err, f.err) {
			return tr.T(f.key)
		}
	}
	return tr.T(otherwise)
}

// causes are why something was left out, in the order in which they are told.
var causes = []transfer.Cause{
	transfer.CauseNumber, transfer.CauseTime, transfer.CauseEmpty, transfer.CauseGroup, transfer.CauseBinary,
	transfer.CauseLong, transfer.CauseUnread,
}
