package main

import "fmt"

// problems are the states with a problem code of Windows (Windows SDK, cfg.h), of the stick in
// storage mode and of the interfaces of one in modem mode.
func problems() []state {
	list := []state{
		usbFault(),
		storageProblem("failed-start", 10, "cdNotReady"),
		storageProblem("no-driver-28", 28, "noStorageDriver"),
		storageProblem("failed-add", 31, "noStorageDriver"),
		modemProblem("no-driver-28", 28, "driverSearch"),
	}
	for name, p := range map[string]struct {
		code int
		tell string
	}{
		"restart": {14, "restart"}, "disabled": {22, "disabled"}, "blocked": {48, "driverBlocked"},
		"unsigned": {52, "driverBlocked"}, "load-failed": {39, "driverBlocked"},
	} {
		list = append(list, modemProblem(name, p.code, p.tell))
		if p.code == 39 {
			p.tell = "noStorageDriver"
		}
		list = append(list, storageProblem(name, p.code, p.tell))
	}
	return list
}

// usbFault is the stand-in for a device whose descriptors could not be read.
func usbFault() state {
	return state{
		name: "usb-fault", page: "stick", problem: "usbFault",
		nodes: []node{{
			instance: `USB\VID_0000&PID_0002\5&2C62A6C&0&9`, class: "USB", problem: 43,
			desc: "Unknown USB Device (Device Descriptor Request Failed)",
		}},
		want: []string{"sticks: 0", "usb fault: yes"},
	}
}

func storageProblem(name string, code int, tell string) state {
	n := storage("USBSTOR")
	n.problem = code
	driver := "storage"
	if code == 28 {
		n.service, driver = "", "none"
	}
	return state{
		name: "storage-" + name, page: "driver", problem: tell, nodes: []node{n},
		want: []string{"mode: storage", fmt.Sprintf("driver: %s, problem code %d", driver, code)},
	}
}

func modemProblem(name string, code int, tell string) state {
	s := state{name: "modem-" + name, page: "connection", problem: tell, nodes: []node{modem()}}
	s.want = []string{"mode: modem"}
	for i := range 3 {
		n := part(i, "Unknown", "hwdatacard", "", "")
		n.problem = code
		driver := "serial (hwdatacard)"
		if code == 28 {
			n.service, driver = "", "none (-)"
		}
		s.nodes = append(s.nodes, n)
		s.want = append(s.want, fmt.Sprintf(
			"interface %d: class ff:ff:ff, driver %s, problem code %d, port -", i, driver, code))
	}
	return s
}
