"""``qapipe schema``: tables, columns and closed lists, described."""

import pytest

from conftest import Command
from qapipe.records.noise import NoiseRule
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import TABLES
from qapipe.records.warnings import PageWarning
from support.commands import json_of


def test_everything_is_listed(cli: Command) -> None:
    done = cli("schema")
    words = done.stdout.split()
    columns = [field.name for schema in TABLES.values() for field in schema]
    values = [name for names in (Status, Reason, PageWarning, NoiseRule) for name in names]
    assert [name for name in (*TABLES, *columns, *values) if name not in words] == []


def test_one_table(cli: Command) -> None:
    lines = cli("schema", "experts").stdout.splitlines()
    assert lines[0] == "experts"
    assert [line.split()[0] for line in lines[2:]] == TABLES["experts"].names
    assert [line for line in lines if line.startswith("    rating_best")] == [
        "    rating_best   double or null  Best possible rating on the same scale."
    ]


def test_json(cli: Command) -> None:
    found = json_of(cli("schema", "--json"))
    assert (found["command"], found["schema_version"]) == ("schema", 2)
    assert [table["name"] for table in found["tables"]] == list(TABLES)
    assert found["tables"][3]["columns"][2] == {
        "name": "name",
        "type": "string",
        "nullable": False,
        "description": "Name without credentials, as printed in the latest capture.",
    }
    assert set(found["statuses"]) == set(Status)
    assert set(found["reasons"]) == set(Reason)
    assert set(found["warnings"]) == set(PageWarning)
    assert set(found["noise_rules"]) == set(NoiseRule)


def test_json_of_one_table(cli: Command) -> None:
    found = json_of(cli("schema", "pages", "--json"))
    assert [table["name"] for table in found["tables"]] == ["pages"]
    assert "statuses" not in found


@pytest.mark.parametrize("table", ["", "experts"])
def test_markdown(cli: Command, table: str) -> None:
    found = cli(*["schema", table][: 1 + bool(table)], "--markdown").stdout
    assert found.startswith("## Table `experts`\n" if table else "# Tables\n")
    assert "| `rating_best` | `double` | yes | Best possible rating on the same scale. |\n" in found
    assert ("## Noise rules\n" in found) is not bool(table)


def test_an_unknown_table_is_a_usage_error(cli: Command) -> None:
    done = cli("schema", "doctors")
    assert done.returncode == 2
    assert "doctors" in done.stderr
