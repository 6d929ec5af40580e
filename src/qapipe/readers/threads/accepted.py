"""Which post is the accepted answer, by the classes and words of its record outside the body."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family, Record

_MAY_BE_ACCEPTED = re.compile(
    r"(?:^|[\s_-])(?:accepted|accepted-answer|best-?answer|is-?best-?answer|solution|is-?solution|solved|chosen|correct-answer|"
    r"answer-accepted|best_answer|issolution|isanswer|marked-answer|message--solution|message-solution)(?:$|[\s_-])",
    re.IGNORECASE,
)
ACCEPTED = re.compile(r"(?:^|[\s_-])(?:accepted|(?:is-?)?best[-_]?answer)(?:$|[\s_-])", re.IGNORECASE)
"""The classes that name an accepted answer for sure."""
_ACCEPTED_WORDS = tuple("accepted answer solution solved chosen".split())
_WORDS = (
    r"(?:accepted|best|chosen|correct|favou?rite|recommended|selected|top|verified)"
    r" (?:answer|solution|reply|response)"
    r"|(?:accepted|chosen|marked|selected) as (?:the |an? )?(?:\w+ )?(?:answer|solution)"
    r"|(?:beste|hilfreichste|akzeptierte|richtige) (?:antwort|lösung)|als lösung markiert"
    r"|(?:beste|geaccepteerde?|aanvaarde?) (?:antwoord|oplossing)|(?:bästa|accepterat) svar(?:et)?|accepterad lösning"
    r"|(?:bedste|beste|accepteret|godtatt) (?:svar|løsning)|(?:paras|hyväksytty) (?:vastaus|ratkaisu)"
    r"|meilleure réponse|(?:réponse|solution) (?:acceptée|choisie|validée|retenue)|mejor respuesta"
    r"|(?:respuesta|solución) (?:aceptada|correcta|elegida|verificada)|melhor resposta"
    r"|(?:resposta|solução) (?:aceit[ae]|correta|escolhida|verificada)|migliore? risposta|risposta migliore"
    r"|(?:risposta|soluzione) (?:accettata|scelta|corretta|verificata)|millor resposta|resposta acceptada"
    r"|cel mai bun răspuns|(?:răspuns|soluție) accept(?:at|ată)|(?:naj)?lepsza odpowiedź|najbolji odgovor"
    r"|zaakceptowan[ea] (?:odpowiedź|rozwiązanie)"
    r"|(?:лучший|принятый|верный|правильный|выбранный) ответ|(?:отмечено как )?решение вопроса"
    r"|(?:найкраща|прийнята|правильна) відповідь|най-добър отговор|(?:nejlepší|přijatá|správná) odpověď"
    r"|najlepšia odpoveď|(?:legjobb|elfogadott) válasz|(?:καλύτερη|αποδεκτή) απάντηση"
    r"|(?:en iyi|kabul edilen|seçilen|doğru) (?:cevap|yanıt|çözüm)|ה?תשובה ה?(?:נבחרת|מקובלת|נכונה)|התשובה הטובה ביותר"
    r"|(?:أفضل|افضل) (?:إجابة|اجابة|جواب)|الإجابة (?:المقبولة|الصحيحة|المعتمدة)|بهترین پاسخ"
    r"|پاسخ (?:برگزیده|پذیرفته شده)"
    r"|câu trả lời (?:hay nhất|tốt nhất|đúng nhất|được chấp nhận)|jawaban (?:terbaik|diterima|terverifikasi|benar)"
    r"|最佳(?:答案|回答|解答)|满意答案|(?:已被?|楼主)?采纳(?:答案)?|已採納|ベストアンサー"
    r"|คำตอบที่ดีที่สุด|최고의? 답변|(?:질문자\s?)?채택(?:된)?(?:\s?답변)?"
)
_ALONE = (
    r"solution|lösung|oplossing|løsning|ratkaisu|solución|solução|soluzione|soluție|rozwiązanie|решение|рішення|řešení"
    r"|megoldás|λύση|çözüm"
)
LABEL = re.compile(rf"^\W*(?:{_WORDS})\W*$", re.IGNORECASE)
"""What is printed above an accepted answer."""
_LABEL_IN_POST = re.compile(rf"^\W*(?:{_WORDS}|{_ALONE})\W*$", re.IGNORECASE)
_LONG_LABEL = re.compile(
    r"(?:answer|solution) (?:accepted|chosen|selected) by (?:the )?(?:question )?(?:author|asker|poster)"
    r"|(?:vom fragesteller )?als (?:hilfreich|beste antwort|lösung) (?:ausgezeichnet|markiert)",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_OF_ALL = 30, 60
_HIDDEN = re.compile(r"hidden|d-none")


def accepted_of(
    places: Places,
    family: Family,
    bodies: Sequence[Spans],
    here: Sequence[bool] | None = None,
    copies: Mapping[int, int] | None = None,
) -> list[bool | None]:
    """Whether each record is marked as accepted; all None where none or most of them are.

    Where most are, as a class is named for what a post may be, the surer names decide. Only the posts that
    are ``here`` count (by default all); what is printed at one of the ``copies`` is said of the post that it repeats.
    """
    here = here or [True] * len(bodies)
    for pattern in (_MAY_BE_ACCEPTED, ACCEPTED):
        marks = [
            _is_accepted(places, record, body, pattern) or any(places.matches(pattern, one) for one in record.around)
            for record, body in zip(family.records, bodies, strict=True)
        ]
        for copy, shown in (copies or {}).items():
            marks[shown] = marks[shown] or marks[copy]
        marks = [mark and counted for mark, counted in zip(marks, here, strict=True)]
        if not any(marks):
            break
        if sum(here) <= 2 or sum(marks) <= sum(here) // 3:
            return list(marks)
    return [None] * len(family.records)


def _is_accepted(places: Places, record: Record, body: Spans, pattern: re.Pattern[str]) -> bool:
    inner = set(record.nested)
    called = places.matching(pattern, _ACCEPTED_WORDS)
    for root in record.roots:
        element, last = root, places.ends[root]
        if bisect_left(called, root) == bisect_left(called, last):
            continue
        while element < last:
            first = places.first_runs[element]
            if element in inner or any(start <= first < end and places.end_runs[element] <= end for start, end in body):
                element = places.ends[element]
                continue
            if places.matches(pattern, element) and not places.matches(_HIDDEN, element):
                return True
            element += 1
    texts = places.texts[places.first_runs[record.roots[0]] : body[0][0] if body else 0]
    return any(len(text) <= _LONGEST_OF_ALL and _says_accepted(text) for text in texts)


@lru_cache(maxsize=1_024)  # most texts above a post stand above others, too
def _says_accepted(text: str) -> bool:
    return (_LABEL_IN_POST.match(text) if len(text) < _LONGEST else _LONG_LABEL.fullmatch(text)) is not None
