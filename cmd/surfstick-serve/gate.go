package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"surfstick-sms/internal/door"
	"surfstick-sms/sms/remote"
)

const (
	// maxBody is the most bytes of a request.
	maxBody = 64 << 10
	// maxRequests is how many requests are answered at the same time.
	maxRequests = 16
	// maxConnections is how many connections may be open, idle ones with them: any user of this computer can
	// open some.
	maxConnections = 64
	// maxCalls is how many requests ask Surfstick SMS at the same time. It takes remote.MaxConnections, of
	// which webhooks and other programs need some, too.
	maxCalls = 6
	// deviceID is what clients know the stick by.
	deviceID = "surfstick"
	// dialTime is how long a connection to Surfstick SMS may take.
	dialTime = 5 * time.Second
)

// service answers clients and delivers to their webhooks.
type service struct {
	data         string
	key          key
	long, force  bool
	readTime     time.Duration // how long a request may take until it is read
	retry, again time.Duration // before a delivery is tried again; before Surfstick SMS is looked for again
	log          *log.Logger
	hooks        hooks
}

// handler returns what answers requests.
func (s *service) handler() http.Handler {
	mux := http.NewServeMux()
	calls := make(chan struct{}, maxCalls)
	for pattern, do := range map[string]func(*http.Request) (int, any, error){
		"POST /messages": s.send, "POST /message": s.send,
		"GET /messages/{id}": s.state, "GET /message/{id}": s.state,
		"GET /health":   s.health,
		"GET /webhooks": s.listHooks, "POST /webhooks": s.addHook, "DELETE /webhooks/{id}": s.removeHook,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), answerTime)
			defer cancel()
			select {
			case calls <- struct{}{}:
				defer func() { <-calls }()
			case <-ctx.Done():
				answerError(w, remote.Refuse(remote.ReasonBusy, "Too many requests at the same time."))
				return
			}
			status, v, err := do(r.WithContext(ctx))
			if err != nil {
				answerError(w, err)
				return
			}
			answer(w, status, v)
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answerError(w, httpError{http.StatusNotFound, "There is no " + r.Method + " " + r.URL.Path + "."})
	})
	return s.guard(mux)
}

// guard lets those requests through that a program on this computer makes which has the key. A web page in a
// browser can make requests to this computer, too: they have an Origin, or the name of another host.
func (s *service) guard(next http.Handler) http.Handler {
	places := make(chan struct{}, maxRequests)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		name, secret, _ := r.BasicAuth()
		switch {
		case !isLocal(r.Host):
			answerError(w, httpError{http.StatusForbidden, "This is for programs on this computer: call it 127.0.0.1."})
			return
		case len(r.Header.Values("Origin")) > 0:
			answerError(w, httpError{http.StatusForbidden, "This is not for web pages."})
			return
		case !s.key.fits(name, secret):
			w.Header().Set("WWW-Authenticate", `Basic realm="Surfstick SMS", charset="UTF-8"`)
			answerError(w, httpError{http.StatusUnauthorized, "Name or key is wrong: they are in serve-key.json, in the data folder."})
			return
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			w.Header().Set("Retry-After", "1")
			answerError(w, httpError{http.StatusServiceUnavailable, "Too many requests at the same time."})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// isLocal reports whether the Host of a request is a name of this computer that no name server can give to
// another one.
func isLocal(name string) bool {
	if h, port, err := net.SplitHostPort(name); err == nil {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
		name = h
	}
	return name == host || name == "localhost"
}

// client connects to Surfstick SMS.
func (s *service) client(ctx context.Context) (*remote.Client, error) {
	limited, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	c, err := door.Dial(limited, s.data)
	switch {
	case errors.Is(err, door.ErrForeign):
		return nil, remote.Refuse(remote.ReasonForeignServer, "Another user's program answers in place of Surfstick SMS.")
	case errors.Is(err, door.ErrNotRunning):
		return nil, remote.Refuse(remote.ReasonNotRunning, "Surfstick SMS is not running, or lets no programs in.")
	case err != nil:
		return nil, remote.Refuse(remote.ReasonAccess, "Surfstick SMS cannot be reached: %v.", err)
	}
	return remote.NewClient(c), nil
}

// readBody reads the object of a request. Fields that are not known are left alone: clients are newer or older
// than this.
func readBody(r *http.Request, into any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return httpError{http.StatusUnsupportedMediaType, "The Content-Type must be application/json."}
	}
	text, err := io.ReadAll(r.Body)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return httpError{http.StatusRequestEntityTooLarge, "The request is longer than 65536 bytes."}
	case err != nil:
		return httpError{http.StatusBadRequest, "The request ends too early."}
	}
	if err := json.Unmarshal(text, into); err != nil {
		return httpError{http.StatusBadRequest, "This is not the JSON that is wanted: " + err.Error() + "."}
	}
	return nil
}

