package main

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"slices"

	"golang.org/x/image/draw"
)

// side is the size of a picture in pixels: what an emoji in a text of normal size needs at 200 %.
const side = 40

// colors is how many colours a picture may have. With fewer the shading shows steps.
const colors = 40

// small returns a picture in the size of the font, with few colours, as a PNG.
func small(img image.Image) []byte {
	scaled := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(scaled, scaled.Bounds(), img, img.Bounds(), draw.Src, nil)
	return encode(quantised(scaled))
}

func encode(img image.Image) []byte {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, img); err != nil {
		panic(err) // a buffer takes everything, and the picture is our own
	}
	return out.Bytes()
}

// pixel is a colour with its opacity, both premultiplied, so that distances between faint colours
// are as small as they look.
type pixel [4]float64

func toPixel(c color.NRGBA) pixel {
	a := float64(c.A) / 255
	return pixel{float64(c.R) * a, float64(c.G) * a, float64(c.B) * a, float64(c.A)}
}

func (p pixel) color() color.NRGBA {
	if p[3] < 1 {
		return color.NRGBA{}
	}
	channel := func(v float64) uint8 { return uint8(min(255, v*255/p[3]+0.5)) }
	return color.NRGBA{channel(p[0]), channel(p[1]), channel(p[2]), uint8(p[3] + 0.5)}
}

func (p pixel) distance(q pixel) float64 {
	sum := 0.0
	for i := range p {
		sum += (p[i] - q[i]) * (p[i] - q[i])
	}
	return sum
}

// quantised returns the picture with few colours: median cut, then some rounds of k-means.
func quantised(img *image.NRGBA) *image.Paletted {
	all := make([]pixel, 0, side*side)
	for y := range side {
		for x := range side {
			all = append(all, toPixel(img.NRGBAAt(x, y)))
		}
	}
	centres := medianCut(slices.Clone(all), colors)
	nearest := make([]int, len(all))
	for range 8 {
		assign(all, centres, nearest)
		centres = means(all, centres, nearest)
	}
	return paletted(all, centres)
}

func medianCut(all []pixel, n int) []pixel {
	boxes := [][]pixel{all}
	for len(boxes) < n {
		box, axis, spread := 0, 0, 0.0
		for i, b := range boxes {
			if a, s := widest(b); s > spread {
				box, axis, spread = i, a, s
			}
		}
		if spread == 0 {
			break
		}
		b := boxes[box]
		slices.SortFunc(b, func(p, q pixel) int { return cmp.Compare(p[axis], q[axis]) })
		boxes[box] = b[:len(b)/2]
		boxes = append(boxes, b[len(b)/2:])
	}
	centres := make([]pixel, len(boxes))
	for i, b := range boxes {
		centres[i] = mean(b)
	}
	return centres
}

// widest returns the channel in which the colours of a box differ most, and how much: the sum of
// squares, which prefers large boxes.
func widest(box []pixel) (axis int, spread float64) {
	middle := mean(box)
	for i := range middle {
		sum := 0.0
		for _, p := range box {
			sum += (p[i] - middle[i]) * (p[i] - middle[i])
		}
		if sum > spread {
			axis, spread = i, sum
		}
	}
	return axis, spread
}

func mean(box []pixel) (m pixel) {
	for _, p := range box {
		for i := range m {
			m[i] += p[i] / float64(len(box))
		}
	}
	return m
}

func assign(all, centres []pixel, nearest []int) {
	for i, p := range all {
		best := p.distance(centres[nearest[i]])
		for j, c := range centres {
			if d := p.distance(c); d < best {
				best, nearest[i] = d, j
			}
		}
	}
}

func means(all, centres []pixel, nearest []int) []pixel {
	boxes := make([][]pixel, len(centres))
	for i, p := range all {
		boxes[nearest[i]] = append(boxes[nearest[i]], p)
	}
	next := slices.Clone(centres)
	for i, b := range boxes {
		if len(b) > 0 {
			next[i] = mean(b)
		}
	}
	return next
}

// paletted returns the picture in the colours given. The transparent ones come first, because a PNG
// names opacities up to the last that is not 255.
func paletted(all, centres []pixel) *image.Paletted {
	var palette []color.NRGBA
	for _, c := range centres {
		if v := c.color(); !slices.Contains(palette, v) {
			palette = append(palette, v)
		}
	}
	slices.SortFunc(palette, func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(luma(a), luma(b)))
	})
	out := image.NewPaletted(image.Rect(0, 0, side, side), nil)
	points := make([]pixel, len(palette))
	for i, c := range palette {
		out.Palette = append(out.Palette, c)
		points[i] = toPixel(c)
	}
	nearest := make([]int, len(all))
	assign(all, points, nearest)
	for i, n := range nearest {
		out.Pix[i] = uint8(n)
	}
	return out
}

func luma(c color.NRGBA) int { return 2*int(c.R) + 5*int(c.G) + int(c.B) }
