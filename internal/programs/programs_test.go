package programs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/internal/programs"
	"surfstick-sms/sms"
)

const (
	python = sms.Program(`C:\Python\python.exe`)
	excel  = sms.Program(`C:\Office\EXCEL.EXE`)
)

// store keeps one setting in memory.
type store struct {
	mu    sync.Mutex
	value string
	err   error
}

func (s *store) Setting(context.Context, string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.value, s.err
}

func (s *store) SetSetting(_ context.Context, key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil && key == programs.Key {
		s.value = value
	}
	return s.err
}

func (s *store) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func open(t *testing.T, s *store, change func(*programs.Config)) *programs.Programs {
	t.Helper()
	c := programs.Config{Store: s}
	if change != nil {
		change(&c)
	}
	p := programs.New(t.Context(), c)
	t.Cleanup(p.Close)
	return p
}

// call is a call that waits.
type call struct{ err chan error }

func may(ctx context.Context, p *programs.Programs, program sms.Program, what sms.Permission) call {
	c := call{make(chan error, 1)}
	go func() { c.err <- p.May(ctx, program, what) }()
	synctest.Wait()
	return c
}

// ends fails the test unless the call has ended with this error.
func (c call) ends(t *testing.T, want error) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-c.err:
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("ended with %v, want %v", err, want)
		}
	default:
		t.Errorf("waits, want %v", want)
	}
}

// waits fails the test unless the call still waits.
func (c call) waits(t *testing.T) {
	t.Helper()
	synctest.Wait()
	if len(c.err) > 0 {
		t.Errorf("ended with %v, want it to wait", <-c.err)
	}
}

// asked returns the question, which must be about this.
func asked(t *testing.T, p *programs.Programs, program sms.Program, what sms.Permission) sms.ProgramQuestion {
	t.Helper()
	synctest.Wait()
	q, ok := p.Question()
	if !ok || q.Program != program || q.What != what {
		t.Fatalf("asked %+v %v, want %s for %v", q, ok, program, what)
	}
	return q
}

func quiet(t *testing.T, p *programs.Programs) {
	t.Helper()
	synctest.Wait()
	if q, ok := p.Question(); ok {
		t.Errorf("asked %+v", q)
	}
}

func TestNobodyIsLetInAtFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, nil)
		if p.Open() || len(p.List()) > 0 {
			t.Error("somebody is let in")
		}
		may(t.Context(), p, python, sms.PermitSend).ends(t, sms.ErrOff)
		quiet(t, p)
	})
}

func TestAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		answer       sms.ProgramAnswer
		want         error
		known, after bool
	}{
		"allow":   {answer: sms.AnswerAllow, known: true, after: true},
		"not now": {answer: sms.AnswerNotNow, want: sms.ErrDenied},
		"never":   {answer: sms.AnswerNever, want: sms.ErrDenied, known: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				kept := &store{}
				p := open(t, kept, nil)
				p.SetOpen(true)
				one := may(t.Context(), p, python, sms.PermitSend)
				one.waits(t)
				p.Answer(asked(t, p, python, sms.PermitSend), c.answer)
				one.ends(t, c.want)
				quiet(t, p)

				again := may(t.Context(), p, python, sms.PermitSend)
				if c.known {
					again.ends(t, c.want)
				} else {
					p.Answer(asked(t, p, python, sms.PermitSend), c.answer)
					again.ends(t, c.want)
				}
				may(t.Context(), p, python, sms.PermitRead).waits(t) // another permission
				p.Close()
				if allowed, known := open(t, kept, nil).Said(python, sms.PermitSend); allowed != c.after || known != c.known {
					t.Errorf("after a new start allowed %v, known %v", allowed, known)
				}
			})
		})
	}
}

// TestCallsWaitTogether: one program has one question for one permission, and only one question is asked at
// a time.
func TestCallsWaitTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, nil)
		p.SetOpen(true)
		first, second := may(t.Context(), p, python, sms.PermitSend), may(t.Context(), p, python, sms.PermitSend)
		other := may(t.Context(), p, excel, sms.PermitSend)
		q := asked(t, p, python, sms.PermitSend)
		p.Answer(q, sms.AnswerNotNow)
		first.ends(t, sms.ErrDenied)
		second.ends(t, sms.ErrDenied)
		other.waits(t)
		p.Answer(q, sms.AnswerNotNow) // pressed twice: nothing is left of it
		other.waits(t)
		p.Answer(asked(t, p, excel, sms.PermitSend), sms.AnswerAllow)
		other.ends(t, nil)
	})
}

func TestNobodyAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, nil)
		p.SetOpen(true)
		one := may(t.Context(), p, python, sms.PermitSend)
		q := asked(t, p, python, sms.PermitSend)
		time.Sleep(30 * time.Second)
		two := may(t.Context(), p, python, sms.PermitSend)
		time.Sleep(programs.Patience - 30*time.Second)
		one.ends(t, sms.ErrNobodyAnswered)
		two.waits(t)
		asked(t, p, python, sms.PermitSend)
		time.Sleep(30 * time.Second)
		two.ends(t, sms.ErrNobodyAnswered)
		quiet(t, p)
		unanswered(t, p, python, time.Now())
		p.Answer(q, sms.AnswerAllow) // late, and meant all the same
		unanswered(t, p, python, time.Time{})
		may(t.Context(), p, python, sms.PermitSend).ends(t, nil)
	})
}

