package sticks

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/hw"
)

// Method is how a stick in storage mode is made to become a modem.
type Method int

// The methods, after usb_modeswitch.
const (
	MethodUnknown       Method = iota
	MethodMessage              // one of Huawei's 31-byte messages to the bulk OUT endpoint
	MethodContent              // a 31-byte message of its own
	MethodFeature              // the control request SET_FEATURE (remote wake-up); the E220 generation
	MethodConfiguration        // SET_CONFIGURATION
	MethodEject                // the CD is ejected
	MethodNone                 // a module that needs no message
	MethodEjectContent         // the CD is ejected, then a 31-byte message of its own follows
	MethodOption               // the SCSI command REZERO UNIT; sticks of Option
	MethodControl              // a control request of the maker's
	MethodSony                 // a control request, twice, and then SET_CONFIGURATION
)

// controls are the control requests by usb_modeswitch's names of the methods (usb_modeswitch.c 2.6.1:
// switchSierraMode and so on). Those of the vendor, type 40 and c0.
var controls = map[string]hw.Control{
	"SierraMode":  {Type: 0x40, Request: 0x0b, Value: 1},
	"QuantaMode":  {Type: 0xc0, Request: 0xff},
	"KobilMode":   {Type: 0xc0, Request: 0x88, Length: 8},
	"QisdaMode":   {Type: 0x40, Request: 0x04, Data: qisdaData},
	"PantechMode": {Type: 0x40, Request: 0x70}, // its number is the value
	"SonyMode":    {Type: 0xc0, Request: 0x11, Value: 2, Length: 3},
}

const qisdaData = "\x05\x8c\x04\x08\xa0\xee\x20\x00\x5c\x01\x04\x08\x98\xcd\xea\xbf"

// option is what usb_modeswitch's OptionMode and Linux' option_ms.c send: REZERO UNIT (SCSI-2, 9.2.13).
var option = mustBulk("option", "55534243123456780000000000000601000000000000000000000000000000")

// bulk makes a message of 31 bytes in hexadecimal that begin with the signature of a command block
// wrapper.
func bulk(name, digits string) (hw.Message, bool) {
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) != 31 || string(b[:4]) != "USBC" {
		return hw.Message{}, false
	}
	r := hw.Request{Kind: hw.RequestCommand, Wrapper: [31]byte(b)}
	return hw.Message{Name: name, Requests: []hw.Request{r}}, true
}

func mustBulk(name, digits string) hw.Message {
	m, ok := bulk(name, digits)
	if !ok {
		panic("sticks: message " + name + " is no command block wrapper")
	}
	return m
}

// feature is the control request SET_FEATURE(DEVICE_REMOTE_WAKEUP) (USB 2.0, tables 9-4 and 9-6),
// which sticks of the E220 generation take for a switch message.
var feature = control("huawei-mode", hw.Control{Request: 0x03, Value: 1})

func control(name string, c hw.Control) hw.Message {
	return hw.Message{Name: name, Requests: []hw.Request{{Kind: hw.RequestControl, Control: c}}}
}

func configuration(n int) hw.Message {
	return hw.Message{Name: "configuration-" + strconv.Itoa(n), Requests: []hw.Request{{
		Kind: hw.RequestConfiguration, Configuration: n,
	}}}
}

func wait(d time.Duration) hw.Message {
	return hw.Message{Name: "wait-" + d.String(), Requests: []hw.Request{{
		Kind: hw.RequestWait, Wait: d,
	}}}
}

// then is one message after another.
func then(m, next hw.Message) hw.Message {
	if m.Name == "" {
		return next
	}
	return hw.Message{
		Name: m.Name + "-" + next.Name, Requests: slices.Concat(m.Requests, next.Requests),
	}
}

// request reads the column of the method, such as "Configuration:2". What is joined by "+" goes out one
// after the other.
func request(s string) (method Method, all hw.Message) {
	var last string
	for part := range strings.SplitSeq(s, "+") {
		name, data, named := strings.Cut(part, ":")
		if !named && last == "MessageContent" {
			name, data = last, part // a further message
		}
		kind, m := requestPart(name, data)
		switch {
		case kind == MethodUnknown || kind == MethodNone:
			return kind, hw.Message{}
		case method == MethodEject && kind == MethodContent:
			kind = MethodEjectContent
		case method == MethodSony:
			kind = MethodSony
		}
		method, all, last = kind, then(all, m), name
	}
	return method, all
}

// requestPart reads one name with its data.
func requestPart(name, data string) (Method, hw.Message) {
	switch name {
	case "HuaweiNewMode":
		return MethodMessage, newMode
	case "HuaweiMode":
		return MethodFeature, feature
	case "StandardEject":
		return MethodEject, hw.Eject()
	case "OptionMode":
		return MethodOption, option
	case "MessageContent":
		if m, ok := bulk("content-"+data, data); ok {
			return MethodContent, m
		}
		return MethodUnknown, hw.Message{}
	case "Configuration":
		n, err := strconv.ParseUint(data, 10, 8)
		switch {
		case err != nil:
			return MethodUnknown, hw.Message{}
		case n == 0:
			return MethodNone, hw.Message{}
		}
		return MethodConfiguration, configuration(int(n))
	}
	return controlPart(name, data)
}

func controlPart(name, data string) (Method, hw.Message) {
	c, known := controls[name]
	short := strings.ToLower(strings.TrimSuffix(name, "Mode"))
	switch {
	case !known:
		return MethodUnknown, hw.Message{}
	case name == "SonyMode":
		return MethodSony, control(short, c)
	case name == "PantechMode":
		n, err := strconv.ParseUint(data, 10, 8)
		if err != nil || n < 2 { // 1 sends nothing: the stick changes by itself
			return MethodUnknown, hw.Message{}
		}
		c.Value, short = uint16(n), short+"-"+data
	}
	return MethodControl, control(short, c)
}

// delayed adds what usb_modeswitch's options say: WaitBefore seconds, ReleaseDelay milliseconds that the
// interface is kept afterwards.
func delayed(m hw.Message, options string) hw.Message {
	for o := range strings.SplitSeq(options, ";") {
		name, value, _ := strings.Cut(o, "=")
		n, err := strconv.ParseUint(value, 10, 16)
		switch {
		case err != nil || n == 0:
		case name == "WaitBefore":
			m = then(wait(time.Duration(n)*time.Second), m)
		case name == "ReleaseDelay":
			m = then(m, wait(time.Duration(n)*time.Millisecond))
		}
	}
	return m
}
