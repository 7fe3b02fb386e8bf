package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"surfstick-sms/sms/remote"
)

// maxBatch is the most bytes of a file of --batch.
const maxBatch = 4 << 20

// row is a line of a file of --batch: one text to one number.
type row struct {
	number      int // in the file, from 1 for the first after the heading
	to, text    string
	key         string
	sent        remote.Accepted
	wasAccepted bool
}

// headings are the names that a column may have.
var headings = map[string]string{
	"number": "number", "to": "number", "phone": "number", "nummer": "number",
	"text": "text", "message": "text", "nachricht": "text",
	"id": "id", "key": "id",
}

// readBatch reads a file with columns for number, text and perhaps id, between commas, semicolons or tabs.
func readBatch(text, key string) ([]row, error) {
	heading, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(heading)
	names, err := r.Read()
	if err != nil {
		return nil, remote.Refuse(remote.ReasonUsage, "The file of --batch cannot be read: %v.", err)
	}
	places := map[string]int{}
	for i, name := range names {
		if what, ok := headings[strings.ToLower(strings.TrimSpace(name))]; ok {
			places[what] = i
		}
	}
	number, hasNumber := places["number"]
	message, hasText := places["text"]
	if !hasNumber || !hasText {
		return nil, remote.Refuse(remote.ReasonUsage, "The first line of --batch must name its columns: number, text and, if there is one, id.")
	}
	var rows []row
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, remote.Refuse(remote.ReasonUsage, "The file of --batch cannot be read: %v.", err)
		}
		next := row{number: len(rows) + 1, to: strings.TrimSpace(fields[number]), text: fields[message]}
		if id, ok := places["id"]; ok && fields[id] != "" {
			next.key = fields[id]
		} else if key != "" {
			next.key = fmt.Sprintf("%s-%d", key, next.number)
		}
		rows = append(rows, next)
	}
}

// separator returns what stands between the columns: the one of the three that the heading has most of.
func separator(heading string) rune {
	return slices.MaxFunc([]rune{',', ';', '\t'}, func(a, b rune) int {
		return strings.Count(heading, string(a)) - strings.Count(heading, string(b))
	})
}

// sendBatch checks every row, sends them in order, and waits for what becomes of them. It ends at the first
// that is refused.
func sendBatch(ctx context.Context, t *tool, o sendOptions) (int, error) {
	text, err := t.readBatchText(ctx, o.batch)
	if err != nil {
		return 0, err
	}
	rows, err := readBatch(text, o.key)
	if err != nil {
		return 0, err
	}
	c, err := t.client(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	b := batch{t, c, o, time.Now().Add(o.timeout.Duration)}
	if code := b.check(ctx, rows); code != remote.ExitDone || o.dry {
		return code, nil
	}
	code := b.send(ctx, rows)
	return max(code, b.wait(ctx, rows)), nil
}

func (t *tool) readBatchText(ctx context.Context, name string) (string, error) {
	if name == "-" {
		return t.readInput(ctx, maxBatch)
	}
	return readFile(name, maxBatch)
}

// batch is one call with --batch.
type batch struct {
	tool    *tool
	client  *remote.Client
	options sendOptions
	end     time.Time
}

func (b batch) params(r row) remote.SendParams {
	return remote.SendParams{
		To: []string{r.to}, Text: r.text, Key: r.key, Long: b.options.long, Force: b.options.force,
		DryRun: b.options.dry,
	}
}

// check makes sure that every row could be sent before the first one is. How much may be sent now is no
// matter of a single row.
func (b batch) check(ctx context.Context, rows []row) int {
	code := remote.ExitDone
	for _, r := range rows {
		p := b.params(r)
		p.DryRun = true
		checked, err := order(ctx, b.client, p)
		e := refusal(err)
		switch {
		case err != nil && (b.options.dry || e.Reason != remote.ReasonLimit && e.Reason != remote.ReasonRepeat):
			b.refuse(r, e)
			code = max(code, e.Reason.Exit())
			if e.Reason == remote.ReasonClosed {
				return code
			}
		case b.options.dry:
			r.sent = checked
			b.report(r, checked.Texts)
		}
	}
	return code
}

// send sends the rows until one is refused, and notes which were accepted.
func (b batch) send(ctx context.Context, rows []row) int {
	for i := range rows {
		sent, err := b.patiently(ctx, rows[i])
		if err != nil {
			e := refusal(b.tool.lost(err, rows[i].key))
			b.refuse(rows[i], e)
			if rest := len(rows) - i - 1; rest > 0 {
				b.tool.hint("%d more rows were not tried", rest)
			}
			return e.Reason.Exit()
		}
		rows[i].sent, rows[i].wasAccepted = sent, true
	}
	return remote.ExitDone
}

// patiently sends a row, and waits where the limits of a minute or an hour want that, until the time is over.
func (b batch) patiently(ctx context.Context, r row) (remote.Accepted, error) {
	for {
		sent, err := order(ctx, b.client, b.params(r))
		e := refusal(err)
		pause := time.Duration(e.RetryAfter) * time.Second
		if err == nil || e.Reason != remote.ReasonLimit || pause == 0 || time.Now().Add(pause).After(b.end) {
			return sent, err
		}
		select {
		case <-ctx.Done():
			return sent, err
		case <-time.After(pause):
		}
	}
}

// wait waits for what becomes of the rows that were accepted, reports it and returns the exit code.
func (b batch) wait(ctx context.Context, rows []row) int {
	until := b.options.until.State
	var all []remote.Text
	for _, r := range rows {
		if !r.wasAccepted {
			break
		}
		texts := waiter{b.client, until, b.end}.all(ctx, r.sent.Texts)
		b.report(r, texts)
		all = append(all, texts...)
	}
	return b.tool.outcome(all, until)
}

func (b batch) report(r row, texts []remote.Text) {
	if b.tool.json {
		b.tool.printJSON(rowLine{V: remote.Version, Row: r.number, Texts: texts, Known: r.sent.Known})
	}
	for _, text := range texts {
		b.tool.say("%d: %s", r.number, sentence(text, r.sent.Known))
	}
}

func (b batch) refuse(r row, e *remote.Error) {
	if b.tool.json {
		value := valueOf(e)
		b.tool.printJSON(rowLine{V: remote.Version, Row: r.number, Error: &value})
	}
	fmt.Fprintf(b.tool.err, "surfstick: row %d: %s\n", r.number, plain(e.Message))
	if h := hintFor(e, "send"); h != "" {
		b.tool.hint("%s", h)
	}
}
