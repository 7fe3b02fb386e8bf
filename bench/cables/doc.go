// Package cables lays cables between network namespaces of Linux, for tests that need a computer with
// several adapters: two sticks with the same addresses, and a router of the house that has them, too. It
// needs the program ip and no rights where a user may make namespaces of their own.
package cables
