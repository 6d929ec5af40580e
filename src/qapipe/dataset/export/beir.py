"""BEIR, the form of retrieval benchmarks: questions are queries, answers the corpus.

``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv``, which gives an accepted answer 2 and every other one 1.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from qapipe.dataset.export.json_lines import write_lines
from qapipe.dataset.export.rows import Row, direct, question_text

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels/test.tsv"
FILES = frozenset((CORPUS, QUERIES, QRELS))
_ACCEPTED, _OTHER = 2, 1


def write_beir(threads: Iterable[tuple[Row, list[Row]]], folder: Path) -> int:
    """Write the three files into a new folder; returns the number of judgements.

    Replies to answers are left out, and questions without an answer or without title and text.
    """
    (folder / QRELS).parent.mkdir(parents=True)
    judged = 0
    with ExitStack() as files:
        corpus, queries, qrels = (files.enter_context((folder / name).open("wb")) for name in (CORPUS, QUERIES, QRELS))
        qrels.write(b"query-id\tcorpus-id\tscore\n")
        for question, answers in threads:
            asked, given = question_text(question), direct(answers)
            if not asked or not given:
                continue
            metadata = {"url": question["url"], "site": question["site"]}
            write_lines([{"_id": question["question_id"], "text": asked, "metadata": metadata}], queries)
            write_lines((_document(answer) for answer in given), corpus)
            for answer in given:
                score = _ACCEPTED if answer["is_accepted"] else _OTHER
                qrels.write(f"{question['question_id']}\t{answer['answer_id']}\t{score}\n".encode())
            judged += len(given)
    return judged


def _document(answer: Row) -> Row:
    metadata = {name: answer[name] for name in ("url", "author_name", "specialty", "location")}
    return {
        "_id": answer["answer_id"], "title": answer["headline"] or "", "text": answer["body"], "metadata": metadata,
    }  # fmt: skip
