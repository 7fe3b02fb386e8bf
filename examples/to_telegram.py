"""Forwards each message that comes in to a chat of Telegram.

Needs surfstick.py beside it, and in the environment: TELEGRAM_TOKEN, which @BotFather gives, and TELEGRAM_CHAT,
the number of the chat. TELEGRAM_URL names another server than Telegram's.
"""

import json
import os
import time
import urllib.request

import surfstick

server = os.environ.get("TELEGRAM_URL", "https://api.telegram.org")
url = "%s/bot%s/sendMessage" % (server, os.environ["TELEGRAM_TOKEN"])


def post(text: str) -> None:
    body = json.dumps({"chat_id": os.environ["TELEGRAM_CHAT"], "text": text[:4096]}).encode("utf-8")
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=30).close()


for message in surfstick.listen(keep="to_telegram.last"):
    while True:
        try:
            post("%s\n%s" % (message.name or message.sender, message.text or message.state))
            break
        except OSError as error:  # urllib's errors are OSErrors
            print("again in a minute:", error, flush=True)
            time.sleep(60)
