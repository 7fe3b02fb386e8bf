package fakemodem

import "time"

// faults are what a test has planned to go wrong.
type faults struct {
	silent  bool
	hung    bool
	stall   bool
	results []outcome // of the next submits

	noPrompt     int
	promptDelays []time.Duration
	beforePrompt []string
	insert       []string

	toModem, fromModem int // bytes until the line breaks, -1 for never
	garble             int // bytes yet to be changed
}

// plan changes the faults.
func (m *Modem) plan(f func(*faults)) {
	m.lock()
	defer m.unlock()
	f(&m.faults)
}

// FailNextSubmit has one more submit refused with this +CMS ERROR; calls add up.
func (m *Modem) FailNextSubmit(code int) { m.planResult(outcome{response: cmsError(code)}) }

// AnswerNextSubmit has one more submit refused with this final result code, such as "ERROR".
func (m *Modem) AnswerNextSubmit(final string) {
	m.planResult(outcome{response: response{final: final}})
}

// SilenceNextSubmit leaves one more submit without a response after Ctrl-Z; taken is whether the
// network has the text.
func (m *Modem) SilenceNextSubmit(taken bool) {
	m.planResult(outcome{response: noResponse, taken: taken})
}

// DelayNextSubmit has the response to one more submit come late by d.
func (m *Modem) DelayNextSubmit(d time.Duration) { m.planResult(outcome{taken: true, delay: d}) }

// planResult adds the result of one more submit.
func (m *Modem) planResult(o outcome) {
	m.plan(func(f *faults) { f.results = append(f.results, o) })
}

// NoPromptNext leaves one more AT+CMGS without prompt and without response.
func (m *Modem) NoPromptNext() { m.plan(func(f *faults) { f.noPrompt++ }) }

// DelayNextPrompt has one more prompt come late by d.
func (m *Modem) DelayNextPrompt(d time.Duration) {
	m.plan(func(f *faults) { f.promptDelays = append(f.promptDelays, d) })
}

// BeforeNextPrompt has URCs come between the next AT+CMGS and its prompt.
func (m *Modem) BeforeNextPrompt(lines ...string) {
	m.plan(func(f *faults) { f.beforePrompt = append(f.beforePrompt, lines...) })
}

// InsertNext has URCs come inside the next response, before its final result code.
func (m *Modem) InsertNext(lines ...string) {
	m.plan(func(f *faults) { f.insert = append(f.insert, lines...) })
}

// SendURC has a URC come now.
func (m *Modem) SendURC(s string) {
	m.lock()
	defer m.unlock()
	m.announce(s)
}

// DropAfter breaks the lines once toModem bytes more were written to the modem, or fromModem bytes
// more were sent by it; -1 for never. The next line is not affected.
func (m *Modem) DropAfter(toModem, fromModem int) {
	m.plan(func(f *faults) { f.toModem, f.fromModem = toModem, fromModem })
}

// Garble changes the next n bytes that the modem sends.
func (m *Modem) Garble(n int) { m.plan(func(f *faults) { f.garble = n }) }

// Silence has the modem accept everything and send nothing.
func (m *Modem) Silence(on bool) { m.plan(func(f *faults) { f.silent = on }) }

// Hang has the modem answer nothing but the command to restart, which ends it.
func (m *Modem) Hang() { m.plan(func(f *faults) { f.hung = true }) }

// Stall has writes hang until their line is closed.
func (m *Modem) Stall(on bool) { m.plan(func(f *faults) { f.stall = on }) }

// FillMemory fills "SM" or "ME" up with texts that were read before.
func (m *Modem) FillMemory(name string) error {
	m.lock()
	defer m.unlock()
	parts, err := m.deliveries(Text{From: "+491713920099", Text: "old", At: time.Now()})
	if err != nil {
		return err
	}
	for m.memory(name).put(slot{stat: 1, pdu: parts[0].pdu, length: parts[0].length}) >= 0 {
		continue
	}
	return nil
}

// outcome takes the next planned result off the list.
func (f *faults) outcome() (outcome, bool) {
	if len(f.results) == 0 {
		return outcome{}, false
	}
	o := f.results[0]
	f.results = f.results[1:]
	return o, true
}

// prompt takes the next planned delay off the list, 0 when there is none.
func (f *faults) prompt() time.Duration {
	if len(f.promptDelays) == 0 {
		return 0
	}
	d := f.promptDelays[0]
	f.promptDelays = f.promptDelays[1:]
	return d
}

// filter garbles and cuts what the modem sends; broken reports whether the line ends there.
func (f *faults) filter(b []byte) (rest []byte, broken bool) {
	for i := range b {
		if f.garble == 0 {
			break
		}
		b[i] = b[i]<<1 ^ 0xa5
		f.garble--
	}
	if f.fromModem < 0 {
		return b, false
	}
	if len(b) >= f.fromModem {
		return b[:f.fromModem], true
	}
	f.fromModem -= len(b)
	return b, false
}

// dropLines breaks the lines, as DropAfter asked for.
func (m *Modem) dropLines() {
	m.faults.toModem, m.faults.fromModem = -1, -1
	m.breakLines()
}
