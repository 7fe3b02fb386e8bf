//go:build !nowindow

package main

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"surfstick-sms/internal/pinstore"
)

// fakeAccount is the account of the simulated card in the key store.
const fakeAccount = "860000012345674/8949000000123456789"

// slowKeys is a key store that takes its time to keep a PIN.
type slowKeys struct {
	mu   sync.Mutex
	pins map[string]string
}

func (k *slowKeys) Get(_, account string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if pin, ok := k.pins[account]; ok {
		return pin, nil
	}
	return "", keyring.ErrNotFound
}

func (k *slowKeys) Set(_, account, pin string) error {
	time.Sleep(300 * time.Millisecond)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pins[account] = pin
	return nil
}

func (k *slowKeys) Delete(_, account string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.pins, account)
	return nil
}

// TestQuitAfterPIN: the user quits right after the PIN was entered. It is kept if that is wanted, and
// nothing is left of it if everything is to be deleted.
func TestQuitAfterPIN(t *testing.T) {
	for name, c := range map[string]struct {
		erase bool
		want  string
	}{"quit": {false, "1234"}, "delete everything": {true, ""}} {
		t.Run(name, func(t *testing.T) {
			p, err := start(flags{port: "/dev/pts/none"}, t.TempDir(), discard, nil)
			if err != nil {
				t.Fatal(err)
			}
			keys := &slowKeys{pins: map[string]string{}}
			p.pins = pinstore.New(p.texts, keys, discard)
			if err := p.pins.Remember(context.Background(), true); err != nil {
				t.Fatal(err)
			}
			p.pins.Accepted(fakeAccount, "1234")
			(&pendingAction{erase: c.erase}).forgetPINs(p)
			p.close()
			if got, _ := keys.Get("", fakeAccount); got != c.want {
				t.Errorf("in the key store at the end: %q, want %q", got, c.want)
			}
			time.Sleep(500 * time.Millisecond) // what nobody waited for has happened by now
			if got, _ := keys.Get("", fakeAccount); got != c.want {
				t.Errorf("in the key store later: %q, want %q", got, c.want)
			}
		})
	}
}
