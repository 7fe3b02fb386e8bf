package manners

import "time"

// tries are the usual forms of an answer, by the order of the four codes.
func pinFirst(ask Command) Tries  { return Tries{Ask: ask, pin: 0, puk: 1} } // PIN, PUK, PIN2, PUK2
func pinsFirst(ask Command) Tries { return Tries{Ask: ask, pin: 0, puk: 2} } // PIN, PIN2, PUK, PUK2

// standard is what any modem may know.
var standard = row{
	source: "3GPP TS 27.007 clause 8.65 (+CPINR); +CCID is in the manuals of many makers. 1 s after the " +
		"PIN is what ModemManager waits.",
	Manners: Manners{
		PINWait: time.Second,
		Tries:   []Tries{{Ask: cmd("+CPINR"), form: formCodes}},
		CardID:  []Command{cmd("^ICCID?"), cmd("+CCID")},
	},
}

// nameless is for a modem that did not say whose it is, as some do not before the PIN. It may be one of
// Huawei's, which must not be asked for +CCID and wants to be left alone after the PIN.
var nameless = row{
	source: "as Huawei's, to be safe",
	Manners: Manners{
		PINWait: huaweiWait,
		Tries: []Tries{
			huaweiTries, {Ask: cmd("+CPINR"), form: formCodes}, pinFirst(cmd("+ZPINPUK=?")),
		},
		CardID: []Command{cmd("^ICCID?")},
		Quiet:  []Command{cmd("^CURC", 0)},
	},
}

const huaweiWait = 3 * time.Second

var huaweiTries = Tries{Ask: cmd("^CPIN?"), form: formHuawei}

// zteMemories ends the flood of ZTE's modems.
var zteMemories = cmd("+CPMS?")

