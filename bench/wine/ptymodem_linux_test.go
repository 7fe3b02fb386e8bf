package wine

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"surfstick-sms/sms/fakemodem"
)

// ptyModem is a simulated modem that answers on a pseudo-terminal.
type ptyModem struct {
	// Port is the name of the terminal that programs open, such as /dev/pts/3.
	Port string

	modem  *fakemodem.Modem
	master *os.File
	other  *os.File // held open: a master fails as soon as no program has the other end open
	ended  chan error
}

// startModem returns a modem that answers until it is closed.
func startModem(o fakemodem.Options) (*ptyModem, error) {
	m := &ptyModem{ended: make(chan error, 1)}
	if err := m.openTerminal(); err != nil {
		return nil, fmt.Errorf("pseudo-terminal: %w", errors.Join(err, m.closeTerminal()))
	}
	m.modem = fakemodem.New(o)
	go func() { m.ended <- m.modem.Serve(m.master) }()
	return m, nil
}

// Close ends the modem and returns when nothing of it runs any more.
func (m *ptyModem) Close() error {
	err := errors.Join(m.modem.Close(), m.closeTerminal())
	<-m.ended // an error, as its terminal was closed
	return err
}

func (m *ptyModem) openTerminal() error {
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

func (m *ptyModem) closeTerminal() error {
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
