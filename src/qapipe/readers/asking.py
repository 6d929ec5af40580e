"""How people ask: words of titles, words of first posts that ask without a question mark, and names of help forums."""

import re
from functools import cache

_TITLE_WORDS = {
    "en": "how what why which where when who whose can could should would does do is are has have any(?:one|body)? "
    "help problem issue error trouble advice recommend\\w* suggest\\w* question unable won't can't cannot doesn'?t "
    "isn'?t need best vs fail\\w* bug broken fix request opinions? beginners? newbie not\\ working looking\\ for",
    "de": "wie was warum wieso welche\\w* wo wann wer hilfe fehler frage\\w* problem\\w* tipps gesucht um\\ rat "
    "geht\\ nicht funktioniert\\ nicht",
    "fr": "comment pourquoi erreur quel\\w* où aide besoin conseils? problème panne avis cherche",
    "es": "cómo qué cuál dónde ayuda dudas? consejos? problemas? necesito busco por\\ qué",
    "pt": "como qual onde ajuda dúvidas? erro preciso porque por\\ que",
    "it": "come perché quale quando aiuto problemi consigli\\w* cerco",
    "nl": "hoe\\ (?:kan|moet|krijg|maak|doe|werkt|lang|veel) waarom welke waar wat hulp vra(?:ag|gen) proble(?:em|men) "
    "advies gezocht werkt\\ niet",
    "pl": "jaki?[ae]? któr[yae] dlaczego czy gdzie kiedy pomocy? prośba pytanie problemu błąd szukam",
    "ru": "как что чем где куда кто когда почему зачем сколько как(?:ой|ая|ое|ие) помо(?:гите|щь) подскажите "
    "посоветуйте нуж(?:ен|на|но) вопросы? ошибка проблемы? не\\ работает можно\\ ли",
    "tr": "nasıl neden hangi nerede yardım sorun soru hata öneri",
    "sv, no, da": "hur varför vilken hjälp fråga hvordan hvorfor hjelp hjælp spørsmål spørgsmål",
    "cs, fi, hu": "proč který poradit pomozte dotaz miten miksi mikä apua ongelma hogyan miért segítség kérdés",
}
_TITLE_SIGNS = {
    "zh": "怎么 怎麼 如何 什么 什麼 为什么 為什麼 哪 吗 嗎 呢 请问 請問 求助 求教 请教 請教 "
    "有没有 有沒有 能不能 是否 求推荐",
    "ja": "どう 何 ますか でしょうか ですか 方法 教えて 質問 困って なぜ",
    "ko": "어떻게 어떤 질문 문의 나요 가요 까요 도와 방법",
}
_HELP = r"(?:advice|help|tips?|suggestions?|input|thoughts|insights?|ideas?|recommendations?|pointers|guidance|clues?)"
_PHRASES = {
    "en": rf"""
        any (?:\w+ ){{0,2}}{_HELP}
        (?:some|get|need|your) advice
        advice (?:is |would be )?(?:appreciated|needed|please)
        thank(?:s|ing)?(?: \w+)? in advance
        appreciate (?:any|some|your|all|the) (?:\w+ )?{_HELP}
        would be (?:\w+ )?appreciated
        (?:was|am|just|been|i'm) wondering
        wonder(?:ing)? (?:if|whether|how|what|why|which|where)
        (?:please|pls|plz) (?:help|advise|suggest|explain|assist|let me know)
        help me
        need (?:some |your )?help
        (?:like|love|want|need) to know
        (?:does|has|did|can|could) any ?(?:one|body)
        any ?(?:one|body) (?:know|have|ha[sd]|else)
        if any ?(?:one|body) (?:knows?|ha[sd]|have|can|could)
        how (?:do|can|could|should|would) (?:i|we)
        (?:know|sure|idea|understand|tell me|explain|clue) how to
        no idea (?:how|why|what|where|which|if)
        (?:can't|cannot|couldn't|trying to) (?:seem to )?(?:figure|find|decide|get|work out|understand)
        (?:i|we)(?:'m| am|'re| are) (?:\w+ )?(?:torn|stuck|struggling|confused|unsure|not sure|looking for|lost)
        """,
    "de": r"""
        (?:hat|kennt|weiß|weiss|kann|könnte) (?:(?:da|mir|uns|hier|vielleicht) )*(?:jemand|einer|wer)
        im voraus
        ich (?:suche|frage mich|bräuchte|wüsste gern)
        weiß (?:leider |auch )?nicht,? (?:wie|warum|ob|was|wo|welche)
        (?:bitte um|für) (?:(?:eure|jede|jeden|ein paar) )?(?:hilfe|rat|tipps?|hinweise?|ratschläge)
        komme (?:\w+ )?nicht weiter
        """,
    "fr": r"""
        (?:d'|par )avance
        quelqu'un (?:sait|peut|pourrait|connaît|a|aurait)
        je (?:cherche|recherche|voudrais savoir|me demande|n'arrive pas|ne sais pas)
        (?:pouvez|pourriez|auriez|avez)-vous
        besoin d'(?:aide|un conseil)
        (?:vos|des|quelques) conseils
        comment (?:faire|puis-je|peut-on)
        """,
    "es": r"""
        de antemano
        alguien (?:sabe|puede|podría|conoce|tiene|me|ha)
        me (?:podrían|pueden|podéis|podría|gustaría saber)
        necesito (?:ayuda|saber|consejo)
        quisiera saber
        no (?:sé|se) (?:cómo|como|qué|si|cuál|por)
        agradecería
        """,
    "pt": r"""
        desde já
        alguém (?:sabe|pode|poderia|tem|conhece|já|me)
        preciso de (?:uma )?ajuda
        (?:gostaria de|queria) saber
        não (?:sei|consigo)
        me ajud(?:em|a|e)
        """,
    "it": r"""
        in anticipo
        qualcuno (?:sa|può|potrebbe|ha|conosce|mi)
        (?:vorrei|volevo) sapere
        non riesco
        mi (?:sapete|potete|potreste|sapreste)
        ho bisogno di
        """,
    "nl": r"""
        alvast (?:bedankt|dank)
        (?:weet|heeft|kan|kent) iemand
        ik (?:zoek|vraag me af)
        hulp nodig
        """,
    "pl": r"""
        z góry (?:dzięki|dziękuję)
        czy (?:ktoś|można|da się|macie)
        proszę o (?:pomoc|radę|poradę)
        potrzebuję (?:pomocy|porady)
        nie (?:wiem|mogę|umiem),? (?:jak|co|czy)
        pomóżcie
        """,
    "ru": r"""
        заранее (?:спасибо|благодар\w*)
        кто[- ]?(?:нибудь|то|либо)? ?(?:знает|может|сталкивался|подскажет)
        (?:подскажите|помогите|посоветуйте)
        не (?:знаю|понимаю|получается|могу),? (?:как|что|почему|понять|найти|разобраться)
        хотел[аи]? бы (?:узнать|спросить)
        нужн[аы] (?:помощь|совет)
        прошу (?:помощи|совета|помочь)
        буду (?:очень )?(?:благодар\w*|признател\w*)
        """,
    "tr": r"şimdiden (?:teşekkür\w*|sağ\w*)|bilen var mı|yardımcı ol\w*",
    "sv, no, da": r"på förhand|på forhånd",
    "cs, fi, hu": r"předem (?:děkuji|díky)|děkuji předem|kiitos (?:jo )?etukäteen|előre is köszön\w*",
}
_SIGNS = {
    "zh": "请教 請教 求助 求解 请问 請問 怎么办 怎麼辦 帮忙 幫忙 有没有人 有沒有人 请指教 求推荐 "
    "跪求 急求 谢谢大家 请大家",
    "ja": "教えて でしょうか 困って 分かりません わかりません どうすれば 質問です 質問させ",
    "ko": "알려주 알려\\ 주 궁금 도와주 도와\\ 주 질문 어떻게 부탁드 있나요 인가요 할까요",
}
_FORUM = re.compile(
    r"question|answers?\b|\bask\b|\bhelp|support|q\s?&(?:amp;)?\s?a|/qa?/|frage|hilfe|ayuda|aide\b|advice|troubleshoot"
    r"|problem|dúvida|ajuda|aiuto|hulp|pomoc|вопрос|помощь|求助|問答|问答|質問|질문",
    re.IGNORECASE,
)
_FIRST, _LAST = 2_000, 1_000  # letters of a long post in which it is looked for


