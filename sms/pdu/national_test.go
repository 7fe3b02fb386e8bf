package pdu_test

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"surfstick-sms/sms/pdu"
)

// nationalTable is one table of testdata/national.txt: a rune for each septet, 0 for none.
type nationalTable struct {
	locking  bool
	language int
	runes    []rune
}

// nationalTables reads testdata/national.txt.
func nationalTables(t *testing.T) []nationalTable {
	t.Helper()
	file, err := os.Open("testdata/national.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var tables []nationalTable
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "locking" || words[0] == "shift":
			id, err := strconv.Atoi(words[1])
			if err != nil {
				t.Fatal(err)
			}
			tables = append(tables, nationalTable{locking: words[0] == "locking", language: id})
		default:
			last := &tables[len(tables)-1]
			for _, w := range words {
				r, _ := strconv.ParseUint(w, 16, 32) // 0 for -
				last.runes = append(last.runes, rune(r))
			}
		}
	}
	return tables
}

// pack7 packs septets, low bit first, behind fill bits.
func pack7(septets []byte, fill int) []byte {
	out := make([]byte, (fill+7*len(septets)+7)/8)
	for i, s := range septets {
		for b := range 7 {
			pos := fill + 7*i + b
			out[pos/8] |= s >> b & 1 << (pos % 8)
		}
	}
	return out
}

// delivered returns a text of septets behind a header, as a modem hands it over.
func delivered(header, septets []byte) string {
	bits := 8 * len(header)
	fill := (7 - bits%7) % 7
	first := "04"
	if len(header) > 0 {
		first = "44"
	}
	data := append(append([]byte{}, header...), pack7(septets, fill)...)
	return "00" + first + "0C91947131290024" + "0000" + "62101031954480" +
		fmt.Sprintf("%02X", (bits+6)/7+len(septets)) + hex.EncodeToString(data)
}

// TestNationalTables: every septet of every table of 3GPP TS 23.038 annex A is the character that
// stands there. Where none does, it is a space in a locking shift table, and behind the escape the
// character of the default alphabet.
func TestNationalTables(t *testing.T) {
	tables := nationalTables(t)
	if len(tables) != 27 { // Spanish has no locking shift table
		t.Fatalf("%d tables", len(tables))
	}
	for _, table := range tables {
		t.Run(fmt.Sprintf("locking %t language %d", table.locking, table.language), func(t *testing.T) {
			checkTable(t, table)
		})
	}
}

func checkTable(t *testing.T, table nationalTable) {
	t.Helper()
	if len(table.runes) != 128 {
		t.Fatalf("%d septets", len(table.runes))
	}
	for septet, want := range table.runes {
		header, septets := []byte{3, 0x25, 1, byte(table.language)}, []byte{byte(septet), 'z'}
		if !table.locking {
			header[1] = 0x24
			septets = []byte{0x1b, byte(septet), 'z'}
		}
		switch {
		case septet == 0x1b || !table.locking && septet == 0x0d:
			continue // control characters
		case want == 0 && table.locking:
			want = ' '
		case want == 0:
			want, _ = utf8.DecodeRuneInString(
				pdu.Decode(delivered(nil, []byte{byte(septet), 'z'}), -1, "DE").Text)
		}
		p := pdu.Decode(delivered(header, septets), -1, "DE")
		if p.Text != string(want)+"z" || p.Damaged {
			t.Errorf("septet %02X: got %+q, want %+q; faults %q", septet, p.Text, string(want)+"z", p.Faults)
		}
	}
}
