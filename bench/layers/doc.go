// Package layers holds no code: its tests read the source of the whole repository, without building
// it, and check what no compiler does. Who may import what is said in one place, the depguard rules
// of .golangci.yml; TestLayers holds every file to them, whatever system or build tag it is for.
// TestCalls lists all calls that could start a program, TestOneWayToAStick keeps sms/hilink from opening
// connections in a way of its own, and TestOneDo keeps the one place where work reaches the goroutine
// of the window.
package layers
