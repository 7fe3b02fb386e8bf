package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/bench/engine"
)

// TestExamples: each file of examples does what it says, with the real engine.
func TestExamples(t *testing.T) {
	tools := cast(t, "surfstick")
	tried := map[string]func(*testing.T, *office, scene, string){
		"send.py": trySend, "receive.py": tryReceive, "answer.py": tryAnswer, "to_email.py": tryEmail,
		"to_telegram.py": tryTelegram, "to_ntfy.py": tryNtfy, "excel.csv": tryExcel, "send.ps1": tryPowerShell,
		"home_assistant.yaml": tryHomeAssistant,
	}
	files, err := os.ReadDir(repository(t, "examples"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.IsDir() {
			continue // of Python's own
		}
		try, ok := tried[file.Name()]
		if !ok {
			t.Errorf("nobody tries %s", file.Name())
			continue
		}
		delete(tried, file.Name())
		t.Run(file.Name(), func(t *testing.T) {
			o := newOffice(t)
			o.Plug(engine.Card())
			try(t, o, newScene(t, tools), repository(t, "examples/"+file.Name()))
		})
	}
	if len(tried) > 0 {
		t.Errorf("not there: %v", tried)
	}
}

// sent returns what the modem has sent, as "number: text" lines.
func (o *office) sent() (lines string) {
	for _, s := range o.Modem.Sent() {
		lines += fmt.Sprintf("%s: %s\n", s.To, s.Text)
	}
	return lines
}

func trySend(t *testing.T, o *office, s scene, file string) {
	if got := s.run(t, 0, "python3", file, anna, "The", "door"); !strings.HasPrefix(got, "sent, ID ") {
		t.Error(got)
	}
	s.run(t, 1, "python3", file, "0900 1234567", "x")
	if got := o.sent(); got != anna+": The door\n" {
		t.Error(got)
	}
	o.Shut()
	s.run(t, 1, "python3", file, anna, "x")
}

func tryReceive(t *testing.T, o *office, s scene, file string) {
	r := s.start(t, "python3", file)
	s.awaitKept(t, "receive.last", "")
	o.arrive(t, bert, "Grüße 😀")
	r.await(t, "\t"+bert+"\tGrüße 😀\n")
	r.stop(t)
}

func tryAnswer(t *testing.T, o *office, s scene, file string) {
	r := s.start(t, "python3", file, bert)
	s.awaitKept(t, "answer.last", "")
	o.arrive(t, anna, "status")
	o.arrive(t, bert, "$(reboot)")
	o.arrive(t, bert, "Status ")
	r.await(t, "answered")
	r.stop(t)
	o.awaitSent(t, 1)
	if got := o.sent(); got != bert+": All is well.\n" {
		t.Error(got)
	}
}

// tryForward starts an example that forwards to somewhere that fails once: the next start forwards the same.
func tryForward(t *testing.T, o *office, s scene, file string, got <-chan string) string {
	t.Helper()
	kept := strings.TrimSuffix(filepath.Base(file), ".py") + ".last"
	r := s.start(t, "python3", file)
	begin := s.awaitKept(t, kept, "")
	o.arrive(t, bert, "Grüße 😀")
	r.await(t, "again in a minute: ")
	r.stop(t)
	r = s.start(t, "python3", file)
	defer r.stop(t)
	select {
	case text := <-got:
		s.awaitKept(t, kept, begin)
		return text
	case <-time.After(20 * time.Second):
		t.Fatalf("nothing is forwarded: %s%s", r.out.String(), &r.errs)
		return ""
	}
}

// web is a server that fails once, and gives what it is posted to got.
func web(t *testing.T) (url string, got chan string) {
	got = make(chan string, 10)
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, _ := io.ReadAll(r.Body)
		got <- r.Method + " " + r.URL.Path + " " + r.Header.Get("Authorization") + " " + string(body)
	}))
	t.Cleanup(server.Close)
	return server.URL, got
}

func tryTelegram(t *testing.T, o *office, s scene, file string) {
	url, got := web(t)
	s.env = append(s.env, "TELEGRAM_URL="+url, "TELEGRAM_TOKEN=123:abc", "TELEGRAM_CHAT=42")
	const want = `POST /bot123:abc/sendMessage  {"chat_id": "42", "text": "` + bert + `\nGr\u00fc\u00dfe \ud83d\ude00"}`
	if text := tryForward(t, o, s, file, got); text != want {
		t.Error(text)
	}
}

func tryNtfy(t *testing.T, o *office, s scene, file string) {
	url, got := web(t)
	s.env = append(s.env, "NTFY_URL="+url, "NTFY_TOPIC=anna", "NTFY_TOKEN=tk_1")
	const want = `POST / Bearer tk_1 {"topic": "anna", "title": "` + bert + `", "message": "Gr\u00fc\u00dfe \ud83d\ude00"}`
	if text := tryForward(t, o, s, file, got); text != want {
		t.Error(text)
	}
}

