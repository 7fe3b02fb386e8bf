package transfer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// The errors of Unseal and of what it returns.
var (
	// ErrPassphrase means that the passphrase is another one.
	ErrPassphrase = errors.New("wrong passphrase")
	// ErrForeign means that a file was not sealed with a passphrase, or not at all.
	ErrForeign = errors.New("not sealed with a passphrase")
)

const (
	ageHead    = "age-encryption.org/v1\n"
	ageArmored = "-----BEGIN AGE ENCRYPTED FILE-----"

	// workFactor is the work of a passphrase as a power of two: 17 takes 128 MB and half a second, each
	// time that one is tried. maxWorkFactor is what a file may ask for, 256 MB; the program age uses as much.
	workFactor    = 17
	maxWorkFactor = 18
)

// Sealed reports whether a file begins as one that was sealed, with a passphrase or otherwise.
func Sealed(head []byte) bool {
	return bytes.HasPrefix(head, []byte(ageHead)) || bytes.HasPrefix(head, []byte(ageArmored))
}

// Seal returns a writer whose content can be read with the passphrase only. The format is that of age
// (https://age-encryption.org/v1), so that its own program opens the file, too. Close it before the file
// below, which stays open: what was not closed cannot be opened.
func Seal(w io.Writer, passphrase string) (io.WriteCloser, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	r.SetWorkFactor(workFactor)
	sealed, err := age.Encrypt(w, r)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}

// Unseal returns what was sealed. It fails with ErrPassphrase and ErrForeign; what it returns with ErrCut
// and ErrDamaged. Nothing that was changed since is ever returned: each piece of 64 kB is checked first.
func Unseal(r io.Reader, passphrase string) (io.Reader, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrPassphrase
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	plain, err := age.Decrypt(r, id)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none) && strings.Contains(err.Error(), "incorrect passphrase"):
		return nil, ErrPassphrase
	case errors.As(err, &none):
		return nil, fmt.Errorf("%w: %w", ErrForeign, err)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%w: %w", ErrCut, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrForeign, err)
	}
	return unsealed{plain}, nil
}

// unsealed turns the errors of a stream into those of this package.
type unsealed struct{ r io.Reader }

// Read implements io.Reader.
func (u unsealed) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	switch {
	case err == nil, err == io.EOF:
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, fmt.Errorf("%w: %w", ErrCut, err)
	}
	return n, fmt.Errorf("%w: %w", ErrDamaged, err)
}

// Strength is how long a passphrase withstands being guessed.
type Strength int

// The strengths.
const (
	StrengthNone   Strength = 0
	StrengthWeak   Strength = 1 // guessed by any computer
	StrengthFair   Strength = 2 // withstands a curious person
	StrengthStrong Strength = 3 // withstands many computers for years
)

var strengthNames = [...]string{"none", "weak", "fair", "strong"}

// String returns the name of the strength.
func (s Strength) String() string { return strengthNames[min(max(s, 0), StrengthStrong)] }

// MinPassphrase is the least number of characters of a passphrase.
const MinPassphrase = 8

// StrengthOf estimates the strength of a passphrase, by its length and how many different characters and
// kinds of them it has. It knows no words, so that it is no promise.
func StrengthOf(passphrase string) Strength {
	runes := []rune(passphrase)
	different := map[rune]bool{}
	kinds := map[int]bool{}
	for _, r := range runes {
		different[r], kinds[kindOf(r)] = true, true
	}
	switch length, varied := len(runes), len(different); {
	case length == 0:
		return StrengthNone
	case length < MinPassphrase, varied < 5, length < 12 && len(kinds) == 1:
		return StrengthWeak
	case length >= 20 && varied >= 8, length >= 14 && varied >= 8 && len(kinds) >= 3:
		return StrengthStrong
	case length >= 10 && len(kinds) >= 2, length >= 12:
		return StrengthFair
	}
	return StrengthWeak
}

// kindOf tells digits, small letters, capital letters and all else apart.
func kindOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return 0
	case r >= 'a' && r <= 'z':
		return 1
	case r >= 'A' && r <= 'Z':
		return 2
	}
	return 3
}
