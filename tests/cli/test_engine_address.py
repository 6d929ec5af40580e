"""Addresses of clusters that cannot be one."""

import pytest

from conftest import Command
from qapipe.cli.engine_address import check_engine_address


@pytest.mark.parametrize(
    ("engine", "address"),
    [
        ("ray", "auto"), ("ray", "head:6379"), ("ray", "10.0.0.7:6379"), ("ray", "ray://head:10001"),
        ("spark", "spark://head:7077"), ("spark", "spark://one:7077,two:7077"), ("spark", "local-cluster[2,1,1024]"),
        ("spark", "local[4]"), ("spark", "k8s://https://head:6443"),
    ],
)  # fmt: skip
def test_addresses_that_an_engine_may_have(engine: str, address: str) -> None:
    check_engine_address(engine, address)


@pytest.mark.parametrize(
    ("engine", "address", "words"),
    [
        (
            "ray",
            "spark://head:7077",
            "--engine-address 'spark://head:7077' is not an address of Ray; it looks like auto",
        ),
        ("spark", "ray://head:10001", "'ray://head:10001' is not an address of Spark; it looks like spark://host:7077"),
        ("spark", "head", "'head' is not an address of Spark"),
        ("spark", "yarn", "--engine-address yarn needs HADOOP_CONF_DIR or YARN_CONF_DIR"),
        ("local", "auto", "--engine-address is for --engine ray or spark"),
    ],
)
def test_others_are_usage_errors(cli: Command, engine: str, address: str, words: str) -> None:
    environment = {"HADOOP_CONF_DIR": "", "YARN_CONF_DIR": ""}
    done = cli("parse", "absent", "--engine", engine, "--engine-address", address, env=environment)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
