package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestEscapes: a pointer that was made a number is no pointer to Go, which may move the stack of a goroutine at
// every call of a function. So a function that hands such numbers on to Windows says that what they point to
// must be on the heap (go doc cmd/compile, uintptrescapes).
func TestEscapes(t *testing.T) {
	walkShipped(t, func(path string, file *ast.File) {
		for _, name := range movable(file) {
			t.Errorf("%s: %s takes addresses as numbers without //go:uintptrescapes", path, name)
		}
	})
}

// TestEscapesNotices makes sure that the check above can fail.
func TestEscapesNotices(t *testing.T) {
	for src, want := range map[string]int{
		"func call(n int, args ...uintptr) {}":                                          1,
		"// call calls.\n//\n//go:uintptrescapes\nfunc call(n int, args ...uintptr) {}": 0,
		"func clicked(what uint32, at uintptr) {}":                                      0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if got := movable(file); len(got) != want {
			t.Errorf("%s: %v", src, got)
		}
	}
}

// movable returns the functions that take any number of numbers which may be addresses.
func movable(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Doc != nil && strings.Contains(docOf(f), "//go:uintptrescapes") {
			continue
		}
		for _, p := range f.Type.Params.List {
			if rest, ok := p.Type.(*ast.Ellipsis); ok {
				if of, ok := rest.Elt.(*ast.Ident); ok && of.Name == "uintptr" {
					names = append(names, f.Name.Name)
				}
			}
		}
	}
	return names
}

// docOf returns the comment of a function with its directives, which Text leaves out.
func docOf(f *ast.FuncDecl) string {
	var all []string
	for _, c := range f.Doc.List {
		all = append(all, c.Text)
	}
	return strings.Join(all, "\n")
}
