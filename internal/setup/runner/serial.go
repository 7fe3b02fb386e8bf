package runner

import (
	"context"
	"errors"
	"strconv"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// serialKey is where the serial port is remembered that is used in place of a stick, speedKey where the
// speed that was found on the line of -port is; its name follows.
const (
	serialKey = "serial"
	speedKey  = "speed:"
)

// searchLimit is how long one line may take to be asked at every speed.
const searchLimit = 45 * time.Second

// ErrGarbled means that what came on a serial line made no sense at any speed.
var ErrGarbled = errors.New("nothing that came makes sense")

// Searcher is what a Connector has besides that finds the speed of a serial line.
type Searcher interface {
	// Search opens a line and asks at one speed after the other, that of the line first, until a modem
	// answers. It calls trying before each, and returns the speed that was found. Errors are those of
	// Connect, and ErrGarbled.
	Search(ctx context.Context, line hw.Line, trying func(speed int)) (Session, int, error)
}

// searches reports whether the speed is looked for when these lines are asked: on one that a person
// named, or pressed a button for. Other bytes than those of one speed are sent to nothing else.
func (r *Runner) searches(lines []hw.Line, unasked bool) bool {
	named := r.cfg.Fixed != nil && r.cfg.Fixed.Speed == 0
	return len(lines) == 1 && lines[0].SpeedMatters() && (named || r.cfg.Fixed == nil && !unasked)
}

// connectTo asks one line, at every speed if search is set. It returns the speed at which it answered.
func (r *Runner) connectTo(ctx context.Context, j *job, line hw.Line, search bool) (Session, int, error) {
	by, can := r.cfg.Connector.(Searcher)
	if !search || !can {
		session, err := r.cfg.Connector.Connect(ctx, line)
		return session, line.Speed, err
	}
	session, speed, err := r.searchOn(ctx, by, j, line)
	if r.cfg.Fixed == nil || !errors.Is(err, sms.ErrSilent) && !errors.Is(err, ErrGarbled) {
		return session, speed, err
	}
	// What was named may be a stick all the same, to which speeds mean nothing and which takes its time.
	session, err = r.cfg.Connector.Connect(ctx, line)
	return session, line.Speed, err
}

func (r *Runner) searchOn(ctx context.Context, by Searcher, j *job, line hw.Line) (Session, int, error) {
	return by.Search(ctx, line, func(speed int) {
		r.log.Info("search", "port", line.Name, "speed", speed)
		if ctx.Err() == nil {
			r.report(jobProbe, j, setup.SpeedTried{Speed: speed})
		}
	})
}

// askLimitOf returns how long a line may take to be asked.
func askLimitOf(search bool) time.Duration {
	if search {
		return searchLimit
	}
	return askLimit
}

// recallSerial takes up the port that is used in place of a stick.
func (r *Runner) recallSerial() {
	if port := setup.ParseSerialPort(r.cfg.Memory.Get(serialKey)); port != (setup.SerialPort{}) {
		r.apply(setup.SerialRecalled{Port: port})
	}
}

// fixedLine returns the line of -port, with the speed of an earlier run where none was named.
func (r *Runner) fixedLine() hw.Line {
	line := *r.cfg.Fixed
	if line.Speed == 0 && line.SpeedMatters() {
		kept, _ := strconv.Atoi(r.cfg.Memory.Get(speedKey + line.Name)) // 0 for none
		line.Speed = max(kept, 0)
	}
	return line
}

// keepSpeed remembers the speed that was found on the line of -port.
func (r *Runner) keepSpeed(l hw.Line) {
	if r.cfg.Fixed == nil || r.cfg.Fixed.Speed != 0 || !l.SpeedMatters() || l.Speed <= 0 {
		return
	}
	key, now := speedKey+l.Name, strconv.Itoa(l.Speed)
	if kept := r.cfg.Memory.Get(key); kept != now && (kept != "" || l.Speed != hw.DefaultSpeed) {
		r.cfg.Memory.Set(key, now)
	}
}

// keepSerial remembers the port once a modem answered on it, and what it is called now.
func (r *Runner) keepSerial(before setup.SerialPort) {
	now := r.facts.Intent.Serial
	if now == before || now.Speed == 0 {
		return
	}
	r.log.Info("remembered", "port", now.Name, "speed", now.Speed)
	r.cfg.Memory.Set(serialKey, now.String())
}

// doSerial settles on a serial port in place of a stick, or goes back to sticks.
func (r *Runner) doSerial(ctx context.Context, a setup.Action) bool {
	switch a := a.(type) {
	case setup.DoUseSerial:
		return r.doUseSerial(ctx, a.Name)
	case setup.DoLeaveSerial:
		if !r.facts.OnSerial() {
			return false
		}
		r.leave("a stick is wanted")
		r.apply(setup.SerialLeft{})
		r.cfg.Memory.Set(serialKey, "")
		r.scanNow()
		return true
	}
	return r.note(a)
}

func (r *Runner) doUseSerial(ctx context.Context, name string) bool {
	if next := r.facts.Apply(setup.SerialPicked{Name: name}); !next.OnSerial() ||
		next.Intent.Serial.Name != name {
		return false
	}
	r.leave("a serial port was picked")
	r.apply(setup.SerialPicked{Name: name})
	return r.doProbe(ctx, r.facts.ToAsk(), false)
}

// leave ends the session, if there is one, and the asking of lines.
func (r *Runner) leave(why string) {
	r.drop(jobProbe)
	if r.conn != nil {
		r.disconnect(errors.New(why))
	}
}
