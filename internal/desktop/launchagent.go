package desktop

import (
	"encoding/xml"
	"strings"
)

// launchAgent returns the property list of an agent that launchd starts with the session
// (launchd.plist(5)).
func launchAgent(label, program string, args []string) string {
	var b strings.Builder
	b.WriteString(xml.Header +
		"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n" +
		"<plist version=\"1.0\">\n<dict>\n\t<key>Label</key>\n\t")
	plistString(&b, label)
	b.WriteString("\t<key>ProgramArguments</key>\n\t<array>\n")
	for _, arg := range append([]string{program}, args...) {
		b.WriteString("\t\t")
		plistString(&b, arg)
	}
	b.WriteString("\t</array>\n\t<key>RunAtLoad</key>\n\t<true/>\n</dict>\n</plist>\n")
	return b.String()
}

func plistString(b *strings.Builder, s string) {
	b.WriteString("<string>")
	_ = xml.EscapeText(b, []byte(s)) // a strings.Builder takes everything
	b.WriteString("</string>\n")
}
