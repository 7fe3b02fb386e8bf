package pdu_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"surfstick-sms/sms/pdu"
)

// vector is one line of testdata/vectors.json. Those called real were seen by others in networks;
// the constructed ones were made by a codec that shares nothing with this one.
type vector struct {
	Name, Source, Hex, Region string
	Length                    int
	Want                      wanted
}

// wanted is what a vector should decode to; what is left out is empty, and no port.
type wanted struct {
	Kind, From, Text, SentAt, Service string
	Damaged                           bool // the text may be wrong
	Odd                               bool // something beside it is
	Class, Replace, Port              int
	PID                               byte
	Concat                            []int // reference, its bits, total, sequence
	Report                            *struct {
		Ref     int
		Status  byte
		Outcome string
		At      string
	}
}

func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestDecode(t *testing.T) {
	all := vectors(t)
	if len(all) < 60 {
		t.Fatalf("%d vectors, want 60 or more", len(all))
	}
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			check(t, pdu.Decode(v.Hex, v.Length, v.Region), v.Want)
		})
	}
}

func check(t *testing.T, p pdu.Part, want wanted) {
	t.Helper()
	equal(t, "kind", p.Kind.String(), want.Kind)
	equal(t, "sender", string(p.From), want.From)
	equal(t, "text", p.Text, want.Text)
	equal(t, "sent at", stamp(p.SentAt), want.SentAt)
	equal(t, "class", p.Class, want.Class)
	equal(t, "replace", p.Replace, want.Replace)
	equal(t, "protocol identifier", p.PID, want.PID)
	equal(t, "concatenation", p.Concat, concat(want.Concat))
	if want.Service == "" {
		want.Service = "none"
	}
	equal(t, "service", p.Service.String(), want.Service)
	if want.Port == 0 {
		want.Port = -1
	}
	equal(t, "port", p.Port, want.Port)
	if p.Damaged != want.Damaged || (len(p.Faults) > 0) != (want.Damaged || want.Odd) {
		t.Errorf("damaged %t with faults %q, want damaged %t, odd %t",
			p.Damaged, p.Faults, want.Damaged, want.Odd)
	}
	if r := want.Report; r != nil {
		equal(t, "reference", p.Report.Ref, r.Ref)
		equal(t, "status", p.Report.Status, r.Status)
		equal(t, "outcome", p.Report.Outcome().String(), r.Outcome)
		equal(t, "discharge time", stamp(p.Report.At), r.At)
		equal(t, "recipient", p.Report.To, p.From)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func concat(c []int) pdu.Concat {
	if len(c) != 4 {
		return pdu.Concat{}
	}
	return pdu.Concat{Ref: c[0], RefBits: c[1], Total: c[2], Seq: c[3]}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}
