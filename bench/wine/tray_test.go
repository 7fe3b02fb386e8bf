//go:build wine

package wine

import (
	"testing"
	"time"

	"surfstick-sms/bench/ptymodem"
	"surfstick-sms/sms/fakemodem"
)

// TestTray starts the program in the background: the task bar of Wine has its icon and shows what comes
// as a balloon, and a second start brings the window.
func TestTray(t *testing.T) {
	m := newMachine(t)
	modem, err := ptymodem.Start(fakemodem.Options{Operator: "Test Mobile"})
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
	p := m.open(t, exe, "tray", "-lang", "en", "-background", "-port", "COM8")
	defer p.close()
	p.await("started in the background")
	p.await("msg=tray there=true")
	p.await("page=chat")
	if p.windowShown() {
		t.Error("it has a window")
	}
	before, err := m.display.Picture()
	if err != nil {
		t.Fatal(err)
	}
	p.shot("tray-1-icon")
	if err := modem.Arrive("+491715550123", "See you at <b>8</b>?"); err != nil {
		t.Fatal(err)
	}
	if !within(time.Minute, func() bool { return p.received() > 0 }) {
		p.fail("a text")
	}
	if !within(20*time.Second, func() bool {
		now, err := m.display.Picture()
		return err == nil && differs(before, now) > balloonPixels
	}) {
		t.Error("no balloon is shown")
	}
	p.shot("tray-2-balloon")
	if err := m.run("wine", exe, "-data", `C:\data-tray`); err != nil {
		t.Errorf("the second start: %v", err)
	}
	if !within(30*time.Second, p.windowShown) {
		t.Error("the window does not come")
	}
	p.shot("tray-3-window")
}

// balloonPixels is fewer than a balloon has, and far more than the icon.
const balloonPixels = 4000

// differs counts the pixels in which two pictures of a screen differ.
func differs(a, b []byte) (n int) {
	for i := 0; i+3 <= min(len(a), len(b)); i += 3 {
		if a[i] != b[i] || a[i+1] != b[i+1] || a[i+2] != b[i+2] {
			n++
		}
	}
	return n
}

// windowShown reports whether the program's window can be seen.
func (p *program) windowShown() bool {
	_, err := p.m.display.Do("search", "--onlyvisible", "--name", "Surfstick SMS")
	return err == nil
}
