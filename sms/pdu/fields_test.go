package pdu

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestLenientAgrees: where the strict codec accepts a PDU, the own reader finds the same in it.
func TestLenientAgrees(t *testing.T) {
	compared := 0
	for _, text := range vectorHex(t) {
		raw, err := hex.DecodeString(text)
		if err != nil || len(raw) < 2 || len(raw) <= int(raw[0]) {
			continue
		}
		raw = raw[1+int(raw[0]):]
		strict := read(raw, false)
		if _, ok := readStrict(raw); !ok || strict.shape == shapeReport || len(strict.faults) > 0 {
			continue
		}
		lenient := fields{raw: raw}
		r := reader{rest: raw}
		lenient.envelope(&r, maxAddress)
		lenient.userData(r.rest)
		if !bytes.Equal(lenient.data, strict.data) || len(lenient.faults) > 0 ||
			fmt.Sprint(lenient.header) != fmt.Sprint(strict.header) {
			t.Errorf("%s:\nlenient %+v\nstrict  %+v", text, lenient, strict)
		}
		compared++
	}
	if compared < 40 {
		t.Errorf("only %d vectors compared", compared)
	}
}

// TestAddressAgrees: the own reader and the library find the same digits.
func TestAddressAgrees(t *testing.T) {
	compared := 0
	for _, text := range vectorHex(t) {
		raw, err := hex.DecodeString(text)
		if err != nil || len(raw) < 2 || len(raw) <= int(raw[0]) {
			continue
		}
		raw = raw[1+int(raw[0]):]
		library, ok := readStrict(raw)
		if !ok || shapeOf(raw[0]) != shapeDeliver {
			continue
		}
		own := read(raw, false).address
		if strings.TrimSuffix(library.OA.Addr, "@") != own.text || library.OA.TypeOfNumber() != own.ton {
			t.Errorf("%s: library %+v, own %+v", text, library.OA, own)
		}
		compared++
	}
	if compared < 40 {
		t.Errorf("only %d vectors compared", compared)
	}
}

func vectorHex(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct{ Hex string }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = v.Hex
	}
	return texts
}

func TestOctets(t *testing.T) {
	cases := []struct {
		name, hex string
		length    int
		want      string
		clean     bool
		spoiled   []int
	}{
		{"plain", "0001aF", 2, "0001af", true, nil},
		{"white space", " 00 01\r\nAF ", 2, "0001af", true, nil},
		{"digit damaged", "0001?F", 2, "00010f", false, []int{2}},
		{"both digits damaged", "00??af", 2, "0000af", false, []int{1}},
		{"digit too many", "00?01AF", 2, "0001af", false, nil},
		{"digit damaged, and one missing", "0001?FA", 3, "00010f", false, []int{0, 1, 2}},
		{"damaged, length unknown", "0001?F2", -1, "0001f2", false, []int{0, 1, 2}},
		{"one left over", "0001AF2", -1, "0001af", false, []int{0, 1, 2}},
		{"one left over, length known", "0001AF2", 2, "0001af", false, []int{0, 1, 2}},
		{"nothing", "", -1, "", true, nil},
		{"other script", "００01", -1, "01", false, []int{0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			raw, spoiled, clean := octets(c.hex, c.length)
			if got := hex.EncodeToString(raw); got != c.want || clean != c.clean ||
				!slices.Equal(spoiled, c.spoiled) {
				t.Errorf("got %q, clean %t, spoiled %v; want %q, %t, %v",
					got, clean, spoiled, c.want, c.clean, c.spoiled)
			}
		})
	}
}

func TestStamp(t *testing.T) {
	cases := []struct {
		name, hex, want string
		fault           bool
	}{ // 3GPP TS 23.040 clause 9.2.3.11
		{"Berlin in winter", "62112271035440", "2026-11-22 17:30:45 +0100", false},
		{"New York", "6211227103540A", "2026-11-22 17:30:45 -0500", false},
		{"Kathmandu", "62112271035432", "2026-11-22 17:30:45 +0545", false},
		{"west of the date line", "6211227103548C", "2026-11-22 17:30:45 -1200", false},
		{"minus zero", "62112271035408", "2026-11-22 17:30:45 +0000", false},
		{"first day", "00101000000000", "2000-01-01 00:00:00 +0000", false},
		{"last day", "96211332959500", "2069-12-31 23:59:59 +0000", false},
		{"none", "00000000000000", "", false},
		{"too short", "621122", "", false},
		{"year 70", "07101000000000", "", true},
		{"day 0", "62110071035440", "", true},
		{"month 0", "62002271035440", "", true},
		{"29 February in an ordinary year", "62209271035440", "", true},
		{"hour 24", "62112242035440", "", true},
		{"minute 60", "62112271065440", "", true},
		{"second 60", "62112271030640", "", true},
		{"zone beyond the last", "62112271035475", "", true},
		{"zone that is no number", "621122710354F0", "", true},
		{"all ones", "FFFFFFFFFFFFFF", "", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			raw, err := hex.DecodeString(c.hex)
			if err != nil {
				t.Fatal(err)
			}
			var f fields
			got := ""
			if at := f.stamp(raw); !at.IsZero() {
				got = at.Format("2006-01-02 15:04:05 -0700")
			}
			if got != c.want || (len(f.faults) > 0) != c.fault {
				t.Errorf("got %q with faults %v, want %q", got, f.faults, c.want)
			}
		})
	}
}
