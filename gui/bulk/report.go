package bulk

import (
	"context"
	"strconv"
	"time"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// report gives the report on a job to then, beside the UI goroutine, and what came of that to ended.
func (b *Bulk) report(j bulk.Job, then func(data []byte) error, ended func(error)) {
	words := newReportWords()
	zone := b.cfg.Now().Location()
	call(b, "report", func(ctx context.Context) (struct{}, error) {
		entries, err := b.cfg.Messenger.JobEntries(ctx, j.ID)
		if err != nil {
			return struct{}{}, err
		}
		data, err := bulk.WriteCSV(words.separator, words.rows(entries, zone))
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, then(data)
	}, func(_ struct{}, err error) { ended(err) })
}

// saveReport asks where the report goes, and writes it.
func (b *Bulk) saveReport(j bulk.Job) {
	name := tr.T("bulk.reportName", tr.Data{"Date": j.Created.In(b.cfg.Now().Location()).Format(time.DateOnly)})
	kind := files.Kind{Words: tr.T("bulk.kind"), Endings: []string{"csv"}}
	b.cfg.Files.Save(tr.T("bulk.save"), name, kind, func(path string) {
		b.report(j, func(data []byte) error { return b.cfg.Write(path, data) }, func(err error) {
			if err != nil {
				b.say(tr.T("bulk.notSaved"))
			} else if b.page != nil {
				b.page.Say(tr.T("bulk.saved"), look.ColorGood)
			}
		})
	})
}

// copyReport puts the report on the clipboard.
func (b *Bulk) copyReport(j bulk.Job) {
	var text string
	b.report(j, func(data []byte) error {
		text = string(data[len("\uFEFF"):])
		return nil
	}, func(err error) {
		if err == nil {
			err = b.cfg.Copy(text)
		}
		if err != nil {
			b.say(tr.T("bulk.notSaved"))
		}
	})
}

// reportWords are the words of a report, looked up on the UI goroutine.
type reportWords struct {
	separator rune
	head      []string
	states    map[sms.Status]string
	reasons   map[sms.Reason]string
	waits     string
	unknown   string
}

// statuses are those of outgoing texts.
var statuses = []sms.Status{
	sms.Queued, sms.Sending, sms.Waiting, sms.Sent, sms.Delivered, sms.DeliveryFailed, sms.Failed, sms.Unconfirmed,
}

func newReportWords() reportWords {
	w := reportWords{
		separator: ',', states: map[sms.Status]string{}, reasons: map[sms.Reason]string{},
		waits: tr.T("bulk.report.waits"), unknown: tr.T("bulk.report.unknown"),
		head: []string{
			tr.T("bulk.report.number"), tr.T("bulk.report.name"), tr.T("bulk.report.state"), tr.T("bulk.report.reason"),
			tr.T("bulk.report.time"), tr.T("bulk.report.parts"), tr.T("bulk.report.text"),
		},
	}
	if tr.Language() == "de" { // what a German spreadsheet takes for the separator
		w.separator = ';'
	}
	for _, s := range statuses {
		w.states[s] = tr.T("bulk.report." + s.String())
	}
	for r := sms.ReasonNumber; r <= sms.ReasonTooLong; r++ {
		if key := "bulk.reason." + r.String(); tr.Has(key) {
			w.reasons[r] = tr.T(key)
		}
	}
	return w
}

// rows are the lines of a report.
func (w reportWords) rows(entries []bulk.Entry, zone *time.Location) [][]string {
	all := make([][]string, 0, len(entries)+1)
	all = append(all, w.head)
	for _, e := range entries {
		state, reason, at := w.waits, "", ""
		switch m := e.Message; {
		case e.Given && m.ID == 0:
			state = w.unknown
		case e.Given:
			state, reason = w.states[m.Status], w.reasons[m.Reason]
			if !m.DoneAt.IsZero() {
				at = m.DoneAt.In(zone).Format("2006-01-02 15:04:05")
			}
		}
		all = append(all, []string{
			string(e.Number), e.Name, state, reason, at, strconv.Itoa(e.Parts), e.Text,
		})
	}
	return all
}
