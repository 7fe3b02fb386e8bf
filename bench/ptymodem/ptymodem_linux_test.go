package ptymodem

import (
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"surfstick-sms/sms/fakemodem"
)

// TestModem opens the port as a program does, twice, and asks the modem something.
func TestModem(t *testing.T) {
	defer goleak.VerifyNone(t)
	m, err := Start(fakemodem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := ask(t, m.Port, "ATE0\rAT+CGMI\r"); !strings.Contains(got, "huawei\r\n\r\nOK") {
			t.Errorf("the modem answers %q", got)
		}
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}

func ask(t *testing.T, port, question string) string {
	t.Helper()
	f, err := os.OpenFile(port, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(question); err != nil {
		t.Fatal(err)
	}
	var got []byte
	b := make([]byte, 256)
	_ = f.SetReadDeadline(time.Now().Add(5 * time.Second))
	for !strings.HasSuffix(string(got), "huawei\r\n\r\nOK\r\n") {
		n, err := f.Read(b)
		got = append(got, b[:n]...)
		if err != nil {
			break
		}
	}
	return string(got)
}
