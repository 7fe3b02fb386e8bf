// Package desktop asks the operating system what the program needs to know about its user's
// desktop: where data belongs, the country, the size of the screen, the system's name for a report,
// and whether there is a display at all. It also shows the message of a program that has no window
// (Fatal), and the dialogs in which files are chosen (OpenFile, SaveFile). It uses no cgo.
package desktop
