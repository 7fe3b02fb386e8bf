package modem_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

const (
	scriptOK    = "\r\nOK\r\n"
	scriptError = "\r\nERROR\r\n"
	needsPIN    = "\r\n+CME ERROR: 11\r\n"
)

// storedPDU is a stored text, made up: 29 octets behind the service centre.
const storedPDU = "0791947101670000" + "04" + "0C91947131290024" + "0000" + "62101031954480" + "08" +
	"C8309BFD06D9D3"

const storedLength = (len(storedPDU) - 16) / 2

// listed is a list of one text that has the status stat.
func listed(index, stat int) string {
	return fmt.Sprintf("\r\n+CMGL: %d,%d,,%d\r\n%s\r\n%s", index, stat, storedLength, storedPDU, scriptOK)
}

// single is a slot with a text in it.
func single(stat int) string {
	return fmt.Sprintf("\r\n+CMGR: %d,,%d\r\n%s\r\n%s", stat, storedLength, storedPDU, scriptOK)
}

// onModem makes a scripted modem ready, listens for 5 s, and runs f.
func onModem(t *testing.T, s script, f func(t *testing.T, p *plain, m *modem.Modem, k *sink)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPlain(s)
		m, err := modem.Open(t.Context(), p, modem.Options{})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		defer func() { _ = m.Close(); <-m.Done() }()
		if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatalf("Ready: %v", err)
		}
		k := &sink{}
		m.Listen(k)
		time.Sleep(5 * time.Second)
		f(t, p, m, k)
	})
}
