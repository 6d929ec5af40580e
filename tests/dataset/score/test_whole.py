"""The scores of a dataset against a gold file with an error of every kind, whole."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from qapipe.dataset.score import score_dataset
from qapipe.dataset.score.gold import ANSWER_FIELDS, QUESTION_FIELDS
from support.expected import same_as_expected


def gold_of(dataset: Path) -> list[dict[str, Any]]:
    """What the dataset has of its first questions, in the gold format."""
    answers = pq.read_table(dataset / "answers").to_pylist()
    positions = {row["answer_id"]: row["position"] for row in answers}
    found = []
    for row in pq.read_table(dataset / "questions").to_pylist()[:9]:
        own = [one for one in answers if one["page_id"] == row["page_id"]]
        for one in own:
            one["parent_position"] = positions.get(one["parent_answer_id"])
        values = {
            "question": {name: row[name] for name in QUESTION_FIELDS},
            "answers": [{name: one[name] for name in ANSWER_FIELDS} for one in own],
            "answers_declared": row["answers_declared"], "site": row["site"],
        }  # fmt: skip
        found.append({"page_id": row["page_id"], **values} if row["url"] is None else {"url": row["url"], **values})
    return found


def test_all_scores(rich_dataset: Path, tmp_path: Path) -> None:
    gold = gold_of(rich_dataset)
    gold[1]["question"].update(title="Question 1: is all right?", asker=None, views=7)
    gold[2].pop("site")
    gold[2]["answers"][0].update(votes=99, specialty=None, location="Town 8, by the sea", author_credentials=["MD"])
    gold[3]["answers"].pop(1)
    gold[4]["answers"].insert(2, {**gold[4]["answers"][0], "body": "Nobody said this."})
    gold[5]["url"] += "0000"
    gold[6].update(question=None, answers=[], status="not_qa", reason="list", warnings=["body_cut"])
    gold[7].update(layout="text", answers_found=8)
    gold[7].pop("answers")
    pages = [row for row in pq.read_table(rich_dataset / "pages").to_pylist() if row["status"] == "error"]
    gold += [
        {"source": pages[0]["source"], "member": pages[0]["member"], "offset": pages[0]["offset"], "status": "error"},
        {"source": "nowhere.jsonl", "offset": 4, "status": "ok"},
        {"page_id": "0" * 32, "url": "https://x.example/7", "question": None},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(page, default=str) + "\n" for page in gold), "utf-8")
    same_as_expected("score.json", score_dataset(rich_dataset, path).as_json())
