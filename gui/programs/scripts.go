package programs

import (
	"slices"
	"strings"

	"surfstick-sms/sms"
)

// interpreters are programs that run whatever script they are given. To allow one is to allow all of
// them.
var interpreters = []string{
	"python", "pythonw", "py", "powershell", "pwsh", "cmd", "wscript", "cscript", "bash", "sh", "dash", "zsh",
	"fish", "perl", "ruby", "node", "php", "java", "javaw", "explorer",
}

// runsScripts reports whether a program is one of them, of whatever version.
func runsScripts(p sms.Program) bool {
	name := strings.TrimSuffix(strings.ToLower(p.Name()), ".exe")
	return slices.Contains(interpreters, strings.TrimRight(name, "0123456789."))
}
