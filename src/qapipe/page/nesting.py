"""Which tags of HTML close which elements (WHATWG HTML, "Tree construction"), as far as the depth of a page needs it.

All names are lower-case bytes.
"""

# Elements that are closed at once, and those that a page has once.
SHALLOW = frozenset(
    b"area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr "
    b"html head body".split()
)
FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
SURE_FORMATTING = 3  # of one name that parsers reopen ("Noah's Ark clause")
HOLDS_FORMATTING = frozenset(b"applet caption marquee object td template th".split())
HEADINGS = frozenset(b"h1 h2 h3 h4 h5 h6".split())
# Prefixes of the names of SVG and MathML elements here and in the guard. Some of them may contain HTML.
FOREIGN = (b"svg ", b"math ")
HOLDS_HTML = frozenset(
    {b"svg foreignobject", b"svg desc", b"svg title"} | {b"math " + name for name in b"mi mo mn ms mtext html".split()}
)
ENDS_FOREIGN = HEADINGS | frozenset(
    b"b big blockquote body br center code dd div dl dt em embed head hr i img li listing menu meta nobr ol p pre "
    b"ruby s small span strong strike sub sup table tt u ul var".split()
)
SPECIAL = (
    HEADINGS
    | HOLDS_HTML
    | frozenset(
        b"address applet article aside blockquote button caption center colgroup dd details dir div dl dt fieldset "
        b"figcaption figure footer form frameset header hgroup li listing main marquee menu nav noscript object ol p "
        b"plaintext pre search section select summary table tbody td template tfoot th thead tr ul".split()
    )
)
# Elements that end the search for an open element ("has an element in scope").
SCOPE = HOLDS_HTML | frozenset(b"applet caption marquee object select table td template th".split())
TABLE_SCOPE = frozenset({b"table", b"template"})
SCOPE_OF_END = {
    **dict.fromkeys(SPECIAL, SCOPE),
    **dict.fromkeys(b"caption colgroup table tbody td tfoot th thead tr".split(), TABLE_SCOPE),
    b"p": SCOPE | {b"button"},
    b"li": SCOPE | {b"ol", b"ul"},
    b"template": frozenset(),
}
# Outside a table its parts are ignored. A table closes the one around it, unless one of HOLDS_TABLE is in between.
TABLE_PARTS = frozenset(b"caption colgroup tbody td tfoot th thead tr".split())
HOLDS_TABLE = frozenset(b"td th caption template".split())
# Elements that a start tag closes, because their end tag is optional, and where the search for them ends.
CELLS = frozenset({b"td", b"th", b"caption", b"colgroup"})
ROWS = CELLS | {b"tr"}
ROW_GROUPS = ROWS | {b"tbody", b"thead", b"tfoot"}
PARAGRAPH_ENDS = (frozenset({b"p"}), SCOPE_OF_END[b"p"])
SELECT = (frozenset({b"select"}), SCOPE)
ITEM_SCOPE = SPECIAL - {b"address", b"div", b"p"}
ENDED_BY_START = {
    **dict.fromkeys(
        b"address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form "
        b"h1 h2 h3 h4 h5 h6 header hgroup hr li dd dt listing main menu nav ol p plaintext pre search section summary "
        b"ul xmp".split(),
        PARAGRAPH_ENDS,
    ),
    **dict.fromkeys((b"td", b"th"), (CELLS, TABLE_SCOPE)),
    **dict.fromkeys((b"tbody", b"thead", b"tfoot", b"caption", b"colgroup"), (ROW_GROUPS, TABLE_SCOPE)),
    b"tr": (ROWS, TABLE_SCOPE),
    b"button": (frozenset({b"button"}), SCOPE),
    b"input": SELECT,
    b"table": (frozenset({b"table"}), HOLDS_TABLE),
}
ITEMS = {b"li": frozenset({b"li"}), b"dd": frozenset({b"dd", b"dt"}), b"dt": frozenset({b"dd", b"dt"})}
# Start tags that close the innermost elements with an optional end tag, and the element that must be open for that.
OPTIONAL_END = frozenset(b"dd dt li optgroup option p rb rp rt rtc".split())
IMPLIED_ENDS = {
    **dict.fromkeys((b"rb", b"rtc", b"optgroup"), OPTIONAL_END),
    **dict.fromkeys((b"rp", b"rt"), OPTIONAL_END - {b"rtc"}),
    b"option": OPTIONAL_END - {b"optgroup"},
}
WITHIN = {
    **dict.fromkeys((b"rb", b"rtc", b"rp", b"rt"), (frozenset({b"ruby"}), SCOPE)),
    **dict.fromkeys((b"option", b"optgroup"), SELECT),
}
