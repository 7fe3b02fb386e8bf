package tray

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// red counts the pixels that are mostly the badge's.
func red(p *image.NRGBA) (n int) {
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			if c := p.NRGBAAt(x, y); c.A > 200 && c.R > 150 && c.G < 90 && c.B < 90 {
				n++
			}
		}
	}
	return n
}

func TestPicture(t *testing.T) {
	for _, side := range []int{16, 20, 24, 32, 48, 64} {
		none := red(Picture(side, 0, false))
		one, many := red(Picture(side, 3, false)), red(Picture(side, 25, false))
		if one <= none+side {
			t.Errorf("%d pixels: no badge: %d red pixels, %d without", side, one, none)
		}
		if many <= one {
			t.Errorf("%d pixels: two digits need no more room: %d, one digit %d", side, many, one)
		}
		if gone := red(Picture(side, 3, true)); gone <= none+side {
			t.Errorf("%d pixels: no badge when the stick is away", side)
		}
	}
}

// TestPictureAway: without colour, but for the count.
func TestPictureAway(t *testing.T) {
	p := Picture(32, 0, true)
	for i := 0; i < len(p.Pix); i += 4 {
		if p.Pix[i] != p.Pix[i+1] || p.Pix[i] != p.Pix[i+2] {
			t.Fatal("it has a colour")
		}
	}
}

func TestCountWords(t *testing.T) {
	for _, c := range []struct {
		unread, side int
		want         string
	}{{1, 16, "1"}, {99, 16, "99"}, {100, 16, "99"}, {100, 32, "99+"}, {12345, 64, "99+"}} {
		if got := countWords(c.unread, c.side); got != c.want {
			t.Errorf("%d at %d pixels: %q, want %q", c.unread, c.side, got, c.want)
		}
	}
}

// TestPictures leaves a sheet of all of them where SHOTS names a folder.
func TestPictures(t *testing.T) {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		t.Skip("SHOTS names no folder for a person to look at")
	}
	sheet := image.NewNRGBA(image.Rect(0, 0, 900, 560))
	for i, ground := range []color.NRGBA{{0xf3, 0xf3, 0xf3, 0xff}, {0x20, 0x20, 0x20, 0xff}} {
		draw.Draw(sheet, image.Rect(0, 280*i, 900, 280*i+280), image.NewUniform(ground), image.Point{}, draw.Src)
		y := 280*i + 10
		for _, side := range []int{16, 20, 24, 32, 48, 64} {
			x := 10
			for _, unread := range []int{0, 1, 4, 8, 9, 12, 38, 99, 120} {
				for _, away := range []bool{false, true} {
					if away && unread > 1 {
						continue
					}
					p := Picture(side, unread, away)
					draw.Draw(sheet, image.Rect(x, y, x+side, y+side), p, image.Point{}, draw.Over)
					x += 76
				}
			}
			y += side + 10
		}
	}
	f, err := os.Create(filepath.Join(folder, "tray.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, sheet); err != nil {
		t.Fatal(err)
	}
}
