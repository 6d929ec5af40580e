"""Words beside the names of those who write posts: which texts may be names, and the name before a date."""

import re
from functools import lru_cache

from qapipe.page import dates
from qapipe.page import text as plain
from qapipe.readers.threads.accepted import LABEL
from qapipe.readers.threads.moments import find
from qapipe.readers.threads.names import is_clock, name_in

LONGEST = 48
"""Letters of a text that may be a name."""
_AROUND_NAME = re.compile(
    r"^\W*(?:(?:posted|written|answered|asked|submitted|von|par|por|от|by)\b:?\s*)+", re.IGNORECASE
)
_PLACE = re.compile(r"(?:in|at|to|from|for|under|im|aus|dans|en|à)\s")  # "asked in Woolton on ..."
_VERBS = re.compile(
    r"(?:\W*\b(?:on|at|posted|wrote|writes|said|says|answered|asked|replied|commented|am|le|el|em|schrieb|a écrit"
    r"|escribió|respondió|preguntó|respondeu|perguntou|a répondu|a demandé|ha risposto|ha chiesto|antwortete|fragte"
    r"|пишет|ответил[аи]?|спросил[аи]?|написал[аи]?|відповіл?[ав]|запита[вл]а?|odpowiedział[ay]?|napisał[ay]?|yazdı|sordu"
    r"|cevapladı|skrev|svarade|svarede|schreef|回答了?|提问|发表于|(?:mon|tue|wed|thu|fri|sat|sun)\w*))+\W*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:date )?(?:published|created|added|posted|submitted)|date|datum|fecha|data|дата|добавлено|отправлено|"
    r"написано|geschrieben|verfasst|erstellt|posté|publié|publicado|enviado|inviato|发表于|发布于|投稿日|gefragt|beantwortet|geantwortet|répondue?|respondid[oa]|risposto|ответил\w*|回答|preguntad[oa]|demandée?|domandato|perguntad[oa]|задан\w*|"
    r"вопрос|спросил\w*|提问|提問|質問|投稿|作成日|작성일|등록일|답변일)(?:\W+|$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\(?[\d.,\s]+k?\s*(?:posts?|messages?|points?|pts|repl(?:y|ies)|comments?|beiträge|likes?|votes?|views?|answers?|"
    r"questions?|topics?|threads?|followers?|favou?rites|badges?|days?|months?|years?|karma|reputation|reviews?|contributions?|mensajes|сообщени\w*)\b"
    r"|^(?:level|lvl|posts?|messages?|points?|topics?|threads?|beiträge|themen|punkte|mensajes|karma|reputation|сообщени\w*)\W*\d[\d.,]*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[^\W\d][^:：]{1,24}[:：]\s*\S")  # "Location: Woolton"
_WORDY = re.compile(r"[^\W\d_]")
_WITH_COUNT = re.compile(r"[(（]\d[\d.,]*k?[)）]$")  # "Helpful (3)"
_INTERFACE = re.compile(
    r"^(?:(?:(?:post|submitt|ask|answer|start|creat|chang|updat|modifi|edit|open|add|report|comment|repli|publish)ed|written)"
    r"(?: (?:by|on|at|in))?|"
    r"votes?|views?|points?|likes?|answers?|replies|comments|"
    r"reply|quote|report|share|like|edit|delete|permalink|link|more|menu|follow|logged|online|offline|members?|moderator|"
    r"antwort|réponse|respuesta|resposta|risposta|ответ|回答|"
    r"administrator|staff|senior member|new member|registered user|top|accepted|solution|answer|"
    r"(?:(?:best|accepted|top|correct|verified|official|the|our)|(?:staff|expert|doctor|vet|lawyer|editor)(?:['’]?s)?)"
    r" (?:answer|solution|reply|response)|(?:answer|reply|response|question) (?:by|from)|comment|thanks|location"
    r"|posts?|joined|"
    r"(?:view |user )?profile|profil|perfil|profilo|профиль|профіль|website|web|www|homepage|e-?mail|pm|"
    r"(?:reply|post|comment|answer|message|antwort|beitrag|réponse|respuesta)(?: ?#?|:)\d+(?: on)?|"
    r"registered|re|to|at|in|on|via|said|wrote|says|by|author|op|#?\d+|antworten|zitat\w*|zitieren|melden|citer|répondre"
    r"|signaler|responder|citar|denunciar|reportar|rispondi|cita|segnala|odpowiedz|cytuj|zgłoś|ответить|цитировать"
    r"|пожаловаться|відповісти|цитувати|поскаржитися|citeer|reageer|svara|citera|anmäl|vastaa|lainaa|ilmoita"
    r"|cevapla|yanıtla|alıntıla|şikayet et|válasza?|idézet|odpovědět|citovat|nahlásit|răspunde|citează"
    r"|raportează|απάντηση|παράθεση|αναφορά|trả lời|trích dẫn|báo cáo|balas|kutip|laporkan|رد|اقتباس|تبليغ|پاسخ"
    r"|نقل قول|گزارش|הגב|ציטוט|דווח|ตอบกลับ|さん|님"
    r"|回复|回覆|回应|引用|举报|檢舉|返信|報告|通報|답글|답변|신고|인용|댓글|(?:その他の|他の)?回答\W*\d*\W*件?)\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_024)  # most texts beside posts stand beside each
def may_be_name(text: str) -> bool:
    """Whether a short text is no number, label, labelled value, count or time of day."""
    if "{{" in text or not _WORDY.search(text) or _WITH_COUNT.search(text):
        return False
    if _LABELLED.match(text) and name_in(text) == plain.one_line(text):
        return False
    return not (_INTERFACE.match(text) or _COUNTED.match(text) or LABEL.match(text) or is_clock(text))


def before_date(text: str) -> str | None:
    """The name in ``By Ann on May 3, 2011`` or ``Ann answered 6 years ago``."""
    moment = find(text)
    if moment is None:
        return None
    name = _AROUND_NAME.sub("", _LABEL.sub("", text[: moment.start].strip()))
    name = _VERBS.sub("", name).strip(" ,:;|·•—–-(")
    if not 1 < len(name) <= LONGEST or not _WORDY.search(name) or _INTERFACE.match(name) or _PLACE.match(name):
        return None
    return None if dates.is_weekday(name) else name
