// Package ptymodem puts the simulated modem of the demo behind a pseudo-terminal, which programs
// open as if it were a serial port. It exists on Linux only.
package ptymodem
