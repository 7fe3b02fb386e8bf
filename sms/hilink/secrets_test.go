package hilink

import (
	"encoding/hex"
	"testing"
)

func TestHashedPassword(t *testing.T) {
	const want = "ZDNkMDUwY2U1YmFiZmUwOWJhZjBlNzJjMDgzNDEzNzA0Y2UwNmM4NGMwNGE3ZWMxMWM5ZjA1YzMzMDE5YjE3OQ=="
	if got := hashedPassword("admin", "admin", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPlainPassword(t *testing.T) {
	if got := plainPassword("admin"); got != "YWRtaW4=" {
		t.Errorf("got %s", got)
	}
}

func TestProof(t *testing.T) {
	const first = "6513d4a1bfa0d6b3a7e3320dc6b3b1cd703a479d4958b5e1462658d75f0c5029"
	salt, err := hex.DecodeString("ef08b9902cfb555135d098952c6d4ce629d52a3e835d4831147c96081538113c")
	if err != nil {
		t.Fatal(err)
	}
	c := challenge{first: first, server: first + "BsP0n8rghqsOgEbevsDvKnn0eCjBfed2", salt: salt, iterations: 100}
	got, err := c.proof("test")
	const want = "efc134fac358b3e148c62714eae94edda8143840e4e13f12f723defefa9dca1f"
	if err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	for _, n := range []int{-1, 0, maxIterations + 1} {
		c.iterations = n
		if _, err := c.proof("test"); err == nil {
			t.Errorf("%d iterations are taken", n)
		}
	}
}
