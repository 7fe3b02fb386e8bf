package fakemodem

import "time"

// Personality is a modem of some maker's.
type Personality struct {
	Name    string
	Options func() Options
}

// Personalities are modems of other makers than Huawei. Each does what its sources say and nothing is
// known to speak against; none was compared with a real modem. gammu 1.42 identifies all but the MF190
// and sends over them, as long as no noise comes. With the MF190 it gets no answer to its questions while the
// flood lasts, and a line of noise in one ends it; after +CPMS? it switches the radio on (+ZOPRT=5) and
// sends. The identities are made up in the form that the sources show.
func Personalities() []Personality {
	return []Personality{
		{"ZTE MF190", ZTEMF190},
		{"ZTE MF626", ZTEMF626},
		{"ZTE MF710M", ZTEMF710M},
		{"Quectel EC25", QuectelEC25},
		{"SIMCom SIM7600", SIM7600},
		{"SIMCom SIM800", SIM800},
		{"u-blox TOBY-L4", UBlox},
		{"Cinterion PHS8", CinterionPHS8},
		{"Cinterion BGS5", CinterionBGS5},
		{"Wavecom", Wavecom},
		{"Alcatel X220", AlcatelX220},
		{"Sierra MC8790", Sierra},
		{"Telit", Telit},
		{"Novatel", Novatel},
		{"Longcheer", Longcheer},
	}
}

// zte are the manners that all of ZTE's have: ModemManager's plugin zte (flood, +ZPINPUK, notices); noise
// also in gammu's libgammu/phone/at/atgen.c. They know no command with ^.
func zte(model string) Options {
	return Options{
		Identity: Identity{
			Manufacturer: "ZTE CORPORATION", Model: model, Revision: "BD_P673A2V1.0.0B09", IMEI: "354000012345676",
		},
		Manners: Manners{
			Answers: map[string]string{
				"+ZPINPUK=?": "+ZPINPUK: {pin},{puk}", "+ZGETICCID": "+ZGETICCID: {iccid}",
				"+ZCDRUN=8": "", // gammu says it at every start; it is kept, so that we never do
				"+ZOPRT=5":  "",
			},
			Foreign: "^", Flood: "+ZUSIMR:2", FloodEnd: "+CPMS?",
			Noise: []string{
				`+ZDONR: "Test",262,1,"CS_PS","ROAM_OFF"`, `+ZPASR: "UMTS"`, "+ZPSTM: 1", "+ZEND", "+ZMSRI",
			},
		},
	}
}

// ZTEMF190 is a ZTE MF190, with its radio off at the start until +ZOPRT=5 (gammu issue 170).
func ZTEMF190() Options {
	o := zte("MF190")
	o.Manners.RadioOff, o.Manners.RadioBy = true, "+ZOPRT=5"
	o.Manners.Answers["+CFUN=1"], o.Manners.Answers["+CFUN=1,0"] = "", ""
	return o
}

// ZTEMF710M is a ZTE MF710M, which keeps what it receives in itself, never on the card (gammu issue 907).
func ZTEMF710M() Options {
	o := zte("MF710M")
	o.Manners.Store = "ME"
	return o
}

// ZTEMF626 is a ZTE MF626, which keeps delivery reports in a memory of their own (gammu issue 209).
func ZTEMF626() Options {
	o := zte("MF626")
	o.Quirks.ReportsApart = true
	return o
}

// QuectelEC25 is a Quectel EC25: +QPINC, +QCCID and the notices of its start are in its AT Commands
// Manual 1.3; it announces delivery reports in SM and keeps them in SR (asterisk-chan-quectel, pull
// request 75). It knows +CEREG; here it is registered in both domains.
func QuectelEC25() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "Quectel", Model: "EC25", Revision: "EC25EFAR06A10M4G", IMEI: "861000012345679",
		},
		Quirks: Quirks{MisplacedReports: true, LTEOnly: true},
		Manners: Manners{
			Answers: map[string]string{
				"+QPINC?": "+QPINC: \"SC\",{pin},{puk}\n+QPINC: \"P2\",3,10", "+QCCID": "+QCCID: {iccid}",
			},
			Foreign:  "^",
			Greeting: []string{"RDY", "+CFUN: 1", "+CPIN:", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"},
			Noise:    []string{`+QIND: "csq",24,99`, "+QUSIM: 1"},
		},
	}
}

// simcomNoise is what the network's time brings (SIM800 manual 1.09, AT+CLTS).
var simcomNoise = []string{`*PSUTTZ: 2026,1,1,12,0,0,"+4",1`, "DST: 0", `+CTZV: +4,0`, `*PSNWID: "262","01"`}

