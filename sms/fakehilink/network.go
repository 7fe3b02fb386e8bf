package fakehilink

import (
	"cmp"
	"fmt"
	"time"
)

// device answers both questions about the stick.
func (s *Server) device(*request) answer {
	return answer{values: map[string]string{
		"DeviceName": s.opt.Personality.Device, "Classify": cmp.Or(s.opt.Class, s.opt.Personality.Class),
		"SerialNumber": "FAKE000000000001", "Imei": cmp.Or(s.opt.IMEI, "860000000000007"),
		"Imsi": cmp.Or(s.opt.IMSI, "262010000000001"), "Iccid": "8949000000000000001", "Msisdn": "",
		"HardwareVersion": "CL0FAKE01M", "SoftwareVersion": "1.0.0.1", "WebUIVersion": "1.0.0.1",
		"MacAddress1": "0C:5B:8F:00:00:01", "uptime": fmt.Sprint(int(time.Since(s.started) / time.Second)),
	}}
}

// registered reports whether the stick has a network.
func (s *Server) registered() bool {
	return !s.opt.NoNetwork && !s.opt.Locked && s.sim.state() == simReady
}

func (s *Server) networkStatus(*request) answer {
	v := map[string]string{
		"ConnectionStatus": "902", "SignalIcon": "0", "CurrentNetworkType": "0", "CurrentServiceDomain": "0",
		"RoamingStatus": "0", "simlockStatus": "0", "ServiceStatus": "0", "SimStatus": "1",
		"Classify": cmp.Or(s.opt.Class, s.opt.Personality.Class),
	}
	if s.sim.absent {
		v["SimStatus"] = "255"
	}
	if s.registered() {
		v["ServiceStatus"], v["SignalIcon"], v["CurrentNetworkType"] = "2", "4", "19"
		v["CurrentServiceDomain"] = "3"
		if s.opt.Roaming {
			v["RoamingStatus"] = "1"
		}
		if s.data {
			v["ConnectionStatus"] = "901"
		}
	}
	return answer{values: v}
}

func (s *Server) plmn(*request) answer {
	if !s.registered() {
		return answer{values: map[string]string{"State": "2", "Rat": ""}}
	}
	name := escape(cmp.Or(s.opt.Operator, "Testnetz"))
	return answer{values: map[string]string{
		"State": "0", "FullName": name, "ShortName": name, "Numeric": "26201", "Rat": "7",
	}}
}

func (s *Server) getData(*request) answer {
	on := "0"
	if s.data {
		on = "1"
	}
	return answer{values: map[string]string{"dataswitch": on}}
}

func (s *Server) setData(q *request) answer {
	s.data = q.params.num("dataswitch") == 1
	return accepted
}

// restartTime is how long a restart takes.
const restartTime = 20 * time.Second

// control restarts the stick, without an answer. Nothing else is possible: 2 would be a reset to what
// it was in the factory, which nobody may do.
func (s *Server) control(q *request) answer {
	if q.params.num("Control") != 1 {
		return answer{code: codeParameter}
	}
	s.drop()
	time.AfterFunc(0, s.line.Unplug)
	time.AfterFunc(restartTime, s.Plug)
	if s.opt.Restarted != nil {
		time.AfterFunc(0, s.opt.Restarted)
	}
	return answer{gone: true}
}

// switchTime is how long the answer has to get through before the stick leaves.
const switchTime = 200 * time.Millisecond

// becomeModem notes that the stick was told to become a modem.
func (s *Server) becomeModem() {
	s.switched = true
	if s.opt.OnSwitch != nil {
		time.AfterFunc(switchTime, s.opt.OnSwitch)
	}
}

func (s *Server) switchMode(q *request) answer {
	if s.opt.Personality.Switch != SwitchByMode || q.params.num("mode") != 1 {
		return answer{code: codeSession} // refused by firmware that knows the endpoint
	}
	s.becomeModem()
	return accepted
}
