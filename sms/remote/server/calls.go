package server

import (
	"context"
	"strings"
	"time"
	"unicode"

	"surfstick-sms/sms"
	"surfstick-sms/sms/remote"
)

// call does what a request asks for. The error is any.
func (c *connection) call(ctx context.Context, r remote.Request) (any, error) {
	if !c.Guard.Open() {
		return nil, sms.ErrOff
	}
	switch r.Method {
	case remote.MethodHello:
		return with(r, c.hello)
	case remote.MethodSend:
		return with(r, func(p remote.SendParams) (any, error) { return c.send(ctx, p) })
	case remote.MethodStatus:
		return with(r, func(p remote.StatusParams) (any, error) { return c.status(ctx, p) })
	case remote.MethodCancel:
		return with(r, func(p remote.CancelParams) (any, error) { return c.cancel(ctx, p) })
	case remote.MethodList:
		return with(r, func(p remote.ListParams) (any, error) { return c.list(ctx, p) })
	case remote.MethodListen:
		return with(r, func(p remote.ListenParams) (any, error) { return c.beginListening(ctx, p) })
	case remote.MethodInfo:
		return with(r, func(remote.InfoParams) (any, error) { return c.info(ctx) })
	case remote.MethodUSSD:
		return with(r, func(p remote.USSDParams) (any, error) { return c.ussd(ctx, p) })
	}
	return nil, r.BadMethod()
}

// with has f answer a request with its params.
func with[P any](r remote.Request, f func(P) (any, error)) (any, error) {
	var p P
	if err := r.Params(&p); err != nil {
		return nil, err
	}
	return f(p)
}

func (c *connection) hello(p remote.HelloParams) (any, error) {
	if p.V != remote.Version {
		return nil, usage("This is version %d of the protocol, and not version %d.", remote.Version, p.V)
	}
	return remote.Hello{V: remote.Version, Version: c.Version, Demo: c.Demo}, nil
}

// usage refuses a request that makes no sense.
func usage(format string, args ...any) *remote.Error {
	e := remote.Refuse(remote.ReasonUsage, format, args...)
	e.Code = remote.CodeParams
	return e
}

// maxNumber is the most bytes of a number with the spaces and brackets that people put into it.
const maxNumber = 64

// send queues a text, or checks it.
func (c *connection) send(ctx context.Context, p remote.SendParams) (any, error) {
	o, err := c.order(p)
	if err != nil {
		return nil, err
	}
	if err := c.Guard.May(ctx, c.program, sms.PermitSend); err != nil {
		return nil, err
	}
	send := c.Engine.SendFor
	if p.DryRun {
		send = c.Engine.Check
	}
	texts, known, err := send(ctx, o, c.Guard.Rules())
	if err != nil {
		return nil, err
	}
	a := remote.Accepted{Texts: outgoing(texts, p.Key), Known: known}
	for i := range a.Texts {
		if a.Texts[i].ID == 0 && p.DryRun {
			a.Texts[i].State, a.Texts[i].Time = remote.Checked, time.Time{}
		}
	}
	return a, nil
}

// order checks what can be checked without asking anybody.
func (c *connection) order(p remote.SendParams) (sms.Order, error) {
	o := sms.Order{Program: c.program, Key: p.Key, Text: p.Text, Long: p.Long, Force: p.Force}
	if len(p.To) == 0 {
		return o, usage(`"to" is empty: no number is given.`)
	}
	if strings.TrimSpace(p.Text) == "" {
		return o, remote.Refuse(remote.ReasonText, "The text is empty.")
	}
	if bad := strings.IndexFunc(p.Text, isControl); bad >= 0 {
		return o, remote.Refuse(remote.ReasonText, "The text has a control character, %q, at byte %d.",
			[]rune(p.Text[bad:])[0], bad)
	}
	for _, to := range p.To {
		n, err := c.number(to)
		if err != nil {
			return o, err
		}
		o.To = append(o.To, n)
	}
	return o, nil
}

// isControl reports whether nobody can type a character into a text.
func isControl(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }

// number reads a number that a text can be sent to.
func (c *connection) number(text string) (sms.Number, error) {
	var n sms.Number
	err := sms.ErrNumberLong
	if len(text) <= maxNumber {
		n, err = sms.ParseNumber(text, c.Engine.Region())
	}
	if err != nil {
		e := remote.Refuse(remote.ReasonNumber, "No message can be sent to %q: %v.", shortened(text), err)
		e.Number = shortened(text)
		return "", e
	}
	return n, nil
}

// shortened is what somebody sent us, fit to be sent back.
func shortened(text string) string { return sms.SanitiseLine(text, maxNumber) }

