package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
	"surfstick-sms/sms"
)

func english(t *testing.T) {
	t.Helper()
	if err := tr.Use("en"); err != nil {
		t.Fatal(err)
	}
}

func arrival(number, name, text string) Arrival {
	return Arrival{Message: sms.Message{Number: sms.Number(number), Text: text}, Name: name, Text: text}
}

var noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)

func TestSay(t *testing.T) {
	english(t)
	anna, again := arrival("+4917155", "Anna", "See you at 8?"), arrival("+4917155", "Anna", "Or at 9?")
	code := arrival("MyBank", "MyBank", "Your code is 482113.")
	code.Code = "482113"
	var many []Arrival
	for i := range 30 {
		many = append(many, arrival(fmt.Sprintf("+49171%d", i%5), fmt.Sprintf("P%d", i%5), "x"))
	}
	copyIt := []presence.Action{{Key: ActionCode, Words: "Copy 482113"}}
	cases := []struct {
		name   string
		all    []Arrival
		s      Settings
		unread int
		canAct bool
		want   presence.Note
	}{
		{
			"full",
			[]Arrival{anna},
			Settings{},
			1, true,
			presence.Note{Tag: "+4917155", Title: "Anna", Body: "See you at 8?"},
		},
		{
			"silent",
			[]Arrival{anna},
			Settings{Silent: true},
			1, true,
			presence.Note{Tag: "+4917155", Title: "Anna", Body: "See you at 8?", Silent: true},
		},
		{
			"two of one",
			[]Arrival{anna, again},
			Settings{},
			2, true,
			presence.Note{Tag: "+4917155", Title: "Anna – 2 new messages", Body: "Or at 9?"},
		},
		{
			"sender only",
			[]Arrival{anna},
			Settings{Content: Sender},
			1, true,
			presence.Note{Tag: "+4917155", Title: "Anna", Body: "1 new message"},
		},
		{
			"sender only, with a code",
			[]Arrival{code},
			Settings{Content: Sender},
			1, true,
			presence.Note{Tag: "MyBank", Title: "MyBank", Body: "1 new message"},
		},
		{
			"count only",
			[]Arrival{anna},
			Settings{Content: Count},
			7, true,
			presence.Note{Tag: TagCount, Title: "Surfstick SMS", Body: "7 new messages"},
		},
		{
			"count only, not counted yet",
			[]Arrival{anna, again},
			Settings{Content: Count},
			0, true,
			presence.Note{Tag: TagCount, Title: "Surfstick SMS", Body: "2 new messages"},
		},
		{
			"code",
			[]Arrival{code},
			Settings{},
			1, true,
			presence.Note{Tag: "MyBank", Title: "MyBank", Body: "Your code is 482113.", Actions: copyIt},
		},
		{
			"code, no buttons",
			[]Arrival{code},
			Settings{},
			1, false,
			presence.Note{Tag: "MyBank", Title: "MyBank", Body: "Your code is 482113."},
		},
		{
			"30 of 5", many,
			Settings{},
			30, true,
			presence.Note{Tag: TagMany, Title: "30 new messages", Body: "From 5 people: P4, P3, P2, P1 …"},
		},
		{
			"2 of 2",
			[]Arrival{anna, code},
			Settings{},
			2, true,
			presence.Note{Tag: TagMany, Title: "2 new messages", Body: "From 2 people: MyBank, Anna"},
		},
		{
			"no text",
			[]Arrival{arrival("5", "5", "")},
			Settings{},
			1, true,
			presence.Note{Tag: "5", Title: "5", Body: "1 new message"},
		},
	}
	for _, c := range cases {
		got, ok := Say(c.all, c.s, noon, c.unread, c.canAct)
		if !ok || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestSayNothing(t *testing.T) {
	english(t)
	anna := []Arrival{arrival("1", "Anna", "Hi")}
	cases := []struct {
		name string
		all  []Arrival
		s    Settings
	}{
		{"nothing came", nil, Settings{}},
		{"switched off", anna, Settings{Content: Off}},
		{"paused", anna, Settings{Until: noon.Add(time.Second)}},
		{"quiet hours", anna, Settings{Quiet: ReadHours("11:30-13:00")}},
	}
	for _, c := range cases {
		if n, ok := Say(c.all, c.s, noon, 1, true); ok {
			t.Errorf("%s: %+v", c.name, n)
		}
	}
	if _, ok := Say(anna, Settings{Until: noon}, noon, 1, true); !ok {
		t.Error("nothing is said when the pause is over")
	}
}

func TestWorth(t *testing.T) {
	cases := []struct {
		name   string
		change func(*Arrival)
		want   bool
	}{
		{"a text", func(*Arrival) {}, true},
		{"sent", func(a *Arrival) { a.Message.Direction = sms.Outgoing }, false},
		{"read elsewhere", func(a *Arrival) { a.Message.Read = true }, false},
		{"imported", func(a *Arrival) { a.Message.Imported = true }, false},
		{"muted or blocked", func(a *Arrival) { a.Hushed = true }, false},
		{"in view", func(a *Arrival) { a.Seen = true }, false},
	}
	for _, c := range cases {
		a := arrival("1", "Anna", "Hi")
		if c.change(&a); Worth(a) != c.want {
			t.Errorf("%s: want %t", c.name, c.want)
		}
	}
}

// TestHostile: whatever was sent, what is shown are visible characters in one short line, and never a
// direction that turns what follows around.
func TestHostile(t *testing.T) {
	english(t)
	for _, text := range []string{
		"<b>bold</b> <a href=\"http://x\">you won</a> &amp; <script>alert(1)</script>",
		"$(calc.exe) `calc` \"; Start-Process calc #", "\u201c$(calc)\u201d",
		"\u202eexe.gpj\u2066\u2069\u200f", "a\x00b\x1b[31mc\x07", strings.Repeat("x", 10_000),
		strings.Repeat("\u0301", 5000), strings.Repeat("👨‍👩‍👧‍👦", 3000), "\xff\xfe\xfd", "a\r\nb\u2028c\td",
	} {
		a := Arrival{Message: sms.Message{Number: "1"}, Name: text, Text: text, Code: text}
		b := Arrival{Message: sms.Message{Number: "2"}, Name: text, Text: text}
		for _, all := range [][]Arrival{{a}, {a, a}, {a, b}} {
			n, ok := Say(all, Settings{}, noon, 1, true)
			if !ok {
				t.Fatal("nothing said")
			}
			words := n.Title + n.Body
			for _, one := range n.Actions {
				words += one.Words
			}
			for _, r := range words {
				if unicode.IsControl(r) || r != '\u200d' && unicode.Is(unicode.Cf, r) || r == '\u2028' {
					t.Errorf("%.20q: %U is shown", text, r)
				}
			}
			if !utf8.ValidString(words) || utf8.RuneCountInString(n.Title) > 700 ||
				utf8.RuneCountInString(n.Body) > 3000 {
				t.Errorf("%.20q: %d and %d characters", text, len(n.Title), len(n.Body))
			}
		}
	}
}

func TestHours(t *testing.T) {
	cases := []struct {
		hours, at string
		want      bool
	}{
		{"22:00-07:00", "21:59", false},
		{"22:00-07:00", "22:00", true},
		{"22:00-07:00", "00:00", true},
		{"22:00-07:00", "06:59", true},
		{"22:00-07:00", "07:00", false},
		{"13:00-14:30", "12:59", false},
		{"13:00-14:30", "14:29", true},
		{"13:00-14:30", "14:30", false},
		{"08:00-08:00", "08:00", false},
		{"", "00:00", false},
		{"25:00-07:00", "03:00", false},
		{"22:00", "23:00", false},
		{"nonsense", "00:00", false},
	}
	for _, c := range cases {
		at, err := time.Parse("15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := ReadHours(c.hours).Hold(at); got != c.want {
			t.Errorf("%q at %s: %t", c.hours, c.at, got)
		}
	}
	if got := ReadHours("22:00-07:05").String(); got != "22:00-07:05" {
		t.Errorf("written again: %q", got)
	}
	if got := (Hours{}).String(); got != "" {
		t.Errorf("no hours: %q", got)
	}
}
