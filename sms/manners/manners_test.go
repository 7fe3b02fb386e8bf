package manners

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Of finds the rows by what real modems say of themselves.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		said   Said
		makers string
	}{
		{Said{Manufacturer: "huawei", Model: "E3531"}, "huawei"},
		{Said{Manufacturer: "Vodafone (Huawei)"}, "huawei"},
		{Said{Took: []string{"^CURC"}}, "huawei"},
		{Said{Manufacturer: "ZTE INCORPORATED", Model: "MF626"}, "zte"},
		{Said{Manufacturer: "ZTE CORPORATION", Model: "MF190"}, "zte"},
		{Said{Manufacturer: "Quectel", Model: "EC25"}, "quectel"},
		{Said{Manufacturer: "SIMCOM_Ltd", Model: "SIMCOM_SIM800L"}, "simcom"},
		{Said{Manufacturer: "SIMCOM INCORPORATED", Model: "SIMCOM_SIM7600E-H"}, "simcom"},
		{Said{Manufacturer: "u-blox", Model: "SARA-U270"}, "u-blox"},
		{Said{Manufacturer: "Cinterion", Model: "PHS8-P"}, "cinterion"},
		{Said{Manufacturer: "SIEMENS", Model: "MC35"}, "cinterion"},
		{Said{Manufacturer: "Telit", Model: "HE910"}, "telit"},
		{Said{Manufacturer: "Sierra Wireless, Incorporated", Model: "MC7710"}, "sierra"},
		{Said{Manufacturer: "WAVECOM MODEM", Model: "MULTIBAND  900E  1800"}, "wavecom"},
		{Said{Manufacturer: "TCT Mobile International Limited", Firmware: "L100"}, "alcatel"},
		{Said{Manufacturer: "TCT Mobile International Limited", Firmware: "C060"}, "longcheer,alcatel"},
		{Said{Manufacturer: "Option N.V."}, "option"},
		{Said{Manufacturer: "Novatel Wireless Incorporated"}, "novatel"},
		{Said{Manufacturer: "Ericsson"}, "ericsson"},
		{Said{Manufacturer: "Qualcomm Incorporated"}, ""},
		{Said{}, ""},
	} {
		if got := strings.Join(Of(c.said).Makers, ","); got != c.makers {
			t.Errorf("%+v: %q, want %q", c.said, got, c.makers)
		}
	}
}

// What a nameless modem gets does no harm to one of Huawei's.
func TestOfNameless(t *testing.T) {
	m := Of(Said{})
	if m.PINWait != 3*time.Second {
		t.Errorf("waits %v after the PIN", m.PINWait)
	}
	for _, c := range m.CardID {
		if c.Name == "+CCID" {
			t.Error("+CCID hangs on an E3372")
		}
	}
	if len(m.Start)+len(m.AfterPIN)+len(m.Unfinished) > 0 || m.RadioWait > 0 || m.ReportsDirect {
		t.Errorf("%+v", m)
	}
}

// A maker without a row is asked in the standard's way first, and then in every other.
func TestOfUnknownMaker(t *testing.T) {
	m := Of(Said{Manufacturer: "Nobody"})
	var names []string
	for _, w := range m.Tries {
		names = append(names, w.Ask.Name)
	}
	if names[0] != "+CPINR" || !slices.Contains(names, "+QPINC?") || slices.Contains(names, "^CPIN?") {
		t.Errorf("asks %q", names)
	}
	if m.PINWait != time.Second || len(m.RadioOn) == 0 || len(m.Start) > 0 {
		t.Errorf("%+v", m)
	}
	slices.Sort(names)
	if n := len(slices.Compact(names)); n < len(names)-1 { // ^SPIC has two forms
		t.Errorf("asks twice: %q", names)
	}
}

// Every row has its source, and nothing in it is kept by a modem beyond its next start or writes a PIN.
func TestTable(t *testing.T) {
	permanent := regexp.MustCompile(`(?i)IPR|&W|ZCDRUN|QURCCFG|CNMP|CPIN=|CLCK|CPWD|CSAS|CFUN`)
	for _, r := range append(slices.Clone(table), standard, nameless) {
		if r.source == "" {
			t.Errorf("row %q has no source", r.maker)
		}
		for _, c := range slices.Concat(r.Quiet, r.Loud, r.Start, r.AfterPIN, r.CardID, r.USSD) {
			if permanent.MatchString(c.Name) {
				t.Errorf("row %q says %s", r.maker, c.Name)
			}
		}
		for _, l := range slices.Concat(r.noise, r.restarts) {
			if !IsNoise(l) {
				t.Errorf("%q is no noise", l)
			}
		}
	}
}

func TestNoise(t *testing.T) {
	for _, l := range []string{
		"RING", "RDY", "APP RDY", "POWERED DOWN", "NORMAL POWER DOWN", "SMS Ready", "Call Ready", "SMS DONE", "PB DONE",
		"DST: 1", "UNDER-VOLTAGE WARNNING", "VOICE CALL: END: 000012", "MISSED_CALL: 01:23AM 0171", "MODEM:STARTUP",
		"+PBREADY", "+ZEND", "+ZMSRI", "+PACSP0", "+CUSATEND", "+SPECC", "START", "*ATREADY: 1", "+AT: READY",
		"^SYSSTART", "^SYSSTART AIRPLANE MODE",
	} {
		if !IsNoise(l) {
			t.Errorf("%q is not noise", l)
		}
	}
	for _, l := range []string{
		"OK", "ERROR", "NO CARRIER", "SIMCOM_SIM800L", "START7600", "RDYX", "0791947101670000", "Quectel", "", "SMS",
		"+CMGL: 0,1,,29",
	} {
		if IsNoise(l) {
			t.Errorf("%q is noise", l)
		}
	}
	for l, want := range map[string]bool{
		"RDY": true, "^SYSSTART": true, "MODEM:STARTUP": true, "*ATREADY: 1": true, "SMS Ready": false, "RING": false,
	} {
		if IsRestart(l) != want {
			t.Errorf("%q", l)
		}
	}
	if c, ok := EndFlood("+ZUSIMR:2"); !ok || c.Name != "+CPMS?" {
		t.Errorf("%v, %t", c, ok)
	}
	if _, ok := EndFlood("+ZPASR: UMTS"); ok {
		t.Error("+ZPASR is no flood")
	}
}

// The page for those who carry on names every maker, and every way to ask for the tries.
func TestPage(t *testing.T) {
	b, err := os.ReadFile("../../docs/modem.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ToLower(string(b))
	for _, r := range table {
		if r.maker != "" && !strings.Contains(page, r.maker) {
			t.Errorf("%s is not in docs/modem.md", r.maker)
		}
		for _, w := range r.Tries {
			if !strings.Contains(page, strings.ToLower(w.Ask.Name)) {
				t.Errorf("%s of %s is not in docs/modem.md", w.Ask.Name, r.maker)
			}
		}
	}
}
