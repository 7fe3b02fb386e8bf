package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Text from outside (messages, senders, devices) must never reach something that starts programs.
// Fyne's notification on Windows is a PowerShell script with the text pasted in, its OpenURL is
// rundll32. So every call that could start one is listed here with what it is given.
var (
	openers = map[string]string{
		"gui/help/pages.go":    "the page of the program, an address of the build, after a question",
		"gui/support.go":       "hands that address on",
		"gui/wizard/wizard.go": "constant pages",
		"gui/wizard/pick.go":   "constant pages",
		"gui/chat/chat.go":     "hands a checked link on",
		"gui/chat/menu.go":     "http and https only, after a question that shows the host",
	}
	otherSchemes = map[string]string{
		"internal/desktop/open_other.go": "the data folder",
		"sms/store/store.go":             "SQLite's name for its own file",
	}
	starters = map[string]string{
		"hw/udev/udev.go":           "pkexec with fixed words, to install the udev rule",
		"hw/zadig/start_windows.go": "the zadig.exe that the user picked and the program checked",
		"hw/zadig/undo.go":          "starts nothing: a command for the user to copy",

		"gui/programs/scripts.go": "starts nothing: names that the question about a program is compared with",

		"internal/hook/run.go": "the program that the user chose, with arguments of the user's; see TestHookGivesNothing",

		"cmd/surfstick/serve.go":           "surfstick-serve, beside it or where programs are, with the user's command line",
		"cmd/surfstick/start.go":           "surfstick-sms, beside it or where programs are, with fixed words and a folder",
		"pending.go":                       "this program, again",
		"internal/desktop/open_other.go":   "the system's file manager with the data folder",
		"internal/desktop/open_windows.go": "the data folder, as a folder",
	}
	shells = []string{"rundll32", "powershell", "pwsh", "cmd.exe", "shellexecute"}
)

func TestCalls(t *testing.T) {
	seen := 0
	walkShipped(t, func(path string, file *ast.File) {
		seen++
		for _, bad := range badCalls(path, file) {
			t.Errorf("%s: %s", path, bad)
		}
	})
	if seen < 50 {
		t.Errorf("looked at %d files only", seen)
	}
}

// TestCallsNotice makes sure that the check above can fail.
func TestCallsNotice(t *testing.T) {
	for name, body := range map[string]string{
		"notification with a text": `a.SendNotification(fyne.NewNotification(m.From, m.Text))`,
		"notification made up":     `a.SendNotification(n)`,
		"text in a sentence":       `fyne.NewNotification(tr.T("chat.new"), tr.T(m.Text))`,
		"shell":                    `run("PowerShell.exe", text)`,
		"another opener":           `a.OpenURL(u)`,
		"the shell of Windows":     `windows.ShellExecute(0, verb, file, nil, nil, 1)`,
		"another scheme":           `open(&url.URL{Scheme: "ms-settings", Path: p})`,
		"a scheme from outside":    `open(&url.URL{Scheme: s})`,
	} {
		source := "package gui\nfunc f() { " + body + " }"
		if len(badCalls("gui/new.go", parse(t, source))) == 0 {
			t.Errorf("%s goes unnoticed", name)
		}
	}
	starter := parse(t, `package gui; import "os/exec"; var _ = exec.Command`)
	if len(badCalls("gui/new.go", starter)) == 0 {
		t.Error("os/exec goes unnoticed")
	}
	good := `package gui
	func f() { a.SendNotification(fyne.NewNotification(tr.T("chat.new"), tr.N("chat.count", n))) }`
	if bad := badCalls("gui/new.go", parse(t, good)); len(bad) > 0 {
		t.Errorf("fixed words and a count: %v", bad)
	}
}

// TestHookGivesNothing: of a text, the program that is run for each one gets the standard input only. What it
// is started with comes from the command that the user chose, and its environment is that of this program.
func TestHookGivesNothing(t *testing.T) {
	starts := 0
	walkShipped(t, func(path string, file *ast.File) {
		if path == "internal/hook/run.go" {
			n, bad := hookStarts(file)
			starts += n
			for _, b := range bad {
				t.Errorf("%s: %s", path, b)
			}
		}
	})
	if starts != 1 {
		t.Errorf("%d starts of a program, want 1", starts)
	}
	for _, body := range []string{
		`exec.CommandContext(ctx, c.Program, append(c.Args, text)...)`, `exec.Command(c.Program, c.Args...)`,
		`exec.CommandContext(ctx, "sh", c.Args...)`, `cmd.Env = append(os.Environ(), text)`, `cmd.Args = words`,
	} {
		if _, bad := hookStarts(parse(t, "package hook\nfunc f() { "+body+" }")); len(bad) == 0 {
			t.Errorf("%s goes unnoticed", body)
		}
	}
}

