package chat

import (
	"encoding/json"
	"slices"
	"strings"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// askParts is the number of parts from which on a text is sent only after a question.
const askParts = 7

// The settings of the questions before something dear is sent.
const (
	// KeyAskCost is whether to ask at all.
	KeyAskCost = "cost.ask"
	// KeyAgreed holds the numbers for which one need not ask again: a JSON object of the kinds of cost
	// by number.
	KeyAgreed = "cost.agreed"
)

// The values of KeyAskCost beside "": ask, but for numbers that the user excepted.
const (
	AskAlways = "always" // for these numbers too
	AskNever  = "never"
)

// The kinds of cost beside the names of sms.Rate.
const kindLong = "long"

// cost is what a text costs beside one SMS.
type cost struct {
	to    []sms.Number
	parts int
	rate  sms.Rate // the first unusual one
	dear  sms.Number
	asks  []string // the kinds of cost to ask about
}

// matters reports whether to ask before such a text goes out. Several recipients are always named
// before: one may be there by mistake.
func (q cost) matters() bool { return len(q.asks) > 0 || len(q.to) > 1 }

// costOf returns what a text costs.
func (c *composer) costOf(to []sms.Number, text string) cost {
	q := cost{to: to, parts: pdu.Measure(text).Parts}
	ask, agreed := c.kept.Setting(KeyAskCost), agreedIn(c.kept)
	free := func(n sms.Number, kind string) bool {
		return ask == AskNever || ask != AskAlways && slices.Contains(agreed[n], kind)
	}
	for _, n := range to {
		if r := n.Rate(c.region()); r != sms.RateUsual && q.rate == sms.RateUsual && !free(n, r.String()) {
			q.rate, q.dear = r, n
			q.asks = append(q.asks, r.String())
		}
	}
	if q.parts >= askParts && !slices.ContainsFunc(to, func(n sms.Number) bool { return free(n, kindLong) }) {
		q.asks = append(q.asks, kindLong)
	}
	return q
}

// agreedIn returns what the user does not want to be asked again, by number.
func agreedIn(k Keeper) map[sms.Number][]string {
	all := map[sms.Number][]string{}
	if json.Unmarshal([]byte(k.Setting(KeyAgreed)), &all) != nil {
		return map[sms.Number][]string{}
	}
	return all
}

// agree keeps that one need not ask again about these kinds of cost of a number.
func agree(k Keeper, to []sms.Number, kinds []string) {
	all := agreedIn(k)
	for _, n := range to {
		for _, kind := range kinds {
			if !slices.Contains(all[n], kind) {
				all[n] = append(all[n], kind)
			}
		}
	}
	if data, err := json.Marshal(all); err == nil {
		_ = k.SetSetting(KeyAgreed, string(data)) // which has logged it: then it asks again
	}
}

// askCost asks once before a text goes out that may cost more than usual.
func (c *composer) askCost(q cost, send func()) {
	all := q.parts * len(q.to)
	again := look.NewCheck(tr.N("chat.costly.again", len(q.to)), nil)
	again.SetChecked(q.rate == sms.RateForeign)
	yes := look.NewPrimary(tr.T("chat.costly.yes", tr.Data{"Parts": all}), func() {
		if again.Checked && again.Visible() {
			agree(c.kept, q.to, q.asks)
		}
		send()
	})
	again.Hidden = len(q.asks) == 0 || c.kept.Setting(KeyAskCost) == AskAlways
	sheet := look.NewSheet(c.canvas, c.costTitle(q), look.NewText(c.costWords(q), ""), again)
	sheet.Answers(look.NewQuiet(tr.T("chat.costly.no"), nil), yes).Show(nil)
}

func (c *composer) costTitle(q cost) string {
	switch {
	case len(q.to) > 1:
		return tr.N("chat.costly.title.several", len(q.to))
	case q.rate != sms.RateUsual:
		return tr.T("chat.costly.title."+q.rate.String(), tr.Data{"Name": c.nameOf(q.dear)})
	}
	return tr.T("chat.costly.title")
}

// costWords says what the text costs and why.
func (c *composer) costWords(q cost) string {
	var all []string
	if len(q.to) > 1 {
		names := make([]string, len(q.to))
		for i, n := range q.to {
			names[i] = c.nameOf(n)
		}
		all = append(all, tr.T("chat.costly.text.several", tr.Data{
			"Names": strings.Join(names, ", "), "Parts": q.parts * len(q.to),
		}))
	}
	if q.rate != sms.RateUsual {
		all = append(all, tr.T("chat.costly.text."+q.rate.String(), tr.Data{"Name": c.nameOf(q.dear)}))
	}
	if slices.Contains(q.asks, kindLong) {
		all = append(all, tr.T("chat.costly.text", tr.Data{"Parts": q.parts}))
	}
	return strings.Join(all, "\n\n")
}
