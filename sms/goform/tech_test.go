package goform

import (
	"testing"

	"surfstick-sms/sms"
)

func TestTechs(t *testing.T) {
	for kind := range techs {
		if noService[kind] || registration(fields{"network_type": kind}) != sms.RegHome {
			t.Errorf("%s is no network", kind)
		}
	}
	for kind := range noService {
		if techs[kind] != sms.TechUnknown {
			t.Errorf("%q is a network", kind)
		}
	}
}
