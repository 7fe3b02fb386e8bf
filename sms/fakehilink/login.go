package fakehilink

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// userName is the name of the one who may log in.
const userName = "admin"

// maxWrong is how many wrong passwords lock the log-in, for lockTime.
const (
	maxWrong = 5
	lockTime = time.Minute
)

const iterations = 100

const salt = "9b3e6a1f0c4d8e275a6b1c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071"

func (s *Server) loginWanted(*request) answer {
	wanted := "0"
	if s.opt.Password != "" && !s.opt.Personality.Locked && !s.opt.Quirks.HidesLogin {
		wanted = "1"
	}
	return answer{values: map[string]string{"hilink_login": wanted}}
}

func (s *Server) loginState(q *request) answer {
	state := "-1"
	if q.session != nil && q.session.loggedIn {
		state = "0"
	}
	wait, locked := 0, "0"
	if left := time.Until(s.locked); left > 0 {
		wait, locked = int((left+time.Minute-1)/time.Minute), "1"
	}
	return answer{values: map[string]string{
		"State": state, "Username": userName, "password_type": fmt.Sprint(s.opt.Personality.PasswordType),
		"firstlogin": "0", "lockstatus": locked, "remainwaittime": fmt.Sprint(wait),
	}}
}

// refused returns the error for one who may not even try, 0 for who may.
func (s *Server) refused() int {
	switch {
	case s.other:
		return 108003
	case time.Now().Before(s.locked):
		return 108007
	}
	return 0
}

// tried counts a password and returns the answer to it.
func (s *Server) tried(q *request, right bool, a answer) answer {
	if !right {
		if s.wrong++; s.wrong >= maxWrong {
			s.locked = time.Now().Add(lockTime)
			return answer{code: 108007}
		}
		return answer{code: 108006}
	}
	s.wrong = 0
	n := s.newSession()
	n.loggedIn = true
	if q.session != nil {
		delete(s.sessions, q.session.id)
		q.session = n
	}
	var list []string
	for range 30 {
		list = append(list, s.newToken(n))
	}
	a.header = map[string]string{
		"Set-Cookie": n.cookie(), tokenHeader + "one": list[0], tokenHeader + "two": list[1],
		tokenHeader: strings.Join(list, "#") + "#",
	}
	return a
}

// login takes the password itself, or a hash of it.
func (s *Server) login(q *request) answer {
	if code := s.refused(); code != 0 {
		return answer{code: code}
	}
	var want string
	switch q.params.num("password_type") {
	case 0, 3:
		want = base64.StdEncoding.EncodeToString([]byte(s.opt.Password))
	case 4:
		want = hash(userName + hash(s.opt.Password) + q.Header.Get(tokenHeader))
	}
	typed := q.params.num("password_type") == s.opt.Personality.PasswordType
	right := typed && q.params.get("Username") == userName && q.params.get("Password") == want
	return s.tried(q, right && !s.opt.Quirks.OnlySCRAM, accepted)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%x", sum))
}

func (s *Server) challenge(q *request) answer {
	if !s.opt.Personality.SCRAM || s.opt.Quirks.NoChallenge || q.session == nil {
		return answer{code: codeNotSupported}
	}
	if code := s.refused(); code != 0 {
		return answer{code: code}
	}
	q.session.challenge = q.params.get("firstnonce")
	q.session.nonce = q.session.challenge + strings.NewReplacer("+", "C", "/", "D").Replace(s.made(32))
	return answer{values: map[string]string{
		"iterations": fmt.Sprint(iterations), "servernonce": q.session.nonce, "salt": salt,
	}}
}

func (s *Server) authenticate(q *request) answer {
	if code := s.refused(); code != 0 {
		return answer{code: code}
	}
	n := q.session
	proof, err := hex.DecodeString(q.params.get("clientproof"))
	right := err == nil && n.nonce != "" && q.params.get("finalnonce") == n.nonce && s.proved(n, proof)
	n.nonce = ""
	return s.tried(q, right, answer{values: map[string]string{
		"signature": hash(n.id), "rsan": strings.Repeat("c0ffee", 20),
	}})
}

// proved reports whether a proof is that of the password: taking the signature off it gives a key
// whose hash is the stored one.
func (s *Server) proved(n *session, proof []byte) bool {
	saltBytes, err := hex.DecodeString(salt)
	if err != nil || len(proof) != sha256.Size {
		return false
	}
	salted, err := pbkdf2.Key(sha256.New, s.opt.Password, saltBytes, iterations, sha256.Size)
	if err != nil {
		return false
	}
	mac := func(key string, data []byte) []byte {
		h := hmac.New(sha256.New, []byte(key))
		h.Write(data)
		return h.Sum(nil)
	}
	stored := sha256.Sum256(mac("Client Key", salted))
	signature := mac(n.challenge+","+n.nonce+","+n.nonce, stored[:])
	key := make([]byte, len(proof))
	for i := range key {
		key[i] = proof[i] ^ signature[i]
	}
	return sha256.Sum256(key) == stored
}

func (s *Server) logout(q *request) answer {
	if q.session != nil {
		q.session.loggedIn = false
	}
	return accepted
}

// SetPassword has somebody change the password at the stick's own page.
func (s *Server) SetPassword(password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opt.Password = password
}
