// Package bareroot holds a test that runs the program without a window, and the one for scripts, on a Debian that
// has no libraries for windows: what debootstrap calls minbase. `make bare` installs it and runs the test, as
// root; it needs the build tag bare.
package bareroot
