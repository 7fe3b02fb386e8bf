//go:build !windows

package main

// screenSize is not asked for: window managers keep windows within the screen by themselves.
func screenSize() (width, height float32) { return 0, 0 }
