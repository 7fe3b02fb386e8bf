package goform

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"surfstick-sms/bench/work"
	"surfstick-sms/sms/webstick"
)

// TestParse: entries as sticks list them, and damaged ones.
func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want webstick.Entry
	}{
		"received": {
			`{"id":"164","number":"+358124534","content":"0054006500730074","tag":"1","date":"22,09,17,18,33,25,+12","draft_group_id":"","received_all_concat_sms":"1","concat_sms_total":"0","concat_sms_received":"0","sms_class":"4","sms_mem":"nv","sms_submit_msg_ref":""}`,
			webstick.Entry{Index: 164, State: webstick.StateNew, Kind: webstick.KindSingle, Phone: "+358124534", Content: "Test", Date: "2022-09-17 18:33:25"},
		},
		"numbers as numbers": {
			`{"id":7,"number":"Bank","content":"0041","tag":0,"date":"22,09,17,18,33,25,-20"}`,
			webstick.Entry{Index: 7, State: webstick.StateRead, Kind: webstick.KindSingle, Phone: "Bank", Content: "A", Date: "2022-09-17 18:33:25"},
		},
		"parts missing": {
			`{"id":"1","number":"1","content":"D83DDE00","tag":"1","date":"22,9,7,8,3,5","received_all_concat_sms":"0"}`,
			webstick.Entry{Index: 1, State: webstick.StateNew, Kind: webstick.KindPart, Phone: "1", Content: "😀", Date: "2022-09-07 08:03:05"},
		},
		"sent, zone in hours": {
			`{"id":"2","number":"1","content":"00410000","tag":"2","date":"22;09;17;18;33;25;+5.5"}`,
			webstick.Entry{Index: 2, State: webstick.StateSent, Kind: webstick.KindSingle, Phone: "1", Content: "A", Date: "2022-09-17 18:33:25"},
		},
		"failed, no date": {
			`{"id":"2","number":"1","content":"","tag":"3","date":"soon"}`,
			webstick.Entry{Index: 2, State: webstick.StateFailed, Kind: webstick.KindSingle, Phone: "1", Date: "soon"},
		},
		"odd digits": {
			`{"id":"2","number":"1","content":"004","tag":"1"}`,
			webstick.Entry{Index: 2, Kind: webstick.KindSingle, Phone: "1", Content: "004", Damaged: true},
		},
		"unknown tag": {
			`{"id":"2","number":"1","content":"0041","tag":"9"}`,
			webstick.Entry{Index: 2, Kind: webstick.KindSingle, Phone: "1", Content: "A", Damaged: true},
		},
		"no JSON": {
			`{"id":"3","number":"a"b","content":"0041","tag":"1",`,
			webstick.Entry{Index: 3, Kind: webstick.KindSingle, Phone: "a", Content: "A", Damaged: true},
		},
		"rubbish": {`x`, webstick.Entry{Index: -1, Kind: webstick.KindSingle, Damaged: true}},
	} {
		got := Parse([]byte(c.raw))
		if string(got.Raw) != c.raw {
			t.Errorf("%s: raw %q", name, got.Raw)
		}
		got.Raw, got.Zone = nil, nil
		if got.Index != c.want.Index || got.State != c.want.State || got.Kind != c.want.Kind || got.Phone != c.want.Phone ||
			got.Content != c.want.Content || got.Date != c.want.Date || got.Damaged != c.want.Damaged {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestZones: the zone of a received text is in quarters of an hour, as the service centre stamps it.
func TestZones(t *testing.T) {
	for date, want := range map[string]string{
		"22,09,17,18,33,25,+12": "2022-09-17T15:33:25Z", "22,09,17,18,33,25,-20": "2022-09-17T23:33:25Z",
		"22,09,17,18,33,25,22": "2022-09-17T13:03:25Z", "22,09,17,18,33,25,+99": "", "22,09,17,18,33,25": "",
		"22,13,40,18,33,25,+4": "",
	} {
		e := Parse([]byte(`{"id":"1","number":"1","content":"0041","tag":"1","date":"` + date + `"}`))
		at, ok := e.Time(time.FixedZone("", 7))
		got := ""
		if ok && e.Zone != nil {
			got = at.UTC().Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", date, got, want)
		}
	}
}

// TestMessagesIn: a list is cut into entries before anything is decoded; half a list is none.
func TestMessagesIn(t *testing.T) {
	for raw, want := range map[string]int{
		`{"messages":[]}`: 0, `{"messages":[{"id":"1"}]}`: 1, "{ \"messages\" : [ {\"id\":\"1\"} ,\n {\"id\":\"2\"} ] } \n": 2,
		`{"messages":[{"id":"1","number":"}"},{"id":"2","number":"a"b"}]}`: 2,
		`{"messages":[{"id":"1"},{"id":"2"}`:                               -1, `{"messages":""}`: -1, `{}`: -1, ``: -1, `]}`: -1,
	} {
		got, ok := messagesIn([]byte(raw))
		if n := len(got); ok != (want >= 0) || ok && n != want {
			t.Errorf("%s: %d, %t", raw, n, ok)
		}
	}
}

// TestTimeOf: a date goes out as the stick's pages write it.
func TestTimeOf(t *testing.T) {
	for offset, want := range map[int]string{0: "+0", 3600: "+1", 36000: "+10", 19800: "+5.5", -12600: "-3.5"} {
		at := time.Date(2026, 11, 27, 9, 8, 7, 0, time.FixedZone("", offset))
		got := timeOf(at)
		if got != "26;11;27;09;08;07;"+want {
			t.Errorf("%d: %s", offset, got)
		}
		if date, _ := dateOf(strings.ReplaceAll(got, ";", ",")); date != at.Format(webstick.DateLayout) {
			t.Errorf("%d: read again as %s", offset, date)
		}
	}
}

// TestParseFlags: the settings of the pages, as they are in scripts that were made small or not.
func TestParseFlags(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		want   flags
	}{
		"small": {
			`define(function(){var e={IS_TEST:x,PRODUCT_TYPE:"CPE",HAS_LOGIN:!0,DEVICE:"cpe/MF253V",PASSWORD_ENCODE:!0,ACCESSIBLE_ID_SUPPORT:!1}})`,
			flags{"CPE", "MF253V", yes, no, yes, -1},
		},
		"long": {
			"var config = {\n  HAS_LOGIN : false, // x\n  WEB_ATTR_IF_SUPPORT_SHA256 : 2,\n DEVICE: 'ufi/MF79U',\n ACCESSIBLE_ID_SUPPORT: true\n}",
			flags{"", "MF79U", no, yes, unsaid, 2},
		},
		"router without a type": {`DEVICE:"cpe/x"`, flags{"CPE", "", unsaid, unsaid, unsaid, -1}},
		"a page":                {`<html>404</html>`, flags{hash: -1}},
		"nothing":               {"", flags{hash: -1}},
	} {
		if got := parseFlags([]byte(c.script)); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestModelNames: models as they are in versions; home routers are told by theirs.
func TestModelNames(t *testing.T) {
	for version, want := range map[string]string{
		"BD_XCBZHKMF79UV1.0.0B03": "MF79U", "BD_PLKPLMF971R1V1.0.0B06": "MF971R1", "BD_TESTMF823V1.0.0": "MF823",
		"MF823D_HW": "MF823D", "MC801A1HW-1.0.0": "MC801A1", "MF833V": "MF833V", "nothing": "", "": "",
	} {
		got := ""
		if m := modelName.FindStringSubmatch(version); m != nil {
			got = m[1]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", version, got, want)
		}
	}
	for model, router := range map[string]bool{
		"MF823": false, "MF971R1": false, "MF79U": false, "": false, "MC801A1": true, "MF253V": true, "MF286": true,
	} {
		if err := (Device{Model: model, state: "modem_init_complete"}).check(); (err != nil) != router {
			t.Errorf("%q: %v", model, err)
		}
	}
}

// FuzzParse: whatever a stick sends, nothing panics, nothing of an entry is lost, and what is read can be shown.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"messages":[{"id":"1","number":"+1","content":"0041","tag":"1","date":"22,09,17,18,33,25,+12"}]}`))
	f.Add([]byte(`{"messages":[{"id":1,"content":"D83D","tag":2},{"id":"2"x}]}`))
	f.Add([]byte("\xef\xbb\xbf{\"a\":\"\x01\"}"))
	f.Add([]byte(`{"result":"failure"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if entries, ok := messagesIn(raw); ok {
			for _, one := range entries {
				if e := Parse(one); !bytes.Equal(e.Raw, one) || !utf8.ValidString(e.Content) && !e.Damaged {
					t.Errorf("%q became %+v", one, e)
				}
			}
		}
		if f, err := decode(raw); err == nil {
			_ = f.num("id", 0)
		}
		_ = Parse(append([]byte(reportMark), raw...))
		_ = parseFlags(raw)
	})
}

// TestParseIsQuick: the worst that fits into an answer takes no time that anybody would notice.
func TestParseIsQuick(t *testing.T) {
	for name, part := range map[string]string{
		"begun entries": `{"id":"`, "entries": `{},`, "ends": `]}`, "lists": `"messages":[`, "quotes": `"`, "backslashes": `\`,
		"deep": `{"a":`, "content": `0041`, "flags": `HAS_LOGIN:`,
	} {
		raw := []byte(`{"messages":[` + strings.Repeat(part, (1<<20)/len(part)) + `]}`)
		took := work.Of(func() {
			if entries, ok := messagesIn(raw); ok {
				for _, e := range entries {
					_ = Parse(e)
				}
			}
			_, _ = decode(raw)
			_ = parseFlags(raw)
		})
		if took > 20*time.Second { // with -race; what is not linear takes minutes
			t.Errorf("%s take %s", name, took)
		}
	}
}
