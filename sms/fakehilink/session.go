package fakehilink

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// tokenHeader is the header with the token of a POST, in the letters of the stick's own pages.
const tokenHeader = "__RequestVerificationToken"

// session is what a stick knows of one who asks.
type session struct {
	id               string
	tokens           []string // good for one POST each
	loggedIn         bool
	challenge, nonce string // of a log-in that has begun
	last             time.Time
	requests         int
}

func (n *session) cookie() string { return "SessionID=" + n.id + "; path=/; HttpOnly" }

// made returns a made-up string of letters and digits, different every time.
func (s *Server) made(length int) string {
	s.next++
	unit := fmt.Sprintf("%dQwErTz+/", s.next*7919)
	return strings.Repeat(unit, length/len(unit)+1)[:length]
}

func (s *Server) newSession() *session {
	n := &session{id: s.made(128), last: time.Now()}
	s.sessions[n.id] = n
	return n
}

// newToken gives one more POST to a session.
func (s *Server) newToken(n *session) string {
	token := strings.NewReplacer("+", "A", "/", "B").Replace(s.made(32))
	n.tokens = append(n.tokens, token)
	return token
}

// sessionOf returns the session of a request, nil when there is none or it has ended.
func (s *Server) sessionOf(q *request) *session {
	c, err := q.Cookie("SessionID")
	if err != nil {
		return nil
	}
	n := s.sessions[c.Value]
	if n == nil {
		return nil
	}
	n.requests++
	life := s.opt.Quirks.SessionLife
	ended := life > 0 && time.Since(n.last) > life
	if most := s.opt.Quirks.SessionRequests; ended || most > 0 && n.requests > most {
		delete(s.sessions, n.id)
		return nil
	}
	n.last = time.Now()
	return n
}

// allow returns the error with which a request is refused before it is looked at: without a session,
// without a token that was given out and not used, without the password. 0 lets it through.
func (s *Server) allow(q *request, login bool) int {
	p := s.opt.Personality
	if q.Method == http.MethodPost && p.Tokens != NoTokens {
		if q.session == nil {
			return codeSession
		}
		i := slices.Index(q.session.tokens, q.Header.Get(tokenHeader))
		if i < 0 || p.Strict && !q.oldSpelling {
			return codeToken
		}
		q.session.tokens = slices.Delete(q.session.tokens, i, i+1)
	}
	if s.opt.Quirks.CookieForAll && q.session == nil && !strings.HasPrefix(q.endpoint, "webserver/") {
		return codeSession
	}
	if login && s.opt.Password != "" && (q.session == nil || !q.session.loggedIn) {
		return codeNoRight
	}
	return 0
}

// withToken adds the next token to the answer to a POST; after a log-in only when its list is used up.
func (s *Server) withToken(q *request, a answer) answer {
	n := q.session
	if n == nil || s.opt.Personality.Tokens == NoTokens || n.loggedIn && len(n.tokens) > 0 ||
		s.opt.Quirks.NoNextToken || a.header[tokenHeader] != "" {
		return a
	}
	if a.header == nil {
		a.header = map[string]string{}
	}
	a.header[tokenHeader] = s.newToken(n)
	return a
}

// giveToken answers webserver/token: of 64 characters the last 32 count.
func (s *Server) giveToken(q *request) answer {
	if q.session == nil {
		return answer{code: codeSession}
	}
	return answer{values: map[string]string{"token64": strings.Repeat("x", 32) + s.newToken(q.session)}}
}

// giveSession answers webserver/SesTokInfo, with a new session for one who has none.
func (s *Server) giveSession(q *request) answer {
	n := q.session
	if n == nil {
		n = s.newSession()
	}
	return answer{values: map[string]string{"SesInfo": n.id, "TokInfo": s.newToken(n)}}
}

// EndSessions has the stick forget everybody who is logged in, and all tokens.
func (s *Server) EndSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions = map[string]*session{}
}

// ForgetTokens has the stick refuse all tokens that it has given out. Log-ins stay.
func (s *Server) ForgetTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.sessions {
		n.tokens = nil
	}
}

// SetOtherUser has somebody else be logged in, or not any more.
func (s *Server) SetOtherUser(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.other = on
}
