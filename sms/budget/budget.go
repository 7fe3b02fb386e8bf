// Package budget decides whether a program may send a text, as values and functions: Rules, what went out
// before, and an Order that is allowed or refused. It keeps a script that runs away from costing more
// than the person at the window has agreed to.
//
// What is beyond the rules is refused and not queued: a loop over 10,000 numbers must fail, and not send
// for days. Texts of the person at the window count nowhere here.
package budget

import (
	"time"

	"surfstick-sms/sms"
)

// Rules are how much programs may send, all of them together. The zero value allows nothing; see Default.
type Rules struct {
	// Minute, Hour and Day are the most parts within the last 60 seconds, 60 minutes and 24 hours. One
	// order alone may have more than those of a minute: it takes its time to go out in any case.
	Minute, Hour, Day int
	// Parts is the most parts of one text, LongParts the most where the program says that it means a
	// long one.
	Parts, LongParts int
	// Recipients is the most numbers of one order, unless the program says that it means more.
	Recipients int
	// Short, Premium and Foreign allow numbers of these rates (sms.Rate), Roaming allows sending in
	// another network than that of the SIM card's operator.
	Short, Premium, Foreign, Roaming bool
}

// Default returns the rules that hold until the person at the window chooses others. German operators
// begin to look at who sends about 100 texts a day by a flat rate.
func Default() Rules {
	return Rules{Minute: 5, Hour: 30, Day: 100, Parts: 3, LongParts: 10, Recipients: 20}
}

// The times of the rules.
const (
	// RepeatTime is how long the same text is refused to the same number.
	RepeatTime = 10 * time.Minute
	// LoopTime is the time in which LoopTexts texts of programs go to a number that sends texts itself.
	// More look like two programs that answer each other.
	LoopTime  = time.Hour
	LoopTexts = 5
	// DayTime is how far back what was sent counts at all.
	DayTime = 24 * time.Hour
)

// Order is what a program wants to send: one text to one or several numbers.
type Order struct {
	To    []Recipient
	Parts int // of the text
	// Keyed says that the program gave a key that was not used before: it means this text, also when it
	// is the same as another one.
	Keyed bool
	Long  bool // it means a text of many parts
	Force bool // it means many numbers
	// Roaming reports whether the stick is in another network than that of the SIM card's operator.
	Roaming bool
}

// Recipient is a number of an order, and what is known of it.
type Recipient struct {
	Number sms.Number
	Rate   sms.Rate
	Same   time.Time // when a program last sent it the same text; zero for never
	// Lately are the times of the last texts of programs to it within LoopTime, the oldest first; more than
	// LoopTexts are not needed. Writes reports whether it sent a text within that time itself.
	Lately []time.Time
	Writes bool
}

// Spent is what went to the queue at one time.
type Spent struct {
	At    time.Time
	Parts int
}

// Reason is why an order is refused.
type Reason int

// The reasons.
const (
	ReasonNone       Reason = iota
	ReasonRecipients        // more numbers than are allowed in one order
	ReasonTooLong           // more parts than a text may have
	ReasonCost              // a number that may cost more than others
	ReasonRoaming           // in another network
	ReasonLoop              // two programs that answer each other
	ReasonRepeat            // the same text to the same number a moment ago
	ReasonLimit             // as many parts as programs may send
)

var reasonNames = [...]string{"none", "recipients", "tooLong", "cost", "roaming", "loop", "repeat", "limit"}

// String returns the name of the reason.
func (r Reason) String() string {
	if r < 0 || int(r) >= len(reasonNames) {
		return "unknown"
	}
	return reasonNames[r]
}

// Refusal is why an order is refused.
type Refusal struct {
	Reason Reason
	// RetryAfter is how long the same order is refused from now on, in whole seconds, if nothing else is
	// sent meanwhile; 0 when time alone does not help.
	RetryAfter time.Duration
	Number     sms.Number // that it is about; "" when it is about none alone
	Rate       sms.Rate   // of that number, for ReasonCost
	// Limit is the rule that was hit, and Within the time that it is for; 0 where there is no number or
	// no time.
	Limit  int
	Within time.Duration
	Parts  int // of the text, for ReasonTooLong
}

// Error names the reason, for the log.
func (r *Refusal) Error() string { return "refused: " + r.Reason.String() }

// Decide returns why an order is refused now, nil when it may be sent. Spent is what programs sent before,
// in any order; what is older than DayTime does not count.
func (r Rules) Decide(o Order, spent []Spent, now time.Time) *Refusal {
	if len(o.To) > r.Recipients && !o.Force {
		return &Refusal{Reason: ReasonRecipients, Limit: r.Recipients}
	}
	most := r.Parts
	if o.Long {
		most = max(r.Parts, r.LongParts)
	}
	if o.Parts > most {
		return &Refusal{Reason: ReasonTooLong, Limit: most, Parts: o.Parts}
	}
	if o.Roaming && !r.Roaming {
		return &Refusal{Reason: ReasonRoaming}
	}
	for _, check := range []func(Recipient) *Refusal{
		r.cost, func(to Recipient) *Refusal { return loop(to, now) }, func(to Recipient) *Refusal { return repeat(o, to, now) },
	} {
		for _, to := range o.To {
			if refused := check(to); refused != nil {
				refused.Number = to.Number
				return refused
			}
		}
	}
	return r.limit(o.Parts*len(o.To), spent, now)
}

// cost refuses numbers that may cost more than others.
func (r Rules) cost(to Recipient) *Refusal {
	allowed := true
	switch to.Rate {
	case sms.RateUsual:
	case sms.RateShort:
		allowed = r.Short
	case sms.RatePremium:
		allowed = r.Premium
	case sms.RateForeign:
		allowed = r.Foreign
	}
	if allowed {
		return nil
	}
	return &Refusal{Reason: ReasonCost, Rate: to.Rate}
}

// loop refuses one text too many to who answers each of them.
func loop(to Recipient, now time.Time) *Refusal {
	if !to.Writes || len(to.Lately) < LoopTexts {
		return nil
	}
	leaves := to.Lately[len(to.Lately)-LoopTexts].Add(LoopTime)
	if !leaves.After(now) {
		return nil
	}
	return &Refusal{Reason: ReasonLoop, RetryAfter: seconds(leaves.Sub(now)), Limit: LoopTexts, Within: LoopTime}
}

// repeat refuses what was just sent.
func repeat(o Order, to Recipient, now time.Time) *Refusal {
	again := to.Same.Add(RepeatTime)
	if o.Keyed || to.Same.IsZero() || !again.After(now) {
		return nil
	}
	return &Refusal{Reason: ReasonRepeat, RetryAfter: seconds(again.Sub(now)), Within: RepeatTime}
}

// seconds rounds up to whole seconds.
func seconds(d time.Duration) time.Duration {
	return (d + time.Second - 1).Truncate(time.Second)
}
