"""What servers and mail programs call the Sent and Junk folders, in many languages. For servers that mark none (RFC 6154)."""

from __future__ import annotations

import unicodedata

_SENT = """
Sent · Sent Items · Sent Mail · Sent Messages · Sent Email · Sent-Mail · Sent_Mail · SentMail
Gesendet · Gesendete Elemente · Gesendete Objekte · Gesendete Nachrichten · Gesendete Mails
Envoyés · Envoyé · Éléments envoyés · Messages envoyés · Courrier envoyé · Objets envoyés
Enviados · Enviado · Elementos enviados · Mensajes enviados · Correo enviado · Elements enviats · Enviats
Enviadas · Itens enviados · Mensagens enviadas · E-mails enviados · Itens enviadas
Inviati · Inviata · Posta inviata · Elementi inviati · Messaggi inviati
Verzonden · Verzonden items · Verzonden berichten · Verstuurd
Skickat · Skickade · Skickade objekt · Skickade meddelanden
Sendt · Sendte · Sendt post · Sendte elementer · Sendte meldinger · Sendte e-mails
Lähetetyt · Lähetetyt viestit · Saadetud · Nosūtītās · Išsiųsta
Wysłane · Elementy wysłane · Odeslané · Odeslaná pošta · Odoslané · Odoslaná pošta · Poslano · Poslato
Elküldött · Elküldött elemek · Elküldött üzenetek · Trimise · Elemente trimise · Mesaje trimise
Gönderilenler · Gönderilmiş Öğeler · Gönderilmiş Postalar · Απεσταλμένα
Отправленные · Отправленные письма · Надіслані · Відправлені · Изпратени · Послато
送信済み · 送信済みアイテム · 送信済みメール · 送信済みトレイ · 送信済みメッセージ
已发送 · 已发送邮件 · 已发送消息 · 已傳送 · 已寄出 · 寄件備份 · 寄件備份匣
보낸편지함 · 보낸 편지함 · 보낸메일함 · 보낸 메일함
البريد المرسل · الرسائل المرسلة · العناصر المرسلة · נשלח · דואר שנשלח · פריטים שנשלחו
Đã gửi · Thư đã gửi · Terkirim · Item Terkirim · ส่งแล้ว · รายการที่ส่ง · भेजे गए
"""

_JUNK = """
Junk · Spam · Junk Mail · Junk E-mail · Junk Email · Junk-E-Mail · Bulk Mail · Bulk · Spamverdacht · Unerwünscht · Werbung
Indésirables · Courrier indésirable · Pourriel · Correo no deseado · No deseados · Lixo Eletrônico · Lixo eletrónico
Posta indesiderata · Indesiderata · Ongewenste e-mail · Ongewenst · Skräppost · Søppelpost · Uønsket e-mail · Uønsket mail
Roskaposti · Wiadomości-śmieci · Wiadomości śmieci · Nevyžádaná pošta · Nevyžiadaná pošta · Levélszemét · Gereksiz
Gereksiz E-posta · Ανεπιθύμητα · Спам · Нежелательная почта · Небажана пошта · 迷惑メール · 垃圾邮件 · 垃圾郵件
스팸메일함 · 스팸
"""


def _folded(names: str) -> frozenset[str]:
    split = [name for line in names.splitlines() for name in line.split("·") if name.strip()]
    return frozenset(unicodedata.normalize("NFKC", name).casefold().strip() for name in split)


SENT_NAMES = _folded(_SENT)
"""In NFKC, case folded."""
JUNK_NAMES = _folded(_JUNK)
