package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

const good = `{"jsonrpc":"2.0","id":1,"method":"send","params":{"to":["+491701234567"],"text":"Tür \ud83d\ude00"}}`

func TestParseRequest(t *testing.T) {
	r, err := ParseRequest([]byte(good))
	if err != nil || r.Method != MethodSend || string(r.ID) != "1" {
		t.Fatalf("%+v, %v", r, err)
	}
	var p SendParams
	if err := r.Params(&p); err != nil || len(p.To) != 1 || p.Text != "Tür 😀" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, id := range []string{`"a-1"`, `0`, `-5`, `9007199254740993`, `""`} {
		r, err := ParseRequest([]byte(strings.Replace(good, `"id":1`, `"id":`+id, 1)))
		if err != nil || string(r.ID) != id {
			t.Errorf("ID %s became %s, %v", id, r.ID, err)
		}
	}
	r, err = ParseRequest([]byte(`{"jsonrpc":"2.0","id":1,"method":"info"}`))
	if err != nil || r.Params(&InfoParams{}) != nil {
		t.Errorf("without params: %v", err)
	}
}

// TestParseRequestRefuses: whatever is wrong is told with a code, a sentence and the reason "usage", and
// with the ID where there is one.
func TestParseRequestRefuses(t *testing.T) {
	cases := []struct {
		name, line string
		code       int
		words, id  string
	}{
		{"nothing", ``, CodeParse, "not one JSON object", ""},
		{"half a line", good[:40], CodeParse, "not one JSON object", ""},
		{"something after it", good + `{}`, CodeParse, "not one JSON object", ""},
		{"a line end in a text", strings.Replace(good, "Tür", "T\nr", 1), CodeParse, "not one JSON object", ""},
		{"NUL in a text", strings.Replace(good, "Tür", "T\x00r", 1), CodeParse, "not one JSON object", ""},
		{"not UTF-8", strings.Replace(good, "Tür", "T\xfcr", 1), CodeParse, "not UTF-8", ""},
		{"a batch", `[` + good + `]`, CodeRequest, "One request a line", ""},
		{"a text", `"send"`, CodeRequest, "an object is wanted", ""},
		{"a number", `1`, CodeRequest, "an object is wanted", ""},
		{"null", `null`, CodeRequest, "null is not taken", ""},
		{"null inside", strings.Replace(good, `["+491701234567"]`, `null`, 1), CodeRequest, "null is not taken", ""},
		{"no version", strings.Replace(good, `"jsonrpc":"2.0",`, ``, 1), CodeRequest, `"2.0"`, "1"},
		{"another version", strings.Replace(good, `"2.0"`, `"1.0"`, 1), CodeRequest, `"2.0"`, "1"},
		{"no ID", strings.Replace(good, `"id":1,`, ``, 1), CodeRequest, `"id"`, ""},
		{"a fraction as ID", strings.Replace(good, `"id":1`, `"id":1.5`, 1), CodeRequest, `"id"`, ""},
		{"an ID without end", strings.Replace(good, `"id":1`, `"id":`+strings.Repeat("9", 400), 1), CodeRequest, `"id"`, ""},
		{"a list as ID", strings.Replace(good, `"id":1`, `"id":[1]`, 1), CodeRequest, `"id"`, ""},
		{"a long ID", strings.Replace(good, `"id":1`, `"id":"`+strings.Repeat("x", maxID)+`"`, 1), CodeRequest, `"id"`, ""},
		{"no method", strings.Replace(good, `"method":"send",`, ``, 1), CodeRequest, `"method"`, "1"},
		{"a number as method", strings.Replace(good, `"send"`, `7`, 1), CodeRequest, `"method" cannot be number`, "1"},
		{"an unknown field", strings.Replace(good, `"id"`, `"urgent":true,"id"`, 1), CodeRequest, `unknown field "urgent"`, "1"},
		{"a field twice", strings.Replace(good, `"id":1`, `"id":1,"id":2`, 1), CodeRequest, `"id" is there twice`, ""},
		{"a field twice inside", strings.Replace(good, `"text"`, `"text":"a","text"`, 1), CodeRequest, `"text" is there twice`, ""},
		{"a field in capitals", strings.Replace(good, `"id"`, `"ID"`, 1), CodeRequest, `no field "ID"`, ""},
		{"a field with a long s", strings.Replace(good, `"params"`, `"paramſ"`, 1), CodeRequest, `no field "paramſ"`, ""},
		{"half a character", strings.Replace(good, `\ude00`, ``, 1), CodeParse, "half a character", ""},
		{"the other half", strings.Replace(good, `\ud83d`, ``, 1), CodeParse, "half a character", ""},
		{"two first halves", strings.Replace(good, `\ude00`, `\uD83D`, 1), CodeParse, "half a character", ""},
		{"many brackets", strings.Replace(good, `["+491701234567"]`, `[[["1"]]]`, 1), CodeRequest, "Too many brackets", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := ParseRequest([]byte(c.line))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%+v, %v", r, err)
			}
			if e.Code != c.code || e.Reason != ReasonUsage || !strings.Contains(e.Message, c.words) {
				t.Errorf("code %d, reason %s: %s", e.Code, e.Reason, e.Message)
			}
			if strings.Contains(e.Message, "Go ") || strings.Contains(e.Message, "remote.") {
				t.Errorf("speaks of Go: %s", e.Message)
			}
			if string(r.ID) != c.id {
				t.Errorf("ID %s, want %s", r.ID, c.id)
			}
		})
	}
}

