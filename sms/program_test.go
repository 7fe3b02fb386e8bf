package sms_test

import (
	"testing"

	"surfstick-sms/sms"
)

func TestProgramName(t *testing.T) {
	for path, want := range map[sms.Program]string{
		"":                                 "",
		`C:\Program Files\Py 3\python.exe`: "python.exe",
		"/usr/bin/python3":                 "python3",
		"python.exe":                       "python.exe",
		"/odd/":                            "",
	} {
		if got := path.Name(); got != want {
			t.Errorf("Program(%q).Name() = %q, want %q", path, got, want)
		}
	}
}

func TestPermissionString(t *testing.T) {
	for p, want := range map[sms.Permission]string{
		sms.PermitNone: "none", sms.PermitSend: "send", sms.PermitRead: "read", sms.PermitUSSD: "ussd", 9: "9", -1: "-1",
	} {
		if got := p.String(); got != want {
			t.Errorf("%d is %q, want %q", int(p), got, want)
		}
	}
}
