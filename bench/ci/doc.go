// Package ci tests what the scripts in .ci do where it matters and can be tested fast: which libusb is
// linked in, what a release refuses, and what an .exe may import.
package ci
