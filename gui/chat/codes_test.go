package chat

import "testing"

func TestCodeIn(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Ihr Code lautet 482 113. Geben Sie ihn nicht weiter.", "482113"},
		{"G-123456 is your Google verification code.", "123456"},
		{"123-456 ist dein Bestätigungscode", "123456"},
		{"Ihre mobileTAN: 87654321", "87654321"},
		{"TAN für Auftrag über 1250 EUR an DE12: 904411", "904411"},
		{"Ihre PIN gilt bis 28.08.2026 um 14:30 Uhr: 7731", "7731"},
		{"Your one-time password is \"00417\"", "00417"},
		{"Code 5521, gültig 2026", "5521"},
		{"Treffen wir uns 1830 am Bahnhof?", ""},
		{"Ihr Code kommt per Brief.", ""},
		{"Rufen Sie wegen der PIN 01711234567 an", ""},
		{"Code +491711234567", ""},
		{"PIN vergessen? Kostet 1500 Euro.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := codeIn(tt.text); got != tt.want {
			t.Errorf("%q has %q, want %q", tt.text, got, tt.want)
		}
	}
}
