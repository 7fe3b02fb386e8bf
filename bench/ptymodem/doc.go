// Package ptymodem offers a simulated modem on a pseudo-terminal, to programs that open serial ports.
// It is for Linux.
package ptymodem
