package modem

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// domain is one of the registrations that a modem keeps apart (3GPP TS 27.007 clauses 7.2, 10.1.20,
// 10.1.22 and 10.1.47).
type domain int

// The domains. Texts travel over the first three; a stick that knows only LTE has the second one alone.
const (
	domainCircuit domain = iota // +CREG: GSM and UMTS
	domainLTE                   // +CEREG
	domain5G                    // +C5GREG
	domainPacket                // +CGREG: data over GSM and UMTS
	domains
)

var domainCommands = [domains]string{"+CREG", "+CEREG", "+C5GREG", "+CGREG"}

// textDomains are those over which texts travel.
var textDomains = []domain{domainCircuit, domainLTE, domain5G}

// domainOf returns the domain that a notice such as "+CREG" is about.
func domainOf(name string) (domain, bool) {
	for d, c := range domainCommands {
		if c == name {
			return domain(d), true
		}
	}
	return 0, false
}

// registrations is how a modem is registered in each domain, and what is known of that.
type registrations struct {
	states  [domains]sms.Registration
	notices [domains]bool // changes are reported, so that the state stays true
	unknown [domains]bool // the modem does not know the command
}

// joined returns what a person wants to know: whether texts can be sent. The packet domain counts
// only with modems that say nothing of the others.
func (r *registrations) joined() sms.Registration {
	for _, d := range textDomains {
		if r.states[d] == sms.RegHome || r.states[d] == sms.RegRoaming {
			return r.states[d]
		}
	}
	for _, s := range []sms.Registration{sms.RegDenied, sms.RegSearching, sms.RegNone} {
		for _, d := range textDomains {
			if r.states[d] == s {
				return s
			}
		}
	}
	return r.states[domainPacket]
}

// untold returns the domains that must be asked to know whether texts can be sent: a stick that left GSM
// and UMTS may be registered in LTE or 5G, and not every one sends notices of these.
func (r *registrations) untold() []domain {
	if (sms.Link{Registration: r.joined()}).Registered() {
		return nil
	}
	var list []domain
	for _, d := range textDomains[1:] {
		if reported := r.notices[d] && r.states[d] != sms.RegUnknown; !reported && !r.unknown[d] {
			list = append(list, d)
		}
	}
	return list
}

// register takes in the state of one domain, and returns the link as it is then. It is not reported.
func (s *linkState) register(d domain, state sms.Registration) sms.Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registrations.states[d] = state
	return s.withRegistration()
}

// joined returns the link with what the domains make of it. It is not reported.
func (s *linkState) joined() sms.Link {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.withRegistration()
}

// withRegistration returns the link with what the domains make of it; mu is held.
func (s *linkState) withRegistration() sms.Link {
	l := s.link
	l.Registration = s.registrations.joined()
	if !l.Registered() {
		l.Operator = ""
	}
	return l
}

// noticed notes that the modem reports changes in a domain.
func (s *linkState) noticed(d domain) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registrations.notices[d] = true
}

// notKnown notes that the modem does not know the command of a domain.
func (s *linkState) notKnown(d domain) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registrations.unknown[d] = true
}

// known returns what is known of the registrations.
func (s *linkState) known() registrations {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registrations
}

// queryRegistration asks how the modem is registered: in the circuit domain, and in the others as
// long as it is registered in none. It returns the link as it is then. What the modem refuses to say
// stays as it was; a broken line is an error.
func (m *Modem) queryRegistration(ctx context.Context, s at.Sequence) (sms.Link, error) {
	l := m.link.get()
	for d := domainCircuit; d < domains; d++ {
		if m.link.known().unknown[d] {
			continue
		}
		var err error
		if l, err = m.queryDomain(ctx, s, d, l); err != nil {
			return l, err
		}
		if l.Registered() {
			m.link.forgetFrom(d + 1)
			break
		}
	}
	return l, nil
}

// forgetFrom forgets the states of the domains from d on that were not asked and are not reported:
// they may be true no more.
func (s *linkState) forgetFrom(d domain) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; d < domains; d++ {
		if !s.registrations.notices[d] {
			s.registrations.states[d] = sms.RegUnknown
		}
	}
}

// queryDomain asks for the state in one domain.
func (m *Modem) queryDomain(
	ctx context.Context, s at.Sequence, d domain, l sms.Link,
) (sms.Link, error) {
	command := domainCommands[d]
	r, err := s.Do(ctx, at.Cmd(command+"?"))
	f, err := told(r, err, command+":")
	if stat := answeredStatus(r, command+":"); f != nil && stat >= 0 {
		return m.link.register(d, registrationOf(stat)), nil
	}
	if notUnderstood(err) && d != domainCircuit {
		m.link.notKnown(d)
	}
	if isRefusal(err) {
		err = nil
	}
	return l, err
}
