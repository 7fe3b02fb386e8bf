package layers

import (
	"go/ast"
	"testing"
)

// TestOneDo keeps the one place where work reaches the goroutine of the window: app.go hands fyne.Do
// to the window, and nobody else uses it.
func TestOneDo(t *testing.T) {
	uses := 0
	walkShipped(t, func(path string, file *ast.File) {
		for range usesOfDo(file) {
			if uses++; path != "app.go" {
				t.Errorf("%s uses fyne.Do", path)
			}
		}
	})
	if uses != 1 {
		t.Errorf("fyne.Do is used %d times, want once", uses)
	}
}

// TestOneDoNotices makes sure that the check above can fail.
func TestOneDoNotices(t *testing.T) {
	file := parse(t, `package gui; func f() { fyne.DoAndWait(g); post(fyne.Do) }`)
	if n := len(usesOfDo(file)); n != 2 {
		t.Errorf("found %d of 2 uses", n)
	}
}

// usesOfDo returns every fyne.Do and fyne.DoAndWait of a file.
func usesOfDo(file *ast.File) []*ast.SelectorExpr {
	var uses []*ast.SelectorExpr
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && (s.Sel.Name == "Do" || s.Sel.Name == "DoAndWait") {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "fyne" {
				uses = append(uses, s)
			}
		}
		return true
	})
	return uses
}
