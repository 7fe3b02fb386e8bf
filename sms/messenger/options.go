package messenger

import (
	"log/slog"
	"math/rand/v2"
	"time"
)

// Options are the settings of a Messenger; the zero value is right for the program.
type Options struct {
	// Region is the country of the computer (ISO 3166), for numbers without a country when
	// neither the user nor the SIM card says.
	Region string
	Now    func() time.Time // time.Now when nil
	Log    *slog.Logger     // none when nil
	// Jitter in [0, 1) spreads the times of automatic tries; random when nil.
	Jitter func() float64
	// Validity is how long the network tries to deliver; 48 hours when 0, so that a stale text
	// does not arrive next week.
	Validity time.Duration
	// Pace is how long lies between two parts when many go out one after the other; 3 seconds when
	// 0, nothing when negative.
	Pace time.Duration
	// AskAgain is how long a stick that does not know yet what became of a text is left alone; 10 seconds
	// when 0.
	AskAgain time.Duration
	// TestWait is how long SelfTest.Send waits for the network; 3 minutes when 0.
	TestWait time.Duration
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Validity == 0 {
		o.Validity = 48 * time.Hour
	}
	if o.Pace == 0 {
		o.Pace = 3 * time.Second
	}
	if o.AskAgain == 0 {
		o.AskAgain = 10 * time.Second
	}
	if o.TestWait == 0 {
		o.TestWait = 3 * time.Minute
	}
	return o
}
