// Package contract holds test suites for the four interfaces of package hw that face hardware:
// Scanner, Watcher, Switcher and Opener. The simulated stick and the real implementations run the same
// suites, so a test that uses the simulated one also says something about the real one.
package contract
