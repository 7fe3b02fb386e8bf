package sms_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T`)
	testName = regexp.MustCompile("`(Test\\w+)`")
	caseRow  = regexp.MustCompile(`(?m)^\| (\d+) \|.*$`)
)

// allTests are the names of the tests at or below a folder.
func allTests(t *testing.T, root string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range testFunc.FindAllStringSubmatch(string(text), -1) {
			all[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestCasesAreTested holds the table of TESTING.md against the tree: all 40 cases are in it, every
// test that it names exists, and each case of this package has one that bears its number.
func TestCasesAreTested(t *testing.T) {
	text, err := os.ReadFile("TESTING.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := allTests(t, "..")
	rows := caseRow.FindAllStringSubmatch(string(text), -1)
	if len(rows) != 40 {
		t.Errorf("%d rows, want 40", len(rows))
	}
	for i, row := range rows {
		if row[1] != fmt.Sprint(i+1) {
			t.Errorf("row %d is case %s", i+1, row[1])
		}
		numbered := false
		for _, name := range testName.FindAllStringSubmatch(row[0], -1) {
			if !tests[name[1]] {
				t.Errorf("case %d: there is no %s", i+1, name[1])
			}
			numbered = numbered || strings.HasPrefix(name[1], fmt.Sprintf("TestCase%02d", i+1))
		}
		if ours := strings.Contains(row[0], "| sms"); ours && !numbered {
			t.Errorf("case %d has no test with its number", i+1)
		}
	}
	for name := range allTests(t, ".") {
		if strings.HasPrefix(name, "TestCase") && name != "TestCasesAreTested" &&
			!strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("%s is not in the table", name)
		}
	}
}
