package look

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"

	"surfstick-sms/assets"
)

// EmojiImage returns the picture that the font holds of a cluster of characters that is one emoji, 40 pixels
// square, and reports whether there is one.
func EmojiImage(cluster string) (image.Image, bool) {
	place, ok := emojiPlace(cluster)
	if !ok {
		return nil, false
	}
	return decodePicture(place), true
}

func decodePicture(place int) image.Image {
	img, err := png.Decode(bytes.NewReader(emojiPNG(place)))
	if err != nil {
		panic(err) // the font is part of the program
	}
	return img
}

// emojiPNG returns a picture as the font holds it: the table CBLC has one size with two ranges of
// glyphs (index format 1), the blank and the pictures, the table CBDT small metrics of 5 bytes, the
// length and the picture (image format 17).
func emojiPNG(place int) []byte {
	location, data := fontTable("CBLC"), fontTable("CBDT")
	number := func(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	list := number(location, 8)
	table := list + number(location, list+8+4) // of the second range
	at := number(location, table+4) + number(location, table+8+4*place)
	return data[at+9 : at+9+number(data, at+5)]
}

// fontTable returns a table of the emoji font.
func fontTable(tag string) []byte {
	font := assets.EmojiFont
	for at := 12; at < 12+16*int(binary.BigEndian.Uint16(font[4:])); at += 16 {
		if string(font[at:at+4]) == tag {
			begin, size := binary.BigEndian.Uint32(font[at+8:]), binary.BigEndian.Uint32(font[at+12:])
			return font[begin : begin+size]
		}
	}
	return nil
}
