package fakehilink

import (
	"embed"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
)

// Personality is how the firmware of one stick behaves. What its answers look like is in the folder
// of its Name, one file for an endpoint with headers, an empty line and the body, in the shape of what
// such a stick answers, with numbers and texts of our own; ${Name} stands for a value. What it has in
// common with the others is in the folder common.
type Personality struct {
	Name    string
	Address string // of its web server, as it comes from the factory
	Class   string // as in Classify
	Device  string // as in DeviceName
	Tokens  TokenStyle
	// PasswordType is how it wants its password, if it wants one.
	PasswordType int
	// SCRAM has it offer the challenge, beside PasswordType.
	SCRAM bool
	// Locked wants the password for texts even when none was set.
	Locked bool
	// Strict refuses bodies with white space between elements, elements in another order, empty ones
	// in short form, a wrong Length, and the header of the token in other letters.
	Strict bool
	// CountsBox has the Count of a list be that of the box, not of the page.
	CountsBox bool
	// Switch is by what its firmware changes to modem mode.
	Switch Switch
	// Lacks are endpoints that it does not have.
	Lacks []string
}

// TokenStyle is how tokens are given out.
type TokenStyle int

// The styles.
const (
	NoTokens   TokenStyle = iota
	BySession             // webserver/SesTokInfo, and in pages
	ByName                // webserver/token, and in pages
	InPageOnly            // in pages
)

// Switch is how a stick is made a modem over HTTP.
type Switch int

// The ways.
const (
	NoSwitch Switch = iota
	SwitchByPage
	SwitchByMode
	SwitchByCGI
)

// The personalities: an E3131 of 2012, an E3372h with web interface 17.x, an E8372h with 21.x, which
// wants its password, an E3372h with 10.x, and an E3372-325.
var (
	E3131 = Personality{
		Name: "e3131", Address: "192.168.1.1", Device: "E3131", CountsBox: true, Switch: SwitchByPage,
		Lacks: []string{
			"device/basic_information", "user/state-login", "user/hilink_login", "webserver/token",
			"webserver/SesTokInfo", "device/mode", "pin/simlock",
		},
	}
	E3372h153 = Personality{
		Name: "e3372h-153", Address: "192.168.8.1", Class: "hilink", Device: "E3372", Tokens: BySession,
		PasswordType: 4, Switch: SwitchByMode, Lacks: []string{"webserver/token"},
	}
	E8372h153 = Personality{
		Name: "e8372h-153", Address: "192.168.8.1", Class: "wingle", Device: "E8372", Tokens: BySession,
		PasswordType: 4, Locked: true, CountsBox: true, Switch: SwitchByCGI,
		Lacks: []string{"webserver/token", "device/mode"},
	}
	E3372h320 = Personality{
		Name: "e3372h-320", Address: "192.168.8.1", Class: "hilink", Device: "E3372h-320", Tokens: ByName,
		PasswordType: 4, SCRAM: true, Strict: true, Lacks: []string{"webserver/SesTokInfo", "device/mode"},
	}
	E3372v325 = Personality{
		Name: "e3372-325", Address: "192.168.8.1", Class: "hilink", Device: "E3372-325", Tokens: ByName,
		PasswordType: 4, SCRAM: true, Strict: true, CountsBox: true,
		Lacks: []string{"webserver/SesTokInfo", "device/mode"},
	}
)

// Personalities are all of them.
var Personalities = []Personality{E3131, E3372h153, E8372h153, E3372h320, E3372v325}

//go:embed personalities
var recorded embed.FS

// shape is a recorded answer: its headers and its body with ${Name} for the values.
type shape struct {
	header http.Header
	body   string
}

// shapeOf returns the recorded answer with a name, in the way of a personality.
func (p Personality) shapeOf(name string) (shape, bool) {
	file := strings.ReplaceAll(name, "/", ".") + ".http"
	own, err := recorded.ReadFile(path.Join("personalities", p.Name, file))
	if err == nil {
		return readShape(own), true
	}
	common, err := recorded.ReadFile(path.Join("personalities/common", file))
	if err != nil {
		return shape{}, false
	}
	s := readShape(common)
	if own := p.headers(); own != nil {
		s.header = own
	}
	return s, true
}

// headers returns those of any recorded answer of the personality's own.
func (p Personality) headers() http.Header {
	files, err := fs.Glob(recorded, path.Join("personalities", p.Name, "*.http"))
	if err != nil || len(files) == 0 {
		return nil
	}
	raw, err := recorded.ReadFile(files[0])
	if err != nil {
		return nil
	}
	return readShape(raw).header
}

func readShape(raw []byte) shape {
	head, body, _ := strings.Cut(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n\n")
	s := shape{http.Header{}, body}
	for line := range strings.SplitSeq(head, "\n") {
		if name, value, ok := strings.Cut(line, ": "); ok {
			s.header[name] = []string{value}
		}
	}
	return s
}

// fill puts the values into the body. They are escaped already where that is wanted.
func (s shape) fill(values map[string]string) string {
	return os.Expand(s.body, func(name string) string { return values[name] })
}