func tryEmail(t *testing.T, o *office, s scene, file string) {
	address, got := mailServer(t)
	host, port, _ := net.SplitHostPort(address)
	s.env = append(s.env, "SMTP_HOST="+host, "SMTP_PORT="+port, "SMTP_TLS=no", "MAIL_FROM=a@example.org", "MAIL_TO=b@example.org")
	letter := tryForward(t, o, s, file, got)
	for _, want := range []string{
		"mail FROM:<a@example.org>\r\nrcpt TO:<b@example.org>\r\n", "Subject: SMS from " + bert + "\r\n", "\r\n\r\nGrüße 😀\r\n",
	} {
		if !strings.Contains(strings.ToLower(letter), strings.ToLower(want)) { // smtplib has changed the case
			t.Errorf("no %q in:\n%s", want, letter)
		}
	}
}

// mailServer speaks as much SMTP as it takes to get a letter. It refuses the first one.
func mailServer(t *testing.T) (address string, got chan string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	got = make(chan string, 10)
	go func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			takeLetter(c, n == 0, got)
			c.Close()
		}
	}()
	return l.Addr().String(), got
}

func takeLetter(c net.Conn, refuse bool, got chan<- string) {
	in := bufio.NewReader(c)
	said, inside := "", false
	fmt.Fprint(c, "220 test\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		said += line
		word, _, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		switch {
		case inside && line != ".\r\n":
		case inside:
			inside = false
			fmt.Fprint(c, "250 taken\r\n")
			got <- said
		case refuse && strings.EqualFold(word, "MAIL"):
			fmt.Fprint(c, "451 not now\r\n")
		case strings.EqualFold(word, "DATA"):
			inside = true
			fmt.Fprint(c, "354 go on\r\n")
		case strings.EqualFold(word, "QUIT"):
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 fine\r\n")
		}
	}
}

func tryExcel(t *testing.T, o *office, s scene, file string) {
	program := filepath.Join(s.tools, "surfstick")
	if got := s.run(t, 0, program, "send", "--batch", file, "--dry-run"); strings.Count(got, "Nothing was sent.") != 2 {
		t.Error(got)
	}
	for range 2 { // the second time nothing goes out again
		s.run(t, 0, program, "send", "--batch", file)
	}
	const want = "+491701234567: Ihr Termin ist am Montag um 9:30 Uhr.\n+491717654321: Tür 3; bitte klingeln.\n"
	if got := o.sent(); got != want {
		t.Error(got)
	}
}

// tryPowerShell runs the example where there is a PowerShell; else it says so, as docs/scripting.md does.
func tryPowerShell(t *testing.T, o *office, s scene, file string) {
	shell, err := exec.LookPath("pwsh")
	if err != nil {
		t.Skip("there is no PowerShell (pwsh) here: examples/send.ps1 was not run")
	}
	if got := s.run(t, 0, shell, "-NoProfile", "-File", file, anna, "Tür", "k"); !strings.HasPrefix(got, "sent, ID ") {
		t.Error(got)
	}
	s.run(t, 3, shell, "-NoProfile", "-File", file, "0900 1234567", "x")
	if got := o.sent(); got != anna+": Tür\n" {
		t.Error(got)
	}
}

func tryHomeAssistant(t *testing.T, o *office, s scene, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`(?m)^ +command: "([^"]+)"$`).FindStringSubmatch(string(text))
	if command == nil {
		t.Fatal("it has no command")
	}
	// Home Assistant starts it in this way: in a shell, with the message in standard input.
	s.run(t, 0, "sh", "-c", `printf %s 'Tür; $(reboot) "x"' | `+command[1])
	o.awaitSent(t, 1)
	if got := o.sent(); got != "+491701234567: Tür; $(reboot) \"x\"\n" {
		t.Error(got)
	}
}

// TestTriedLines: what docs and README show as tried works, each by itself.
func TestTriedLines(t *testing.T) {
	tools := cast(t, "surfstick")
	tried := regexp.MustCompile("(?ms)^```(python|sh) tried\n(.*?)^```$")
	for name, least := range map[string]int{"docs/scripting.md": 7, "README.md": 2, "README.de.md": 2} {
		all := tried.FindAllStringSubmatch(source(t, repository(t, name)), -1)
		if len(all) < least {
			t.Errorf("%s has only %d", name, len(all))
		}
		for i, block := range all {
			t.Run(fmt.Sprintf("%s %d", name, i+1), func(t *testing.T) {
				o := newOffice(t)
				o.Plug(engine.Card())
				s := newScene(t, tools)
				if strings.Contains(block[2], "listen(") {
					tryListening(t, o, s, block[2])
				} else if block[1] == "python" {
					s.run(t, 0, "python3", "-c", block[2])
				} else {
					s.run(t, 0, "sh", "-euc", block[2])
				}
				if sends := regexp.MustCompile(`send\(|surfstick send`).MatchString(block[2]); sends != (len(o.Modem.Sent()) > 0) {
					t.Errorf("sent %q", o.sent())
				}
			})
		}
	}
}

// tryListening runs lines that print the sender and the text of each message that comes in.
func tryListening(t *testing.T, o *office, s scene, lines string) {
	t.Helper()
	r := s.start(t, "python3", "-uc", lines)
	defer r.stop(t)
	for n := range 100 { // what came before it listens is not printed
		if strings.Contains(r.out.String(), bert+" message") {
			return
		}
		o.arrive(t, bert, fmt.Sprint("message ", n))
		time.Sleep(200 * time.Millisecond)
	}
	t.Errorf("nothing is printed: %s%s", r.out.String(), &r.errs)
}
