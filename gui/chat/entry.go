package chat

import (
	"strings"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// rowKind is what a row of a list is.
type rowKind int

// The kinds of row.
const (
	rowPartner rowKind = iota // somebody, with the latest text
	rowHeading                // above a group of rows
	rowHit                    // a text that a search found
	rowBinned                 // a text in the bin
	rowMore                   // there is more to be read
)

// entry is what a row shows.
type entry struct {
	kind     rowKind
	number   sms.Number
	name     string // shown name: the contact's or the number
	called   string // the name alone, "" for a bare number
	text     string
	found    []sms.Span // parts of text that a search found
	at       time.Time
	unread   int
	marked   bool // marked as unread by hand
	pinned   bool
	muted    bool
	draft    bool
	status   sms.Status
	selected bool
	ringed   bool        // it has the keyboard
	message  sms.Message // of a rowHit or rowBinned
}

// heading returns the row above a group.
func heading(key string) entry { return entry{kind: rowHeading, name: tr.T(key)} }

// preview is a text in one line.
func preview(m sms.Message) string {
	if m.ID == 0 {
		return ""
	}
	if text := oneLine(m.Text); text != "" {
		return text
	}
	return remark(m)
}

// oneLine makes one clean line of a text from outside.
func oneLine(text string) string { return sms.SanitiseLine(text, lineMost) }

// lineMost is how many characters of a text a row can show at most.
const lineMost = 200

// excerpt returns the part of a text around the first of its spans, in one clean line, and where the
// spans are in that.
func excerpt(text string, spans []sms.Span) (string, []sms.Span) {
	pieces, found := piecesOf(text, spans), []sms.Span(nil)
	var line strings.Builder
	for i, piece := range pieces {
		clean := clean(piece.text)
		if i == 0 && len(pieces) > 1 {
			clean = lead(piece.text)
		}
		if piece.found && clean != "" {
			found = append(found, sms.Span{From: line.Len(), To: line.Len() + len(clean)})
		}
		line.WriteString(clean)
		if line.Len() > 4*lineMost {
			break
		}
	}
	return line.String(), found
}

// piece is a part of a text, found or not.
type piece struct {
	text  string
	found bool
}

// piecesOf cuts a text where spans begin and end. Spans that do not fit it are left out.
func piecesOf(text string, spans []sms.Span) (all []piece) {
	at := 0
	for _, s := range spans {
		if s.From < at || s.To <= s.From || s.To > len(text) {
			continue
		}
		all = append(all, piece{text[at:s.From], false}, piece{text[s.From:s.To], true})
		at = s.To
	}
	return append(all, piece{text[at:], false})
}

// clean makes one line of a part of a text, with the space at its ends.
func clean(text string) string {
	if len(text) > 4*lineMost {
		text = strings.ToValidUTF8(text[:4*lineMost], "")
	}
	line := oneLine("|" + text + "|")
	return strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
}

// lead returns the end of what stands before the first part found, in one line: so much that the part is
// in view.
func lead(text string) string {
	const most = 14
	const enough = lineMost - 20 // bytes, controls among them: no more than clean keeps
	if len(text) <= 2*most {
		return clean(text)
	}
	end := []rune(clean(strings.ToValidUTF8(text[max(0, len(text)-enough):], "")))
	if len(end) > most {
		end = end[len(end)-most:]
	}
	return "…" + string(end)
}
