package programs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/sms"
)

// kept is the setting.
type kept struct {
	Open     bool              `json:"open,omitempty"`
	Programs []rights          `json:"programs,omitempty"`
	Limits   sms.ProgramLimits `json:"limits"`
}

// rights are what one program may, by the names of the permissions.
type rights struct {
	Path sms.Program     `json:"path"`
	May  map[string]bool `json:"may"`
}

// permissions are those that can be decided about.
var permissions = []sms.Permission{sms.PermitSend, sms.PermitRead, sms.PermitUSSD}

func (r rights) may() map[sms.Permission]bool {
	all := map[sms.Permission]bool{}
	for _, one := range permissions {
		if allowed, known := r.May[one.String()]; known {
			all[one] = allowed
		}
	}
	return all
}

// read reads the setting; "" is one that was never kept.
func read(text string) (kept, error) {
	if text == "" {
		return kept{}, nil
	}
	var k kept
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return kept{}, fmt.Errorf("read setting %q: %w", Key, err)
	}
	return k, nil
}

func (k kept) said(program sms.Program, what sms.Permission) (allowed, known bool) {
	i := slices.IndexFunc(k.Programs, func(r rights) bool { return r.Path == program })
	if i < 0 {
		return false, false
	}
	allowed, known = k.Programs[i].May[what.String()]
	return allowed, known
}

func (k *kept) set(program sms.Program, what sms.Permission, allowed bool) {
	i := slices.IndexFunc(k.Programs, func(r rights) bool { return r.Path == program })
	if i < 0 {
		i = len(k.Programs)
		k.Programs = append(k.Programs, rights{Path: program})
	}
	if k.Programs[i].May == nil {
		k.Programs[i].May = map[string]bool{}
	}
	k.Programs[i].May[what.String()] = allowed
}

// writeTime bounds one writing.
const writeTime = 30 * time.Second

// write writes what has changed until the end.
func (p *Programs) write() {
	defer close(p.written)
	for range p.dirty {
		p.writeOnce()
	}
}

func (p *Programs) writeOnce() {
	p.mu.Lock()
	text, err := json.Marshal(p.kept)
	p.mu.Unlock()
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), writeTime)
		defer cancel()
		err = p.Store.SetSetting(ctx, Key, string(text))
	}
	if errors.Is(err, sms.ErrUnderway) {
		err = nil
	}
	if err != nil {
		p.Log.Warn("what programs may was not kept", "err", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if (err == nil) != (p.failed == nil) {
		p.changed()
	}
	p.failed = err
}
