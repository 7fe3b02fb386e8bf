package answer_test

import (
	"testing"

	"surfstick-sms/sms/answer"
)

func TestChars(t *testing.T) {
	for in, want := range map[string]string{
		"Cr\xe9dit \xe9lev\xe9": "Crédit élevé", "Crédit": "Crédit", "3,75 \x80": "3,75 €",
		"Gr\xfc\xdfe": "Grüße", "": "", "a\x81b": "a\ufffdb",
	} {
		if got := answer.Chars(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestUCS2(t *testing.T) {
	for in, want := range map[string]string{
		"00480061006C006C006F": "Hallo", "0411043004320430": "Бава", "D83DDE420041": "🙂A",
		"4E2D56FD": "中国", "0048000A": "H\n", "0048": "", "00480000": "", "D83D0041": "",
		"004800610": "", "0048006x": "", "E000E001": "", "": "",
	} {
		if got, ok := answer.UCS2(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v, want %q", in, got, ok, want)
		}
	}
}

func TestScripts(t *testing.T) {
	for in, want := range map[string]string{
		"Hallo": "alphabet", "Баланс 5 €": "alphabet", "สวัสดี": "alphabet", "Số dư": "alphabet",
		"中国移动": "east", "余额 5 元。": "east", "카드": "east", "テスト": "east",
		"ኢAB": "", "AB中": "east", "ሴ噸": "", "": "", "🙂": "",
	} {
		got := ""
		switch {
		case answer.Alphabetic(in):
			got = "alphabet"
		case answer.EastAsian(in):
			got = "east"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