// table has a row for each maker, and more where models differ. Sources: MM is ModemManager 1.18, the
// file of the plugin's directory; oFono is its drivers/atmodem/sim.c; gammu is that project's issue.
var table = []row{
	{
		maker: "huawei", manufacturers: []string{"huawei"}, took: "^CURC",
		source: "MM huawei: ^CURC, ^CPIN?, 3 s after the PIN (\"may fail miserably and reboot\"); Huawei's " +
			"manuals (ME909u): ^RESET, ^USSDMODE, ^ICCID?; +CCID hangs on an E3372 (cellary)",
		Manners: Manners{
			Quiet: []Command{cmd("^CURC", 0)}, Loud: []Command{cmd("^CURC", 1)},
			PINWait: huaweiWait, Tries: []Tries{huaweiTries}, CardID: []Command{cmd("^ICCID?")},
			USSD: []Command{cmd("^USSDMODE", 0)}, Restart: []Command{cmd("^RESET")},
		},
	},
	{
		maker: "zte", manufacturers: []string{"zte"},
		source: "MM zte: floods until +CPMS? was asked, again 1 s after the PIN, +ZPINPUK=?; gammu #170: " +
			"+ZOPRT=5; ZTE's manual: +ZGETICCID; noise: MM zte, gammu libgammu/phone/at/atgen.c",
		noise: []string{"+ZEND", "+ZMSRI", "+SPERROR", "+SPECC"},
		flood: "+ZUSIMR:", endFlood: zteMemories,
		Manners: Manners{
			Start: []Command{zteMemories}, AfterPIN: []Command{zteMemories},
			Tries:   []Tries{pinFirst(cmd("+ZPINPUK=?"))},
			RadioOn: []Command{cmd("+ZOPRT", 5)},
			CardID:  []Command{cmd("+ZGETICCID"), cmd("+CCID")},
		},
	},
	{
		maker: "quectel", manufacturers: []string{"quectel"},
		source: "EC25&EC21 AT Commands Manual 1.3: +QPINC, +QCCID, URCs in its annex; +QTRPIN: M95 manual, " +
			"oFono; lost reports: asterisk-chan-quectel pull request 75. +QURCCFG is kept in the modem " +
			"(EC2x manual 2.24), so that it is left as it is",
		noise:    []string{"POWERED DOWN", "NORMAL POWER DOWN", "Call Ready", "SMS Ready"},
		restarts: []string{"RDY", "APP RDY"},
		Manners: Manners{
			Tries: []Tries{
				{Ask: cmd("+QPINC?"), form: formCodes, code: "SC", pin: 1, puk: 2},
				pinsFirst(cmd("+QTRPIN")),
			},
			CardID: []Command{cmd("+QCCID"), cmd("+CCID")}, ReportsDirect: true,
		},
	},
	{
		maker: "simcom", manufacturers: []string{"simcom"}, models: []string{"sim8", "sim9"},
		source: "SIM800 Series AT Command Manual 1.09: +SPIC has PIN, PIN2, PUK, PUK2",
		Manners: Manners{
			Tries: []Tries{pinsFirst(cmd("+SPIC"))}, CardID: []Command{cmd("+CCID")},
		},
	},
	{
		maker: "simcom", manufacturers: []string{"simcom"},
		source: "SIM800 manual 1.09 and SIM7500/SIM7600 manual 1.07: notices; oFono: +SPIC has PIN, PUK, " +
			"PIN2, PUK2; MM simtech: +AUTOCSQ=0, VOICE CALL, MISSED_CALL; *ATREADY: A7670 boot log",
		noise: []string{
			"SMS Ready", "Call Ready", "SMS DONE", "PB DONE", "DST:", "NORMAL POWER DOWN",
			"UNDER-VOLTAGE", "OVER-VOLTAGE", "CHARGE-ONLY MODE", "VOICE CALL", "MISSED_CALL",
		},
		restarts: []string{"RDY", "START", "*ATREADY:"},
		Manners: Manners{
			Start: []Command{cmd("+AUTOCSQ", 0)}, Tries: []Tries{pinFirst(cmd("+SPIC"))},
			CardID: []Command{{Name: "+CICCID", As: "+ICCID:"}, cmd("+CCID")},
		},
	},
	{
		maker: "u-blox", manufacturers: []string{"u-blox", "ublox"},
		source:   "MM ublox: +UPINCNT has PIN, PIN2, PUK, PUK2; +AT: READY after a start",
		restarts: []string{"+AT: READY"},
		Manners: Manners{
			Tries: []Tries{pinsFirst(cmd("+UPINCNT"))}, CardID: []Command{cmd("+CCID")},
		},
	},
	{
		maker: "cinterion", manufacturers: []string{"cinterion", "siemens", "gemalto", "thales"},
		source: "EHS6 AT Command Set 03.001, 6.5: ^SPIC=\"SC\" and \"SC\",1 (MM cinterion), ^SPIC alone on " +
			"old ones (MC35); ^SYSSTART, ^SHUTDOWN: MM cinterion; ^SCID: the same manual",
		restarts: []string{"^SYSSTART"},
		Manners: Manners{
			Tries: []Tries{
				{Ask: cmd("^SPIC", "SC"), AskPUK: cmd("^SPIC", "SC", 1), form: formNamed},
				{Ask: cmd("^SPIC"), form: formWanted},
			},
			CardID: []Command{cmd("^SCID"), cmd("+CCID")},
		},
	},
	{
		maker: "telit", manufacturers: []string{"telit"},
		source: "UC864 AT Commands Reference Guide 3.5.7.1.14: #PCT is about the code that +CPIN? asks " +
			"for; #CCID: the same",
		Manners: Manners{
			Tries:  []Tries{{Ask: cmd("#PCT"), form: formWanted}},
			CardID: []Command{cmd("#CCID"), cmd("+CCID")},
		},
	},
	{
		maker: "sierra", manufacturers: []string{"sierra"},
		source: "MM sierra: +CPINC? has PIN, PIN2, PUK, PUK2; OK comes seconds before +CFUN=1 is done, and " +
			"commands meanwhile may crash it: 10 s",
		noise: []string{"+PACSP0", "+PACSP1"},
		Manners: Manners{
			Tries: []Tries{pinsFirst(cmd("+CPINC?"))}, RadioWait: 10 * time.Second,
		},
	},
	{
		maker: "wavecom", manufacturers: []string{"wavecom"},
		source: "Wavecom user manual G900, 2.3: no OK behind the answer to +CPIN? (MM wavecom too); +CPINC? " +
			"has PIN, PIN2, PUK, PUK2: Westermo GD-01 manual",
		Manners: Manners{
			Unfinished: []string{"+CPIN?"}, Tries: []Tries{pinsFirst(cmd("+CPINC?"))},
			CardID: []Command{cmd("+CCID")},
		},
	},
	{
		maker: "longcheer", manufacturers: []string{"longcheer"},
		source:  "MM longcheer: +CPNNUM answers without its name",
		Manners: Manners{Tries: []Tries{{Ask: cmd("+CPNNUM"), form: formWords}}},
	},
	{
		maker: "longcheer", manufacturers: []string{"alcatel", "tct"}, firmware: "c",
		source: "MM longcheer: an Alcatel X060S, whose firmware begins with C, is one of Longcheer's, and an " +
			"X200, whose firmware begins with L, is not",
		Manners: Manners{Tries: []Tries{{Ask: cmd("+CPNNUM"), form: formWords}}},
	},
	{
		maker: "alcatel", manufacturers: []string{"alcatel", "tct"},
		source:  "oFono: +PNNM? has PIN, PUK; MM x22x: +SPECC, +SPERROR",
		noise:   []string{"+SPECC", "+SPERROR"},
		Manners: Manners{Tries: []Tries{pinFirst(cmd("+PNNM?"))}},
	},
	{
		maker: "option", manufacturers: []string{"option"},
		source:  "oFono: _OERCN? has PIN, PUK; MM option: +PACSP0",
		noise:   []string{"+PACSP0"},
		Manners: Manners{Tries: []Tries{pinFirst(cmd("_OERCN?"))}},
	},
	{
		maker: "novatel", manufacturers: []string{"novatel"},
		source: "MM novatel: +CNMI=1,1,2,1,0, for want of <mode> 2; $NWPINR? names the code",
		Manners: Manners{
			AtOnce: true, Tries: []Tries{{Ask: cmd("$NWPINR?"), form: formCodes, code: "PIN1", pin: 1, puk: -1}},
		},
	},
	{
		maker: "ericsson", manufacturers: []string{"ericsson"},
		source:  "MM mbm: *EPIN? has PIN, PUK; +PACSP",
		noise:   []string{"+PACSP0", "+PACSP1"},
		Manners: Manners{Tries: []Tries{pinFirst(cmd("*EPIN?"))}},
	},
	{
		maker: "icera", manufacturers: []string{"icera"},
		source:  "MM icera: %PINNUM? has PIN, PUK; +PACSP",
		Manners: Manners{Tries: []Tries{pinFirst(cmd("%PINNUM?"))}},
	},
	{
		maker: "mediatek", manufacturers: []string{"mtk", "mediatek"},
		source: "MM mtk: +EPINC? has PIN, PIN2, PUK, PUK2; release notes of 1.24.2: the old MT62xx tell " +
			"capabilities of CDMA and are for GSM",
		Manners: Manners{Tries: []Tries{pinsFirst(cmd("+EPINC?"))}, NotCDMA: true},
	},
	{
		maker: "neoway", manufacturers: []string{"neoway"},
		source: "M590 boot messages, as programs for it wait for them (MODEM:STARTUP, +PBREADY); the latter " +
			"from u-blox too (MM ublox)",
		noise: []string{"+PBREADY"}, restarts: []string{"MODEM:STARTUP"},
	},
	{
		maker: "any", source: "3GPP TS 27.007 clause 12.2.3 (+CUSATEND); V.250 (RING)",
		noise: []string{"RING", "+CUSATEND"},
	},
}
