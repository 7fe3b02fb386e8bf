package fakegoform_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/fakegoform"
)

// asking asks a stick as its own page does, or another one.
type asking struct {
	t     *testing.T
	stick *fakegoform.Server
	other bool // from another page
	stok  string
}

func (a *asking) do(method, path, form string) string {
	a.t.Helper()
	r := httptest.NewRequest(method, "http://192.168.0.1"+path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if !a.other {
		r.Header.Set("Referer", "http://192.168.0.1/index.html")
	}
	if a.stok != "" {
		r.AddCookie(&http.Cookie{Name: "stok", Value: a.stok})
	}
	w := httptest.NewRecorder()
	a.stick.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		a.stok = c.Value
	}
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return string(body)
}

func (a *asking) get(query string) string {
	return a.do(http.MethodGet, "/goform/goform_get_cmd_process?isTest=false&"+query, "")
}

func (a *asking) set(form string) string {
	return a.do(http.MethodPost, "/goform/goform_set_cmd_process", "isTest=false&"+form)
}

func plugged(t *testing.T, o fakegoform.Options) *asking {
	t.Helper()
	stick := fakegoform.New(o)
	t.Cleanup(func() { _ = stick.Close() })
	return &asking{t: t, stick: stick}
}

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

const (
	refusal = `{"result":"failure"}`
	success = `{"result":"success"}`
)

// TestOwnPage: another page is told nothing and may change nothing; several commands are asked with multi_data.
func TestOwnPage(t *testing.T) {
	a := plugged(t, fakegoform.Options{})
	want(t, "state", a.get("cmd=modem_main_state"), `{"modem_main_state":"modem_init_complete"}`)
	want(t, "two without multi_data", a.get("cmd=modem_main_state,LD"), `{}`)
	want(t, "two", a.get("cmd=modem_main_state,LD&multi_data=1"), `{"modem_main_state":"modem_init_complete","LD":""}`)
	a.other = true
	want(t, "another page", a.get("cmd=modem_main_state"), `{}`)
	want(t, "another page", a.set("goformId=DISCONNECT_NETWORK"), refusal)
}

// TestPassword: without it nothing of texts is told or changed; it is wanted as the firmware's pages send it.
func TestPassword(t *testing.T) {
	a := plugged(t, fakegoform.Options{Personality: fakegoform.Hashed, Password: "admin"})
	want(t, "counts", a.get("cmd=sms_capacity_info")[:20], `{"sms_nv_total":"","`)
	want(t, "list", a.get("cmd=sms_data_total&page=0&data_per_page=10&mem_store=1&tags=10"), `{"sms_data_total":""}`)
	want(t, "change", a.set("goformId=DELETE_SMS&msg_id=1%3B"), refusal)
	want(t, "in plain", a.set("goformId=LOGIN&password=admin"), `{"result":"3"}`)
	want(t, "tries", a.get("cmd=psw_fail_num_str"), `{"psw_fail_num_str":"4"}`)
	// The SHA-256 of YWRtaW4=, which is admin in base64, as sha256sum has it.
	want(t, "hashed", a.set("goformId=LOGIN&password=38D180985D1B2E7A6014190E2CBD3C967408837188354EC93D27BFD86D09A017"), `{"result":"0"}`)
	want(t, "state", a.get("cmd=loginfo"), `{"loginfo":"ok"}`)
	want(t, "counts", a.get("cmd=sms_capacity_info")[:23], `{"sms_nv_total":"100","`)
}

// TestSignature: a request without AD, or with a used one, is refused.
func TestSignature(t *testing.T) {
	a := plugged(t, fakegoform.Options{Personality: fakegoform.Personality{Name: "x", Software: "BD", Sign: fakegoform.SignMD5}})
	want(t, "unsigned", a.set("goformId=DISCONNECT_NETWORK"), refusal)
	if rd := a.get("cmd=RD"); len(rd) < 20 {
		t.Errorf("RD %s", rd)
	}
	want(t, "wrong", a.set("goformId=DISCONNECT_NETWORK&AD=0"), refusal)
}

// TestText: a text is taken, told of while it is sent and after, kept, and listed; and deleted by its number.
func TestText(t *testing.T) {
	a := plugged(t, fakegoform.Options{SendTime: 50 * time.Millisecond})
	want(t, "status before", a.get("cmd=sms_cmd_status_info&sms_cmd=4"), `{"messages":[]}`)
	send := "goformId=SEND_SMS&Number=10010&MessageBody=00480069&ID=-1&encode_type=UNICODE&sms_time="
	want(t, "send", a.set(send+"26%3B11%3B27%3B10%3B00%3B00%3B%2B1"), success)
	want(t, "at it", a.get("cmd=sms_cmd_status_info&sms_cmd=4"), `{"sms_cmd":"4","sms_cmd_status_result":"1"}`)
	want(t, "another meanwhile", a.set(send+"26%3B11%3B27%3B10%3B00%3B01%3B%2B1"), refusal)
	time.Sleep(80 * time.Millisecond)
	want(t, "sent", a.get("cmd=sms_cmd_status_info&sms_cmd=4"), `{"sms_cmd":"4","sms_cmd_status_result":"3"}`)
	list := "cmd=sms_data_total&page=0&data_per_page=10&mem_store=1&tags=10"
	if got := a.get(list); !strings.Contains(got, `"id":"1","number":"10010","content":"00480069","tag":"2","date":"26,11,27,10,00,00,+1"`) {
		t.Errorf("list %s", got)
	}
	want(t, "delete", a.set("goformId=DELETE_SMS&msg_id=1%3B"), success)
	want(t, "list", a.get(list), `{"messages":[]}`)
	if got := a.stick.Sent(); len(got) != 1 || got[0].Content != "Hi" {
		t.Errorf("the network has %+v", got)
	}
}
