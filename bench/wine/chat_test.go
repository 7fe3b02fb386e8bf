//go:build wine

package wine

import (
	"strings"
	"testing"
	"time"

	"surfstick-sms/bench/ptymodem"
	"surfstick-sms/sms/fakemodem"
)

// TestCOMPort goes from the ports of a stick to an answered text: COM8 is a pseudo-terminal with
// the simulated modem behind it.
func TestCOMPort(t *testing.T) {
	m := newMachine(t)
	modem, err := ptymodem.Start(fakemodem.Demo("1234"))
	if err != nil {
		t.Fatal(err)
	}
	defer modem.Close()
	m.setState(t, state(t, "modem-ports"))
	err = m.run("wine", "reg", "add", `HKLM\Software\Wine\Ports`, "/v", "COM8", "/d", modem.Port, "/f")
	if err != nil {
		t.Fatal(err)
	}
	_ = m.run("wineserver", "-k") // Wine reads the ports when it starts

	p := m.open(t, exe, "chat", "-lang", "en")
	defer p.close()
	// The page of the connection may be over before there is a window to show it in.
	p.await("page=sim", "problem=pin")
	p.focus()
	p.m.settle(5 * time.Second)
	m.write(t, "1234")
	m.press(t, "Return")
	p.await("page=test")
	p.shot("chat-1-test")
	m.press(t, "Escape")
	p.answered("Hello from Wine", "chat-2-answered")
}

// received counts the texts that have come in.
func (p *program) received() int { return strings.Count(p.log(), `msg="text received"`) }
