"""Forwards each message that comes in by e-mail.

Needs surfstick.py beside it, and in the environment: SMTP_HOST, SMTP_PORT (587 if there is none), SMTP_USER
and SMTP_PASSWORD, MAIL_TO, and MAIL_FROM where it is not SMTP_USER. SMTP_TLS=no for a server on this computer.
"""

import os
import smtplib
import ssl
import time
from email.message import EmailMessage

import surfstick

ask = os.environ.get
user, to = ask("SMTP_USER", ""), os.environ["MAIL_TO"]


def mail(message: surfstick.Received) -> None:
    letter = EmailMessage()
    who = " ".join((message.name or message.sender).split())  # a heading has one line
    letter["Subject"] = "SMS from " + who
    letter["From"], letter["To"] = ask("MAIL_FROM", user), to
    letter["Message-ID"] = "<%d.%d@surfstick.invalid>" % (message.id, message.seq)  # shows what came twice
    letter.set_content("%s\n\n%s, %s\n" % (message.text or message.state, message.sender, message.received))
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(ask("SMTP_PORT", "587")), timeout=30) as server:
        if ask("SMTP_TLS") != "no":
            server.starttls(context=ssl.create_default_context())
        if user:
            server.login(user, os.environ["SMTP_PASSWORD"])
        server.send_message(letter)


for message in surfstick.listen(keep="to_email.last"):
    while True:
        try:
            mail(message)
            break
        except OSError as error:  # no network, or the server does not want it: smtplib's errors are OSErrors
            print("again in a minute:", error, flush=True)
            time.sleep(60)
