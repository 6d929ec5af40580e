"""How people ask: words of titles, words of first posts that ask without a question mark, and names of help forums."""

import re
from collections.abc import Iterable
from functools import cache

_TITLE_WORDS = {
    "en": r"how(?!@) why(?!@) which\ one help problems? issues? errors? trouble advice recommend\w* suggest\w* "
    r"questions? unable won't can't cannot doesn'?t isn'?t need(?:s|ed)? vs fail\w* bugs? broken fix requests? "
    r"opinions? beginners? newbie not\ working looking\ for solved disappear(?:s|ed|ing) crash(?:es|ing)? "
    r"freez(?:es|ing) keeps\ \w+ing stopped\ working stuck\ (?:on|in|at) no\ longer\ works?",
    "de": r"warum wieso welche\w* hilfe fehler frage\w* problem\w* tipps gesucht um\ rat gelöst "
    r"wie\ (?:kann|muss|soll|geht|bekomm\w*|lange|viel\w*|oft) "
    r"(?:geht|funktioniert|startet|läuft|lädt|druckt|reagiert|erkennt)\ (?:\w+\ ){0,2}nicht lässt\ sich\ nicht",
    "fr": r"pourquoi erreur aide besoin conseils? problème panne (?<!mon\ )avis cherche quelqu'un résolu "
    r"impossible\ d[e'] ne\ (?:marche|fonctionne|démarre|répond|charge|s'allume|s'ouvre)\ (?:pas|plus)",
    "es": r"cómo cuál dónde ayuda dudas? consejos? problemas? necesito busco por\ qué resuelto solucionado "
    r"como\ (?:hacer|puedo|se) no\ (?:funciona|enciende|arranca|carga|abre|responde|puedo|me\ deja)",
    "pt": r"onde ajuda dúvidas? erro preciso por\ que resolvido como\ (?:fazer|faço|posso|resolver|usar) "
    r"não\ (?:liga|funciona|abre|carrega|responde|arranca|consigo)",
    "it": r"quale aiuto problemi consigli\w* cerco risolto non\ (?:funziona|parte|riesco|si\ (?:accende|apre|avvia))",
    "nl": r"hoe\ (?:kan|moet|krijg|maak|doe|werkt|lang|veel) waarom hulp vra(?:ag|gen) proble(?:em|men) "
    r"advies gezocht werkt\ niet opgelost",
    "pl": r"jaki?[ae]? któr[yae] dlaczego pomocy? prośba pytanie problemu błąd szukam nie\ działa",
    "ru": r"почему зачем сколько как(?:ой|ая|ое|ие|ую) помо(?:гите|щь) подскажите посоветуйте нуж(?:ен|на|но) вопросы? "
    r"ошибка проблемы? можно\ ли решено "
    r"не\ (?:работает|включается|запускается|открывается|загружается|заводится|могу|получается|видит)",
    "uk, bg": r"чому навіщо скільки допоможіть підкажіть порадьте потрібн\w+ питання проблем[аи]? помилка "
    r"не\ (?:працює|вмикається|заряджається|можу|работи) защо помощ въпрос",
    "hr, sr": r"kako zašto pomoć pitanje savjet savet ne\ radi како зашто",
    "ro": r"de\ ce ajutor problemă întrebare sfat(?:uri)? nu\ (?:funcționează|merge|pornește|reușesc)",
    "tr": r"nasıl neden niye hangi nerede kaç nedir yardım sorun soru hata öneri tavsiye \w+m[ıiuü]yor",
    "sv, no, da": r"hur varför vilken hjälp fråga hvordan hvorfor hjelp hjælp spørsmål spørgsmål någon\ som "
    r"noen\ som (?:fungerar|funkar)\ (?:inte|ej) (?:virker|fungerer)\ ikke",
    "fi": r"miten miksi mikä mitä kuinka apua ongelma kysymys vinkkejä kannattaako ei\ (?:toimi|käynnisty|lataa)",
    "cs, sk": r"proč který jaký poradit pomozte pomoc problém dotaz nefunguje nejde prečo ktorý poraďte",
    "hu": r"hogyan miért melyik segítség kérdés probléma tanács\w* nem\ (?:működik|indul|megy|tudom)",
    "el": r"πώς γιατί ποι(?:ος|ον?|α) βοήθεια πρόβλημα απορία ερώτηση",
    "vi": r"làm\ sao thế\ nào tại\ sao vì\ sao bao\ nhiêu hỏi giúp ở\ đâu là\ gì có\ nên lỗi "
    r"không\ (?:được|lên|chạy|vào)",
    "id, ms": r"bagaimana gimana kenapa mengapa apakah berapa mohon tolong tanya bantu\w* masalah "
    r"(?:tidak|tak|nggak|gak)\ (?:bisa|mau|hidup|boleh)",
    "ar": r"كيف لماذا هل أين متى مساعدة سؤال استفسار مشكلة ما\ (?:هو|هي|سبب|حل)",
    "fa": r"چطور چگونه چرا آیا کمک سوال سؤال مشکل راهنمایی کجا کدام",
    "he": r"איך למה מדוע האם איפה איזה עזרה שאלה בעיה ממליצים לא\ עובד",
}
"""Words and phrases that ask wherever they stand in a title."""
_FIRST_WORDS = {
    "en": r"what(?!@|'s\ (?:on|new|up|next)\b) which when(?!@) where(?!@) who whose can could should would does "
    r"is are was were did has have do\ (?:i|you|we|they|the|any\w*|these|those) any(?:one|body)? (?:the\ )?best",
    "de": r"wie was wo wann wer suche",
    "fr": r"comment(?=\ \w)(?!\ (?:on\ (?:the|an?|this|that|my|our|your|new)|by|from|to|of|here|below|threads?)\b) "
    r"quel(?:le)?s? où",
    "es": r"qué",
    "pt": r"como(?=\ \w) qual porque",
    "it": r"come(?!\ (?:and|on|in|to|with|see|join|back|along|here|visit|say)\b) perché quando",
    "nl": r"welke waar wat",
    "pl": r"jak czy gdzie kiedy",
    "ru, bg": r"как что чем где куда кто когда",
    "uk": r"як що чим де куди хто коли чи",
    "cs, sk": r"jak kde kdo co ako",
    "hu": r"mit mitől mikor",
    "el": r"τι πού πότε",
    "ro": r"cum\ (?:pot|se|să|fac|reglez) unde cât",
}
"""Words that ask where a title or a part of it begins; elsewhere they are conjunctions, or other languages' words."""
_AUXILIARIES = re.compile(r"\b(?:can|could|should|would|does|do|is|are|has|have)\b", re.IGNORECASE)
"""Words that ask in titles of forums, where those who ask do not mind their order; elsewhere they state as often."""
_TELLS = r"\ (?:i|we)\b(?!'?\ ?(?:can|could|should|do|did|must|would|am|are|have\ to)\b)"
"""What follows after ``how``, ``why``, ``what`` where somebody tells something: "Why I left"."""
_OFFERS = (
    r"fs\b|ft\b|wts|wtb|for\ sale|sold|announcing|introducing|verkaufe|biete|zu\ verkaufen|vends|à\ vendre|vendo"
    r"|vende-se|se\ vende|продам|продаю|出售|转让|売ります|(?:(?:pre|post)[- ]?)?(?:game|match)(?:day)?\ ?thread"
)
_KINDS = (
    r"polls?|announcements?|release|changelog|guide|tutorial|how-?to|review|showcase|psa|news|umfrage|ankündigung|anleitung"
    r"|vorstellung|bericht|sondage|annonce|tuto(?:riel)?|présentation|encuesta|enquete|anun[cç]io|gu[ií]a|sondaggio|guida"
    r"|опрос|объявление|инструкция|обзор|гайд|公告|分享|原创|教程|投票|お知らせ"
)
"""What a title begins with that names another kind of post; the second in brackets or before a colon."""
_TITLE_SIGNS = {
    "zh": "怎么 怎麼 如何 什么 什麼 为什么 為什麼 哪 吗 嗎 呢 请问 請問 求助 求教 请教 請教 "
    "有没有 有沒有 能不能 是否 求推荐 无法 無法 打不开 报错",
    "ja": "(?<!ぶ)どう(?!ぞ|も) 何 ますか でしょうか ですか 方法 教えて 質問 困って なぜ ません できない 動かない",
    "ko": "어떻게 어떤 질문 문의 나요 가요 까요 도와 방법",
    "th": "อย่างไร ยังไง ทำไม ไหม มั้ย หรือเปล่า อะไร ที่ไหน เท่าไหร่ เท่าไร สอบถาม ปรึกษา ขอคำแนะนำ",
    "hi": "कैसे क्यों क्या कौन मदद सवाल समस्या",
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
        (?:i|we)(?:'m| am|'re| are) (?:\w+ )?(?:torn|stuck|struggling|unsure|not sure|looking for)
        (?:i|we)(?:'m| am|'re| are) (?:\w+ )?(?:lost|confused|worried|puzzled|baffled|clueless)
        at (?:a loss|my wits)
        to no avail
        no (?:luck|joy|change|success|effect)
        (?:ma[dk]es?|is) no difference
        nothing (?:works|helps|helped|happens)
        (?:not |un)sure (?:what|how|if|whether|which|why|where|about)
        since (?:i|we) (?:have )?(?:changed|updated|upgraded|installed|replaced|moved|switched|bought|got|started)
        since (?:the|my|last) (?:\w+ )?(?:update|upgrade|service|reboot|patch|release)
        """,
    "de": r"""
        (?:hat|kennt|weiß|weiss|kann|könnte) (?:(?:da|mir|uns|hier|vielleicht) )*(?:jemand|einer|wer)
        im voraus
        ich (?:suche|frage mich|bräuchte|wüsste gern)
        weiß (?:leider |auch )?nicht,? (?:wie|warum|ob|was|wo|welche)
        (?:bitte um|für) (?:(?:eure|jede|jeden|ein paar) )?(?:hilfe|rat|tipps?|hinweise?|ratschläge)
        komme (?:\w+ )?nicht weiter
        (?:bin|völlig|total|etwas) ratlos
        (?:was|woran|wie|wo|warum) (?:könnte|kann|muss|soll|liegt|mache?) (?:das|es|ich|man|der|die)
        (?:ist|muss|soll|kann|lohnt|gibt|reicht) (?:sich )?(?:das|es|ich|man) (?:normal|noch|überhaupt|auch|da|hier)
        """,
    "fr": r"""
        (?:d'|par )avance
        quelqu'un (?:sait|peut|pourrait|connaît|a|aurait)
        je (?:cherche|recherche|voudrais savoir|me demande|n'arrive pas|ne sais pas)
        (?:pouvez|pourriez|auriez|avez)-vous
        besoin d'(?:aide|un conseil)
        (?:vos|des|quelques) conseils
        comment (?:faire|puis-je|peut-on)
        (?:est-ce (?:que|normal)|que (?:faire|puis-je|dois-je)|pensez-vous)
        """,
    "es": r"""
        de antemano
        alguien (?:sabe|puede|podría|conoce|tiene|me|ha)
        me (?:podrían|pueden|podéis|podría|gustaría saber)
        necesito (?:ayuda|saber|consejo)
        quisiera saber
        no (?:sé|se) (?:cómo|como|qué|si|cuál|por)
        agradecería
        qué (?:puede|podría|puedo|hago|debo|me (?:recomiendan|recomendáis|aconsejan))
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
        (?:что делать|как быть|стоит ли|можно ли|есть ли|в ч[её]м (?:может быть )?(?:причина|дело|проблема))
        (?:подскажите|помогите|посоветуйте)
        не (?:знаю|понимаю|получается|могу),? (?:как|что|почему|понять|найти|разобраться)
        хотел[аи]? бы (?:узнать|спросить)
        нужн[аы] (?:помощь|совет)
        прошу (?:помощи|совета|помочь)
        буду (?:очень )?(?:благодар\w*|признател\w*)
        """,
    "tr": r"şimdiden (?:teşekkür\w*|sağ\w*)|bilen var mı|yardımcı ol\w*|ne yap(?:malıyım|abilirim)|önerisi olan",
    "uk": r"заздалегідь (?:дякую|вдячн\w*)|(?:підкажіть|порадьте|допоможіть)|хтось (?:знає|стикався|може)",
    "ro": r"mulțumesc anticipat|(?:știe|poate|are) cineva|nu (?:știu|reușesc)|ce (?:pot|aș putea) face",
    "sv, no, da": r"på förhand|på forhånd|(?:någon|noen|nogen) (?:som|der) (?:vet|kan|ved)|vad (?:kan|ska) (?:jag|man)",
    "fi": r"kiitos (?:jo )?etukäteen|(?:osaako|tietääkö|onko) (?:joku|kukaan|kellään)|mistä (?:voisi|johtuu)",
    "cs, sk": r"předem (?:děkuji|díky)|děkuji předem|(?:nevíte|neví|má|máte|zná) (?:někdo|niekto)|poradíte|vopred",
    "hu": r"előre is köszön\w*|(?:tud(?:na|ja)?|van) valaki|valaki (?:tud\w*|segítsen)|mit (?:tegyek|csináljak)",
    "el": r"ευχαριστώ (?:εκ των προτέρων|προκαταβολικά)|(?:ξέρει|γνωρίζει|έχει|μπορεί) κανείς|τι (?:να|μπορώ να) κάνω",
    "vi": r"ai (?:biết|bị)|giúp (?:em|mình|tôi|đỡ)|(?:làm|nên) (?:sao|thế nào|gì)|cảm ơn (?:mọi người|cả nhà|trước)",
    "id, ms": r"mohon (?:bantuan|pencerahan|saran)\w*|terima kasih sebelumnya|yang (?:tahu|tau) (?:cara|kenapa)",
    "ar": r"أرجو (?:المساعدة|الإفادة|الرد)|شكرا(?:ً)? مقدما|هل (?:من|يوجد|يمكن|أحد)",
    "fa": r"کسی (?:می ?دون\w*|بلد|تجربه)|لطفا (?:راهنمایی|کمک)|پیشاپیش",
    "he": r"מישהו (?:יודע|מכיר|נתקל)|תודה מראש|אשמח (?:לעזרה|לדעת|לתשובה)",
}
_SENTENCES = (
    r"(?:is|are|was|would|could|should|can|does|will) (?:it|th(?:is|at|ese|ose|ere|e)|an?|any\w*|some\w*|my|i|we|you) ",
    r"(?:do|did|have) (?:i|we|they|any\w*|you(?! know| believe)) ",
    r"(?:how|wh(?:at|ich|ere|y|o)) (?:else )?(?:is(?! more)|are|do(?:es)?|did|(?:sh|w|c)ould|can|will|many|long|one) ",
)
"""How sentences begin that ask, if their question mark is missing."""
_SIGNS = {
    "zh": "请教 請教 求助 求解 请问 請問 怎么办 怎麼辦 帮忙 幫忙 有没有人 有沒有人 请指教 求推荐 "
    "跪求 急求 谢谢大家 请大家 想问 想問 什么原因 什麼原因 怎么回事 怎麼回事 不知道是 不知道怎",
    "ja": "教えて でしょうか 困って 分かりません わかりません どうすれば 質問です 質問させ",
    "ko": "알려주 알려\\ 주 궁금 도와주 도와\\ 주 질문 어떻게 부탁드 있나요 인가요 할까요",
    "th": "ช่วยด้วย ขอคำแนะนำ สอบถาม ขอบคุณล่วงหน้า อยากทราบ อยากถาม ดีคะ ดีครับ ไหมคะ ไหมครับ",
    "hi": "मदद बताइए बताएं कैसे क्या\\ करें",
}
_FORUM = re.compile(
    r"question|answers?\b|\bask\b|\bhelp|support|q\s?&(?:amp;)?\s?a|/qa?/|(?<!um)frage|hilfe|ayuda|aide\b|advice|troubleshoot"
    r"|problem|pregunt|pergunt|domand|vra(?:ag|gen)|pytani|dúvida|ajuda|aiuto|hulp|pomoc|вопрос|помощь|питання|допомога"
    r"|въпрос|întreb|ajutor|dotaz|poradn|kérdés|segítség|kysymy|fråg|hjälp|hjelp|yardım|soru\W*cevap|hỏi đáp"
    r"|ερωτ[ήη]|βοήθεια|سؤال|أسئلة|مساعدة|پرسش|שאלות|עזרה|ถาม|ปัญหา|सवाल|求助|問答|问答|質問|질문",
    re.IGNORECASE,
)
_MARK = re.compile(r"[?？؟՞፧]|[\u0370-\u03ff\u1f00-\u1fff];")  # in Greek a semicolon asks
_FIRST, _LAST = 2_000, 1_000  # letters of a long post in which it is looked for


def has_question_mark(text: str) -> bool:
    """Whether a text has a question mark, that of any script."""
    return _MARK.search(text) is not None


def title_asks(title: str, *, in_forum: bool = False) -> bool:
    """Whether words of a title ask: how, why, which, help, problem, error, in many languages."""
    if in_forum and _AUXILIARIES.search(title):
        return True
    return _of_titles().search(title.replace("’", "'")) is not None


def title_states(title: str) -> bool:
    """Whether a title names another kind of post: an announcement, an offer, a poll, a guide, a game thread."""
    return _of_statements().search(title) is not None


def seeks_help(text: str) -> bool:
    """Whether a post asks without a question mark: "any advice", "thanks in advance", "подскажите"."""
    looked_at = text if len(text) <= _FIRST + _LAST else f"{text[:_FIRST]}\n{text[-_LAST:]}"
    return _of_posts().search(looked_at.lower().replace("’", "'")) is not None


def is_for_help(name: str) -> bool:
    """Whether the name of a part of a forum is one of questions, help or support."""
    return _FORUM.search(name) is not None


def _alternatives(lists: Iterable[str]) -> str:
    """Words that stand with blanks between them, as one pattern; their own blanks are escaped."""
    return "|".join("|".join(re.split(r"(?<!\\) ", listed)) for listed in lists)


@cache
def _of_titles() -> re.Pattern[str]:
    words, first = (_alternatives(lists.values()).replace("@", _TELLS) for lists in (_TITLE_WORDS, _FIRST_WORDS))
    return re.compile(
        rf"\b(?:{words})\b|(?:^|[^\w\s',])\s*(?:{first})\b|{_alternatives(_TITLE_SIGNS.values())}", re.IGNORECASE
    )


@cache
def _of_statements() -> re.Pattern[str]:
    return re.compile(rf"^[^\w\s]*(?:(?:{_OFFERS})(?!\w)|(?:{_KINDS})\s?[:：\])】>|-])", re.IGNORECASE)


@cache  # for posts in lower case; few are asked: where no title and no mark says it
def _of_posts() -> re.Pattern[str]:
    phrases = "|".join(line.strip() for listed in _PHRASES.values() for line in listed.strip().splitlines())
    sentences = "|".join(_SENTENCES)
    return re.compile(rf"\b(?:{phrases})\b|(?:^|[.!\n]) ?(?:{sentences})|{_alternatives(_SIGNS.values())}")
