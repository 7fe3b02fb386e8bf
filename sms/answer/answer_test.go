package answer_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"surfstick-sms/sms/answer"
)

const (
	word   = answer.Word
	number = answer.Number
	phone  = answer.Phone
	text   = answer.Text
)

// Without kinds a line is read as it stands.
func TestRead(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{``, []string{""}},
		{`1`, []string{"1"}},
		{`0,1,,24`, []string{"0", "1", "", "24"}},
		{`"SM",3`, []string{"SM", "3"}},
		{` "SM" , 3 `, []string{"SM", "3"}},
		{`"a,b",c`, []string{"a,b", "c"}},
		{`" a ",c`, []string{" a ", "c"}},
		{`("SM","ME"),("SM"),2`, []string{`("SM","ME")`, `("SM")`, "2"}},
		{`((1,2),(3)),4`, []string{`((1,2),(3))`, "4"}},
		{`(1,2`, []string{`(1,2`}},
		{`"open,3`, []string{"open", "3"}},
		{`open",3`, []string{"open", "3"}},
		{`)),1`, []string{"))", "1"}},
		{`,`, []string{"", ""}},
		{`"`, []string{""}},
		{`""`, []string{""}},
		{`"",1`, []string{"", "1"}},
		{`2,1, 550014, 676`, []string{"2", "1", "550014", "676"}},
	}
	for _, tt := range tests {
		if got := answer.Read(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("Read(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Where quotation marks are missing or one too many, the kinds decide.
func TestReadKinds(t *testing.T) {
	cusd := []answer.Kind{number, text, number}
	cops := []answer.Kind{number, number, text, number}
	cpbr := []answer.Kind{number, phone, number, text, number, text, phone, number}
	cnum := []answer.Kind{text, phone, number}
	tests := []struct {
		name, in string
		kinds    []answer.Kind
		want     string
	}{
		{"message", `0,"12,34 EUR",15`, cusd, "0|12,34 EUR|15"},
		{"quotation marks inside", `0,"Lied "Shape", neu",15`, cusd, `0|Lied "Shape", neu|15`},
		{"comma and marks inside", `0,"a","b",15`, cusd, `0|a","b|15`},
		{"number inside", `0,"a",5,"b",15`, cusd, `0|a|5|b|15`},
		{"no marks", `0,12,34 EUR,15`, cusd, "0|12,34 EUR|15"},
		{"no mark before", `0,12,34 EUR",15`, cusd, "0|12,34 EUR|15"},
		{"no mark behind", `0,"12,34 EUR,15`, cusd, "0|12,34 EUR|15"},
		{"cut off", `2,"Saldo 50,04 Eur`, cusd, "2|Saldo 50,04 Eur"},
		{"state alone", `4`, cusd, "4"},
		{"leading zeros", `00,"a",015`, cusd, "00|a|015"},

		{"operator", `0,0,"Test Net",7`, cops, "0|0|Test Net|7"},
		{"operator cut off", `0,0,"Testnet,0`, cops, "0|0|Testnet|0"},
		{"operator without a mark before", `0,0,Testnet",0`, cops, "0|0|Testnet|0"},
		{"operator with a comma", `0,0,"Net, one"`, cops, "0|0|Net, one"},

		{"entry", `7,"+49151",145,"Anna"`, cpbr, "7|+49151|145|Anna"},
		{"further fields", `7,"+49151",145,"Anna",0,"Family","+49152"`, cpbr, "7|+49151|145|Anna|0|Family|+49152"},
		{"further fields, empty", `7,"+49151",145,"Meyer, Anna",,"Family",""`, cpbr, "7|+49151|145|Meyer, Anna||Family|"},
		{"marks and commas in the name", `1,"110",129,"a"b","c"`, cpbr, `1|110|129|a"b","c`},
		{"marks in the name, further fields", `1,"110",129,"a "b", c",0,""`, cpbr, `1|110|129|a "b", c|0|`},
		{"number without a mark behind", `7,"+49151,145,"Anna"`, cpbr, "7|+49151|145|Anna"},
		{"number without a mark before", `7,+49151",145,"Anna"`, cpbr, "7|+49151|145|Anna"},
		{"empty name, mark missing before", `7,"+49151,145,""`, cpbr, "7|+49151|145|"},
		{"no marks at all", `7,+49151,145,Meyer, Anna`, cpbr, "7|+49151|145|Meyer, Anna"},
		{"number with a pause", `7,"0151,12",129,"A"`, cpbr, "7|0151,12|129|A"},

		{"own number", `"","+49151",145`, cnum, "|+49151|145"},
		{"own number without a mark before", `"",+49151",145`, cnum, "|+49151|145"},
		{"own number without a name", `,"+49151",145,7,4`, cnum, "|+49151|145|7|4"},
		{"own name with a comma", `"Max, "the" Man","+49151",145`, cnum, `Max, "the" Man|+49151|145`},

		{"memory", `"SM,5`, []answer.Kind{word, number}, "SM|5"},
		{"memory without a mark before", `SM",05`, []answer.Kind{word, number}, "SM|05"},
		{"memory without marks", ` ME , 0 `, []answer.Kind{word, number}, "ME|0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(answer.Read(tt.in, tt.kinds...), "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	f := answer.Read(`002, 7 ,"145",-4,x,,99999999999,0A`)
	for i, want := range []int{2, 7, 145, -1, -1, -1, -1, -1, -1} {
		if got := f.Number(i); got != want {
			t.Errorf("field %d: %d, want %d", i, got, want)
		}
	}
	if f.Number(-1) != -1 || f.At(-1) != "" || f.At(9) != "" {
		t.Error("a field that is not there has a value")
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		`"+4915100000001"`:                 "+4915100000001",
		`"+49 151-00"`:                     "+4915100",
		`"003100310030"`:                   "110",
		`"002B00340039003100350031"`:       "+49151",
		`"0049015112345678"`:               "0049015112345678",
		"\"110\rATD0900\"":                 "1100900",
		`*100#`:                            "*100#",
		`"00310031003"`:                    "00310031003",
		"\"\xff\"":                         "",
		`"0041004200430044"`:               "",
		`"0031004100310030"`:               "110",
		`"00310041003100300031003000E900"`: "00310041003100300031003000900",
	} {
		if got := answer.Read(in, phone).Phone(0); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSet(t *testing.T) {
	f := answer.Read(`(0-3, 5),("SM","ME),7,1-250,(),(3-1),((2),(4-6))`)
	has := func(i int) string {
		var b strings.Builder
		for n := range 8 {
			if f.Set(i).Has(n) {
				b.WriteString(strconv.Itoa(n))
			}
		}
		return b.String()
	}
	for i, want := range []string{"01235", "", "7", "1234567", "", "", "2456", ""} {
		if got := has(i); got != want {
			t.Errorf("field %d has %q, want %q", i, got, want)
		}
	}
	if s := f.Set(1); !s.HasWord("sm") || !s.HasWord("ME") || s.HasWord("MT") {
		t.Errorf("words %+v", s)
	}
	if from, to, ok := f.Set(3).Bounds(); from != 1 || to != 250 || !ok {
		t.Errorf("bounds %d %d %v", from, to, ok)
	}
	if from, to, ok := f.Set(6).Bounds(); from != 2 || to != 6 || !ok {
		t.Errorf("bounds %d %d %v", from, to, ok)
	}
	if _, _, ok := f.Set(1).Bounds(); ok {
		t.Error("words have bounds")
	}
}

func TestUnclosed(t *testing.T) {
	for in, want := range map[string]bool{
		`0,"a",15`: false, `0,"a"`: false, `0,a,15`: false, `4`: false, ``: false,
		`0,"a`: true, `0,"a,15`: true, `1,"`: true, `1, "Menu`: true,
		`0,a",15`: false, `0,"5" pipe",15`: false, `0,"5" pipe`: true, `0,"a" , 15 `: false,
		`0,""`: false, `0,"",`: true, `"a`: true,
	} {
		if got := answer.Unclosed(in); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

// strict writes fields as the standards want them: numbers bare, all else in quotation marks.
func strict(f []string, kinds []answer.Kind) string {
	out := make([]string, len(f))
	for i, s := range f {
		out[i] = `"` + s + `"`
		if i < len(kinds) && kinds[i] == number {
			out[i] = s
		}
	}
	return strings.Join(out, ",")
}

// legal turns anything into a field of a kind.
func legal(s string, kind answer.Kind) string {
	const digits, dial = "0123456789", "0123456789+*#"
	return strings.Map(func(r rune) rune {
		if r == '"' || kind == number && !strings.ContainsRune(digits, r) ||
			kind == phone && !strings.ContainsRune(dial, r) {
			return -1
		}
		return r
	}, s)
}

// FuzzRead reads any line with any kinds. It never panics; nothing is made up; what a strict writer
// writes is read as it was written.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`0,"12,34 EUR",15`, `7,"+49151",145,"Anna",0,"Family","+49152"`, `"","+49151,145`, `((`,
		`("SM","ME"),("SM")`, `0,0,"Testnet,0`, `"a"b","c"`, `(0-3,5)`, `,,,`, `"`, "0,\"Cr\xe9dit\",2",
		`0,"00480061006C006C006F",15`, `2,1, 550014, 676`,
	} {
		f.Add(s, uint16(0b0011_0111_0001))
		f.Add(s, uint16(0))
	}
	f.Fuzz(func(t *testing.T, s string, shape uint16) {
		kinds := make([]answer.Kind, 8)
		for i := range kinds {
			kinds[i] = answer.Kind(shape >> (2 * i) & 3)
		}
		got := answer.Read(s, kinds...)
		readsAll(t, s, got)
		var fields []string
		for i, field := range got {
			kind := word
			if i < len(kinds) {
				kind = kinds[i]
			}
			fields = append(fields, legal(field, kind))
		}
		line := strict(fields, kinds)
		if back := answer.Read(line, kinds...); !slices.Equal(back, fields) {
			t.Errorf("%q %v: wrote %q, read %q", line, kinds, fields, back)
		}
	})
}

// readsAll checks that every field stands in the line, in order, and that nothing panics.
func readsAll(t *testing.T, s string, f answer.Fields) {
	rest := s
	for i := range f {
		_, after, found := strings.Cut(rest, f.At(i))
		if !found {
			t.Errorf("field %q is not in %q", f.At(i), rest)
		}
		rest = after
		f.Number(i)
		f.Phone(i)
		f.Set(i).Bounds()
		answer.UCS2(f.At(i))
		if c := f.Text(i); strings.ToValidUTF8(c, "") != c {
			t.Errorf("%q is not UTF-8", c)
		}
	}
	if strings.Trim(rest, "\" \t,") != "" && !strings.ContainsAny(rest, "()") {
		t.Errorf("%q is left of %q", rest, s)
	}
	if answer.Unclosed(s) && !strings.Contains(s, `"`) {
		t.Errorf("%q is open", s)
	}
	if c := answer.Chars(s); answer.Alphabetic(c) && strings.Trim(c, "中") == "" {
		t.Errorf("%q is in an alphabet", c)
	}
}