func TestParamsRefused(t *testing.T) {
	for name, c := range map[string]struct{ params, words string }{
		"a list":           {`["+49170"]`, "an object is wanted, not array"},
		"a text as list":   {`{"to":"+49170"}`, `"to" cannot be string`},
		"a number as text": {`{"text":5}`, `"text" cannot be number`},
		"another field":    {`{"number":"+49170"}`, `unknown field "number"`},
		"a text as switch": {`{"long":"yes"}`, `"long" cannot be string`},
	} {
		r, err := ParseRequest([]byte(`{"jsonrpc":"2.0","id":1,"method":"send","params":` + c.params + `}`))
		if err != nil {
			t.Fatal(err)
		}
		var e *Error
		err = r.Params(&SendParams{})
		if !errors.As(err, &e) || e.Code != CodeParams || e.Reason != ReasonUsage || !strings.Contains(e.Message, c.words) {
			t.Errorf("%s: %+v", name, err)
		}
	}
	if e := (Request{Method: "fly"}).BadMethod(); e.Code != CodeMethod || !strings.Contains(e.Message, `"fly"`) {
		t.Errorf("%+v", e)
	}
}

// TestHalfRune: a backslash that is itself escaped begins no surrogate.
func TestHalfRune(t *testing.T) {
	for text, want := range map[string]bool{
		`"\\ud83d"`: false, `"\\\ud83d"`: true, `"\u00fc\uD83D\uDE00x"`: false, `"\uDE00\uD83D"`: true,
		`"\ud83d\n"`: true, `"\ue000"`: false, `"\ud7ff"`: false, `"\ud83d\u0041"`: true,
	} {
		if got := halfRune([]byte(text)); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"jsonrpc":"2.0","id":"a","method":"status","params":{"key":"k","until":"sent","timeout":5}}`))
	f.Add([]byte(`{"jsonrpc":"2.0","id":3,"method":"listen","params":{"since":0,"reports":true}}`))
	f.Add([]byte(`[{"jsonrpc":"2.0"}]`))
	f.Add([]byte(`{"a":{"b":[{"c":"\ud83d\ude00"}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := NewLines(bytes.NewReader(text), MaxLine)
		for {
			line, err := lines.Next()
			if err != nil {
				return
			}
			if len(line) > MaxLine || bytes.ContainsRune(line, '\n') {
				t.Fatalf("a line of %d bytes", len(line))
			}
			fuzzLine(t, line)
		}
	})
}

// fuzzLine: what is refused has a sentence and an answer that can be read; what is taken reads the same
// when it is written again.
func fuzzLine(t *testing.T, line []byte) {
	r, err := ParseRequest(line)
	if err != nil {
		fuzzRefusal(t, r.ID, err)
		return
	}
	for _, p := range []any{
		&HelloParams{}, &SendParams{}, &StatusParams{}, &CancelParams{}, &ListParams{}, &ListenParams{},
		&InfoParams{}, &USSDParams{},
	} {
		if err := r.Params(p); err != nil {
			fuzzRefusal(t, r.ID, err)
			continue
		}
		again, err := requestLine(1, r.Method, p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseRequest(bytes.TrimSuffix(again, []byte("\n"))); err != nil {
			t.Fatalf("%s was taken, %s is not: %v", line, again, err)
		}
	}
}

func fuzzRefusal(t *testing.T, id json.RawMessage, err error) {
	var e *Error
	if !errors.As(err, &e) || e.Message == "" || e.Reason == "" || e.Code == 0 {
		t.Fatalf("refused with %#v", err)
	}
	answer := ErrorLine(id, err)
	if !json.Valid(answer) || bytes.Count(answer, []byte("\n")) != 1 {
		t.Fatalf("answered with %s", answer)
	}
}