// httpError is an error with its status.
type httpError struct {
	status  int
	message string
}

// Error returns the sentence.
func (e httpError) Error() string { return e.message }

// errorBody is the form of errors.
type errorBody struct {
	Message string `json:"message"`
	Code    int    `json:"code"`             // the status, again
	Reason  string `json:"reason,omitempty"` // the word of remote.Reason
}

// answerError answers with what went wrong.
func answerError(w http.ResponseWriter, err error) {
	var own httpError
	if errors.As(err, &own) {
		answer(w, own.status, errorBody{Message: own.message, Code: own.status})
		return
	}
	var refused *remote.Error
	if !errors.As(err, &refused) {
		refused = remote.Refuse(remote.ReasonInternal, "%v", err)
	}
	status := statusOf(refused)
	switch {
	case refused.RetryAfter > 0:
		w.Header().Set("Retry-After", strconv.Itoa(refused.RetryAfter))
	case refused.Reason == remote.ReasonBusy:
		w.Header().Set("Retry-After", "1")
	}
	answer(w, status, errorBody{refused.Message, status, string(refused.Reason)})
}

// statusOf returns the status for a refusal. 429 says that the same request may be made again later; clients
// do that by themselves, so what time does not cure has another one.
func statusOf(e *remote.Error) int {
	switch e.Reason {
	case remote.ReasonUsage, remote.ReasonNumber, remote.ReasonText, remote.ReasonTooLong:
		return http.StatusBadRequest
	case remote.ReasonConflict, remote.ReasonNotNow:
		return http.StatusConflict
	case remote.ReasonNotFound:
		return http.StatusNotFound
	case remote.ReasonLimit, remote.ReasonRepeat, remote.ReasonLoop:
		if e.RetryAfter > 0 {
			return http.StatusTooManyRequests
		}
		return http.StatusForbidden
	case remote.ReasonCost, remote.ReasonRoaming, remote.ReasonRecipients, remote.ReasonDenied, remote.ReasonNobodyAnswered:
		return http.StatusForbidden
	case remote.ReasonOff, remote.ReasonNotRunning, remote.ReasonForeignServer, remote.ReasonAccess, remote.ReasonStick,
		remote.ReasonBusy, remote.ReasonClosed, remote.ReasonReadOnly:
		return http.StatusServiceUnavailable
	case remote.ReasonInternal:
	}
	return http.StatusInternalServerError
}

// answer answers with a value, or with none.
func answer(w http.ResponseWriter, status int, v any) {
	if v == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// limit returns a listener with at most n open connections; others wait.
func limit(l net.Listener, n int) net.Listener { return &limited{l, make(chan struct{}, n)} }

type limited struct {
	net.Listener
	places chan struct{}
}

// Accept implements net.Listener.
func (l *limited) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.places <- struct{}{}
	return &limitedConn{Conn: c, done: sync.OnceFunc(func() { <-l.places })}, nil
}

type limitedConn struct {
	net.Conn
	done func()
}

// Close implements net.Conn.
func (c *limitedConn) Close() error {
	defer c.done()
	return c.Conn.Close()
}
