"""The message of a run that found no page: what was seen, and what to try."""

from collections.abc import Mapping, Sequence

from qapipe.sources import NOT_MATCHED, NOT_SAMPLED, STDIN, Plan, ReadOptions

_LEFT = "nothing was written; --allow-empty accepts an empty result"
_MAX_NAMES = 3


def nothing_found(planned: Plan, options: ReadOptions, skipped: Mapping[str, int]) -> str:
    """Why a run over ``planned`` found no page; ``skipped`` counts what was not a page or not wanted, by kind."""
    return f"{_seen(planned, options, skipped)}; {_LEFT}"


def nothing_readable(pages: int, failures: Sequence[str]) -> str:
    """Why a run does not replace a dataset: all its pages failed, or are empty."""
    kept = "the old dataset is unchanged; --allow-empty replaces it"
    which = "the only page" if pages == 1 else f"all {pages:,} pages"
    if not failures:
        return f"{which} {'is' if pages == 1 else 'are'} empty; {kept}"
    which = "the only page" if pages == 1 else f"any of {pages:,} pages"
    return f"could not read {which} ({'; '.join(failures[:_MAX_NAMES])}); {kept}"


def _seen(planned: Plan, options: ReadOptions, skipped: Mapping[str, int]) -> str:
    unwanted = skipped.get(NOT_MATCHED.kind, 0)
    unlisted = (NOT_MATCHED.kind, NOT_SAMPLED.kind)
    others = {kind: count for kind, count in sorted(skipped.items()) if kind not in unlisted}
    if unwanted:
        return _unmatched(options, unwanted)
    where = _names(planned)
    if others:
        listed = ", ".join(f"{count:,} {kind}{'s' * (count != 1)}" for kind, count in others.items())
        return f"no page in {where}, only {listed}"
    if not planned.splits:
        return f"no files in {where}"
    if not sum(split.size for split in planned.splits):
        return f"{where} {'is' if len(planned.inputs) == 1 else 'are'} empty"
    return f"no page in {where}"


def _unmatched(options: ReadOptions, pages: int) -> str:
    read = f"({pages:,} page{'s' * (pages != 1)} read)"
    match, exclude = (
        " ".join(f"{name} {glob!r}" for glob in globs)
        for name, globs in (("--match", options.match), ("--exclude", options.exclude))
    )
    if not match:
        return f"no page is left by {exclude} {read}"
    rest = f" and is left by {exclude}" if exclude else ""
    hint = "globs match the whole URL"
    narrow = next((glob for glob in options.match if not (glob.startswith("*") and glob.endswith("*"))), None)
    if narrow is not None:
        wide = f"*{narrow.strip('*')}*"
        hint += f", try {wide!r}"
    return f"no page matched {match}{rest} {read}; {hint}"


def _names(planned: Plan) -> str:
    names = ["standard input" if one.path == STDIN else one.path for one in planned.inputs]
    more = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {more:,} more" if more > 0 else "")
