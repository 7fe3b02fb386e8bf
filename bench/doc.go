// Package bench holds no code. The packages below it are everything that this repository needs and
// nobody ships:
//
//   - virtualstick, usbip: a stick as a USB device made of software
//   - contract: what the fake and the real hardware must both satisfy
//   - vm: tests on a real Linux kernel; wine: tests of the Windows program
//   - torture: kills the engine while texts flow, and counts them
//   - measure, bare, texts: start, memory and idle time beside a bare window
//   - loadconfig: a step of building the .exe
//
// README.md in this folder says how to run them.
package bench
