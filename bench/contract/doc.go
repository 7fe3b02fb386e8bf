// Package contract holds test suites for the interfaces behind which hardware lies: Scanner, Watcher,
// Switcher and Opener of package hw, and Backend of package sms. Simulated and real implementations
// run the same suites, so a test that uses a simulated one also says something about the real one.
package contract
