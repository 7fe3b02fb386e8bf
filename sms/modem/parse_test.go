package modem

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/answer"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

func TestEntries(t *testing.T) {
	tests := []struct{ name, lines, want string }{
		{"none", "", "[]"},
		{"two", "+CMGL: 0,1,,24|AA|+CMGL: 7,0,\"x\",30|BB", "[{0 1 24 AA} {7 0 30 BB}]"},
		{"without a pdu", "+CMGL: 0,1,,24|+CMGL: 1,0,,30|BB", "[{1 0 30 BB}]"},
		{"cut off", "+CMGL: 0,1,,24|AA|+CMGL: 1,0", "[{0 1 24 AA}]"},
		{"without a header", "AA|+CMGL: 1,0,,30|BB|CC", "[{1 0 30 BB}]"},
		{"no index", "+CMGL: ,1,,24|AA", "[]"},
		{"odd numbers", "+CMGL: 3,x,,-4|AA", "[{3 -1 -1 AA}]"},
		{"no blank", "+CMGL:3,1,,24|AA", "[{3 1 24 AA}]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := at.Response{Lines: strings.Split(tt.lines, "|")}
			if got := fmt.Sprint(parseCMGL(a)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSingle(t *testing.T) {
	tests := []struct{ name, lines, want string }{
		{"empty", "", "{0 0 0 } false"},
		{"text", "+CMGR: 0,,24|AA", "{5 0 24 AA} true"},
		{"named", `+CMGR: 1,"Mum, home",24|AA`, "{5 1 24 AA} true"},
		{"header alone", "+CMGR: 0,,0", "{0 0 0 } false"},
		{"nothing in it", "+CMGR:|AA", "{5 -1 -1 AA} true"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, ok := parseCMGR(at.Response{Lines: strings.Split(tt.lines, "|")}, 5)
			if got := fmt.Sprint(e, ok); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMemories(t *testing.T) {
	for in, want := range map[string]string{
		`("SM","ME"),("SM"),("SM")`:           "SM ME",
		`("ME","MT","SM","SR"),("ME"),("ME")`: "SM ME SR",
		`("SM"),("ME"),("ME")`:                "SM",
		`("ME"),("ME"),("ME")`:                "ME",
		`"SM","ME"`:                           "SM ME",
		`("sm")`:                              "SM",
		``:                                    "",
		`("MT"),("MT"),("MT")`:                "MT",
		`("BM","SR")`:                         "",
	} {
		if got := strings.Join(memoriesIn(in), " "); got != want {
			t.Errorf("memoriesIn(%s) = %q, want %q", in, got, want)
		}
	}
}

// FuzzParse feeds anything to everything that reads a modem's words.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`+CMGL: 0,1,,24`, `+CMGR: 1,"a,b",24`, `("SM","ME"),("SM")`, `2,1,"00C3","0081A4F2"`,
		`READY,,10,3,10,3`, `"SM",3`, `0,0,"Telekom.de",2`, `"`, `((`, `,,,`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := at.Response{Lines: strings.Split(s, "\n")}
		for _, e := range parseCMGL(a) {
			if e.index < 0 {
				t.Errorf("index %d", e.index)
			}
		}
		parseCMGR(a, 0)
		memoriesIn(s)
		if st := simState(s); st < sms.SIMUnknown || st > sms.SIMDead {
			t.Errorf("state %v", st)
		}
		if n := ownNumber(a); strings.Trim(n, "+*#0123456789") != "" {
			t.Errorf("own number %q", n)
		}
		if n := operatorName(s); !utf8.ValidString(n) || strings.ContainsFunc(n, unicode.IsControl) {
			t.Errorf("operator %q", n)
		}
		for _, stat := range []int{noticedStatus(s), answeredStatus(a, "+CREG:")} {
			if r := registrationOf(stat); r < sms.RegUnknown || r > sms.RegNone {
				t.Errorf("%q: %v", s, r)
			}
		}
		for _, packed := range []bool{false, true} {
			if n := readNotice(s, packed); (n.err != nil) != (n.rank == rankFailed || n.rank == rankCause) {
				t.Errorf("%q: %+v", s, n)
			}
		}
		parseOffer(s).takes(announcement{2, 1, 0, 2, 0})
		memoryCounts(at.Response{Lines: []string{"+CPMS: " + s}})
		if left, ok := triesLeft(manners.Of(manners.Said{Manufacturer: "x"}).Tries, a, true, manners.PIN); ok &&
			left.PIN < 0 && left.PUK < 0 {
			t.Errorf("%q: tries %+v", s, left)
		}
		cardID(s)
		imsi(s)
		if v := clean(s); len(v) > 64 || strings.ContainsAny(v, "\r\n\"\x00") {
			t.Errorf("clean(%q) = %q", s, v)
		}
		if p := percent(answer.Read(s).Number(0)); p < -1 || p > 100 {
			t.Errorf("%d percent", p)
		}
	})
}

func TestWhole(t *testing.T) {
	for _, c := range []struct {
		name string
		e    entry
		want bool
	}{
		{"as announced", entry{pdu: "0001020304", length: 4}, true},
		{"with a service centre", entry{pdu: "02AABB01", length: 1}, true},
		{"a digit is missing", entry{pdu: "000102030", length: 4}, false},
		{"an octet is missing", entry{pdu: "00010203", length: 4}, false},
		{"no hex", entry{pdu: "00010203x4", length: 4}, false},
		{"nothing", entry{}, false},
		{"length unknown", entry{pdu: "0001020304", length: -1}, false},
	} {
		if got := c.e.whole(); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// TestCardIDInWords: modems of other makers have +CCID, in several forms. What is no number of a card
// counts as none, because it would be the same for two cards.
func TestCardIDInWords(t *testing.T) {
	for answer, want := range map[string]string{
		"+CCID: 8949000000123456789":       "8949000000123456789",
		`+CCID: "8949000000123456789F"`:    "8949000000123456789",
		"8949000000123456789":              "8949000000123456789",
		"+CCID: 0,\"8949000000123456789\"": "8949000000123456789",
		"+CCID: ":                          "",
		"+CCID: FFFFFFFFFFFFFFFFFFFF":      "",
		"+CCID: 00000000000000000000":      "",
		"+CCID: 12":                        "",
		"+CCID: NO SIM CARD":               "",
	} {
		if got := cardID(answer); got != want {
			t.Errorf("%q: %q, want %q", answer, got, want)
		}
	}
}
