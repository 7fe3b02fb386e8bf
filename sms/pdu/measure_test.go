package pdu_test

import (
	"strings"
	"testing"

	"surfstick-sms/sms/pdu"
)

func TestMeasure(t *testing.T) {
	family := "👨‍👩‍👧"
	cases := []struct {
		name string
		text string
		want pdu.Count
	}{
		{"nothing", "", pdu.Count{Limit: 160}},
		{"one character", "x", pdu.Count{Units: 1, Limit: 160, Parts: 1}},
		{"extension counts twice", "€", pdu.Count{Units: 2, Limit: 160, Parts: 1}},
		{"full", strings.Repeat("x", 160), pdu.Count{Units: 160, Limit: 160, Parts: 1}},
		{"two parts", strings.Repeat("x", 161), pdu.Count{Units: 161, Limit: 306, Parts: 2}},
		{
			"two parts, one septet lost", strings.Repeat("x", 152) + strings.Repeat("€", 5),
			pdu.Count{Units: 163, Limit: 306, Parts: 2},
		},
		{
			"full by one extension too many", strings.Repeat("x", 159) + "€",
			pdu.Count{Units: 161, Limit: 306, Parts: 2},
		},
		{
			"one emoji in 160 makes three", strings.Repeat("x", 159) + "😀",
			pdu.Count{Units: 161, Limit: 201, Parts: 3, UCS2: true, Culprit: "😀"},
		},
		{
			"quotation mark", "„Hallo“",
			pdu.Count{Units: 7, Limit: 70, Parts: 1, UCS2: true, Culprit: "„"},
		},
		{
			"family", "a" + family + "b",
			pdu.Count{Units: 10, Limit: 70, Parts: 1, UCS2: true, Culprit: family},
		},
		{
			"umlaut in two pieces", "fu\u0308r",
			pdu.Count{Units: 4, Limit: 70, Parts: 1, UCS2: true, Culprit: "u\u0308"},
		},
		{"mark alone", "\u0308", pdu.Count{
			Units: 1, Limit: 70, Parts: 1, UCS2: true,
			Culprit: "\u0308",
		}},
		{"skin tone", "👍🏽!", pdu.Count{Units: 5, Limit: 70, Parts: 1, UCS2: true, Culprit: "👍🏽"}},
		{"no UTF-8", "a\xff", pdu.Count{Units: 2, Limit: 70, Parts: 1, UCS2: true, Culprit: "\ufffd"}},
		{"escape is no character", "\x1b", pdu.Count{
			Units: 1, Limit: 70, Parts: 1, UCS2: true,
			Culprit: "\x1b",
		}},
		{"line end of Windows", "a\r\nb", pdu.Count{Units: 3, Limit: 160, Parts: 1}},
		{"tab and no-break space are spaces", "a\t\u00a0b", pdu.Count{Units: 4, Limit: 160, Parts: 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { equal(t, "count", pdu.Measure(c.text), c.want) })
	}
}

func TestCase28TooLong(t *testing.T) {
	if c := pdu.Measure(strings.Repeat("x", 1530)); c.TooLong() {
		t.Errorf("%+v is too long", c)
	}
	if c := pdu.Measure(strings.Repeat("x", 1531)); !c.TooLong() {
		t.Errorf("%+v is not too long", c)
	}
}

func BenchmarkMeasure(b *testing.B) {
	text := strings.Repeat("Hallo, wie geht es? ", 76)
	for b.Loop() {
		pdu.Measure(text)
	}
}
