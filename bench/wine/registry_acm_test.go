package wine

import "fmt"

// acmStates are a stick in the modem mode 12d1:1442, whose lines announce themselves as 02/02/ff.
// Huawei's driver does not know it. The one of Windows (usbser.inf) matches USB\Class_02&SubClass_02,
// is bound, and cannot start it.
func acmStates() []State {
	return []State{
		acmState("modem-1442", "", 28, false),
		acmState("modem-1442-failed-start", "usbser", 10, false),
		acmState("modem-1442-installing", "", 28, true),
	}
}

func acmState(name, service string, code int, pending bool) State {
	const parent = `USB\VID_12D1&PID_1442\5&2C62A6C&0&2`
	s := State{
		Name: name, Page: "connection", Problem: "noPort", pending: pending,
		report: []string{"usb id: 12d1:1442", "mode: modem"},
		nodes: []node{{
			instance: parent, class: "USB", service: "usbccgp", desc: "USB Composite Device",
			product: "HUAWEI Mobile", compatible: []string{`USB\COMPOSITE`},
		}},
	}
	if pending {
		s.Problem = "driverSearch"
	}
	driver := "none (-)"
	if service != "" {
		driver = "serial (" + service + ")"
	}
	for i := range 2 {
		s.nodes = append(s.nodes, node{
			instance: fmt.Sprintf(`USB\VID_12D1&PID_1442&MI_%02d\6&1A2B3C&0&%04d`, i, i), class: "Unknown",
			service: service, desc: "HUAWEI Mobile", parent: parent, problem: code,
			compatible: []string{`USB\Class_02&SubClass_02&Prot_ff`},
		})
		s.report = append(s.report, fmt.Sprintf(
			"interface %d: class 02:02:ff, driver %s, problem code %d, port -", i, driver, code))
	}
	return s
}
