package pdu_test

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/warthog618/sms/encoding/tpdu"
	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// TestSubmit: the library reads what Encode writes as what it should be.
func TestSubmit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		to := sms.Number(rapid.StringMatching(`(\+[1-9][0-9]{6,14}|[0-9*#]{2,20})`).Draw(t, "to"))
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab€я")), 1, 400, -1).Draw(t, "text")
		o := pdu.Options{Ref: rapid.Byte().Draw(t, "ref"), Report: rapid.Bool().Draw(t, "report")}
		if rapid.Bool().Draw(t, "validity") {
			o.Validity = 48 * time.Hour
		}
		raws, err := pdu.Encode(to, text, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, raw := range raws {
			if len(raw) > 164 { // 3GPP TS 23.040 clause 9.2.2.2 with relative validity
				t.Fatalf("part %d has %d octets", i+1, len(raw))
			}
			s := tpdu.TPDU{Direction: tpdu.MO}
			if err := s.UnmarshalBinary(raw); err != nil {
				t.Fatalf("part %d: %v", i+1, err)
			}
			submitted(t, s, to, o)
			total, seq, ref, long := s.ConcatInfo()
			if long != (len(raws) > 1) ||
				long && (total != len(raws) || seq != i+1 || ref != int(o.Ref)) {
				t.Fatalf("part %d of %d says %d of %d, reference %d", i+1, len(raws), seq, total, ref)
			}
		}
	})
}

func submitted(t *rapid.T, s tpdu.TPDU, to sms.Number, o pdu.Options) {
	if s.SmsType() != tpdu.SmsSubmit || s.PID != 0 || s.MR != 0 {
		t.Fatalf("type %v, PID %02x, reference %d", s.SmsType(), s.PID, s.MR)
	}
	ton := tpdu.TonUnknown
	if to.International() {
		ton = tpdu.TonInternational
	}
	if s.DA.Number() != string(to) || s.DA.TypeOfNumber() != ton ||
		s.DA.NumberingPlan() != tpdu.NpISDN {
		t.Fatalf("to %s: %+v", to, s.DA)
	}
	if s.FirstOctet.SRR() != o.Report || s.VP.Duration != o.Validity {
		t.Fatalf("report %t, validity %v", s.FirstOctet.SRR(), s.VP.Duration)
	}
}

// TestReport: status reports as the library builds them say what they should.
func TestReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sent := time.Unix(rapid.Int64Range(946800000, 3155600000).Draw(t, "sent"), 0).UTC()
		r := tpdu.TPDU{
			MR: rapid.Byte().Draw(t, "ref"), ST: rapid.Byte().Draw(t, "status"),
			RA:   tpdu.Address{TOA: 0x91, Addr: "491711234567"},
			SCTS: tpdu.Timestamp{Time: sent}, DT: tpdu.Timestamp{Time: sent.Add(time.Minute)},
		}
		_ = r.SetSmsType(tpdu.SmsStatusReport)
		raw, err := r.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		more := rapid.SliceOfN(rapid.Byte(), 0, 4).Draw(t, "more")
		p := pdu.Decode("00"+hex.EncodeToString(append(raw, more...)), -1, "DE")
		want := pdu.Report{
			Ref: int(r.MR), To: "+491711234567", Status: r.ST, At: r.DT.Time,
		}
		if p.Kind != pdu.KindReport || p.Damaged || p.Report.Ref != want.Ref ||
			p.Report.To != want.To || p.Report.Status != want.Status || !p.Report.At.Equal(want.At) {
			t.Fatalf("got %+v with faults %q, want %+v", p.Report, p.Faults, want)
		}
	})
}

// TestReportCutOff: a report that does not reach its status never delivers nor ends anything.
func TestReportCutOff(t *testing.T) {
	raw, err := hex.DecodeString("0611" + "0C91947111325476" + "62112271035440" + "62112271130040" + "00")
	if err != nil {
		t.Fatal(err)
	}
	for cut := 1; cut < len(raw); cut++ {
		p := pdu.Decode("00"+hex.EncodeToString(raw[:cut]), len(raw), "DE")
		if !p.Damaged || p.Kind != pdu.KindReport || p.Report.Outcome() != pdu.OutcomeTrying {
			t.Errorf("cut at %d: %+v, outcome %v", cut, p, p.Report.Outcome())
		}
	}
}
