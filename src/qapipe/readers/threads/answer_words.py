"""How answers are called in the classes of pages and where they are counted, in many languages."""

import re

IN_CLASSES = (
    r"(?<![a-z])(?:answer|antwort|respuesta|reponse|resposta|risposta|antwoord|odpowied[zź]|odpoved|otvet|cevap|vastaus"
    r"|valasz|raspuns|odgovor|jawaban)(?!s|ed)"
)
"""A class that names one answer, and not a list of them."""
CALLED = re.compile(IN_CLASSES)
CALLED_WORDS = tuple(
    "answer antwo spuesta reponse sposta odpow odpov otvet cevap vastaus valasz raspuns odgovor jawaban".split()
)
"""What every such class contains one of."""
ABROAD = (
    r"antwoord(?:en)?|odpowiedzi|odpowiedź|odpověd\w*|odpoved\w*|válasz|cevap|yanıt|svar|vastausta?|răspuns(?:uri)?"
    r"|відповід\w*|отговор\w*|odgovor\w*|απαντήσεις|απάντηση|(?:câu )?trả lời|jawaban|balasan|إجابات|إجابة|ردود|پاسخ"
    r"|תשובות|תשובה|(?:개(?:의)?\s*)?답변|คำตอบ|जवाब|उत्तर"
)
"""Words for answers where they are counted, in languages beside those of each list."""