def title_asks(title: str) -> bool:
    """Whether words of a title ask: how, why, which, help, problem, error, in many languages."""
    return _of_titles().search(title) is not None


def seeks_help(text: str) -> bool:
    """Whether a post asks without a question mark: "any advice", "thanks in advance", "подскажите"."""
    looked_at = text if len(text) <= _FIRST + _LAST else f"{text[:_FIRST]}\n{text[-_LAST:]}"
    return _of_posts().search(looked_at.lower().replace("’", "'")) is not None


def is_for_help(name: str) -> bool:
    """Whether the name of a part of a forum is one of questions, help or support."""
    return _FORUM.search(name) is not None


@cache
def _of_titles() -> re.Pattern[str]:
    words = "|".join("|".join(re.split(r"(?<!\\) ", listed)) for listed in _TITLE_WORDS.values())
    signs = "|".join(" ".join(_TITLE_SIGNS.values()).split())
    return re.compile(rf"\b(?:{words})\b|{signs}", re.IGNORECASE)


@cache  # for posts in lower case; few are asked: where no title and no mark says it
def _of_posts() -> re.Pattern[str]:
    phrases = "|".join(line.strip() for listed in _PHRASES.values() for line in listed.strip().splitlines())
    signs = "|".join(re.split(r"(?<!\\) ", " ".join(_SIGNS.values())))
    return re.compile(rf"\b(?:{phrases})\b|{signs}")
