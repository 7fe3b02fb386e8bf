package main

// On Windows drivers matter: the Driver page exists, and the CD-ROM driver can pass the switch
// message through.
const (
	driverPage  = true
	passThrough = true
)

// displayPresent is always true on Windows.
func displayPresent() bool { return true }
