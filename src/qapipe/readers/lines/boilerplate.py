"""Lines below the last answer of a text that nobody wrote as a part of it: links, menus, invitations."""

import re

_SURE = re.compile(
    r"(?:related (?:posts?|questions?|articles?)|leave a (?:reply|comment)|share (?:this|on)\b|(?:previous|next) post|"
    r"tags?:|filed under|posted in|categories\b|copyright\b|©|disclaimer\b|about the author|you may also like|"
    r"comments? ?\(?\d*\)?$|was this (?:\w+ )?helpful|did you find this|all rights reserved)",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:(?:similar|recent|popular|latest|more|other|older|newer|all) (?:posts?|questions?|answers?|articles|topics)\b|"
    r"(?:ask|submit|post) (?:a|an|any|your|us|our|the|another)\b.{0,40}\b(?:questions?|doctors?|experts?)\b|"
    r"(?:have|still have|got) (?:a|another|more|any) questions?\b|see also\b|read (?:more|next)\b|view (?:all|more)\b|"
    r"subscribe\b|sign up\b|(?:log|sign) ?in\b|newsletter\b|terms (?:of|and)\b|privacy\b|contact us\b|follow us\b|"
    r"back to\b|advertisement$|print (?:this|page)|e-?mail this|ähnliche fragen|kommentare\b|mehr fragen|"
    r"questions similaires|preguntas relacionadas|похожие вопросы|相关问题|関連する質問)",
    re.IGNORECASE,
)
_LONGEST = 80


def is_below(line: str) -> bool:
    """Whether a line begins what a site shows below its answers. A sentence may be the author's own invitation."""
    if _SURE.match(line):
        return True
    return len(line) <= _LONGEST and not line.endswith((".", "!")) and _MENU.match(line) is not None
