"""What pages print beside the number of votes, likes or thanks for a post, in the languages of forums.

``Votes: 3``, ``Helpful (4)``, ``12 likes``, ``3 of 5 people found this helpful``, ``Danke (2)``, ``赞 12``.
"""

import re

from qapipe.readers.threads.printed_numbers import number

LONGEST = 40
"""Letters of a text that tells votes."""

_WORDS = (
    r"(?:up[- ]?)?votes?|likes?|liked|kudos|helpful|useful|thumbs? up|thanks?(?: you)?|score|agree"
    r"|stimmen|gefällt(?: mir)?|nützlich|hilfreich|danke|vind ik leuk|leuk|nuttig|bedankt|stemmen|röster|gilla|tack"
    r"|tykkää|tykkäykset|kiitos|ääniä|synes godt om|stemmer|tak|takk|liker"
    r"|j['’]aime|utile|merci|me gusta|útil|gracias|votos|curtir|curtidas|gostei|gosto|obrigad[oa]|mi piace|grazie|voti"
    r"|m['’]agrada|gràcies|apreciez|îmi place|voturi|mulțumesc"
    r"|głosy|lubię to|pomocn[ea]|dziękuję|podziękowania|нравится|полезно|спасибо|лайки|голоса|рейтинг"
    r"|(?:\w+ ){0,4}поблагодарил[аи]?|подобається|корисно|дякую|вподобання|харесва ми|líbí se(?: mi)?|hlasy"
    r"|hodnocení|děkuji|páči sa mi|tetszik|hasznos|köszönöm|μου αρέσει|χρήσιμο|ευχαριστώ|beğen(?:i|me)?"
    r"|teşekkür|faydalı|oy|אהבתי|תודה|מועיל|הצבעות|أعجبني|إعجاب|مفيد|شكرا|تصويت|پسندیدم|تشکر|thích|hữu ích|cảm ơn|suka"
    r"|terima kasih|membantu|点赞|點讚|赞同|贊同|赞|讚|顶|頂|推荐|有用|有幫助|感谢|好评|いいね|ナイス|高評価|役に立った"
    r"|参考になった|ありがとう|GJ|추천|공감|좋아요|도움(?:이 됨|돼요)?|감사"
)
_SIGNS = r"[👍❤♥▲⬆△🔼]\ufe0f?"
_NUMBER = r"[+−–-]?\d[\d.,]*k?"
_WORD_ALONE = re.compile(rf"^\W*(?:{_WORDS})\W*$|^(?:{_SIGNS})$", re.IGNORECASE)
_WORD_FIRST = re.compile(
    rf"^(?:(?:{_WORDS})|{_SIGNS})\s*[!！]?\s*[:：]?\s*(?:[(（[]\s*({_NUMBER})\s*[)）\]]|({_NUMBER}))$", re.IGNORECASE
)
_PEOPLE = (
    r"people|persons?|users?|members?|others?|customers?|personen|nutzer|mitglieder|personnes?|utilisateurs?|personas?"
    r"|usuarios?|pessoas?|usuários?|persone|utenti|personen|gebruikers|os[óo]b[ay]?|человека?|людей|людям|kişi|orang"
)
_NUMBER_FIRST = re.compile(
    rf"^[+]?({_NUMBER})(?:\s+(?:likes?|points?|votes?|upvotes?|kudos|thanks|thumbs? up"
    r"|(?:\w+ )?agree(?:d|s)?\b"
    r"|(?:stimmen?|gefällt|votos?|voti|me gusta|j['’]aime|curtidas?|mi piace|głos(?:y|ów)?|голос(?:а|ов)?|лайк(?:а|ов)?"
    r"|oy|beğeni|stemmen|röster|hlas[yů]?)(?!\w)"
    rf"|(?:(?:of|out of|von|sur|de|di|van|из) \d+ )?(?:{_PEOPLE}) (?:found|like|rated|fand|ont|a trouv|encontr"
    r"|consider|acha|gost|hanno|vond|uważ|посчитали|считают|понравил|bul|beğen|merasa|suka))"
    r"|\s*(?:人(?:赞同|觉得|贊同|が|赞)|个赞|個讚|赞|讚|いいね|명))",
    re.IGNORECASE,
)
_MAY_COUNT = re.compile(r"\D{1,26}\d[\d.,]*k?\W*$", re.IGNORECASE)  # no date
STARTS, ENDS = "0123456789+-−–", "0123456789)）]kK"
"""How texts begin, or end, that say a number of votes."""


def said_in(text: str) -> int | None:
    """The number of votes that a short text says, word and number; None if it says none."""
    if text[0] in STARTS:
        match = None if text[-1].isdecimal() else _NUMBER_FIRST.match(text)
        return number(match[1]) if match else None
    match = _WORD_FIRST.match(text) if text[-1] in ENDS and _MAY_COUNT.match(text) else None
    return number(match[1] or match[2]) if match else None


def is_word(text: str) -> bool:
    """Whether a text is the word or sign alone beside which a number of votes stands."""
    return len(text) <= LONGEST and _WORD_ALONE.match(text) is not None
