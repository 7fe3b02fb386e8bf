package fakegoform

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// The two addresses, and the file of the pages' settings.
const (
	getPath   = "/goform/goform_get_cmd_process"
	setPath   = "/goform/goform_set_cmd_process"
	flagsPath = "/js/config/config.js"
)

// What the stick answers to a request that changes something.
const (
	success = `{"result":"success"}`
	refusal = `{"result":"failure"}`
)

// answer is one.
type answer struct {
	body   string
	cookie string
	status int
	gone   bool // the stick restarts in place of an answer
}

// answer works out the answer to a request.
func (s *Server) answer(q *request) answer {
	switch {
	case q.URL.Path == flagsPath && s.opt.Personality.Pages:
		return answer{body: s.flags()}
	case q.URL.Path == getPath && !q.post:
		return answer{body: s.get(q)}
	case q.URL.Path == setPath && q.post:
		return s.set(q)
	}
	return answer{status: http.StatusNotFound, body: "<html><head><title>Document Error: Not Found</title></head></html>"}
}

// flags are the settings of the pages, in a script that was made small.
func (s *Server) flags() string {
	p := s.opt.Personality
	flag := func(on bool) string {
		if on {
			return "!0"
		}
		return "!1"
	}
	return fmt.Sprintf(`define(function(){var e={IS_TEST:!1,PRODUCT_TYPE:%q,HAS_LOGIN:%s,defaultRoute:"#login",`+
		`MAX_LOGIN_COUNT:5,PASSWORD_ENCODE:%s,WEB_ATTR_IF_SUPPORT_SHA256:%d,ACCESSIBLE_ID_SUPPORT:%s,HAS_SMS:!0};return e})`,
		p.Product, flag(p.Login && !s.opt.Quirks.HidesLogin), flag(!p.Plain), p.Hash, flag(p.Sign != Unsigned))
}

// get answers a question. Without its own page as the one that asks the stick says nothing.
func (s *Server) get(q *request) string {
	switch cmd := q.values.Get("cmd"); {
	case !q.ours:
		return "{}"
	case cmd == "sms_data_total":
		return s.list(q)
	case cmd == "sms_status_rpt_data":
		return s.reportList(q)
	case cmd == "sms_cmd_status_info":
		return s.commandStatus(q)
	case cmd == "sms_capacity_info":
		return s.object(s.capacity(q), capacityFields)
	case cmd == "sms_parameter_info":
		return s.object(s.private(q, s.settings), settingFields)
	case cmd == "ussd_data_info":
		return s.object(s.ussd.answer(), []string{"ussd_action", "ussd_dcs", "ussd_data"})
	default:
		names := strings.Split(cmd, ",")
		if len(names) > 1 && q.values.Get("multi_data") != "1" {
			return "{}"
		}
		values := map[string]string{}
		for _, name := range names {
			values[name] = s.value(q, name)
		}
		return s.object(values, names)
	}
}

// private returns values only to somebody who is logged in.
func (s *Server) private(q *request, values map[string]string) map[string]string {
	if q.session {
		return values
	}
	return nil
}

// value returns one value; "" for what the stick does not know or does not say.
func (s *Server) value(q *request, name string) string {
	p := s.opt.Personality
	open := map[string]func() string{
		"modem_main_state": s.sim.state, "pin_status": s.sim.wanted, "pinnumber": s.sim.pinTries, "puknumber": s.sim.pukTries,
		"wa_inner_version": func() string { return p.Software }, "cr_version": func() string { return p.Release },
		"hardware_version": func() string { return p.Hardware },
		"loginfo":          func() string { return s.loginfo(q) }, "LD": s.newLD, "RD": s.newRD,
		"psw_fail_num_str": s.triesLeft, "login_lock_time": s.lockTime,
		"network_type": s.networkType, "network_provider": s.provider, "signalbar": s.bars, "simcard_roam": s.roam,
		"ppp_status": s.ppp, "ussd_write_flag": s.ussd.flag,
	}
	hidden := map[string]string{
		"imei": cmp.Or(s.opt.IMEI, "860000000000017"), "sim_imsi": s.sim.imsi(), "msisdn": "", "iccid": "8949000000000000017",
	}
	if f, ok := open[name]; ok {
		return f()
	}
	if q.session {
		return hidden[name]
	}
	return ""
}

// object writes values in an order.
func (s *Server) object(values map[string]string, names []string) string {
	parts := make([]string, 0, len(names))
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%q:%s", name, s.quoted(values[name])))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

var isNumber = regexp.MustCompile(`^(?:0|[1-9]\d{0,8})$`)

// quoted writes a value.
func (s *Server) quoted(v string) string {
	if s.opt.Quirks.NumbersAsNumbers && isNumber.MatchString(v) {
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return `""`
	}
	return string(b)
}

// sorted returns the newest first.
func sorted(in []stored) []stored {
	in = slices.Clone(in)
	slices.SortStableFunc(in, func(a, b stored) int { return b.id - a.id })
	return in
}
