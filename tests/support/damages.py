"""Every kind of damage to a dataset that ``qapipe check`` finds, each with the rule that finds it and the place."""

from pathlib import Path

import pyarrow as pa

from qapipe.dataset.check import check_dataset
from qapipe.dataset.check.rules import Rule
from support.built import rewrite, setting
from support.damage import (
    FURTHER,
    NOBODY,
    OF_VALUES,
    PART,
    Damage,
    bytes_of,
    card_as_folder,
    columns,
    flip,
    lay,
    line,
    manifest,
    reply_to_other_question,
    rows,
    same_question,
    swapped,
)
from support.expected import same_as_expected

DAMAGE: dict[str, Damage] = {
    # files
    "no counts": manifest(lambda m: m.pop("counts"), Rule.MANIFEST, None, None, None),
    "no checksum": manifest(lambda m: m["files"][1].pop("sha256"), Rule.MANIFEST, "answers", None, None),
    "a file elsewhere": manifest(
        lambda m: m["files"].append({"path": "../x", "bytes": 0, "sha256": ""}), Rule.MANIFEST, None, None, None
    ),
    "a table less": manifest(
        lambda m: m["files"].remove(next(file for file in m["files"] if file["path"] == f"experts/{PART}")),
        Rule.MANIFEST, "experts", None, None,
    ),
    "no files": manifest(lambda m: m.update(files=[]), Rule.MANIFEST, None, None, None),
    "no list of files": manifest(lambda m: m.update(files="all"), Rule.MANIFEST, None, None, None),
    "no rows listed": manifest(lambda m: m["files"][1].pop("rows"), Rule.MANIFEST, "answers", None, None),
    "no size listed": manifest(lambda m: m["files"][0].pop("bytes"), Rule.MANIFEST, None, None, None),
    "a file at the root": manifest(
        lambda m: m["files"].append({"path": "/etc/hosts", "bytes": 0, "sha256": ""}), Rule.MANIFEST, None, None, None
    ),
    "a missing part": (
        lambda folder: (folder / "answers" / PART).unlink(), (Rule.FILE_MISSING, "answers", None, None)
    ),
    "a missing card": (lambda folder: (folder / "README.md").unlink(), (Rule.FILE_MISSING, None, None, None)),
    "a file cut short": (bytes_of(lambda b: b.__delitem__(slice(-100, None))), (Rule.FILE_SIZE, "answers", None, None)),
    "a file cut short, too": (
        bytes_of(lambda b: b.__delitem__(slice(-100, None))), (Rule.FILE_UNREADABLE, "answers", None, None)
    ),
    "another byte": (bytes_of(flip), (Rule.FILE_CHECKSUM, "answers", None, None)),
    "another byte in a page": (bytes_of(flip), (Rule.FILE_UNREADABLE, "answers", None, None)),
    "an edited card": (
        lambda folder: (folder / "README.md").write_text("x"), (Rule.FILE_CHECKSUM, None, None, None)
    ),
    "a part too many": (
        lambda folder: (folder / "answers/part-00001.parquet").write_bytes((folder / "answers" / PART).read_bytes()),
        (Rule.FILE_UNLISTED, "answers", None, None),
    ),
    "a card that is a directory": (card_as_folder, (Rule.FILE_UNREADABLE, None, None, None)),
    "a part in a folder of the user": (
        lambda folder: lay(folder / "answers/mine/notes.txt"), (Rule.FILE_UNLISTED, "answers", None, None)
    ),
    "other rows than listed": manifest(lambda m: m["files"][1].update(rows=9), Rule.FILE_ROWS, "answers", None, None),
    "a column less": (columns(lambda t: t.drop_columns(["votes"])), (Rule.SCHEMA, "answers", None, "votes")),
    "a column more": (columns(lambda t: t.append_column("x", t["votes"])), (Rule.SCHEMA, "answers", None, "x")),
    "another type": (
        columns(lambda t: t.set_column(6, "body", t["body"].cast(pa.large_string()))),
        (Rule.SCHEMA, "answers", None, "body"),
    ),
    "nullable": (
        columns(lambda t: t.set_column(4, pa.field("position", pa.int32()), t["position"])),
        (Rule.SCHEMA, "answers", None, "position"),
    ),
    "another order": (
        columns(lambda t: t.select([*t.column_names[1:], t.column_names[0]])), (Rule.SCHEMA, "answers", None, None)
    ),
    "nullable item": (
        columns(lambda t: t.set_column(12, pa.field("author_credentials", pa.list_(pa.string()), nullable=False),
                                       t["author_credentials"].cast(pa.list_(pa.string())))),
        (Rule.SCHEMA, "answers", None, "author_credentials"),
    ),
    "a column twice": (
        columns(lambda t: t.append_column("votes", t["votes"])), (Rule.SCHEMA, "answers", None, "votes")
    ),
    # keys
    "a malformed id": rows(Rule.ID_FORMAT, "answers", 2, "answer_id", answer_id="ANSWER"),
    "a malformed hash": rows(Rule.ID_FORMAT, "pages", 2, "payload_sha256", payload_sha256="abc"),
    "no hash": rows(Rule.ID_FORMAT, "pages", 2, "payload_sha256", payload_sha256=""),
    "an id of 31 digits": rows(Rule.ID_FORMAT, "experts", 1, "expert_id", expert_id="a" * 31),
    "an id of 33 digits": rows(Rule.ID_FORMAT, "questions", 1, "question_id", question_id="a" * 33),
    "a hash of 65 digits": rows(Rule.ID_FORMAT, "pages", 7, "payload_sha256", payload_sha256="0" * 65),
    "an answer three times": (
        lambda folder: rewrite(folder, "answers", lambda rows: rows.extend([rows[0]] * 2)),
        (Rule.KEY_UNIQUE, "answers", 8, "answer_id"),
    ),
    "a page twice": (
        lambda folder: rewrite(folder, "pages", lambda rows: rows.append(rows[6])),
        (Rule.KEY_UNIQUE, "pages", 8, "page_id"),
    ),
    "an answer twice": (
        lambda folder: rewrite(folder, "answers", lambda rows: rows.append(rows[0])),
        (Rule.KEY_UNIQUE, "answers", 7, "answer_id"),
    ),
    "a question twice": (
        lambda folder: rewrite(folder, "questions", same_question), (Rule.KEY_UNIQUE, "questions", 3, "question_id")
    ),
    "an expert twice": (
        lambda folder: rewrite(folder, "experts", lambda rows: rows.append(rows[0])),
        (Rule.KEY_UNIQUE, "experts", 4, "expert_id"),
    ),
    "an answer to nothing": rows(Rule.KEY_ORPHAN, "answers", 4, "question_id", question_id=NOBODY),
    "an answer from nowhere": rows(Rule.KEY_ORPHAN, "answers", 4, "page_id", page_id=NOBODY),
    "an unknown expert": rows(Rule.KEY_ORPHAN, "answers", 4, "expert_id", expert_id=NOBODY),
    "a reply to nothing": rows(Rule.KEY_ORPHAN, "answers", 4, "parent_answer_id", parent_answer_id=NOBODY),
    "a duplicate of nothing": rows(Rule.KEY_ORPHAN, "pages", 3, "duplicate_of", duplicate_of=NOBODY),
    "superseded by nothing": rows(Rule.KEY_ORPHAN, "pages", 1, "superseded_by", superseded_by=NOBODY),
    "a further page of nothing": rows(Rule.KEY_ORPHAN, "pages", 6, "continues", continues=NOBODY),
    "a question from nowhere": rows(Rule.KEY_ORPHAN, "questions", 2, "page_id", page_id=NOBODY),
    "a question lost": (
        lambda folder: rewrite(folder, "questions", lambda rows: rows.pop(1)),
        (Rule.QUESTION_PAGE, "pages", 4, "page_id"),
    ),
    "a question of another address": rows(Rule.QUESTION_PAGE, "questions", 2, "url", url="https://garden.example/x"),
    "a question of another site": rows(Rule.QUESTION_PAGE, "questions", 2, "site", site="forum"),
    "a question without an address": rows(Rule.QUESTION_PAGE, "questions", 2, "url", url=None),
    "a question of another id": (
        lambda folder: rewrite(folder, "pages", setting(4, question_id=NOBODY)),
        (Rule.QUESTION_PAGE, "questions", 2, "question_id"),
    ),
    "a page of a question lost": (
        lambda folder: rewrite(folder, "pages", lambda rows: rows.pop(3)),
        (Rule.KEY_ORPHAN, "questions", 2, "page_id"),
    ),
    "an expert lost": (
        lambda folder: rewrite(folder, "experts", lambda rows: rows.pop(1)),
        (Rule.KEY_ORPHAN, "answers", 6, "expert_id"),
    ),
    "a reply to another question": (
        lambda folder: rewrite(folder, "answers", reply_to_other_question),
        (Rule.REPLY_QUESTION, "answers", 2, "question_id"),
    ),
    # the ledger
    "an unknown status": rows(Rule.CLOSED_LIST, "pages", 2, "status", status="good"),
    "an unknown reason": rows(Rule.CLOSED_LIST, "pages", 7, "reason", reason="dull"),
    "an unknown warning": rows(Rule.CLOSED_LIST, "pages", 2, "warnings", warnings=["beware"]),
    "a reason too many": rows(Rule.STATUS_REASON, "pages", 2, "reason", reason="empty"),
    "no reason": rows(Rule.STATUS_REASON, "pages", 7, "reason", reason=None),
    "a duplicate without a link": rows(Rule.STATUS_LINKS, "pages", 3, "duplicate_of", duplicate_of=None),
    "a duplicate with an id": rows(Rule.STATUS_LINKS, "pages", 3, "page_id", page_id=NOBODY),
    "a page without an id": rows(Rule.STATUS_LINKS, "pages", 7, "page_id", page_id=None),
    "superseded without a link": rows(Rule.STATUS_LINKS, "pages", 1, "superseded_by", superseded_by=None),
    "no question that continues": rows(Rule.STATUS_LINKS, "pages", 7, "continues", continues=NOBODY),
    "a further page of a further page": rows(Rule.KEY_ORPHAN, "pages", 5, "continues", continues=FURTHER),
    "superseded, too": rows(Rule.STATUS_LINKS, "pages", 2, "superseded_by", superseded_by=NOBODY),
    "a duplicate, too": rows(Rule.STATUS_LINKS, "pages", 2, "duplicate_of", duplicate_of=NOBODY),
    "a question id too many": rows(Rule.STATUS_QUESTION, "pages", 7, "question_id", question_id=NOBODY),
    "a site lost": rows(Rule.STATUS_QUESTION, "pages", 4, "site", site=None),
    "a question id lost": rows(Rule.STATUS_QUESTION, "pages", 4, "question_id", question_id=None),
    "a layout lost": rows(Rule.STATUS_QUESTION, "pages", 4, "layout", layout=None),
    "ok with a loss": rows(Rule.STATUS_WARNINGS, "pages", 4, "status", status="ok"),
    "partial without a loss": rows(Rule.STATUS_WARNINGS, "pages", 2, "status", status="partial"),
    # counts and positions
    "position 0": rows(Rule.POSITION, "answers", 1, "position", position=0),
    "positions swapped": (
        lambda folder: rewrite(folder, "answers", swapped), (Rule.POSITION, "answers", 2, "position")
    ),
    "a gap of positions": rows(Rule.POSITION, "answers", 3, "position", position=4),
    "the same position twice": rows(Rule.POSITION, "answers", 2, "position", position=1),
    "an answer of an older capture": rows(
        Rule.KEY_ORPHAN, "answers", 4, "page_id", page_id="209a1058795daf37946399f7d8537b6f"
    ),
    "an answer too many counted": rows(Rule.ANSWERS_FOUND, "pages", 2, "answers_found", answers_found=4),
    "an answer lost": (
        lambda folder: rewrite(folder, "answers", lambda rows: rows.pop(1)),
        (Rule.ANSWERS_FOUND, "pages", 2, "answers_found"),
    ),
    "another count of answers": rows(Rule.ANSWERS_FOUND, "questions", 1, "answers_found", answers_found=9),
    "a further page with more": rows(Rule.ANSWERS_FOUND, "pages", 6, "answers_found", answers_found=0),
    "another count of an expert": rows(Rule.EXPERT_ANSWERS, "experts", 2, "answers", answers=5),
    "other rows counted": manifest(
        lambda m: m["counts"].update(answers=1), Rule.MANIFEST_COUNTS, "answers", None, None
    ),
    "no rows counted": manifest(lambda m: m["counts"].pop("questions"), Rule.MANIFEST_COUNTS, "questions", None, None),
    "no statuses counted": manifest(lambda m: m["counts"].pop("status"), Rule.MANIFEST_COUNTS, "pages", None, None),
    "other reasons counted": manifest(
        lambda m: m["counts"]["reason"].update(empty=2), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "other sites counted": manifest(
        lambda m: m["counts"]["site"].update(schema_org=5), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "other warnings counted": manifest(
        lambda m: m["counts"]["warnings"].update(body_cut=1), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "no noise counted": manifest(
        lambda m: m["counts"].pop("noise_removed"), Rule.MANIFEST_COUNTS, "pages", None, "noise_removed"
    ),
    "other statuses and noise counted": manifest(
        lambda m: (m["counts"]["status"].update(ok=9), m["counts"].pop("noise_removed")),
        Rule.MANIFEST_COUNTS, "pages", None, "noise_removed",
    ),
    "other statuses counted": manifest(
        lambda m: m["counts"]["status"].update(ok=9), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "other layouts counted": manifest(
        lambda m: m["counts"]["layout"].clear(), Rule.MANIFEST_COUNTS, "pages", None, None
    ),
    "noise lost": rows(Rule.MANIFEST_COUNTS, "pages", None, "noise_removed", noise_removed=3),
    **OF_VALUES,
}  # fmt: skip


RULES_OF = {
    "files": (
        Rule.FILE_CHECKSUM,
        Rule.FILE_MISSING,
        Rule.FILE_ROWS,
        Rule.FILE_SIZE,
        Rule.FILE_UNLISTED,
        Rule.FILE_UNREADABLE,
        Rule.MANIFEST,
        Rule.SCHEMA,
    ),
    "keys": (Rule.KEY_ORPHAN, Rule.KEY_UNIQUE, Rule.QUESTION_PAGE, Rule.REPLY_QUESTION),
    "answers": (Rule.ANSWERS_FOUND, Rule.DATE_IN_FUTURE, Rule.EXPERT_ANSWERS, Rule.POSITION),
    "ledger": (Rule.MANIFEST_COUNTS, Rule.STATUS_LINKS, Rule.STATUS_QUESTION, Rule.STATUS_REASON, Rule.STATUS_WARNINGS),
    "texts": (
        Rule.TEXT_BLANKS,
        Rule.TEXT_CONTROL,
        Rule.TEXT_EMPTY,
        Rule.TEXT_ENCODING,
        Rule.TEXT_EXPRESSION,
        Rule.TEXT_NFC,
        Rule.TEXT_ONE_LINE,
    ),
    "values": (Rule.CLOSED_LIST, Rule.COUNT_NEGATIVE, Rule.ID_FORMAT, Rule.RATING_SCALE),
}
"""The rules whose damage is tested with each module."""


def found_by(module: str) -> list[str]:
    """The names of the damage that the rules of a module find."""
    return [name for name, (_, place) in DAMAGE.items() if place[0] in RULES_OF[module]]


def assert_found(dataset: Path, damage: str) -> None:
    """Damage a dataset; the rule for it finds that in its table, row and column."""
    break_it, place = DAMAGE[damage]
    break_it(dataset)
    checked = check_dataset(dataset, limit=None)
    found = [(one.rule, one.table, one.row, one.column) for one in checked.findings.violations()]
    assert place in found
    assert checked.findings.counts[place[0]] == sum(one[0] is place[0] for one in found)
    same_as_expected("check/damage.json", list(map(line, checked.findings.violations())), damage)
