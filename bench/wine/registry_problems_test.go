package wine

import "fmt"

// problems returns the states in which Windows reports a problem code (Windows SDK, cfg.h) for the
// stick in storage mode or for the interfaces of one in modem mode.
func problems() []State {
	list := []State{
		usbFault(),
		storageProblem("failed-start", 10, "cdNotReady"),
		storageProblem("no-driver-28", 28, "noStorageDriver"),
		storageProblem("failed-add", 31, "noStorageDriver"),
		modemProblem("no-driver-28", 28, "noPort"),
		pending(modemProblem("installing", 28, "driverSearch")),
	}
	for _, p := range []struct {
		name          string
		code          int
		storage, line string // the problem that is shown in storage mode, and in modem mode
	}{
		{"restart", 14, "restart", "restart"},
		{"disabled", 22, "disabled", "disabled"},
		{"load-failed", 39, "noStorageDriver", "driverBlocked"},
		{"blocked", 48, "driverBlocked", "driverBlocked"},
		{"unsigned", 52, "driverBlocked", "driverBlocked"},
	} {
		list = append(list, storageProblem(p.name, p.code, p.storage), modemProblem(p.name, p.code, p.line))
	}
	return list
}

// pending is a state in which Windows is still installing drivers.
func pending(s State) State {
	s.pending = true
	return s
}

// usbFault is what Windows shows in place of a device whose descriptors it could not read.
func usbFault() State {
	return State{
		Name: "usb-fault", Page: "stick", Problem: "usbFault",
		nodes: []node{{
			instance: `USB\VID_0000&PID_0002\5&2C62A6C&0&9`, class: "USB", problem: 43,
			desc: "Unknown USB Device (Device Descriptor Request Failed)",
		}},
		report: []string{"sticks: 0", "usb fault: yes"},
	}
}

func storageProblem(name string, code int, shown string) State {
	n := storage("USBSTOR")
	n.problem = code
	driver := "storage"
	if code == 28 {
		n.service, driver = "", "none"
	}
	return State{
		Name: "storage-" + name, Page: "driver", Problem: shown, nodes: []node{n},
		report: []string{"mode: storage", fmt.Sprintf("driver: %s, problem code %d", driver, code)},
	}
}

func modemProblem(name string, code int, shown string) State {
	s := State{Name: "modem-" + name, Page: "connection", Problem: shown, nodes: []node{modem()}}
	s.report = []string{"mode: modem"}
	for i := range 3 {
		n := part(i, "Unknown", "hwdatacard", "", "")
		n.problem = code
		driver := "serial (hwdatacard)"
		if code == 28 {
			n.service, driver = "", "none (-)"
		}
		s.nodes = append(s.nodes, n)
		s.report = append(s.report, fmt.Sprintf(
			"interface %d: class ff:ff:ff, driver %s, problem code %d, port -", i, driver, code))
	}
	return s
}
