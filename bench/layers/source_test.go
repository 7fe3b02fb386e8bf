package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// root is the folder of the repository.
const root = "../.."

// walkSource parses every Go file of the repository, for whatever system or build tag it is. The path
// is that in the repository, with slashes.
func walkSource(t *testing.T, look func(path string, file *ast.File)) {
	t.Helper()
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (name == "build" || name[0] == '.'):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		path, err = filepath.Rel(root, path)
		look(filepath.ToSlash(path), file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// walkShipped is walkSource for the files of the program: neither tests nor bench.
func walkShipped(t *testing.T, look func(path string, file *ast.File)) {
	t.Helper()
	walkSource(t, func(path string, file *ast.File) {
		if !strings.HasPrefix(path, "bench/") && !strings.HasSuffix(path, "_test.go") {
			look(path, file)
		}
	})
}
