package transfer

// column is what stands in a column of a table.
type column int

const (
	columnNone column = iota
	columnNumber
	columnName
	columnDirection
	columnTime
	columnDate // a day; its time of the day may stand in columnClock
	columnClock
	columnText
	columnStatus
	columnRead
	columnISO   // our own: the time with its zone
	columnSent  // our own: the time stamp of the service centre
	columnState // our own: the name of a sms.Status
	columnFrom  // a number that sent the text
	columnTo    // a number that it was sent to
)

// columnNames are the words by which columns are known, in small letters: those of this program in both
// languages, and those of other programs in the languages of Huawei's Mobile Partner for Germany, Austria,
// Switzerland and their neighbours. Its versions for the brands of networks differ in them, and so does
// their order.
var columnNames = map[string]column{
	"number": columnNumber, "phone number": columnNumber, "phone": columnNumber, "telephone": columnNumber,
	"address": columnNumber, "mobile": columnNumber, "contact": columnNumber, "phonenumber": columnNumber,
	"nummer": columnNumber, "telefonnummer": columnNumber, "rufnummer": columnNumber, "telefon": columnNumber,
	"handynummer": columnNumber, "mobilnummer": columnNumber, "kontakt": columnNumber,
	"numéro": columnNumber, "numéro de téléphone": columnNumber, "numero": columnNumber, "número": columnNumber,
	"numero di telefono": columnNumber, "telefoonnummer": columnNumber, "numer": columnNumber,
	"numer telefonu": columnNumber, "telefonní číslo": columnNumber,

	"from": columnFrom, "sender": columnFrom, "von": columnFrom, "absender": columnFrom, "de": columnFrom,
	"expéditeur": columnFrom, "da": columnFrom, "mittente": columnFrom, "remitente": columnFrom,
	"afzender": columnFrom, "van": columnFrom, "nadawca": columnFrom,
	"to": columnTo, "recipient": columnTo, "receiver": columnTo, "an": columnTo, "empfänger": columnTo,
	"destinataire": columnTo, "destinatario": columnTo, "ontvanger": columnTo, "odbiorca": columnTo,

	"name": columnName, "contact name": columnName, "nom": columnName, "nome": columnName, "nombre": columnName,
	"naam": columnName,

	"direction": columnDirection, "type": columnDirection, "folder": columnDirection, "box": columnDirection,
	"richtung": columnDirection, "typ": columnDirection, "ordner": columnDirection, "art": columnDirection,
	"dossier": columnDirection, "cartella": columnDirection, "carpeta": columnDirection, "map": columnDirection,

	"time": columnTime, "date/time": columnTime, "date and time": columnTime, "timestamp": columnTime,
	"received": columnTime, "sent": columnTime, "received time": columnTime, "sent time": columnTime,
	"datetime": columnTime, "zeitpunkt": columnTime, "datum/uhrzeit": columnTime, "datum/zeit": columnTime,
	"datum und uhrzeit": columnTime, "empfangen": columnTime, "gesendet": columnTime, "empfangen am": columnTime,
	"gesendet am": columnTime, "zeit": columnClock, "uhrzeit": columnClock, "heure": columnClock,
	"ora": columnClock, "hora": columnClock, "tijd": columnClock,
	"date": columnDate, "datum": columnDate, "data": columnDate, "fecha": columnDate, "tag": columnDate,

	"text": columnText, "message": columnText, "content": columnText, "body": columnText, "sms": columnText,
	"contents": columnText, "message content": columnText, "nachricht": columnText, "inhalt": columnText,
	"nachrichtentext": columnText, "mitteilung": columnText, "contenu": columnText, "texte": columnText,
	"contenuto": columnText, "testo": columnText, "messaggio": columnText, "contenido": columnText,
	"texto": columnText, "mensaje": columnText, "inhoud": columnText, "bericht": columnText, "treść": columnText,

	"status": columnStatus, "zustand": columnStatus, "état": columnStatus, "stato": columnStatus,
	"estado": columnStatus, "state": columnStatus,
	"read": columnRead, "gelesen": columnRead, "lu": columnRead, "letto": columnRead, "leído": columnRead,

	"time (iso 8601)": columnISO, "zeit (iso 8601)": columnISO,
	"sent by the network (iso 8601)": columnSent, "vom netz gesendet (iso 8601)": columnSent,
	"status code": columnState, "status-code": columnState,
}

// outgoing and incoming are how a table says whose text it is, in a column of its own or in the status.
var (
	outgoing = []string{
		"sent", "outgoing", "out", "outbox", "gesendet", "ausgehend", "postausgang", "ausgang", "2",
		"envoyé", "inviato", "inviati", "enviado", "verzonden", "wysłane", "sms sent", "sent items", "submit",
		"unsent", "draft", "drafts", "nicht gesendet", "entwurf", "entwürfe", "sto sent", "sto unsent",
	}
	incoming = []string{
		"received", "incoming", "in", "inbox", "empfangen", "eingehend", "posteingang", "eingang", "1",
		"reçu", "ricevuto", "ricevuti", "recibido", "ontvangen", "odebrane", "deliver", "read", "unread",
		"gelesen", "ungelesen", "rec read", "rec unread",
	}
	unsent = []string{"unsent", "draft", "drafts", "nicht gesendet", "entwurf", "entwürfe", "sto unsent"}
	unread = []string{"unread", "ungelesen", "rec unread", "non lu", "non letto", "no", "nein", "0", "false"}
)
