package phonebook_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"surfstick-sms/sms"
	"surfstick-sms/sms/phonebook"
)

func TestEntry(t *testing.T) {
	tests := []struct {
		name, line string
		wide       bool
		want       sms.Contact
		ok         bool
	}{
		{"plain", `3,"+491713920042",145,"Anna"`, false, sms.Contact{Index: 3, Number: "+491713920042", Name: "Anna"}, true},
		{"plus as type only", `3,"491713920042",145,"Anna"`, false, sms.Contact{Index: 3, Number: "+491713920042", Name: "Anna"}, true},
		{"blanks", ` 3 , "01713920042" , 129 , "Anna"`, false, sms.Contact{Index: 3, Number: "01713920042", Name: "Anna"}, true},
		{"comma", `1,"110",129,"Meyer, Anna"`, false, sms.Contact{Index: 1, Number: "110", Name: "Meyer, Anna"}, true},
		{"quotation mark", `1,"110",129,"a"b","c"`, false, sms.Contact{Index: 1, Number: "110", Name: `a"b","c`}, true},
		{"further fields", `7,"+4915100000001",145,"Anna",0,"Family","+4915100000002"`, false, sms.Contact{Index: 7, Number: "+4915100000001", Name: "Anna"}, true},
		{"all further fields", `7,"+4915100000001",145,"Meyer, "A"",0,"","",129,"x, y","a@b.c"`, false, sms.Contact{Index: 7, Number: "+4915100000001", Name: `Meyer, "A"`}, true},
		{"further fields, wide", `7,"+4915100000001",145,"0041",0,"0042","+4915100000002"`, true, sms.Contact{Index: 7, Number: "+4915100000001", Name: "A"}, true},
		{"marks missing", `007,+4915100000001",0145,"Anna`, false, sms.Contact{Index: 7, Number: "+4915100000001", Name: "Anna"}, true},
		{"mark missing behind the number", `7,"+4915100000001,145,"Anna"`, false, sms.Contact{Index: 7, Number: "+4915100000001", Name: "Anna"}, true},
		{"Latin-1", "7,\"110\",129,\"J\xf6rg\",0", false, sms.Contact{Index: 7, Number: "110", Name: "Jörg"}, true},
		{"UCS-2 unasked", `7,"110",129,"004A00F600720067"`, false, sms.Contact{Index: 7, Number: "110", Name: "Jörg"}, true},
		{"wide", `1,"110",129,"0041006E006E0061"`, true, sms.Contact{Index: 1, Number: "110", Name: "Anna"}, true},
		{"wide number", `1,"003100310030",129,"0041"`, true, sms.Contact{Index: 1, Number: "110", Name: "A"}, true},
		{"no name", `1,"110",129,""`, false, sms.Contact{Index: 1, Number: "110"}, true},
		{"no quotes", `1,110,129,Anna`, false, sms.Contact{Index: 1, Number: "110", Name: "Anna"}, true},
		{"injection", "1,\"110\rATD0900\",129,\"An\x1ana\u202e\"", false, sms.Contact{Index: 1, Number: "1100900", Name: "Anna"}, true},
		{"index too big", `99999999,"110",129,"A"`, false, sms.Contact{}, false},
		{"no index", `x,"110",129,"A"`, false, sms.Contact{}, false},
		{"cut off", `1,"110`, false, sms.Contact{}, false},
		{"no type", `1,"110"`, false, sms.Contact{}, false},
		{"nothing", ``, false, sms.Contact{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := phonebook.Entry(tt.line, tt.wide); got != tt.want || ok != tt.ok {
				t.Errorf("got %+v %v, want %+v %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

// The bytes are those of the examples in TS 31.102 annex A, and names made by its rules.
func TestAlpha(t *testing.T) {
	tests := []struct{ name, hex, want string }{
		{"gsm", "416E6E61FFFF", "Anna"},
		{"gsm umlaut", "4D7E6C6C6572", "Müller"},
		{"ucs-2", "80041004110412FFFF", "АБВ"},
		{"ucs-2 odd", "8004100411FF", "АБ"},
		{"81 example", "8103135395A6FFFF", "S\u0995\u09a6"},
		{"81 cyrillic", "8103089091C2", "АБт"},
		{"82 cyrillic", "82030410808182", "АБВ"},
		{"82 mixed", "82030410418081", "AАБ"},
		{"81 too short", "8105", "é"},
		{"81 claims more than there is", "81FF0890", "А"},
		{"82 too short", "820104", "£è"},
		{"padding only", "FFFFFF", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := hex.DecodeString(tt.hex)
			if err != nil {
				t.Fatal(err)
			}
			if got := phonebook.Alpha(data); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestName(t *testing.T) {
	tests := []struct {
		in   string
		wide bool
		want string
	}{
		{"Anna", false, "Anna"},
		{"Gr\xfc\xdfe", false, "Grüße"}, // Latin-1
		{"Grüße", false, "Grüße"},
		{"80041004110412", false, "АБВ"},
		{"800123", false, "800123"}, // a number that somebody took for a name
		{"810308909192", false, "АБВ"},
		{"80041004110412", true, "АБВ"},
		{"D83DDE42", true, "🙂"},
		{"004100", true, "004100"}, // half a character: as it is
		{"00410000FFFF", true, "A"},
		{"An\x1b[2Jna", false, "An[2Jna"},
		{"a\nb", false, "a b"},
		{strings.Repeat("x", 200), false, strings.Repeat("x", 79) + "…"},
	}
	for _, tt := range tests {
		if got := phonebook.Name(tt.in, tt.wide); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestEncode(t *testing.T) {
	for _, name := range []string{"Anna", "Grüße", "🙂 \"x\"", ""} {
		s, err := phonebook.Encode(name, true)
		if err != nil || strings.Trim(s, "0123456789ABCDEF") != "" {
			t.Errorf("%q: %q, %v", name, s, err)
		}
		if back := phonebook.Name(s, true); back != name {
			t.Errorf("%q comes back as %q", name, back)
		}
	}
	if s, err := phonebook.Encode("Anna", false); s != "Anna" || err != nil {
		t.Errorf("%q, %v", s, err)
	}
	for _, name := range []string{"ü", `a"b`, "a\rb", "a\x1ab", "a\xff"} {
		if s, err := phonebook.Encode(name, false); !errors.Is(err, phonebook.ErrName) || s != "" {
			t.Errorf("%q: %q, %v", name, s, err)
		}
	}
	for b := range rune(0x20) {
		if s, err := phonebook.Encode("a"+string(b), true); err == nil {
			t.Errorf("%q is written as %q", b, s)
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		name string
		room int
		want string
	}{
		{"Anna Meyer", 14, "Anna Meyer"},
		{"Anna Meyer-Lüdenscheid", 14, "Anna Meyer-Lüd"},
		{"Anna Meyer", 5, "Anna"},
		{"[Anna]", 7, "[Anna"},
		{"Сервис-центр", 14, "Сервис"},
		{"Anna 🙂🙂🙂🙂", 14, "Anna"},
		{"Anna", 0, "Anna"},
		{" Anna ", 3, "Ann"},
	} {
		if got := phonebook.Fit(c.name, c.room); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.name, c.room, got, c.want)
		}
	}
}

// FuzzEntry reads any line: whatever stands on the card, the name can be shown and the number
// could be dialled.
func FuzzEntry(f *testing.F) {
	f.Add(`3,"+491713920042",145,"Anna"`, false)
	f.Add(`1,"110",129,"0041006E006E0061"`, true)
	f.Add(`1,"110",129,"80041004110412"`, false)
	f.Add(`1,"003100310030",129,"8103089091C2"`, true)
	f.Add("1,\"110\r\",129,\"\x1b[2J\xff\"", false)
	f.Add(`1,"",,"82`, false)
	f.Fuzz(func(t *testing.T, line string, wide bool) {
		c, ok := phonebook.Entry(line, wide)
		if !ok {
			return
		}
		if !utf8.ValidString(c.Name) || strings.ContainsFunc(c.Name, unicode.IsControl) {
			t.Errorf("name %q", c.Name)
		}
		if strings.Trim(c.Number, "+*#0123456789") != "" || c.Index < 0 {
			t.Errorf("number %q, index %d", c.Number, c.Index)
		}
	})
}

// FuzzAlpha reads any bytes of a card.
func FuzzAlpha(f *testing.F) {
	for _, s := range []string{"416E6E61FFFF", "80041004110412FFFF", "8103135395A6FFFF", "82030410808182", "81", "82FF"} {
		data, _ := hex.DecodeString(s)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if got := phonebook.Alpha(data); !utf8.ValidString(got) || len(got) > 4*len(data)+4 {
			t.Errorf("%q of %x", got, data)
		}
	})
}
