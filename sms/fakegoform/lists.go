package fakegoform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var capacityFields = []string{
	"sms_nv_total", "sms_sim_total", "sms_nvused_total", "sms_nv_rev_total", "sms_nv_send_total",
	"sms_nv_draftbox_total", "sms_sim_rev_total", "sms_sim_send_total", "sms_sim_draftbox_total",
}

// capacity is sms_capacity_info.
func (s *Server) capacity(q *request) map[string]string {
	n := map[string]int{"sms_nv_total": nvMax, "sms_sim_total": simMax}
	for _, e := range s.boxes {
		box := map[int]string{
			TagRead: "rev", TagNew: "rev", TagSent: "send", TagFailed: "send", TagDraft: "draftbox",
		}[e.tag]
		where := "nv"
		if e.onCard {
			where = "sim"
		} else {
			n["sms_nvused_total"]++
		}
		n["sms_"+where+"_"+box+"_total"]++
	}
	values := map[string]string{}
	for _, name := range capacityFields {
		values[name] = strconv.Itoa(n[name])
	}
	return s.private(q, values)
}

// list is sms_data_total: all that lies in the stick or on the card.
func (s *Server) list(q *request) string {
	if !q.session {
		return `{"sms_data_total":""}`
	}
	var in []stored
	for _, e := range sorted(s.boxes) {
		tag := q.values.Get("tags")
		if e.onCard == (q.values.Get("mem_store") == "0") && (tag == "10" || tag == strconv.Itoa(e.tag)) {
			in = append(in, e)
		}
	}
	return messages(s.cut(q, in), stored.object)
}

// cut returns the page that is asked for.
func (s *Server) cut(q *request, in []stored) []stored {
	p := s.opt.Personality
	page, _ := strconv.Atoi(q.values.Get("page"))
	size, _ := strconv.Atoi(q.values.Get("data_per_page"))
	if p.OnePage {
		page = 0
	}
	if p.PageMost > 0 {
		size = min(size, p.PageMost)
	}
	return in[min(page*size, len(in)):min((page+1)*size, len(in))]
}

// messages writes a list.
func messages(in []stored, object func(stored) string) string {
	parts := make([]string, len(in))
	for i, e := range in {
		parts[i] = object(e)
	}
	return `{"messages":[` + strings.Join(parts, ",") + `]}`
}

// object is a text as it is listed.
func (e stored) object() string {
	if e.raw != "" {
		return strings.ReplaceAll(e.raw, "ID", strconv.Itoa(e.id))
	}
	whole, mem := 1, "nv"
	if e.got < e.parts {
		whole = 0
	}
	if e.onCard {
		mem = "sim"
	}
	return fmt.Sprintf(`{"id":"%d","number":%q,"content":"%s","tag":"%d","date":"%s","draft_group_id":"",`+
		`"received_all_concat_sms":"%d","concat_sms_total":"%d","concat_sms_received":"%d","sms_class":"4",`+
		`"sms_mem":"%s","sms_submit_msg_ref":""}`,
		e.id, e.Phone, ucs2(e.Content), e.tag, e.Date, whole, e.parts, e.got, mem)
}

// reportList is sms_status_rpt_data.
func (s *Server) reportList(q *request) string {
	if !q.session {
		return `{"sms_status_rpt_data":""}`
	}
	return messages(s.cut(q, sorted(s.reports)), func(e stored) string {
		return fmt.Sprintf(`{"id":"%d","number":%q,"content":%q,"tag":"5","date":"%s","draft_group_id":""}`,
			e.id, e.Phone, e.Content, e.Date)
	})
}

// deleteTexts says success whatever it does.
func (s *Server) deleteTexts(q *request) answer {
	if !s.opt.Quirks.KeepDeleted {
		ids := strings.Split(q.values.Get("msg_id"), ";")
		s.boxes = slices.DeleteFunc(s.boxes, func(e stored) bool { return slices.Contains(ids, strconv.Itoa(e.id)) })
	}
	s.say("6", "3")
	return answer{body: success}
}

func (s *Server) setRead(q *request) answer {
	ids := strings.Split(q.values.Get("msg_id"), ";")
	for i, e := range s.boxes {
		if slices.Contains(ids, strconv.Itoa(e.id)) && e.tag == TagNew {
			s.boxes[i].tag = TagRead
		}
	}
	return answer{body: success}
}

var settingFields = []string{
	"sms_para_sca", "sms_para_mem_store", "sms_para_status_report", "sms_para_validity_period",
}

// setSettings sets all of them.
func (s *Server) setSettings(q *request) answer {
	period := map[string]string{"twelve_hours": "143", "one_day": "167", "one_week": "173", "largest": "255"}
	s.settings["sms_para_sca"] = q.values.Get("MessageCenter")
	if s.opt.Quirks.LosesCentre && q.values.Get("status_save") == "1" {
		s.settings["sms_para_sca"] = ""
	}
	s.settings["sms_para_validity_period"] = period[q.values.Get("save_time")]
	s.settings["sms_para_status_report"] = q.values.Get("status_save")
	s.say("3", "3")
	return answer{body: success}
}
