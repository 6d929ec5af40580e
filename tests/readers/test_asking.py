"""Titles and first posts that ask, in many languages, and such as do not."""

import pytest

from qapipe.readers.asking import has_question_mark, is_for_help, seeks_help, title_asks, title_states


@pytest.mark.parametrize("title", [
    "How to dry yarn", "Loom not working", "Advice wanted on a loom", "Pattern request", "Beginner projects",
    "Webstuhl geht nicht", "Garn gesucht", "Fragen zum Webstuhl", "Panne du métier", "Cherche conseil",
    "Ayuda con el telar", "Dónde comprar hilo", "Dúvida sobre o tear", "Onde comprar fio", "Aiuto con il telaio",
    "Hulp bij weefgetouw", "Hoe kan ik weven", "Waarom breekt het garen", "Jakie krosno kupić", "Prośba o poradę",
    "Где купить пряжу", "Какая пряжа лучше", "Станок не работает", "Hangi iplik daha iyi", "Vilken väv är bäst",
    "Hvordan vever man", "Který stav koupit", "Miten kutoa", "Melyik hogyan",
    "Верстат не працює", "Kako kupiti vunu", "Războiul nu funcționează", "Tezgah ip sarmıyor",
    "Vävstolen fungerar inte", "Kangaspuut: mitä ostaa", "Stav nefunguje", "Πώς να υφάνω",
    "Khung cửi không chạy", "Bagaimana cara menenun",
    "كيف أغسل الصوف", "چطور نخ بخرم", "איך לקנות צמר",
    "ทอผ้าอย่างไร", "ऊन कैसे धोएं",
    "求助织机坏了", "有没有人用过这种线", "織り方を教えて", "糸が切れて困っています", "베틀 질문", "어떤 실이 좋을까요",
])  # fmt: skip
def test_titles_that_ask(title: str) -> None:
    assert title_asks(title)


@pytest.mark.parametrize("title", [
    "My new workshop", "Looms in winter", "Photographs of the fair", "Mein neuer Webstuhl", "Mon atelier", "Mi taller",
    "Il mio telaio", "Mijn weefgetouw", "Moja pracownia", "Моя мастерская", "Rat tail weaving", "A dove and a hoe",
    "Mi telar nuevo", "Моя майстерня", "Atelierul meu", "Benim tezgahım", "Min vävstol", "Kangaspuuni", "Můj stav",
    "Az én szövőszékem", "Ο αργαλειός μου", "Khung cửi của tôi", "Alat tenun saya", "نولي الجديد", "דף הבית שלי",
    "กี่ทอผ้าของฉัน", "我的织机", "私の織機", "나의 베틀", "",
])  # fmt: skip
def test_titles_that_do_not(title: str) -> None:
    assert not title_asks(title)


@pytest.mark.parametrize(("word", "asks", "states"), [
    ("was", "Was hilft gegen Motten", "The fair was a success"),
    ("comment", "Comment monter la chaîne", "My first comment in here"),
    ("comment", "Métier neuf : comment le monter", "Comment on the new rules"),
    ("come", "Come montare il telaio", "Come and see my loom"),
    ("como", "Como montar o tear", "Linho como antigamente"),
    ("wie", "Wie montiert man das", "Garn weich wie Seide"),
    ("как", "Как собрать станок", "Станок как новый"),
    ("is", "Is linen too stiff", "My loom is finished"),
    ("has", "Has anybody got a reed", "Our club has moved"),
    ("do", "Do I need a raddle", "Do something nice today"),
    ("who", "Who sells linen", "Those who wove in 1920"),
    ("what", "Linen warp: what sett", "You know what they say"),
    ("what's", "What's the right sett", "What's new in the shop"),
    ("which", "New loom, which one", "We went to Leeds, which was nice"),
    ("how", "How we can dry yarn", "How we dried the yarn"),
    ("why", "Why the warp breaks", "Why I left the guild"),
    ("quel", "Quel fil pour la chaîne", "Quelques photos du salon"),
    ("avis", "Avis sur ce métier", "Mon avis sur ce métier"),
    ("どう", "糸はどう選ぶ", "ぶどうの収穫"),
    ("crash", "Program crashes on start", "The crashed car of my uncle"),
    ("not", "Loom keeps squeaking", "We keep a loom"),
])  # fmt: skip
def test_words_of_two_meanings_ask_where_a_title_begins_with_them(word: str, asks: str, states: str) -> None:
    assert title_asks(asks), word
    assert not title_asks(states), word


