package messenger_test

import (
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/sms"
)

// TestFakeBackend makes sure that the backend of the tests here keeps the contract of sms.Backend
// about sending and closing. It does not receive by itself: tests hand deliveries to its sink.
func TestFakeBackend(t *testing.T) {
	contract.RunBackendSending(t, func(*testing.T) contract.BackendSetup {
		b := newBackend()
		accept := b.answer
		return contract.BackendSetup{
			Backend: b, TPDU: []byte{1, 2, 3}, Sent: b.submitted,
			RefuseNext: func(code int) {
				b.answer = func(int) (int, error) {
					b.answer = accept
					b.forget()
					return -1, refusal(code, true)
				}
			},
			IgnoreNext: func() {
				b.answer = func(int) (int, error) {
					<-b.done
					err := &sms.SubmitError{Written: true, Code: -1, Gone: true, Err: errGone}
					return -1, err
				}
			},
			Unplug: func() { _ = b.Close() },
		}
	})
}