// SIM7600 is a SIMCom SIM7600: manual SIM7500_SIM7600 1.07 for notices and +CICCID; +SPIC as oFono reads it;
// +AUTOCSQ as ModemManager's plugin simtech says it.
func SIM7600() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "SIMCOM INCORPORATED", Model: "SIMCOM_SIM7600E-H", Revision: "LE20B04SIM7600M22", IMEI: "861000012345687",
		},
		Manners: Manners{
			Answers: map[string]string{
				"+SPIC": "+SPIC: {pin},{puk},3,10", "+AUTOCSQ=0": "", "+CICCID": "+ICCID: {iccid}",
			},
			Foreign: "^", Greeting: []string{"+CPIN:", "SMS DONE", "PB DONE"}, Noise: simcomNoise,
			Offer: "(0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)",
		},
	}
}

// SIM800 is a SIMCom SIM800 on a serial line, which finds out the speed by the first command lines; its
// manual 1.09 has no +CEREG, reports only directly, and +SPIC with both PINs first.
func SIM800() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "SIMCOM_Ltd", Model: "SIMCOM_SIM800L", Revision: "Revision:1418B04SIM800L24", IMEI: "861000012345695",
		},
		Quirks: Quirks{Reports: []int{0, 1}, Modes: []int{0, 1, 2, 3}},
		Manners: Manners{
			Answers: map[string]string{
				"+SPIC": "+SPIC: {pin},3,{puk},10", "+AUTOCSQ=0": "ERROR", "+CCID": "{iccid}f",
			},
			Foreign: "^", Greeting: []string{"RDY", "+CFUN: 1", "+CPIN:", "Call Ready", "SMS Ready"},
			Noise: simcomNoise, Deaf: 2,
		},
	}
}

// UBlox is a u-blox TOBY-L4: +UPINCNT and the notice of its start are in ModemManager's plugin ublox, which
// also waits up to 20 s for it.
func UBlox() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "u-blox", Model: "TOBY-L4906-50S", Revision: "40.41", IMEI: "357000012345671",
		},
		Latency: Latency{Boot: 15 * time.Second},
		Quirks:  Quirks{LTEOnly: true},
		Manners: Manners{
			Answers: map[string]string{"+UPINCNT": "+UPINCNT: {pin},3,{puk},10", "+CCID": "+CCID: {iccid}"},
			Foreign: "^", Greeting: []string{"+AT: READY"}, Noise: []string{"+UUSIMSTAT:6", "+PBREADY"},
		},
	}
}

// cinterion are the manners that the manuals of Siemens' and Cinterion's have in common (EHS6 AT Command
// Set 03.001): ^SPIC, ^SCID, ^SYSSTART, ^SBC.
func cinterion(model string) Options {
	return Options{
		Identity: Identity{
			Manufacturer: "Cinterion", Model: model, Revision: "REVISION 03.001", IMEI: "357000012345689",
		},
		Manners: Manners{
			Answers: map[string]string{
				`^SPIC="SC"`: "^SPIC: {pin}", `^SPIC="SC",1`: "^SPIC: {puk}", "^SCID": "^SCID: {iccid}",
				"^CURC=0": "ERROR", "^CPIN?": "ERROR", "^ICCID?": "ERROR", "^USSDMODE=0": "ERROR",
			},
			Greeting: []string{"^SYSSTART"}, Noise: []string{"^SBC: Undervoltage", "+CIEV: service,1"},
		},
	}
}

// CinterionPHS8 is a PHS8, whose +CNMI has one value of the last two fields each (ModemManager's plugin
// cinterion quotes it): no delivery reports.
func CinterionPHS8() Options {
	o := cinterion("PHS8-P")
	o.Quirks.Reports, o.Quirks.Buffers = []int{0}, []int{1}
	o.Manners.Offer = "(0,1,2),(0,1),(0,2),(0),(1)"
	return o
}

// CinterionBGS5 is a BGS5, which keeps delivery reports in SR (gammu issue 759).
func CinterionBGS5() Options {
	o := cinterion("BGS5")
	o.Quirks.Buffers, o.Quirks.ReportsApart = []int{1}, true
	return o
}

