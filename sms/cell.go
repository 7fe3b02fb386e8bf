package sms

import "strings"

// SafeCell returns s as a cell of a table that a spreadsheet takes for text: what begins like a formula, if
// need be behind apostrophes, gets an apostrophe before it. Whatever comes from outside may be made to begin
// so (OWASP, "CSV Injection"). PlainCell takes it away again.
func SafeCell(s string) string {
	if isFormula(s) {
		return "'" + s
	}
	return s
}

// PlainCell returns what SafeCell has made a cell of, and any other cell as it is.
func PlainCell(cell string) string {
	if s, ok := strings.CutPrefix(cell, "'"); ok && isFormula(s) {
		return s
	}
	return cell
}

func isFormula(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}
