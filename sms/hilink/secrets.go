package hilink

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
)

// The values of password_type in the answer to user/state-login.
const (
	passwordPlain  = 0 // also 3: in base64
	passwordPlain3 = 3
	passwordHashed = 4
)

// plainPassword is the value of password_type 0 and 3.
func plainPassword(password string) string {
	return base64.StdEncoding.EncodeToString([]byte(password))
}

// hashedPassword is the value of password_type 4. token is the one in the header of the same POST.
func hashedPassword(user, password, token string) string {
	return hexHash(user + hexHash(password) + token)
}

// hexHash is base64 of the SHA-256 in lower case hexadecimal digits.
func hexHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))
}

// Bounds of what a stick may ask for in the challenge: they ask for 100 iterations.
const maxIterations = 100_000

// challenge is the answer to user/challenge_login.
type challenge struct {
	first, server string // the nonces: ours, and ours with the stick's behind it
	salt          []byte
	iterations    int
}

// proof returns the client's proof for a password. It is SCRAM (RFC 5802) but for one HMAC, whose
// key and data are exchanged, as in the firmware.
func (c challenge) proof(password string) (string, error) {
	if c.iterations < 1 || c.iterations > maxIterations {
		return "", fmt.Errorf("%d iterations wanted", c.iterations)
	}
	salted, err := pbkdf2.Key(sha256.New, password, c.salt, c.iterations, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("salt password: %w", err)
	}
	key := keyed([]byte("Client Key"), salted)
	stored := sha256.Sum256(key)
	message := c.first + "," + c.server + "," + c.server
	signature := keyed([]byte(message), stored[:])
	subtle.XORBytes(key, key, signature)
	return hex.EncodeToString(key), nil
}

func keyed(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)
}
