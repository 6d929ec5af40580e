"""Keys and thresholds of samples."""

from random import Random

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, sample_key
from qapipe.sources.sampling import Sample, key_of_url, threshold_of


def test_a_threshold_lets_as_many_pages_through_as_the_sample_has() -> None:
    rng = Random(7)
    keys = [rng.randrange(1 << 64) for _ in range(1_000)]
    for size in (1, 10, 999, 1_000):
        sample = Sample(0, threshold_of(keys, size))
        assert sum(map(sample.has, keys)) == size
    assert threshold_of([], 5) == -1
    assert threshold_of(keys, 2_000) == max(keys)


def test_a_url_is_only_ruled_out_if_no_capture_of_it_is_in_the_sample() -> None:
    keys = {(url, place): key_of_url(url, place, 3) for url in map(str, range(200)) for place in ("a", "b", "c")}
    sample = Sample(3, threshold_of(keys.values(), 40))
    for (url, _), key in keys.items():
        assert sample.may_have_url(url) or not sample.has(key)
    assert sum(sample.may_have_url(str(n)) for n in range(200)) < 20
    assert sample.may_have_url(None)


def test_keys_depend_on_the_seed_and_the_url_and_hardly_on_the_place() -> None:
    first = key_of_url("https://x.example/", "a", 0)
    assert first >> 20 == key_of_url("https://x.example/", "b", 0) >> 20
    assert first != key_of_url("https://x.example/", "b", 0)
    assert first >> 20 != key_of_url("https://x.example/", "a", 1) >> 20
    assert first >> 20 != key_of_url("https://x.example/2", "a", 0) >> 20


def test_faults_of_the_input_have_no_key_and_pages_without_a_body_have_one() -> None:
    for reason in (Reason.CORRUPT, Reason.UNREADABLE, Reason.CHANGED):
        assert sample_key(Failure(reason, "", "a", url="https://x.example/"), 0) is None
    for reason in (Reason.HTTP_STATUS, Reason.REVISIT, Reason.NO_BODY, Reason.TOO_LARGE):
        assert sample_key(Failure(reason, "", "a", byte=7), 0) is not None
    page = RawPage(body=b"x", url="https://x.example/", source="a", offset=1)
    gone = Failure(Reason.HTTP_STATUS, "", "a", offset=1, url="https://x.example/")
    assert sample_key(page, 0) == sample_key(gone, 0)
