"""Elements that tags close because their end tag is optional: the depth counted is that of the tree Lexbor builds."""

import pytest

from support.depths import VOID, counted, depth


@pytest.mark.parametrize(
    "html",
    [
        # what a start tag ends
        "<p><p>", "<div><p><div>", "<p><div><p>", "<p><section><p>", "<p><ul><li><p><li>",
        "<ul><li><li><li>", "<ul><li><ul><li><li>", "<li><div><li>", "<li><section><li>", "<address><li><div><li>",
        "<dl><dt><dd><dt>", "<dd><p><dt><p>", "<div><dd><div><dt>", "<a><a><a>", "<a><div><a>", "<a><p></a><div>",
        "<option><option>", "<select><option><option>", "<select><optgroup><option>", "<option><p><option>",
        "<option><optgroup><b>", "<select><select><optgroup><optgroup>", "<select><input><optgroup><optgroup>",
        "<button><ruby><button><rt><rt>", "<select><object><select><optgroup>", "<button><b><button><i>",
        "<select><p><option><i><p><option><i>", "<select><optgroup><option><optgroup><option>",
        "<ruby><p><rt><span><p><rt><span>", "<ruby><rtc><rt><rp><rtc>", "<ruby><rb><i><rt><i>",
        "<h1></h2><span></h1><h1></h2><span></h1>", "<h2><section><h1><b></h2><i>", "<option><optgroup><i></option><b>",
        "<ruby><rt>x<rt>x<rp>", "<ruby><rb>x<rtc>x", "<rt><rt><rt>", "<ruby><rt><b><rt>",
        "<summary><p><details>", "<button><p></button><p>", "<p><button><p><p>",
        "<ruby><rt><rb>", "<select><p><option>", "<dd><rb></rb><dd><pre>", "<dt><dt>", "<li><address><li>",
        "<select><select><b>", "<select><input><h3>",
        # tables, and parts of tables where none is
        "<table><tbody><tr><td><tr><td>", "<table><tbody><tr><td><p><tbody><tr>", "<table><thead><tr><th><tbody><tr>",
        "<table><tbody><tr><td><div><td><div>", "<table><tbody><tr><td><table><tbody><tr><td>",
        "<table><tbody><tr><td></table><div>", "<table><caption><b></caption></table><i>", "<td><div><td><div>",
        "<tr><div><tr><div>", "<tbody><b><tbody><b>", "<th><div></th><div>", "<table><table><table>",
        "<table></table><td><div><td><div>", "<table><table></table><td><div><td><div>",
        "<template><table></template><td><div><td><div>", "<table><div><table></table><td><div><td><div>",
        "<caption><i><caption><i>", "<table><tbody><tr><th><b><caption></th><p>",
        "<table><tbody><tr><th><caption></th><div><math>",
        "<table><tbody><tr><td><tfoot><tr><td>", "<table><tbody><tr><td><thead><tr><td>",
        "<table><thead><tr><th><tbody><tr><td>", "<table><tfoot><tr><th><tbody><tr><td>",
        "<table><caption><tbody><tr><td>", "<table><colgroup><tbody><tr><td>", "<table><tbody><tr><td><colgroup>",
        "<table><tbody><tr><td><th>", "<table><tbody><tr><th><td>",
        # end tags
        "<div></x></div><p>", "<span></div></span><p>", "<div><span></div><p>", "<div><x-y></div><p>",
        "<x-y><p></x-y><p>",
        "<ul><li><b></ul><p>", "<p><b></p>x<p>", "<section><ul></section><p>", "<b><div></x></b><p>",
        "<applet><b></applet><p>", "<object><b></object><i>", "<marquee><b><i></marquee><u>", "</div></p><br>",
        "<ul><li><ul></li><b>", "<ol><li><ol></li><b>", "</form><b>", "<form><p></form><form><p></form>",
    ],
)  # fmt: skip
def test_the_depth_of_elements_that_tags_close(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(html, monkeypatch) == depth(html, without=VOID)
