package chat

import (
	"surfstick-sms/sms"
)

// searchRows returns the partners that fit, wherever they are, and the texts found.
func (p *partners) searchRows(query string) (rows []entry) {
	people := p.partnerRows(func(c sms.Conversation) bool {
		return matches(query, p.known.nameOf(c), string(c.Number))
	})
	if len(people) > 0 {
		rows = append(append(rows, heading("chat.search.people")), people...)
	}
	var texts []entry
	for _, hit := range p.found {
		if len(hit.Spans) > 0 && !p.known.hidden.holds(hit.Message) {
			texts = append(texts, p.hitEntry(hit))
		}
	}
	if len(texts) > 0 {
		rows = append(append(rows, heading("chat.search.texts")), texts...)
	}
	return rows
}

// hitEntry returns the row of a text that was found.
func (p *partners) hitEntry(hit sms.Hit) entry {
	e := p.known.entry(p.known.of(hit.Message.Number))
	e.kind, e.message, e.at = rowHit, hit.Message, hit.Message.Time
	e.text, e.found = excerpt(hit.Message.Text, hit.Spans)
	return e
}

// searched filters the partners at once, and finds texts after a short pause.
func (p *partners) searched() {
	p.stopWait()
	if p.query() == "" {
		p.found, p.asked = nil, ""
		p.searcher.forget()
	} else {
		p.stopWait = p.after(searchPause, p.find)
	}
	p.rebuild()
}

// find searches the texts.
func (p *partners) find() {
	query := p.query()
	if query == "" {
		return
	}
	p.searcher.ask(question{words: query, limit: searchLimit, done: func(hits []sms.Hit) {
		p.found, p.asked = hits, query
		p.rebuild()
	}})
}

func (p *partners) endSearch() { p.search.SetText("") }
