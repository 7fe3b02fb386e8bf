package fakehilink

import (
	"cmp"
	"time"
)

// ussdTime is how long the network takes to answer a code.
const ussdTime = 3 * time.Second

// ussdSession is the session with the network.
type ussdSession struct {
	open    bool
	menu    Menu
	answers time.Time // when the answer is there; zero when there is none to come
	silent  bool      // no answer comes
}

// USSDOpen reports whether a session with the network was left open.
func (s *Server) USSDOpen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ussd.open
}

// OpenUSSD has somebody else leave a session open.
func (s *Server) OpenUSSD() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ussd = ussdSession{open: true}
}

// ussdSend takes a code, or the reply to a menu.
func (s *Server) ussdSend(q *request) answer {
	code := q.params.get("content")
	next, known := s.opt.Codes[code]
	if s.ussd.open {
		if next, known = s.ussd.menu.Replies[code]; len(s.ussd.menu.Replies) == 0 {
			return answer{code: 111013}
		}
	} else if code == "*100#" && !known {
		next, known = Menu{Text: cmp.Or(s.opt.Balance, "Ihr Guthaben: 9,87 EUR")}, true
	}
	s.ussd = ussdSession{open: true, menu: next, answers: time.Now().Add(ussdTime), silent: !known}
	return accepted
}

// ussdGet gives the answer, when it is there. To a code that it does not know the network says nothing
// for 20 s.
func (s *Server) ussdGet(*request) answer {
	u := &s.ussd
	switch {
	case !u.open:
		return answer{code: 111001}
	case u.silent && time.Since(u.answers) > 20*time.Second:
		return answer{code: 111020}
	case u.silent || time.Now().Before(u.answers):
		return answer{code: 111019}
	}
	u.open = len(u.menu.Replies) > 0
	return answer{values: map[string]string{"content": escape(u.menu.Text)}}
}

func (s *Server) ussdStatus(*request) answer {
	result := "0"
	switch {
	case s.ussd.open && !time.Now().Before(s.ussd.answers) && len(s.ussd.menu.Replies) > 0:
		result = "2"
	case s.ussd.open && time.Now().Before(s.ussd.answers):
		result = "1"
	}
	return answer{values: map[string]string{"result": result}}
}

func (s *Server) ussdRelease(*request) answer {
	s.ussd = ussdSession{}
	return accepted
}