// TestProgramIsGone: what nobody waits for is not asked any more.
func TestProgramIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, nil)
		p.SetOpen(true)
		ctx, gone := context.WithCancel(t.Context())
		one := may(ctx, p, python, sms.PermitSend)
		asked(t, p, python, sms.PermitSend)
		gone()
		one.ends(t, context.Canceled)
		quiet(t, p)
		unanswered(t, p, python, time.Now())
		again := may(t.Context(), p, python, sms.PermitSend)
		unanswered(t, p, python, time.Now()) // it stays where it is in the list while it is asked about
		p.Answer(asked(t, p, python, sms.PermitSend), sms.AnswerNotNow)
		again.ends(t, sms.ErrDenied)
		if list := p.List(); len(list) > 0 {
			t.Errorf("what was answered is still in the list: %+v", list)
		}
	})
}

// TestForgetUnanswered: a program whose question nobody answered can be removed from the list as any other.
func TestForgetUnanswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, nil)
		p.SetOpen(true)
		p.Set(excel, sms.PermitSend, true)
		for _, program := range []sms.Program{python, excel} {
			may(t.Context(), p, program, sms.PermitRead)
			time.Sleep(programs.Patience)
			synctest.Wait()
			unanswered(t, p, program, time.Now())
		}
		p.Remove(python)
		p.Set(excel, sms.PermitRead, false)
		if list := p.List(); len(list) != 1 || !list[0].Unanswered.IsZero() {
			t.Errorf("list %+v", list)
		}
	})
}

// unanswered fails the test unless the list has the program, with the time of a question that nobody answered.
func unanswered(t *testing.T, p *programs.Programs, program sms.Program, want time.Time) {
	t.Helper()
	for _, one := range p.List() {
		if one.Program == program {
			if !one.Unanswered.Equal(want) {
				t.Errorf("unanswered since %v, want %v", one.Unanswered, want)
			}
			return
		}
	}
	t.Errorf("%s is not in the list", program)
}

func TestShuttingOutEndsQuestions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		switched := 0
		p := open(t, &store{}, func(c *programs.Config) { c.Switched = func() { switched++ } })
		p.SetOpen(true)
		one, two := may(t.Context(), p, python, sms.PermitSend), may(t.Context(), p, excel, sms.PermitRead)
		p.SetOpen(false)
		one.ends(t, sms.ErrOff)
		two.ends(t, sms.ErrOff)
		quiet(t, p)
		p.SetOpen(true)
		three := may(t.Context(), p, python, sms.PermitSend)
		p.Close()
		three.ends(t, sms.ErrOff)
		if switched != 3 {
			t.Errorf("switched %d times", switched)
		}
	})
}

// TestList: what is changed in the list holds at once, also for a call that waits, and is kept.
func TestList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &store{}
		p := open(t, kept, nil)
		p.SetOpen(true)
		p.Set(excel, sms.PermitRead, false)
		p.Set(python, sms.PermitSend, true)
		one := may(t.Context(), p, excel, sms.PermitSend)
		p.Set(excel, sms.PermitSend, true)
		one.ends(t, nil)
		limits := sms.ProgramLimits{Day: 500, Foreign: true}
		p.SetLimits(limits)
		p.Close()

		again := open(t, kept, nil)
		list := again.List()
		if len(list) != 2 || list[0].Program != excel || list[1].Program != python {
			t.Fatalf("list %+v", list)
		}
		if may := list[0].May; len(may) != 2 || may[sms.PermitRead] || !may[sms.PermitSend] {
			t.Errorf("Excel may %v", may)
		}
		if again.Limits() != limits || !again.Open() {
			t.Errorf("limits %+v, open %v", again.Limits(), again.Open())
		}
		again.Remove(excel)
		if _, known := again.Said(excel, sms.PermitSend); known || len(again.List()) != 1 {
			t.Error("a program that was removed is still known")
		}
	})
}

// TestEverybody is for a computer without a window.
func TestEverybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, func(c *programs.Config) {
			c.Everybody, c.Unattended = []sms.Permission{sms.PermitSend}, true
		})
		may(t.Context(), p, python, sms.PermitSend).ends(t, nil)
		may(t.Context(), p, python, sms.PermitRead).ends(t, sms.ErrDenied)
		p.SetOpen(false)
		if !p.Open() {
			t.Error("what the command line allows does not hold")
		}
	})
}

// TestNotKept: what cannot be written holds until the end, and is said.
func TestNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &store{}
		p := open(t, kept, nil)
		kept.fail(errors.New("disk full"))
		p.SetOpen(true)
		synctest.Wait()
		if p.Failed() == nil || !p.Open() {
			t.Errorf("failed %v, open %v", p.Failed(), p.Open())
		}
		kept.fail(nil)
		p.SetLimits(sms.ProgramLimits{Hour: 7})
		synctest.Wait()
		if p.Failed() != nil || kept.value != `{"open":true,"limits":{"hour":7}}` {
			t.Errorf("failed %v, kept %s", p.Failed(), kept.value)
		}
	})
}

func TestDamagedSetting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if p := open(t, &store{value: `{"open":true,`}, nil); p.Open() {
			t.Error("let in by a setting that cannot be read")
		}
	})
}

func TestChangesTell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t, &store{}, nil)
		told := func(when string) {
			t.Helper()
			synctest.Wait()
			select {
			case <-p.Changes():
			default:
				t.Errorf("not told %s", when)
			}
		}
		p.SetOpen(true)
		told("that programs are let in")
		ctx, gone := context.WithCancel(t.Context())
		may(ctx, p, python, sms.PermitSend)
		told("of a question")
		gone()
		told("that it is gone")
	})
}
