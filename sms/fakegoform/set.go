package fakegoform

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// maxTries is how many wrong passwords lock the stick, for lockFor.
const (
	maxTries = 5
	lockFor  = 300 * time.Second
)

// set answers a request to change something. Whoever is not logged in, does not sign it or comes from another
// page is refused, before anything is done.
func (s *Server) set(q *request) answer {
	if !q.ours {
		return answer{body: refusal}
	}
	if q.name == "LOGIN" {
		return s.login(q)
	}
	if !q.session || !s.signed(q) {
		return answer{body: refusal}
	}
	does := map[string]func(*request) answer{
		"SEND_SMS": s.send, "DELETE_SMS": s.deleteTexts, "SET_MSG_READ": s.setRead,
		"SET_MESSAGE_CENTER": s.setSettings,
		"ENTER_PIN":          s.enterPIN, "ENTER_PUK": s.enterPUK, "ENABLE_PIN": s.enablePIN, "DISABLE_PIN": s.disablePIN,
		"CONNECT_NETWORK": s.setData(true), "DISCONNECT_NETWORK": s.setData(false),
		"USSD_PROCESS": s.ussdProcess, "REBOOT_DEVICE": s.reboot,
	}[q.name]
	if does == nil {
		return answer{body: refusal}
	}
	return does(q)
}

// signed reports whether a request is signed as this firmware wants it. A number that it made up is good once.
func (s *Server) signed(q *request) bool {
	p := s.opt.Personality
	if p.Sign == Unsigned || p.Sign == SignUnchecked {
		return true
	}
	hash := lowMD5
	if p.Sign == SignSHA256 {
		hash = upSHA
	}
	good := s.rd != "" && q.values.Get("AD") == hash(hash(p.Software+p.Release)+s.rd)
	s.rd = ""
	return good
}

func (s *Server) newRD() string {
	if s.opt.Personality.Sign == Unsigned {
		return ""
	}
	s.rd = s.random()
	return s.rd
}

func (s *Server) newLD() string {
	if s.opt.Personality.Hash != 2 {
		return ""
	}
	s.ld = strings.ToUpper(s.random())
	return s.ld
}

// known reports whether a request may see and do everything.
func (s *Server) known(q *request) bool {
	if !s.opt.Personality.Login {
		return true
	}
	c, err := q.Cookie("stok")
	if err != nil {
		return false
	}
	used, ok := s.sessions[c.Value]
	if life := s.opt.Quirks.SessionLife; ok && life > 0 && time.Since(used) > life {
		delete(s.sessions, c.Value)
		return false
	}
	if ok {
		s.sessions[c.Value] = time.Now()
	}
	return ok
}

func (s *Server) loginfo(q *request) string {
	if q.session && s.opt.Personality.Login {
		return "ok"
	}
	return ""
}

func (s *Server) triesLeft() string {
	s.unlock()
	return fmt.Sprint(max(maxTries-s.wrong, 0))
}

// unlock forgets the wrong passwords when their time is over.
func (s *Server) unlock() {
	if s.wrong >= maxTries && !time.Now().Before(s.locked) {
		s.wrong = 0
	}
}

// lockTime is how long no password is taken, -1 when one is.
func (s *Server) lockTime() string {
	if left := time.Until(s.locked); left > 0 {
		return fmt.Sprint(int(left.Seconds()))
	}
	return "-1"
}

// login answers a log-in.
func (s *Server) login(q *request) answer {
	right, wrong := "0", "3"
	if s.opt.Quirks.OtherLoginCodes {
		right, wrong = "3", "1"
	}
	if time.Now().Before(s.locked) {
		return answer{body: `{"result":"1"}`}
	}
	if q.values.Get("password") != s.secret() {
		if s.wrong++; s.wrong >= maxTries {
			s.locked = time.Now().Add(lockFor)
		}
		return answer{body: fmt.Sprintf(`{"result":%q}`, wrong)}
	}
	s.wrong = 0
	cookie := s.random()
	s.sessions[cookie] = time.Now()
	return answer{body: fmt.Sprintf(`{"result":%q}`, right), cookie: cookie}
}

// secret is what the password has to look like now. An LD is good once.
func (s *Server) secret() string {
	in64 := base64.StdEncoding.EncodeToString([]byte(s.opt.Password))
	switch p := s.opt.Personality; {
	case p.Hash == 2:
		ld := s.ld
		s.ld = ""
		return upSHA(upSHA(s.opt.Password) + ld)
	case p.Hash == 1:
		return upSHA(in64)
	case p.Plain:
		return s.opt.Password
	}
	return in64
}

// SetPassword changes the password, as somebody does on the stick's page.
func (s *Server) SetPassword(password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opt.Password = password
}

// EndSessions forgets who is logged in.
func (s *Server) EndSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
}

func lowMD5(s string) string {
	sum := md5.Sum([]byte(s)) //nolint:gosec // as the firmware does it
	return hex.EncodeToString(sum[:])
}

func upSHA(s string) string {
	sum := sha256.Sum256([]byte(s))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
