// Package desktop tests the program in a real desktop session: a virtual display with a window manager
// (openbox), notifications (dunst), a panel that shows icons (xfce4-panel) and a session bus, all of
// Debian's and started by the tests. A simulated modem sends the texts. The icon is read over D-Bus as
// well as looked at; pictures are left in build/desktop.
//
// Programs that send and read messages are tried with the window that they ask at: every command of surfstick, with
// every exit code. The log of TestScriptsDemo and TestScriptsModem is a table of them.
//
// `make desktop` installs what is missing and runs it; the build tag desktop keeps it out of every other
// run.
package desktop
