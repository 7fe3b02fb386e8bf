package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"surfstick-sms/bench/printed"
)

// TestOneForAFolder: while one serves a data folder, another one says so and ends, whatever its port. When the
// first has ended, the next one serves.
func TestOneForAFolder(t *testing.T) {
	data := privateFolder(t)
	first := &printed.Text{}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() {
		ended <- tool{out: first, err: first}.run(ctx, []string{"--data", data, "--port", freePort(t)})
	}()
	until(t, "the first to serve", func() bool { return strings.Contains(first.String(), "Listening") })

	var out, errs bytes.Buffer
	code := tool{out: &out, err: &errs}.run(t.Context(), []string{"--data", data, "--port", freePort(t)})
	if want := "running already for the data folder " + data; code != 1 || out.Len() > 0 || !strings.Contains(errs.String(), want) {
		t.Errorf("the second: exit %d, %s%s", code, &out, &errs)
	}
	end()
	if code := <-ended; code != 0 {
		t.Errorf("the first: exit %d, %s", code, first)
	}
	free, err := claim(data)
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	free()
}
