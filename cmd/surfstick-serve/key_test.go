package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestKey: it is made once, for this user only, and stays.
func TestKey(t *testing.T) {
	dir := privateFolder(t)
	k, made, err := openKey(dir)
	if err != nil || !made || k.Name == "" || len(k.Key) < 26 || len(k.Signing) < 26 || k.Key == k.Signing {
		t.Fatalf("%+v, %v, %v", k, made, err)
	}
	if again, made, err := openKey(dir); err != nil || made || again != k {
		t.Errorf("%+v, %v, %v", again, made, err)
	}
	if other, _, err := openKey(privateFolder(t)); err != nil || other.Key == k.Key || other.Signing == k.Signing {
		t.Errorf("%+v, %v", other, err)
	}
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	for name, text := range map[string]string{
		"empty": "", "half": `{"name":"sms","key":"`, "no key": `{"name":"sms"}`, "short": `{"name":"sms","key":"x","signingKey":"y"}`,
	} {
		if err := os.WriteFile(keyPath(dir), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if k, _, err := openKey(dir); err == nil || !strings.Contains(err.Error(), "serve-key.json") {
			t.Errorf("%s: %+v, %v", name, k, err)
		}
	}
}

// TestPrivate: a file that others can read is not taken, and none is made that way.
func TestPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file has the access list of its folder there, which is made for this user only")
	}
	dir := privateFolder(t)
	if _, _, err := openKey(dir); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(keyPath(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620} {
		if err := os.Chmod(keyPath(dir), mode); err != nil {
			t.Fatal(err)
		}
		if _, _, err := openKey(dir); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%o: %v", mode, err)
		}
	}
	if err := writePrivate(filepath.Join(dir, "no", "folder"), 1); err == nil {
		t.Error("wrote into no folder")
	}
}

// TestFirstStart: a person at a terminal is shown the key once, and a log never.
func TestFirstStart(t *testing.T) {
	dir := privateFolder(t)
	start := func(dir string, seen bool) string {
		var out, errs bytes.Buffer
		ctx, end := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer end()
		if code := (tool{&out, &errs, seen}).run(ctx, []string{"--data", dir, "--port", freePort(t)}); code != 0 {
			t.Fatalf("exit %d: %s", code, &errs)
		}
		if !strings.Contains(out.String(), "http://127.0.0.1:") || !strings.Contains(out.String(), keyPath(dir)) {
			t.Errorf("%s", &out)
		}
		return out.String() + errs.String()
	}
	first := start(dir, true)
	k, made, err := openKey(dir)
	if err != nil || made || !strings.Contains(first, k.Key) || !strings.Contains(first, k.Signing) {
		t.Errorf("%s, %v", first, err)
	}
	if again := start(dir, true); strings.Contains(again, k.Key) {
		t.Errorf("again: %s", again)
	}
	other := privateFolder(t)
	said := start(other, false)
	if k, _, err = openKey(other); err != nil || strings.Contains(said, k.Key) || strings.Contains(said, k.Signing) {
		t.Errorf("in a log: %s, %v", said, err)
	}
}

// TestPortTaken: the second one with a port ends, and says why.
func TestPortTaken(t *testing.T) {
	o := newOffice(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(o.url, "http://"), ":")
	var out, errs bytes.Buffer
	if code := (tool{&out, &errs, true}).run(t.Context(), []string{"--data", o.data, "--port", port}); code != 1 || !strings.Contains(errs.String(), port) {
		t.Errorf("exit %d: %s", code, &errs)
	}
}
