package at_test

import (
	"strings"
	"sync"
	"testing"

	"surfstick-sms/sms/at"
)

func TestRedact(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"pin", `AT+CPIN="1234"`, `AT+CPIN=***`},
		{"puk", `AT+CPIN="12345678","0000"`, `AT+CPIN=***`},
		{"pin change", `at+cpwd="SC","1234","4321"`, `at+cpwd=***`},
		{"lock", `AT+CLCK="SC",1,"1234"`, `AT+CLCK=***`},
		{"huawei lock", `AT^CARDLOCK="12345678"`, `AT^CARDLOCK=***`},
		{"pin question", `AT+CPIN?`, `AT+CPIN?`},
		{"tries", `^CPIN: READY,,10,3,10,3`, `^CPIN: READY,,10,3,10,3`},
		{"pdu", "07919471060040F0040C9194713102244400", "<36 hex>"},
		{"pdu of digits", strings.Repeat("0123456789", 4), "<40 hex>"},
		{"number", `+CNUM: "","+491713920055",145`, `+CNUM: "","+49***",145`},
		{"national number", `+CLIP: "01713920055",129`, `+CLIP: "017***",129`},
		{"imei", "860000012345674", "860***"},
		{"balance", `+CUSD: 0,"Guthaben 12,34",15`, `+CUSD: 0,"***",15`},
		{"open balance", `+CUSD: 1,"Guthaben`, `+CUSD: 1,"***"`},
		{"balance without quotes", `+CUSD: 0,Guthaben 12,34`, `+CUSD: 0,***`},
		{"balance code", `AT+CUSD=1,"*100#",15`, `AT+CUSD=1,"***",15`},
		{"phone book", `+CPBR: 3,"+491713920042",145,"Anna"`, `+CPBR: 3,"+49***",145,"***"`},
		{"phone book entry", `AT+CPBW=3,"01713920042",129,"Anna"`, `AT+CPBW=3,"017***",129,"***"`},
		{"balance with marks inside", `+CUSD: 0,"Lied "Shape" fuer dich",15`, `+CUSD: 0,"***",15`},
		{"balance, blank and Latin-1", "+CUSD: 0, \"Cr\xe9dit 3,75\", 2", `+CUSD: 0, "***", 2`},
		{"balance without a mark before", `+CUSD: 0,Guthaben 12,34",15`, `+CUSD: 0,***`},
		{"balance without a mark behind", `+CUSD: 0,"Guthaben 12,34,15`, `+CUSD: 0,"***"`},
		{"balance without a state", `+CUSD: "Guthaben",15`, `+CUSD: "***",15`},
		{"state alone", `+CUSD: 4`, `+CUSD: 4`},
		{"question", `AT+CUSD?`, `AT+CUSD?`},
		{"end of a session", `AT+CUSD=2`, `AT+CUSD=2`},
		{"name with marks inside", `+CPBR: 3,"+491713920042",145,"An"na", x",0`, `+CPBR: 3,"+49***",145,"***",0`},
		{"name cut off", `+CPBR: 3,"+491713920042",145,"Anna`, `+CPBR: 3,"+49***",145,"***`},
		{"name without marks", `+CPBR: 3,+491713920042,145,Anna`, `+CPBR: 3,+49***,145,***`},
		{"further fields", `+CPBR: 3,"+491713920042",145,"Anna",0,"Family","+491713920043",145,"Mutter"`, `+CPBR: 3,"+49***",145,"***",0,"***","+49***",145,"***"`},
		{"own name", `+CNUM: "Max "M"","+491713920055",145`, `+CNUM: "***","+49***",145`},
		{"name of a sender", `+CMGL: 1,1,"Muster, Max",24`, `+CMGL: 1,1,"***",24`},
		{"name of a sender, direct", `+CMT: "Max",24`, `+CMT: "***",24`},
		{"joined with another command", `ATE0+CPIN="1234"`, `ATE0+CPIN=***`},
		{"lock of a vendor", `AT%CLCK="SC",1,"1234"`, `AT%CLCK=***`},
		{"PIN of a vendor", `AT$QCPIN2="1234"`, `AT$QCPIN2=***`},
		{"the card itself", `AT+CSIM=26,"0020000108313233"`, `AT+CSIM=***`},
		{"tries of ZTE", "AT+ZPINPUK=?", "AT+ZPINPUK=?"},
		{"tries of SIMCom", "+SPIC: 3,10,0,10", "+SPIC: 3,10,0,10"},
		{"number of the card", "+ZGETICCID: 8949000000123456789F", "+ZGETICCID: <20 hex>"},
		{"number of the card, digits", `+QCCID: 8949000000123456789`, `+QCCID: 894***`},
		{"missed call", "MISSED_CALL: 01:23AM 01713920042", "MISSED_CALL: 01:23AM 017***"},
		{"signal", "+CSQ: 20,99", "+CSQ: 20,99"},
		{"firmware", "22.521.23.00.00", "22.521.23.00.00"},
		{"list", `+CMGL: 0,1,,24`, `+CMGL: 0,1,,24`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := at.Redact(tt.line); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestTrace(t *testing.T) {
	var mu sync.Mutex
	var lines []string
	p := newPort(replies(map[string]string{
		"AT+CPIN=\"1234\"": "AT+CPIN=\"1234\"\r\r\nOK\r\n",
		"AT+CMGS=3":        "\r\n> ",
		"00010203^Z":       "\r\n+CMGS: 7\r\nOK\r\n",
		"AT+CPBR=1":        "\r\n+CPBR: 1,\"112\",129,\"Anna\nSmith\"\r\n\r\nOK\r\n",
	}))
	c := open(t, p, at.Options{Trace: func(s string) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, s)
	}})
	do(t, c, at.Cmd("+CPIN", "1234"))
	do(t, c, send)
	do(t, c, at.Cmd("+CPBR", 1))
	mu.Lock()
	defer mu.Unlock()
	want := "> AT+CPIN=***;< AT+CPIN=***;< OK;> AT+CMGS=3;< >;> 000***;< +CMGS: 7;< OK;" +
		`> AT+CPBR=1;< +CPBR: 1,"112",129,"***;< ***;< OK`
	if got := strings.Join(lines, ";"); got != want {
		t.Errorf("traced %s\nwant   %s", got, want)
	}
}