// hookStarts returns how often a file starts a program as it should, and what else it gives to one.
func hookStarts(file *ast.File) (good int, bad []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := calledName(n)
			if name != "Command" && name != "CommandContext" {
				break
			}
			if len(n.Args) == 3 && isField(n.Args[1], "c", "Program") && isField(n.Args[2], "c", "Args") {
				good++
			} else {
				bad = append(bad, name+" with other words")
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				for _, field := range []string{"Env", "Args", "Path"} {
					if isField(left, "cmd", field) {
						bad = append(bad, "sets "+field)
					}
				}
			}
		}
		return true
	})
	return good, bad
}

// isField reports whether an expression is x.field.
func isField(e ast.Expr, x, field string) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != field {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && id.Name == x
}

func parse(t *testing.T, source string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "new.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// badCalls returns what in a file could start a program.
func badCalls(path string, file *ast.File) []string {
	var bad []string
	for _, i := range file.Imports {
		if i.Path.Value == `"os/exec"` && starters[path] == "" {
			bad = append(bad, "imports os/exec")
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			bad = append(bad, badCall(path, n)...)
		case *ast.CompositeLit:
			bad = append(bad, badURL(path, n)...)
		case *ast.BasicLit:
			names := func(s string) bool { return strings.Contains(strings.ToLower(n.Value), s) }
			if n.Kind == token.STRING && starters[path] == "" && slices.ContainsFunc(shells, names) {
				bad = append(bad, "names a shell: "+n.Value)
			}
		}
		return true
	})
	return bad
}

func badCall(path string, call *ast.CallExpr) []string {
	switch calledName(call) {
	case "OpenURL":
		if openers[path] == "" {
			return []string{"opens a URL"}
		}
	case "ShellExecute", "StartProcess":
		if starters[path] == "" {
			return []string{"starts something"}
		}
	case "SendNotification":
		inner, ok := call.Args[0].(*ast.CallExpr)
		if !ok || calledName(inner) != "NewNotification" {
			return []string{"sends a notification that is made elsewhere"}
		}
	case "NewNotification":
		if !fixedWords(call.Args) {
			return []string{"a notification may hold fixed words and a count only"}
		}
	}
	return nil
}

// fixedWords reports whether all arguments are tr.T("key") or tr.N("key", count).
func fixedWords(args []ast.Expr) bool {
	for _, arg := range args {
		call, ok := arg.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return false
		}
		name := calledName(call)
		_, literal := call.Args[0].(*ast.BasicLit)
		fixed := name == "T" && len(call.Args) == 1 || name == "N" && len(call.Args) == 2
		if !literal || !fixed {
			return false
		}
	}
	return true
}

// badURL reports a url.URL whose scheme is not the constant http or https.
func badURL(path string, lit *ast.CompositeLit) []string {
	if s, ok := lit.Type.(*ast.SelectorExpr); !ok || s.Sel.Name != "URL" || otherSchemes[path] != "" {
		return nil
	}
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return []string{"makes a URL without names"}
		}
		if key, ok := kv.Key.(*ast.Ident); !ok || key.Name != "Scheme" {
			continue
		}
		value, ok := kv.Value.(*ast.BasicLit)
		if !ok || value.Value != `"https"` && value.Value != `"http"` {
			return []string{"makes a URL of another scheme"}
		}
	}
	return nil
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// TestOneWayToAStick: sms/hilink opens no connection by itself, so that none can go past the adapter
// of the stick: its caller hands over what opens them.
func TestOneWayToAStick(t *testing.T) {
	seen := 0
	walkShipped(t, func(path string, file *ast.File) {
		if !strings.HasPrefix(path, "sms/hilink/") {
			return
		}
		seen++
		for _, name := range ownConnections(file) {
			t.Errorf("%s uses %s", path, name)
		}
	})
	if seen < 10 {
		t.Errorf("looked at %d files only", seen)
	}
	bad := parse(t, `package hilink; var c = http.Client{}; func f() { net.Dial("tcp", a); http.DefaultClient.Do(r) }`)
	if n := len(ownConnections(bad)); n != 3 {
		t.Errorf("found %d of 3 uses", n)
	}
}

// ownConnections returns what in a file opens connections in its own way.
func ownConnections(file *ast.File) []string {
	own := map[string]string{
		"net":  "Dial DialIP DialTCP DialTimeout DialUDP Dialer Listen ListenConfig LookupHost LookupIP Resolver DefaultResolver",
		"http": "Client DefaultClient DefaultTransport Get Head Post PostForm ProxyFromEnvironment",
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(strings.Fields(own[x.Name]), s.Sel.Name) {
				found = append(found, x.Name+"."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}
