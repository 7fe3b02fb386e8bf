package manners

import (
	"strings"
	"testing"
)

// The answers are those of the manuals and of the programs that the table names.
func TestTries(t *testing.T) {
	said := func(maker, model string) Said { return Said{Manufacturer: maker, Model: model} }
	for _, c := range []struct {
		name   string
		said   Said
		ask    string
		lines  string
		locked bool
		wants  Code
		left   Left
		ok     bool
	}{
		{"huawei", said("huawei", ""), "^CPIN?", "^CPIN: SIM PIN,3,10,3,10,3", true, PIN, Left{3, 10, "SIM PIN"}, true},
		{"huawei, short", said("huawei", ""), "^CPIN?", "^CPIN: READY,10,2,10,3", false, PIN, Left{2, 10, "READY"}, true},
		{"standard", said("nobody", ""), "+CPINR", "+CPINR: SIM PIN,3,3\n+CPINR: SIM PUK,10,10", true, PIN, Left{3, 10, ""}, true},
		{"zte", said("ZTE", ""), "+ZPINPUK=?", "+ZPINPUK: 2,10", true, PIN, Left{2, 10, ""}, true},
		{"quectel", said("Quectel", ""), "+QPINC?", "+QPINC: \"SC\",3,10\n+QPINC: \"P2\",2,9", true, PIN, Left{3, 10, ""}, true},
		{"quectel M95", said("Quectel", ""), "+QTRPIN", "+QTRPIN: 3,2,10,9", true, PIN, Left{3, 10, ""}, true},
		{"SIM800", said("SIMCOM_Ltd", "SIMCOM_SIM800L"), "+SPIC", "+SPIC: 2,3,10,9", true, PIN, Left{2, 10, ""}, true},
		{"SIM7600", said("SIMCOM INCORPORATED", "SIM7600E"), "+SPIC", "+SPIC: 3,10,0,9", true, PIN, Left{3, 10, ""}, true},
		{"u-blox", said("u-blox", ""), "+UPINCNT", "+UPINCNT: 3,2,10,9", true, PIN, Left{3, 10, ""}, true},
		{"cinterion", said("Cinterion", ""), "^SPIC", "^SPIC: 3", true, PIN, Left{3, -1, ""}, true},
		{"cinterion, open", said("Cinterion", ""), "^SPIC", "^SPIC: 3", false, PIN, Left{3, -1, ""}, true},
		{"cinterion, PUK", said("Cinterion", ""), "^SPIC", "^SPIC: 10", true, PUK, Left{0, 10, ""}, true},
		{"telit", said("Telit", ""), "#PCT", "#PCT: 2", true, PIN, Left{2, -1, ""}, true},
		{"telit, PUK", said("Telit", ""), "#PCT", "#PCT: 9", true, PUK, Left{0, 9, ""}, true},
		{"telit, open: that of the PIN2", said("Telit", ""), "#PCT", "#PCT: 3", false, PIN, Left{-1, -1, ""}, false},
		{"sierra", said("Sierra Wireless", ""), "+CPINC?", "+CPINC: 3,2,10,9", true, PIN, Left{3, 10, ""}, true},
		{"longcheer", said("Longcheer", ""), "+CPNNUM", "PIN1=3; PUK1=10; PIN2=2; PUK2=9", true, PIN, Left{3, 10, ""}, true},
		{"alcatel", said("Alcatel", ""), "+PNNM?", "+PNNM: 3,10", true, PIN, Left{3, 10, ""}, true},
		{"option", said("Option N.V.", ""), "_OERCN?", "_OERCN: 3, 10", true, PIN, Left{3, 10, ""}, true},
		{"novatel", said("Novatel", ""), "$NWPINR?", "$NWPINR: PIN1, 3", true, PIN, Left{3, -1, ""}, true},
		{"novatel, the other PIN", said("Novatel", ""), "$NWPINR?", "$NWPINR: PIN2, 3", true, PIN, Left{-1, -1, ""}, false},
		{"ericsson", said("Ericsson", ""), "*EPIN?", "*EPIN: 3, 10, 2, 9", true, PIN, Left{3, 10, ""}, true},
		{"icera", said("Icera", ""), "%PINNUM?", "%PINNUM: 3, 10, 2, 9", true, PIN, Left{3, 10, ""}, true},
		{"mediatek", said("MediaTek", ""), "+EPINC?", "+EPINC: 3, 2, 10, 9", true, PIN, Left{3, 10, ""}, true},
		{"none", said("ZTE", ""), "+ZPINPUK=?", "+ZPINPUK:", true, PIN, Left{-1, -1, ""}, false},
		{"no line", said("ZTE", ""), "+ZPINPUK=?", "", true, PIN, Left{-1, -1, ""}, false},
		{"another line", said("ZTE", ""), "+ZPINPUK=?", "+ZUSIMR:2", true, PIN, Left{-1, -1, ""}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, way := range Of(c.said).Tries {
				if way.Ask.Name != c.ask {
					continue
				}
				left, ok := way.Read(strings.Split(c.lines, "\n"), c.locked, c.wants)
				if left != c.left || ok != c.ok {
					t.Errorf("%+v, %t, want %+v, %t", left, ok, c.left, c.ok)
				}
				return
			}
			t.Errorf("%s is not asked", c.ask)
		})
	}
}

// A card that wants its PUK is asked for by another question where there is one.
func TestQuestion(t *testing.T) {
	way := Of(Said{Manufacturer: "Cinterion"}).Tries[0]
	if c := way.Question(PUK); len(c.Args) != 2 {
		t.Errorf("%+v", c)
	}
	if c := way.Question(PIN); len(c.Args) != 1 {
		t.Errorf("%+v", c)
	}
	if c := Of(Said{Manufacturer: "huawei"}).Tries[0].Question(PUK); c.Name != "^CPIN?" {
		t.Errorf("%+v", c)
	}
}

func FuzzTries(f *testing.F) {
	f.Add("+CPINR: SIM PIN,3", true)
	f.Add("^CPIN: ,,,,,", false)
	f.Add("PIN1=;;=PUK1", true)
	f.Fuzz(func(t *testing.T, s string, locked bool) {
		for _, way := range Of(Said{Manufacturer: "Nobody"}).Tries {
			for _, code := range []Code{PIN, PUK} {
				left, ok := way.Read(strings.Split(s, "\n"), locked, code)
				if left.PIN < -1 || left.PUK < -1 || ok && left == (Left{PIN: -1, PUK: -1}) {
					t.Errorf("%s: %q: %+v, %t", way.Ask.Name, s, left, ok)
				}
			}
		}
	})
}
