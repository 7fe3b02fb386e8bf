// Ptymodem is the simulated modem of the demo behind a pseudo-terminal. It writes the terminal's
// name to the file that it is given and runs until it is ended.
//
//	go run ./bench/ptymodem FILE
package main

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"surfstick-sms/sms/fakemodem"
)

const pin = "1234"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: ptymodem FILE")
		os.Exit(2)
	}
	if err := serve(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(file string) error {
	master, name, err := openPTY()
	if err != nil {
		return err
	}
	// Held open: else the master fails whenever the program closes the port.
	other, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return err
	}
	defer other.Close()
	if err := raw(int(other.Fd())); err != nil {
		return fmt.Errorf("set up %s: %w", name, err)
	}
	if err := os.WriteFile(file, []byte(name+"\n"), 0o644); err != nil {
		return err
	}
	return fakemodem.New(fakemodem.Demo(pin)).Serve(master)
}

func openPTY() (master *os.File, name string, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, "", err
	}
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, "", fmt.Errorf("unlock the terminal: %w", err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, "", fmt.Errorf("number of the terminal: %w", err)
	}
	return master, "/dev/pts/" + strconv.Itoa(n), nil
}

// raw turns off echo and line editing, which a serial port does not have either.
func raw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}
