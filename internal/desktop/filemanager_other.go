//go:build !windows && !darwin

package desktop

// fileManager is the program that shows a folder (freedesktop.org's xdg-utils).
const fileManager = "xdg-open"
