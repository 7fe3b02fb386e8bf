package ptymodem

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"surfstick-sms/sms/fakemodem"
)

// Modem is a simulated modem that answers on a pseudo-terminal.
type Modem struct {
	// Port is the name of the terminal that programs open, such as /dev/pts/3.
	Port string

	*fakemodem.Modem
	master *os.File
	other  *os.File // held open: a master fails as soon as no program has the other end open
	ended  chan struct{}
}

// Start returns a modem that answers until it is closed.
func Start(o fakemodem.Options) (*Modem, error) {
	m := &Modem{ended: make(chan struct{})}
	if err := m.openTerminal(); err != nil {
		return nil, fmt.Errorf("pseudo-terminal: %w", errors.Join(err, m.closeTerminal()))
	}
	m.Modem = fakemodem.New(o)
	go func() {
		_ = m.Serve(m.master) // its terminal was closed
		close(m.ended)
	}()
	return m, nil
}

// Close ends the modem and returns when nothing of it runs any more. It may be called again.
func (m *Modem) Close() error {
	err := errors.Join(m.Modem.Close(), m.closeTerminal())
	<-m.ended
	return err
}

func (m *Modem) openTerminal() error {
	// Without blocking, so that closing the master ends a read of it.
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	m.master = os.NewFile(uintptr(fd), "/dev/ptmx")
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return fmt.Errorf("number: %w", err)
	}
	m.Port = "/dev/pts/" + strconv.Itoa(n)
	if err := setRaw(fd); err != nil {
		return fmt.Errorf("raw mode: %w", err)
	}
	m.other, err = os.OpenFile(m.Port, os.O_RDWR|unix.O_NOCTTY, 0)
	return err
}

func (m *Modem) closeTerminal() error {
	var err error
	for _, f := range []*os.File{m.other, m.master} {
		if f == nil {
			continue
		}
		if e := f.Close(); !errors.Is(e, os.ErrClosed) { // Serve closes the master, too
			err = errors.Join(err, e)
		}
	}
	return err
}

// setRaw turns off echo and line editing, which a serial port does not have either.
func setRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}
