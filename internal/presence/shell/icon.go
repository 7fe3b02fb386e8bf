package shell

import (
	"encoding/binary"
	"image"
)

// iconBits returns an icon as CreateIconFromResourceEx takes it: a bitmap of 32 bits with its opacity,
// bottom up, of twice its height, for below it there is a mask (Microsoft, "Icons", by John Hornick).
// Wherever the opacity says something, Windows does not look at the mask.
func iconBits(picture *image.NRGBA) []byte {
	side := picture.Bounds().Dx()
	const header = 40 // BITMAPINFOHEADER
	maskRow := (side + 31) / 32 * 4
	out := make([]byte, 0, header+side*side*4+maskRow*side)
	le := binary.LittleEndian
	out = le.AppendUint32(out, header)
	out = le.AppendUint32(out, uint32(side))
	out = le.AppendUint32(out, uint32(2*side))
	out = le.AppendUint16(out, 1)  // planes
	out = le.AppendUint16(out, 32) // bits for each pixel
	out = append(out, make([]byte, header-len(out))...)
	for y := side - 1; y >= 0; y-- {
		for x := range side {
			c := picture.NRGBAAt(picture.Rect.Min.X+x, picture.Rect.Min.Y+y)
			out = append(out, c.B, c.G, c.R, c.A)
		}
	}
	return append(out, make([]byte, maskRow*side)...)
}