@pytest.mark.parametrize(("title", "asks"), [
    ("My loom is finished", True), ("Linen this can be dyed", True), ("My island", False), ("Who did it", True),
])  # fmt: skip
def test_auxiliaries_ask_anywhere_in_titles_of_forums_alone(title: str, *, asks: bool) -> None:
    assert title_asks(title, in_forum=True) is asks
    assert title_asks(title) is title.startswith("Who")


@pytest.mark.parametrize("title", [
    "[SOLVED] Blank pages", "Drucker startet nach Update nicht", "Impossible d'ouvrir le carter",
    "La lavadora no arranca", "O portátil não liga", "Il telaio non parte", "Не включается ноутбук",
    "笔记本无法开机", "パソコンが起動しません", "エンジンがかかりません",
])  # fmt: skip
def test_titles_that_say_what_does_not_work_ask(title: str) -> None:
    assert title_asks(title)


@pytest.mark.parametrize(("title", "states"), [
    ("FS: countermarch loom", True), ("[WTS] reeds", True), ("Verkaufe Webstuhl", True), ("Продам станок", True),
    ("Game Thread: Reds vs. Blues", True), ("Poll: which sett", True), ("[Guide] How to warp", True),
    ("【分享】湖边", True),
    ("Guide needed for warping", False), ("Poll results of last year", False), ("Fsck fails", False),
    ("Soldering a reed", False), ("My guide: warping", False), ("", False),
])  # fmt: skip
def test_titles_that_name_another_kind_of_post(title: str, *, states: bool) -> None:
    assert title_states(title) is states


@pytest.mark.parametrize("text", [
    "ANY ADVICE WELCOME", "ПОДСКАЖИТЕ", "The loom rattles. Any advice is welcome.",
    "It rattles. Thanks in advance.", "I’m torn between two looms.",
    "I was wondering if this is normal.", "Please help.", "I can't figure out the treadles.",
    "I don't know how to warp.", "I am at a loss.", "I oiled it, to no avail.", "It makes no difference.",
    "Would a bigger reed be better.", "It rattles. Is that normal.", "It rattles.\nWhat do you put under it.",
    "I am very worried.", "I am puzzled.", "I oiled it, no change.", "It rattles. What else is there to try.",
    "想问一下。", "Not sure what this is.", "Since I changed the reed it rattles.",
    "It rattles since the last update.", "Ich bin ratlos.", "Was könnte das sein.", "Ist das normal.", "Que faire.",
    "Qué puede ser.", "Стоит ли менять.", "В чём может быть причина.", "不知道是什么原因。", "这是怎么回事。",
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
    "They drift. How odd that is.", "What is more, they drift.", "Did you know that they drift.",
    "Do international looms.", "Since 1920 we weave.", "Das ist normal.", "Wir sind ratlos gewesen.",
    "That is what it is.", "I know what would do.",
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
    ("Ask a weaver", True), ("Umfrage", False), ("Anfrage", True),
    ("Hilfe und Fragen", True), ("Dúvidas", True), ("Помощь", True), ("求助", True),
    ("Travels", False), ("Task force", False), ("General talk", False), ("", False),
])  # fmt: skip
def test_parts_of_forums_for_help(name: str, *, holds: bool) -> None:
    assert is_for_help(name) is holds


@pytest.mark.parametrize(("text", "has"), [
    ("Which reed?", True), ("糸は？", True), ("أي خيط أفضل؟", True), ("ποιο νήμα;", True),
    ("We wove; then we rested", False), ("", False),
])  # fmt: skip
def test_question_marks_of_other_scripts(text: str, *, has: bool) -> None:
    assert has_question_mark(text) is has


@pytest.mark.parametrize("post", [
    "підкажіть, будь ласка", "știe cineva ceva despre lână", "бердо тупе, хтось знає щось", "onko kellään kokemusta",
    "nevíte někdo o dobrém stavu", "van valaki, aki szőtt már", "ξέρει κανείς από αργαλειούς", "giúp em với",
    "mohon bantuannya", "أرجو المساعدة", "کسی تجربه دارد", "תודה מראש", "รบกวนสอบถามค่ะ", "मदद चाहिए, बताइए",
])  # fmt: skip
def test_posts_that_ask_in_more_languages(post: str) -> None:
    assert seeks_help(post)
