package hilink

import (
	"bytes"
	"html"
)

// The tags around an entry.
var (
	entryBegin = []byte("<Message>")
	entryEnd   = []byte("</Message>")
)

// messagesIn returns the entries in the answer to sms/sms-list. They are told apart by their tags
// before anything is decoded, so that damage in one stays in that one.
func messagesIn(raw []byte) []Entry {
	var entries []Entry
	for {
		begin := bytes.Index(raw, entryBegin)
		if begin < 0 {
			return entries
		}
		length := bytes.Index(raw[begin:], entryEnd)
		if length < 0 {
			return entries
		}
		length += len(entryEnd)
		entries = append(entries, ParseEntry(raw[begin:begin+length]))
		raw = raw[begin+length:]
	}
}

// ParseEntry reads a <Message> element, such as the Raw of an Entry that was kept. It always returns
// what can be read: see Damaged.
func ParseEntry(raw []byte) Entry {
	root, err := decode(raw)
	damaged := err != nil
	if damaged {
		root = scrape(raw)
	}
	content := root.kid("Content")
	return Entry{
		Index: root.num("Index", -1), State: State(root.num("Smstat", 0)),
		Kind: Kind(root.num("SmsType", 0)), Phone: root.trimmed("Phone"), Content: root.str("Content"),
		Date: root.trimmed("Date"), SaveType: root.num("SaveType", 0),
		Damaged: damaged || content == nil || len(content.kids) > 0,
		Raw:     bytes.Clone(raw),
	}
}

// scrape returns what stands between the known tags of an element that is no XML.
func scrape(raw []byte) *element {
	root := &element{name: "Message"}
	raw = clean(raw)
	for _, name := range []string{"Index", "Smstat", "SmsType", "Phone", "Date", "SaveType", "Content"} {
		_, rest, found := bytes.Cut(raw, []byte("<"+name+">"))
		end := bytes.LastIndex(rest, []byte("</"+name+">"))
		if found && end >= 0 {
			root.kids = append(root.kids, &element{name: name, text: html.UnescapeString(string(rest[:end]))})
		}
	}
	return root
}
