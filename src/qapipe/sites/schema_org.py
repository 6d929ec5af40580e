"""Any page that says of itself, in schema.org terms, that it holds a question with answers."""

from qapipe.document import Document, HtmlDocument
from qapipe.errors import Reason
from qapipe.qa_markup import QUESTION, find_question, read_markup
from qapipe.site import Layout, Reading, Site
from qapipe.markup import json_ld, microdata, rdfa

DISCUSSIONS = frozenset({"DiscussionForumPosting", "SocialMediaPosting"})
ARTICLES = frozenset({"Article", "NewsArticle", "BlogPosting", "Recipe", "HowTo", "TechArticle"})


def read(document: Document) -> Reading:
    """The reading of a page with question markup."""
    found = find_question(document) if isinstance(document, HtmlDocument) else None
    if found is None or not isinstance(document, HtmlDocument):
        raise ValueError("no question markup on this page")
    return read_markup(document, found)


def refuses(document: Document) -> Reason | None:
    """What a page without a question is, where its markup says so."""
    if not isinstance(document, HtmlDocument):
        return None
    things = [thing for read_things in (json_ld, microdata, rdfa) for thing in read_things(document)]
    types = {name for thing in things for name in thing.types}
    if "FAQPage" in types:
        return Reason.FAQ
    if types & DISCUSSIONS:
        return Reason.DISCUSSION
    return Reason.ARTICLE if types & ARTICLES else None


def _layout(syntax: str, description: str) -> Layout:
    def recognises(document: Document) -> bool:
        if not isinstance(document, HtmlDocument) or QUESTION not in document.html:
            return False
        found = find_question(document)
        return found is not None and found.syntax == syntax

    return Layout(syntax, description, recognises, read)


SITE = Site(
    name="schema_org",
    description="any page with the question markup of schema.org",
    refuses=refuses,
    layouts=(
        _layout("json_ld", "QAPage or Question in JSON-LD"),
        _layout("microdata", "Question in microdata"),
        _layout("rdfa", "Question in RDFa"),
    ),
)
