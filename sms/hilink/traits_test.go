package hilink_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// TestTraits: every firmware tells what it is, whether it wants its password and how full it is, and none
// whose it is.
func TestTraits(t *testing.T) {
	for _, p := range fakehilink.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := fakehilink.New(fakehilink.Options{
					Personality: p, IMEI: "861234567890123", Card: fakehilink.Card{IMSI: "262011234567890"},
				})
				defer fake.Close()
				fake.Arrive(fakehilink.Entry{Phone: "+491713920042", Content: "secret"})
				s, err := hilink.Open(t.Context(), hilink.Options{Address: fake.Address(), Dial: fake.Dial})
				if err != nil {
					t.Fatal(err)
				}
				text := fmt.Sprint(s.Traits(t.Context()))
				_ = s.Close()
				<-s.Done()
				for _, want := range []string{p.Device, "wanted " + fmt.Sprint(p.Locked), "in 1 (1 unread)"} {
					if !strings.Contains(text, want) {
						t.Errorf("no %q in %s", want, text)
					}
				}
				for _, secret := range []string{"861234567890123", "262011234567890", "491713920042", "secret"} {
					if strings.Contains(text, secret) {
						t.Errorf("%q in %s", secret, text)
					}
				}
			})
		})
	}
}
