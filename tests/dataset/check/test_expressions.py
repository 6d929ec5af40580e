"""Texts with template expressions are judged by the warnings of their pages, in bounded memory."""

from collections import Counter
from pathlib import Path

import pytest

from qapipe.dataset.check import check_dataset, expressions
from qapipe.dataset.check.rules import Rule
from support.built import rewrite


def test_texts_with_expressions_are_judged_some_at_a_time(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(
        dataset, "answers", lambda rows: [row.update(body=f"{{{{ x }}}} {number}") for number, row in enumerate(rows)]
    )
    at_once = check_dataset(dataset).findings
    judged: list[int] = []
    judge = expressions.Expressions.judge

    def counted(self: expressions.Expressions) -> None:
        judged.append(len(self._found))
        judge(self)

    monkeypatch.setattr(expressions, "_MOST", 4)
    monkeypatch.setattr(expressions.Expressions, "judge", counted)
    rewrite(dataset, "questions", lambda rows: rows[0].update(title="{{ y }}"))
    found = check_dataset(dataset).findings
    assert found.counts == at_once.counts + Counter({Rule.TEXT_EXPRESSION: 1})
    assert judged == [7, 0], "one of questions, then the answers of a batch, then what is left"
