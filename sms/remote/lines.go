package remote

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ErrLong says that a line has more bytes than are allowed. What follows on the connection cannot be
// told from the rest of it.
var ErrLong = errors.New("line is too long")

// Lines reads lines.
type Lines struct {
	r   *bufio.Reader
	max int
}

// NewLines returns what reads lines of at most limit bytes, without their ends.
func NewLines(r io.Reader, limit int) *Lines { return &Lines{bufio.NewReader(r), limit} }

// Wait waits until the next line begins, and returns io.EOF when there is none.
func (l *Lines) Wait() error {
	_, err := l.r.Peek(1)
	return err
}

// Next returns the next line without its end, which is \n or \r\n; it holds until the next call. It returns
// io.EOF at the end, io.ErrUnexpectedEOF when the last line has no end, and ErrLong.
func (l *Lines) Next() ([]byte, error) {
	var line []byte
	for {
		piece, err := l.r.ReadSlice('\n')
		if len(line)+len(bytes.TrimRight(piece, "\r\n")) > l.max {
			return nil, ErrLong
		}
		line = append(line, piece...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF && len(line) > 0:
			return nil, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

// Request is a line of a client.
type Request struct {
	Method string
	// ID is a whole number or a string of at most 64 bytes, as JSON; the answer repeats it.
	ID     json.RawMessage
	params json.RawMessage
}

// maxID is the most bytes of the ID of a request.
const maxID = 64

// wireRequest is a request as it stands in a line.
type wireRequest struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params,omitempty"`
}

// ParseRequest reads a line of a client. The error is an *Error. A request with an error has an ID where
// it could be read.
func ParseRequest(line []byte) (Request, error) {
	var w wireRequest
	if err := checkStrict(line); err != nil {
		return Request{}, err
	}
	err := strict(line, &w)
	r := Request{w.Method, w.ID, w.Params}
	if badID(w.ID) {
		r.ID = nil
	}
	switch {
	case err != nil:
		return r, badRequest(CodeRequest, "This is no request: %s.", plain(err))
	case w.JSONRPC != "2.0":
		return r, badRequest(CodeRequest, `"jsonrpc" must be "2.0".`)
	case r.ID == nil:
		return r, badRequest(CodeRequest, `"id" must be a whole number or a string of at most %d bytes.`, maxID)
	case w.Method == "":
		return r, badRequest(CodeRequest, `"method" is missing.`)
	}
	return r, nil
}

func badID(id json.RawMessage) bool {
	var number int64
	var text string
	return len(id) == 0 || len(id) > maxID ||
		json.Unmarshal(id, &number) != nil && json.Unmarshal(id, &text) != nil
}

// Params reads the parameters of a request, which a request without any does not need. The error is an
// *Error.
func (r Request) Params(into any) error {
	if len(r.params) == 0 {
		return nil
	}
	if err := strict(r.params, into); err != nil {
		return badRequest(CodeParams, "The params of %s are wrong: %s.", r.Method, plain(err))
	}
	return nil
}

// BadMethod returns the answer to a request with a method that there is not.
func (r Request) BadMethod() *Error {
	return badRequest(CodeMethod, "There is no method %q.", r.Method)
}

// strict decodes an object and refuses fields that are not known.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// plain returns an error of encoding/json without the names of Go's types.
func plain(err error) string {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return string(bytes.TrimPrefix([]byte(err.Error()), []byte("json: ")))
	}
	if wrong.Field == "" {
		return "an object is wanted, not " + wrong.Value
	}
	return fmt.Sprintf("field %q cannot be %s", wrong.Field, wrong.Value)
}

// The lines of the server, as they stand on the wire.
type (
	wireAnswer struct {
		JSONRPC string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id,omitempty"`
		Result  json.RawMessage `json:"result,omitempty"`
		Error   *wireError      `json:"error,omitempty"`
		Method  string          `json:"method,omitempty"` // of a notification
		Params  json.RawMessage `json:"params,omitempty"`
	}
	wireError struct {
		Code    int       `json:"code"`
		Message string    `json:"message"`
		Data    errorData `json:"data"`
	}
	errorData struct {
		Reason     Reason `json:"reason"`
		RetryAfter int    `json:"retry_after,omitempty"`
		Number     string `json:"number,omitempty"`
	}
)

// AnswerLine returns the line that answers a request. An answer that is longer than MaxAnswer becomes a
// refusal.
func AnswerLine(id json.RawMessage, result any) []byte {
	text, err := encode(result)
	if err != nil {
		return ErrorLine(id, Refuse(ReasonInternal, "The answer could not be written: %v.", err))
	}
	line, err := encode(wireAnswer{JSONRPC: "2.0", ID: id, Result: bytes.TrimSpace(text)})
	if err != nil || len(line) > MaxAnswer {
		return ErrorLine(id, Refuse(ReasonInternal, "The answer is too long; ask for less."))
	}
	return line
}

// ErrorLine returns the line that refuses a request. Any error that is not an *Error is an internal one.
// The ID is nil when it could not be read.
func ErrorLine(id json.RawMessage, err error) []byte {
	var e *Error
	if !errors.As(err, &e) {
		e = Refuse(ReasonInternal, "%v", err)
	}
	if id == nil {
		id = json.RawMessage("null")
	}
	line, _ := encode(wireAnswer{JSONRPC: "2.0", ID: id, Error: &wireError{
		e.Code, e.Message, errorData{e.Reason, e.RetryAfter, e.Number},
	}})
	return line
}

// NoticeLine returns the line of a notification: NoticeReceived with a Received, or NoticeReport with a
// Text.
func NoticeLine(method string, params any) ([]byte, error) {
	text, err := encode(params)
	if err != nil {
		return nil, err
	}
	return encode(wireAnswer{JSONRPC: "2.0", Method: method, Params: bytes.TrimSpace(text)})
}

// requestLine returns the line of a request.
func requestLine(id int64, method string, params any) ([]byte, error) {
	text, err := encode(params)
	if err != nil {
		return nil, err
	}
	return encode(wireRequest{"2.0", json.RawMessage(fmt.Sprint(id)), method, bytes.TrimSpace(text)})
}

// encode returns a value as one line of JSON with its end. What is no UTF-8 in a text becomes U+FFFD.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