// status returns what became of texts, now or when they are so far.
func (c *connection) status(ctx context.Context, p remote.StatusParams) (any, error) {
	if (p.ID == 0) == (p.Key == "") || p.ID < 0 {
		return nil, usage(`Either "id" or "key" is to be given.`)
	}
	switch p.Until {
	case "", remote.Queued, remote.Sent, remote.Delivered:
	default:
		return nil, usage(`"until" can be "queued", "sent" or "delivered", and not %q.`, shortened(string(p.Until)))
	}
	most := int(remote.MaxWait.Seconds())
	if p.Timeout < 0 || p.Timeout > most {
		return nil, usage(`"timeout" can be 0 to %d seconds.`, most)
	}
	waits, end := context.WithCancel(ctx)
	defer end()
	changes := c.Engine.Changes(waits)
	late := time.NewTimer(time.Duration(p.Timeout) * time.Second)
	defer late.Stop()
	for first := true; ; first = false {
		texts, err := c.texts(ctx, p, first)
		if err != nil || p.Until == "" || reached(texts, p.Until) {
			return remote.Texts{Texts: texts}, err
		}
		select {
		case _, more := <-changes:
			if !more {
				return nil, sms.ErrClosed
			}
		case <-late.C:
			return remote.Texts{Texts: texts}, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func reached(texts []remote.Text, until remote.State) bool {
	for _, t := range texts {
		if !t.State.Reached(until) {
			return false
		}
	}
	return true
}

// texts returns the texts that a status asks for. Who may see them is checked the first time.
func (c *connection) texts(ctx context.Context, p remote.StatusParams, first bool) ([]remote.Text, error) {
	if p.Key != "" {
		all, err := c.Engine.ByKey(ctx, p.Key)
		if err == nil && first {
			err = c.mayKnow(ctx, all[0])
		}
		return outgoing(all, p.Key), err
	}
	m, err := c.Engine.Message(ctx, p.ID)
	if err == nil && first {
		err = c.mayKnow(ctx, m)
	}
	if err != nil {
		return nil, err
	}
	t, err := c.text(ctx, m)
	return []remote.Text{t}, err
}

// mayKnow returns nil when the program may see a message: its own ones when it may send, others when it may
// read.
func (c *connection) mayKnow(ctx context.Context, m sms.Message) error {
	what := sms.PermitRead
	if m.Program == c.program && c.program != "" {
		what = sms.PermitSend
	}
	return c.Guard.May(ctx, c.program, what)
}

// cancel takes a text of a program out of the queue.
func (c *connection) cancel(ctx context.Context, p remote.CancelParams) (any, error) {
	if p.ID <= 0 {
		return nil, usage(`"id" is to be given.`)
	}
	if err := c.Guard.May(ctx, c.program, sms.PermitSend); err != nil {
		return nil, err
	}
	m, err := c.Engine.Message(ctx, p.ID)
	switch {
	case err != nil:
		return nil, err
	case m.Program == "":
		return nil, remote.Refuse(remote.ReasonDenied, "Message %d is not a program's; it can be deleted in the window.", p.ID)
	}
	if err := c.Engine.Cancel(ctx, p.ID); err != nil {
		return nil, err
	}
	if m, err = c.Engine.Message(ctx, p.ID); err != nil {
		return nil, err
	}
	t, err := c.text(ctx, m)
	return remote.Texts{Texts: []remote.Text{t}}, err
}

// list returns messages.
func (c *connection) list(ctx context.Context, p remote.ListParams) (any, error) {
	if p.Limit == 0 {
		p.Limit = remote.DefaultLimit
	}
	f := sms.Filter{Since: p.Since, Limit: p.Limit + 1}
	switch {
	case p.Limit < 0 || p.Limit > remote.MaxList:
		return nil, usage(`"limit" can be 1 to %d.`, remote.MaxList)
	case p.Since != nil && *p.Since < 0:
		return nil, usage(`"since" is the ID of a message, and not %d.`, *p.Since)
	case p.Direction == remote.In:
		f.In = true
	case p.Direction == remote.Out:
		f.Out = true
	case p.Direction != "":
		return nil, usage(`"direction" can be "in" or "out", and not %q.`, shortened(string(p.Direction)))
	}
	if p.With != "" {
		f.With = c.partner(p.With)
	}
	if err := c.Guard.May(ctx, c.program, sms.PermitRead); err != nil {
		return nil, err
	}
	all, err := c.Engine.List(ctx, f)
	if err != nil {
		return nil, err
	}
	var l remote.List
	if len(all) > p.Limit && p.Since != nil {
		all, l.More = all[:p.Limit], true
	}
	if over := len(all) - p.Limit; over > 0 { // older ones than wanted
		all = all[over:]
	}
	l.Texts, err = c.listed(ctx, all)
	return l, err
}

// partner reads the number or the name of somebody who sends or gets messages.
func (c *connection) partner(text string) sms.Number {
	if n, err := sms.ParseNumber(text, c.Engine.Region()); err == nil {
		return n
	}
	return sms.SenderNumber(text, c.Engine.Region())
}
