package main

import "surfstick-sms/internal/setup/runner"

// On Windows drivers matter: the Driver page exists, and the CD-ROM driver can pass the switch
// message through.
const (
	driverPage  = true
	passThrough = true
	udevRights  = false
	noCards     = false
)

// wordsOf ends the keys of words that only fit this system.
const wordsOf = ".windows"

// ruleInstaller returns nil: here everybody may open a stick.
func ruleInstaller() runner.Rule { return nil }