// Wavecom is a Wavecom modem: no OK behind the answer to +CPIN? (user manual G900, 2.3), +CPINC? with both
// PINs first (Westermo GD-01 manual), +WIND.
func Wavecom() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "WAVECOM MODEM", Model: "MULTIBAND  900E  1800", Revision: "641b09gg.Q2406B", IMEI: "357000012345697",
		},
		MESlots: -1,
		Quirks:  Quirks{Spelling: Spelling{NoFinal: []string{"+CPIN"}}},
		Manners: Manners{
			Answers: map[string]string{"+CPINC?": "+CPINC: {pin},3,{puk},10", "+CCID": `+CCID: "{iccid}"`},
			Foreign: "^", Greeting: []string{"+WIND: 1", "+WIND: 7", "+WIND: 4"}, Noise: []string{"+WIND: 8"},
		},
	}
}

// AlcatelX220 is an Alcatel X220, whose firmware begins with L: +PNNM? as oFono reads it; notices as in
// ModemManager's plugin x22x.
func AlcatelX220() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "TCT Mobile International Limited", Model: "X220", Revision: "L120.13", IMEI: "357000012345705",
		},
		Manners: Manners{
			Answers: map[string]string{
				"+PNNM?": "+PNNM: {pin},{puk}", "^CURC=0": "ERROR", "^CPIN?": "ERROR", "^ICCID?": "ERROR",
			},
			Noise: []string{"^MODE: 5,4", "^SYSINFO: 2,3,0,5,1", "+SPECC", "+SPERROR: 1"},
		},
	}
}

// Sierra is a Sierra Wireless MC8790, whose radio is off at the start and which refuses everything for some
// seconds after +CFUN=1 (ModemManager's plugin sierra, which waits 10 s); +CPINC? with both PINs first.
func Sierra() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "Sierra Wireless, Incorporated", Model: "MC8790", Revision: "K2_0_7_30AP", IMEI: "357000012345713",
		},
		Manners: Manners{
			Answers: map[string]string{"+CPINC?": "+CPINC: {pin},3,{puk},10"},
			Foreign: "^", RadioOff: true, RadioDelay: 8 * time.Second, Noise: []string{"+PACSP1"},
		},
	}
}

// Telit is a Telit module: #PCT tells the tries of the code that is wanted (UC864 AT Commands Reference
// Guide, 3.5.7.1.14).
func Telit() Options {
	return Options{
		Identity: Identity{Manufacturer: "Telit", Model: "HE910", Revision: "12.00.004", IMEI: "357000012345721"},
		Manners: Manners{
			Answers: map[string]string{"#PCT": "#PCT: {wanted}", "#CCID": "#CCID: {iccid}"},
			Foreign: "^", Noise: []string{"#QSS: 3"},
		},
	}
}

// Novatel is a Novatel stick that offers notices which it then refuses (ModemManager's plugin novatel).
func Novatel() Options {
	return Options{
		Identity: Identity{Manufacturer: "Novatel Wireless Incorporated", Model: "MC950D", Revision: "20.06.03", IMEI: "357000012345739"},
		Quirks:   Quirks{Modes: []int{0, 1}, Reports: []int{0, 1}},
		Manners: Manners{
			Answers: map[string]string{"$NWPINR?": "$NWPINR: PIN1,{pin}"}, Foreign: "^",
			Offer: "(0-2),(0-3),(0-3),(0-2),(0,1)",
		},
	}
}

// Longcheer is a stick of Longcheer's, which answers +CPNNUM without its name (ModemManager's plugin
// longcheer).
func Longcheer() Options {
	return Options{
		Identity: Identity{Manufacturer: "Longcheer", Model: "WM72", Revision: "C060.12", IMEI: "357000012345747"},
		Manners: Manners{
			Answers: map[string]string{"+CPNNUM": "PIN1={pin}; PUK1={puk}; PIN2=3; PUK2=10"}, Foreign: "^",
		},
	}
}

// CDMA is a modem for CDMA networks, which knows nothing of SIM cards and texts (its capabilities are those
// of a C-motech CDX-650 in ModemManager's tests).
func CDMA() Options {
	return Options{
		Identity: Identity{
			Manufacturer: "C-MOTECH Co., Ltd.", Model: "CDX-650", Revision: "CDX65UAC03", IMEI: "3B0C4B98",
		},
		Quirks: Quirks{Refuse: []string{
			"+CPIN", "+CIMI", "+CREG", "+CGREG", "+COPS", "+CMGF", "+CSMS", "+CPMS", "+CNMI", "+CMGS", "+CSCA", "+CNUM",
		}},
		Manners: Manners{
			Answers: map[string]string{"+GCAP": "+GCAP: +CIS707A, +MS, +ES, +DS, +FCLASS"}, Foreign: "^",
		},
	}
}
