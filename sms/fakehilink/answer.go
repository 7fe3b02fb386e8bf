package fakehilink

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"surfstick-sms/sms/fakeweb"
)

// answer is what the stick says to a request.
type answer struct {
	code   int               // of the error; 0 for none
	shape  string            // name of the recorded answer; the endpoint's if empty
	values map[string]string // for the shape
	header map[string]string // beside that of the shape
	gone   bool              // the stick leaves without an answer
	status int               // 200 if 0
}

// handler answers an endpoint.
type handler struct {
	get, post func(*Server, *request) answer
	// login reports that texts and the like are behind it: it wants the password when there is one.
	login bool
}

var handlers map[string]handler

func init() {
	handlers = map[string]handler{
		"webserver/token":                {get: (*Server).giveToken},
		"webserver/SesTokInfo":           {get: (*Server).giveSession},
		"user/state-login":               {get: (*Server).loginState},
		"user/hilink_login":              {get: (*Server).loginWanted},
		"user/login":                     {post: (*Server).login},
		"user/challenge_login":           {post: (*Server).challenge},
		"user/authentication_login":      {post: (*Server).authenticate},
		"user/logout":                    {post: (*Server).logout},
		"device/basic_information":       {get: (*Server).device},
		"device/information":             {get: (*Server).device, login: true},
		"device/control":                 {post: (*Server).control, login: true},
		"device/mode":                    {post: (*Server).switchMode, login: true},
		"sms/sms-count":                  {get: (*Server).counts},
		"sms/send-status":                {get: (*Server).sendStatus},
		"sms/send-sms":                   {post: (*Server).send, login: true},
		"sms/sms-list":                   {post: (*Server).list, login: true},
		"sms/delete-sms":                 {post: (*Server).deleteText, login: true},
		"sms/set-read":                   {post: (*Server).setRead, login: true},
		"sms/config":                     {get: (*Server).getConfig, post: (*Server).setConfig, login: true},
		"monitoring/check-notifications": {get: (*Server).notifications},
		"monitoring/status":              {get: (*Server).networkStatus},
		"net/current-plmn":               {get: (*Server).plmn},
		"pin/status":                     {get: (*Server).pinStatus},
		"pin/simlock":                    {get: (*Server).simlock},
		"pin/operate":                    {post: (*Server).pinOperate, login: true},
		"dialup/mobile-dataswitch":       {get: (*Server).getData, post: (*Server).setData, login: true},
		"ussd/send":                      {post: (*Server).ussdSend, login: true},
		"ussd/get":                       {get: (*Server).ussdGet, login: true},
		"ussd/status":                    {get: (*Server).ussdStatus, login: true},
		"ussd/release":                   {get: (*Server).ussdRelease, login: true},
	}
}

// Codes of errors.
const (
	codeUnknown      = 100001
	codeNotSupported = 100002
	codeNoRight      = 100003
	codeFormat       = 100005
	codeParameter    = 100006
	codeSession      = 125002
	codeToken        = 125003
)

var accepted = answer{shape: "OK"}

// answer works out what to say.
func (s *Server) answer(q *request) answer {
	q.session = s.sessionOf(q)
	if q.endpoint == "" {
		return s.page(q)
	}
	h, known := handlers[q.endpoint]
	if !known || slices.Contains(s.opt.Personality.Lacks, q.endpoint) {
		return answer{code: codeNotSupported}
	}
	f := h.get
	if q.Method == http.MethodPost {
		f = h.post
	}
	if f == nil {
		return answer{code: codeUnknown}
	}
	if code := s.allow(q, h.login); code != 0 {
		return answer{code: code}
	}
	if q.Method != http.MethodPost {
		return f(s, q)
	}
	var understood bool
	if q.params, understood = readBody(q.endpoint, q.body, s.opt.Personality.Strict); !understood {
		return s.withToken(q, answer{code: codeFormat})
	}
	return s.withToken(q, f(s, q))
}

// page answers a request for a page: the start page, those that switch, and those that are not there.
func (s *Server) page(q *request) answer {
	switch q.URL.Path {
	case "/", "/html/home.html", "/html/index.html":
		if s.opt.Personality.Tokens == NoTokens {
			return answer{shape: "page"}
		}
		in, a := q.session, answer{shape: "home"}
		if in == nil {
			in = s.newSession()
			a.header = map[string]string{"Set-Cookie": in.cookie()}
		}
		a.values = map[string]string{"Token1": s.newToken(in), "Token2": s.newToken(in)}
		return a
	case "/html/switchProjectMode.html":
		if s.opt.Personality.Switch == SwitchByPage {
			s.becomeModem()
			return answer{shape: "page"}
		}
	case "/CGI":
		if s.opt.Personality.Switch == SwitchByCGI && strings.Contains(q.body, "<function>switchMode</function>") {
			s.becomeModem()
			return answer{gone: true}
		}
		return answer{code: codeNotSupported}
	}
	return answer{status: http.StatusNotFound, shape: "page"}
}

// write sends an answer, as far as what goes wrong lets it.
func (s *Server) write(w http.ResponseWriter, q *request, a answer, d Disturbance) {
	if d.Do != nil {
		d.Do()
	}
	if !d.Await(q.Context()) || a.gone {
		fakeweb.Hijack(w, "")
		return
	}
	header, body := s.render(q, a)
	if d.How != Answered {
		d.Send(w, body)
		return
	}
	for name, values := range header {
		w.Header()[name] = values
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	fmt.Fprint(w, body)
}

// render returns the headers and the body of an answer.
func (s *Server) render(q *request, a answer) (http.Header, string) {
	name := a.shape
	switch {
	case a.code != 0:
		name, a.values = "error", map[string]string{"code": fmt.Sprint(a.code)}
	case name == "":
		name = q.endpoint
	}
	recorded, found := s.opt.Personality.shapeOf(name)
	if !found {
		recorded, _ = s.opt.Personality.shapeOf("error")
		a.values = map[string]string{"code": fmt.Sprint(codeNotSupported)}
	}
	for k, v := range a.header {
		recorded.header[k] = []string{v}
	}
	return recorded.header, recorded.fill(a.values)
}
