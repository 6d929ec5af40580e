"""Titles and first posts that ask, in many languages, and such as do not."""

import pytest

from qapipe.readers.asking import is_for_help, seeks_help, title_asks


@pytest.mark.parametrize("title", [
    "How to dry yarn", "Loom not working", "Advice wanted on a loom", "Pattern request", "Beginner projects",
    "Webstuhl geht nicht", "Garn gesucht", "Fragen zum Webstuhl", "Panne du métier", "Cherche conseil",
    "Ayuda con el telar", "Dónde comprar hilo", "Dúvida sobre o tear", "Onde comprar fio", "Aiuto con il telaio",
    "Hulp bij weefgetouw", "Hoe kan ik weven", "Waarom breekt het garen", "Jakie krosno kupić", "Prośba o poradę",
    "Где купить пряжу", "Какая пряжа лучше", "Станок не работает", "Hangi iplik daha iyi", "Vilken väv är bäst",
    "Hvordan vever man", "Který stav koupit", "Miten kutoa", "Melyik hogyan",
    "求助织机坏了", "有没有人用过这种线", "織り方を教えて", "糸が切れて困っています", "베틀 질문", "어떤 실이 좋을까요",
])  # fmt: skip
def test_titles_that_ask(title: str) -> None:
    assert title_asks(title)


@pytest.mark.parametrize("title", [
    "My new workshop", "Looms in winter", "Photographs of the fair", "Mein neuer Webstuhl", "Mon atelier", "Mi taller",
    "Il mio telaio", "Mijn weefgetouw", "Moja pracownia", "Моя мастерская", "Rat tail weaving", "A dove and a hoe",
    "我的织机", "私の織機", "나의 베틀", "",
])  # fmt: skip
def test_titles_that_do_not(title: str) -> None:
    assert not title_asks(title)


@pytest.mark.parametrize("text", [
    "ANY ADVICE WELCOME", "ПОДСКАЖИТЕ", "The loom rattles. Any advice is welcome.",
    "It rattles. Thanks in advance.", "I’m torn between two looms.",
    "I was wondering if this is normal.", "Please help.", "I can't figure out the treadles.",
    "I don't know how to warp.",
    "Some help would be much appreciated.", "I appreciate any tips.", "We are looking for a second loom.",
    "I would love to know more of it.", "If anyone has one, tell me.", "No idea why it does that.",
    "Vielleicht hat da jemand Erfahrung.", "Danke im Voraus.", "Ich weiß leider nicht, warum er klappert.",
    "Ich bin um Rat dankbar und bitte um eure Hilfe.", "Da komme ich nicht weiter, ich komme nicht weiter.",
    "Merci d’avance.", "Quelqu'un connaît ce métier.", "Je n'arrive pas à le monter.", "Pourriez-vous me dire cela.",
    "Gracias de antemano.", "Alguien sabe algo de esto.", "No sé cómo montarlo.", "Desde já agradeço.",
    "Não consigo montar.", "Alguém já usou isso.", "Grazie in anticipo.", "Non riesco a montarlo.",
    "Qualcuno ha provato.", "Alvast bedankt.", "Weet iemand dit.", "Z góry dziękuję.", "Czy ktoś to ma.",
    "Nie wiem, jak to zrobić.", "Заранее спасибо.", "Подскажите пожалуйста.", "Не могу понять причину.",
    "Может кто сталкивался с этим.", "Şimdiden teşekkürler.", "Tack på förhand.", "Předem děkuji.",
    "织机坏了，请教大家。", "糸が切れて困っています。", "베틀이 고장 났는데 알려 주세요.",
])  # fmt: skip
def test_posts_that_ask(text: str) -> None:
    assert seeks_help(text)


@pytest.mark.parametrize("text", [
    "I have seen this before, that was it.", "Thank you all for the advice of last year.",
    "They drift. How odd that is.",
    "Everybody may follow this without knowing how to weave.", "We have released a new pattern.",
    "Der Webstuhl steht jetzt im Garten.", "J'ai monté le métier hier.", "Ayer monté el telar.",
    "Вчера я собрал станок.",
    "昨天我装好了织机。", "",
])  # fmt: skip
def test_posts_that_do_not(text: str) -> None:
    assert not seeks_help(text)


def test_the_middle_of_a_long_post_is_not_looked_at() -> None:
    ask = " please help "
    assert seeks_help("x" * 1_980 + ask + "x" * 2_000)
    assert seeks_help("x" * 5_000 + ask + "x" * 980)
    assert not seeks_help("x" * 2_000 + ask + "x" * 1_000)
    assert seeks_help("x" * 1_990 + ask + "x" * 900)


@pytest.mark.parametrize(("name", "holds"), [
    ("Help & Support", True), ("Q&amp;A", True), ("Q & A", True), ("Questions", True), ("/qa/looms", True),
    ("Ask a weaver", True), ("Hilfe und Fragen", True), ("Dúvidas", True), ("Помощь", True), ("求助", True),
    ("Travels", False), ("Task force", False), ("General talk", False), ("", False),
])  # fmt: skip
def test_parts_of_forums_for_help(name: str, *, holds: bool) -> None:
    assert is_for_help(name) is holds
