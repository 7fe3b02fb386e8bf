package modem

import (
	"context"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Link asks how things stand with the network. While a text is being sent, which may take minutes,
// it gives what was known before.
func (m *Modem) Link(ctx context.Context) (sms.Link, error) {
	var l sms.Link
	busy, err := m.unlessSending(ctx, func(s at.Sequence) (err error) {
		l, err = m.refresh(ctx, s)
		return err
	})
	if busy {
		return m.linkNow(), nil
	}
	return l, err
}

// refresh asks for registration, operator and signal, and remembers them. Questions that the modem
// refuses leave what was known; a broken line is an error.
func (m *Modem) refresh(ctx context.Context, s at.Sequence) (sms.Link, error) {
	l := m.linkNow()
	a, err := s.Do(ctx, at.Cmd("+CREG?"))
	if v, ok := a.Value("+CREG:"); ok && err == nil {
		l = registered(l, v)
	}
	if err == nil || isRefusal(err) {
		l, err = m.operator(ctx, s, l)
	}
	if err == nil || isRefusal(err) {
		a, err = s.Do(ctx, at.Cmd("+CSQ"))
		if v, ok := a.Value("+CSQ:"); ok && err == nil {
			l.Signal = percent(number(fields(v), 0))
		}
	}
	if err != nil && !isRefusal(err) {
		return l, err
	}
	m.setLink(l)
	return l, nil
}

func (m *Modem) linkNow() sms.Link {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.link
}

// setLink remembers how things stand and has the receiver tell it, whoever asked.
func (m *Modem) setLink(l sms.Link) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.link == l {
		return
	}
	m.link = l
	select {
	case m.linked <- struct{}{}:
	default: // it will look anyway
	}
}

// operator asks for the operator's name (3GPP TS 27.007 clause 7.3). The format is set once.
func (m *Modem) operator(ctx context.Context, s at.Sequence, l sms.Link) (sms.Link, error) {
	if !l.Registered() {
		l.Operator = ""
		return l, nil
	}
	m.mu.Lock()
	named := m.named
	m.named = true
	m.mu.Unlock()
	if !named {
		if _, err := s.Do(ctx, at.Cmd("+COPS", 3, 0)); err != nil && !isRefusal(err) {
			return l, err
		}
	}
	a, err := s.Do(ctx, at.Cmd("+COPS?").WithTimeout(15*time.Second))
	if v, ok := a.Value("+COPS:"); ok && err == nil {
		l.Operator = operatorName(field(fields(v), 2))
	}
	return l, err
}

// registered reads the value of +CREG (3GPP TS 27.007 clause 7.2), as an answer
// (`<n>,<stat>[,"<lac>",…]`) or as a notice (`<stat>[,"<lac>",…]`).
func registered(l sms.Link, v string) sms.Link {
	raw := strings.Split(v, ",")
	stat := number(raw, 0)
	if len(raw) > 1 {
		if second := strings.TrimSpace(raw[1]); len(second) <= 2 && number(raw, 1) >= 0 {
			stat = number(raw, 1)
		}
	}
	if stat < 0 {
		return l // no registration at all, but noise
	}
	l.Registration = registrationOf(stat)
	if !l.Registered() {
		l.Operator = ""
	}
	return l
}

// registrationOf reads <stat> of +CREG. 6 and 7 are a registration for texts only.
func registrationOf(stat int) sms.Registration {
	switch stat {
	case 1, 6:
		return sms.RegHome
	case 5, 7:
		return sms.RegRoaming
	case 2:
		return sms.RegSearching
	case 3:
		return sms.RegDenied
	}
	return sms.RegNone
}

// percent reads a signal strength of +CSQ or ^RSSI: 0 to 31, 99 unknown (TS 27.007 clause 8.5).
func percent(rssi int) int {
	if rssi < 0 || rssi > 31 {
		return -1
	}
	return (rssi*100 + 15) / 31
}
