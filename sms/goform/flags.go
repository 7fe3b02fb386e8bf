package goform

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/wire"
)

// answer is yes, no, or not said.
type answer int

const (
	unsaid answer = iota
	no
	yes
)

var answerNames = [...]string{"?", "no", "yes"}

// flags are what the stick's own pages go by. They are scripts, and their settings lie in a file that anybody
// may read.
type flags struct {
	product, model string
	login          answer // HAS_LOGIN: its pages want a password
	signs          answer // ACCESSIBLE_ID_SUPPORT: its pages sign what they send
	encodes        answer // PASSWORD_ENCODE: the password is sent in base64
	// hash is WEB_ATTR_IF_SUPPORT_SHA256: 1 for the SHA-256 of that, 2 for one with LD; -1 when it is not said.
	hash int
}

// String tells them to those who help.
func (f flags) String() string {
	return fmt.Sprintf("product %.20q, login %s, signs %s, hash %d",
		f.product, answerNames[f.login], answerNames[f.signs], f.hash)
}

// flagsPath is where they lie.
const flagsPath = "/js/config/config.js"

// flagLine is one of them, in a script that was made small or not: HAS_LOGIN:!0, HAS_LOGIN : true.
var flagLine = regexp.MustCompile(`\b([A-Z][A-Z0-9_]{2,48})\s*:\s*(!1|!0|true|false|-?\d{1,9}|["'][^"']{0,60}["'])`)

// askFlags reads them; firmware without the file says nothing.
func (c *Client) askFlags(ctx context.Context) (flags, error) {
	body, err := c.readScript(ctx, flagsPath)
	if err != nil {
		return flags{hash: -1}, err
	}
	return parseFlags(body), nil
}

// readScript returns a file of the stick's pages, nothing when it has none.
func (c *Client) readScript(ctx context.Context, name string) ([]byte, error) {
	body, err := c.read(ctx, wire.Message{Path: name, Limit: limit})
	var status *wire.StatusError
	if errors.As(err, &status) || errors.Is(err, sms.ErrNotHere) {
		return nil, nil
	}
	return body, err
}

// parseFlags reads the settings of the pages. Of one that is there twice, the first counts.
func parseFlags(script []byte) flags {
	f := flags{hash: -1}
	seen := map[string]string{}
	for _, m := range flagLine.FindAllSubmatch(script, -1) {
		if name := string(m[1]); seen[name] == "" {
			seen[name] = strings.Trim(string(m[2]), `"'`)
		}
	}
	f.product = seen["PRODUCT_TYPE"]
	f.login, f.signs = said(seen["HAS_LOGIN"]), said(seen["ACCESSIBLE_ID_SUPPORT"])
	f.encodes = said(seen["PASSWORD_ENCODE"])
	switch seen["WEB_ATTR_IF_SUPPORT_SHA256"] {
	case "1":
		f.hash = 1
	case "2":
		f.hash = 2
	case "0", "false", "!1":
		f.hash = 0
	}
	for _, name := range []string{seen["DEVICE_MODEL"], path.Base(seen["DEVICE"])} {
		if m := modelName.FindStringSubmatch(name); m != nil && f.model == "" {
			f.model = strings.ToUpper(m[1])
		}
	}
	if strings.HasPrefix(strings.ToLower(seen["DEVICE"]), "cpe/") && f.product == "" {
		f.product = "CPE"
	}
	return f
}

// said reads a flag.
func said(value string) answer {
	switch value {
	case "!0", "true", "1":
		return yes
	case "!1", "false", "0":
		return no
	}
	return unsaid
}
