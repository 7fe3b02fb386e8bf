package programs

import (
	"context"
	"slices"
	"time"

	"surfstick-sms/sms"
)

// Said returns what was decided about a permission of a program, and whether anything was. It asks nobody.
func (p *Programs) Said(program sms.Program, what sms.Permission) (allowed, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said(program, what)
}

func (p *Programs) said(program sms.Program, what sms.Permission) (allowed, known bool) {
	if slices.Contains(p.Everybody, what) {
		return true, true
	}
	return p.kept.said(program, what)
}

// May returns nil when a program has a permission. It asks the person at the window when nothing was
// decided before, and waits for the answer, up to Patience. Calls of the same program for the same
// permission wait together. The errors are sms.ErrDenied, sms.ErrNobodyAnswered, sms.ErrOff, and that of
// ctx.
func (p *Programs) May(ctx context.Context, program sms.Program, what sms.Permission) error {
	q, err := p.ask(program, what)
	if q == nil {
		return err
	}
	patience := time.NewTimer(Patience)
	defer patience.Stop()
	select {
	case <-q.done:
		return q.err
	case <-patience.C:
		err = sms.ErrNobodyAnswered
	case <-ctx.Done():
		err = ctx.Err()
	}
	p.leave(q)
	return err
}

// ask returns the question to wait for, or none and what is known.
func (p *Programs) ask(program sms.Program, what sms.Permission) (*question, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	allowed, known := p.said(program, what)
	switch {
	case !p.open():
		return nil, sms.ErrOff
	case allowed:
		return nil, nil
	case known, p.Unattended:
		return nil, sms.ErrDenied
	}
	i := slices.IndexFunc(p.questions, func(q *question) bool { return q.Program == program && q.What == what })
	if i < 0 {
		p.lastID++
		i = len(p.questions)
		p.questions = append(p.questions, &question{
			ProgramQuestion: sms.ProgramQuestion{ID: p.lastID, Program: program, What: what}, done: make(chan struct{}),
		})
		p.Log.Info("program asks", "program", program.Name(), "for", what)
		p.changed()
	}
	p.questions[i].waiting++
	return p.questions[i], nil
}

// leave ends one call's waiting. A question that nobody waits for is taken back, and remembered as one that
// nobody answered.
func (p *Programs) leave(q *question) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q.waiting--
	if q.waiting == 0 && slices.Contains(p.questions, q) {
		p.forget(q.Program, q.What)
		p.missed = append(p.missed, missed{q.Program, q.What, time.Now()})
		p.settle(func(o *question) bool { return o == q }, nil)
	}
}

// settle ends questions. The caller holds mu.
func (p *Programs) settle(which func(*question) bool, err error) {
	p.questions = slices.DeleteFunc(p.questions, func(q *question) bool {
		if !which(q) {
			return false
		}
		q.err = err
		close(q.done)
		p.changed()
		return true
	})
}

// Question returns what the person at the window is to be asked now: one question at a time. It is false
// when there is none.
func (p *Programs) Question() (sms.ProgramQuestion, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.questions) == 0 {
		return sms.ProgramQuestion{}, false
	}
	return p.questions[0].ProgramQuestion, true
}

// Answer is what the person said to a question. A decision is remembered also when nobody waits for it any
// more.
func (p *Programs) Answer(q sms.ProgramQuestion, a sms.ProgramAnswer) {
	if a != sms.AnswerNotNow {
		p.Set(q.Program, q.What, a == sms.AnswerAllow)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Log.Info("program refused this once", "program", q.Program.Name(), "for", q.What)
	p.forget(q.Program, q.What)
	p.settle(func(o *question) bool { return o.ID == q.ID }, sms.ErrDenied)
}

// forget forgets that nobody answered this question before. The caller holds mu.
func (p *Programs) forget(program sms.Program, what sms.Permission) {
	p.missed = slices.DeleteFunc(p.missed, func(m missed) bool { return m.program == program && m.what == what })
}
