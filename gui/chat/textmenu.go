package chat

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// bubbleMenu is what can be done with a text beside copying it.
func (r *right) bubbleMenu(m sms.Message) (all []look.Item) {
	add := func(key string, icon fyne.Resource, do func()) {
		all = append(all, look.Item{Words: tr.T(key), Icon: icon, Do: do})
	}
	worded := !blank(sms.Sanitise(m.Text))
	if worded && !r.ReadOnly && r.closedWhy(m.Number) == "" {
		add("chat.menu.quote", look.SignQuote.Icon(), func() { r.quote(m) })
	}
	if worded && !r.ReadOnly {
		add("chat.menu.forward", look.SignForward.Icon(), func() { r.forward(m) })
	}
	add("chat.menu.details", theme.InfoIcon(), func() { r.showDetails(m) })
	if r.ReadOnly || m.Status == sms.Sending {
		return all
	}
	label := "chat.menu.deleteOne"
	if waits(m) {
		label = "chat.menu.stop"
	}
	return append(all, look.Item{}, look.Item{
		Words: tr.T(label), Icon: theme.DeleteIcon(), Danger: true, Do: func() {
			r.trash.deleteText(m)
			r.conversation.pane.drop(m.ID)
			r.focusComposer()
		},
	})
}

// quote puts a text into the composer, each of its lines behind a sign for what was said before.
func (r *right) quote(m sms.Message) {
	var lines strings.Builder
	for line := range strings.Lines(strings.TrimSpace(sms.Sanitise(m.Text))) {
		lines.WriteString("> " + strings.TrimRight(line, "\n") + "\n")
	}
	r.composer.insert(lines.String())
}

// forward begins a new message with a text, for somebody else.
func (r *right) forward(m sms.Message) {
	r.startNew()
	r.composer.continueWith(m.Text)
}

// showDetails shows all that is known of a text: when it went where, in how many parts, and how it
// stands.
func (r *right) showDetails(m sms.Message) {
	var pairs []any
	add := func(key, value string) {
		if value != "" {
			line := look.NewLine(value, theme.ColorNameForeground, theme.SizeNameText)
			pairs = append(pairs, tr.T("chat.details."+key), line)
		}
	}
	exact := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return tr.Exact(at.In(r.Now().Location()))
	}
	if m.Direction == sms.Incoming {
		add("from", r.who(m.Number))
		add("sent", exact(m.SentAt))
		add("received", exact(m.Time))
	} else {
		add("to", r.who(m.Number))
		add("written", exact(m.Time))
		add(doneKey(m.Status), exact(m.DoneAt))
		add("next", exact(m.NextTry))
	}
	add("state", detailState(m, r.Now()))
	add("parts", partsWords(m))
	if m.Imported {
		add("source", tr.T("chat.details.imported"))
	}
	look.NewSheet(r.canvas, tr.T("chat.details.title"), look.Form(pairs...)).
		Answers(look.NewPrimary(tr.T("chat.details.close"), nil)).Show(nil)
}

// who returns the name and the number of a partner.
func (r *right) who(n sms.Number) string {
	known := r.known.of(n)
	if r.known.called(known) == "" || n.Alphanumeric() {
		return r.known.nameOf(known)
	}
	return r.known.nameOf(known) + " · " + oneLine(n.Display(r.Region()))
}

// doneKey says what happened at the end of an outgoing text.
func doneKey(s sms.Status) string {
	switch s {
	case sms.Delivered:
		return "delivered"
	case sms.Sent:
		return "gone"
	}
	return "ended"
}

// detailState puts the state of a text into words; a text received in full has none.
func detailState(m sms.Message, now time.Time) string {
	if m.Direction == sms.Outgoing {
		return stateOf(m, now).words
	}
	return remark(m)
}

func partsWords(m sms.Message) string {
	switch {
	case m.Parts < 2:
		return ""
	case m.Done < m.Parts:
		return tr.T("chat.details.partsOf", tr.Data{"Done": m.Done, "Parts": m.Parts})
	}
	return tr.T("chat.details.partsAll", tr.Data{"Parts": m.Parts})
}

// timeTap is the invisible part of a bubble that shows the exact times when its time is clicked.
type timeTap struct {
	look.Graphic
	do func()
}

func newTimeTap(do func()) *timeTap {
	t := &timeTap{do: do}
	t.Arrange = func(fyne.Size) {}
	t.Parts = []fyne.CanvasObject{container.NewWithoutLayout()}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *timeTap) Tapped(*fyne.PointEvent) { t.do() }
