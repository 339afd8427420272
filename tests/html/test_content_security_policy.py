from __future__ import annotations

from paperatlas.html.content_security_policy import InlineSources, content_policy, inline_sources, source_hash

PAGE = """<p style="color: red" onclick="go(&quot;a&quot;)" onload>x</p>
<style>p {}</style><script>1 < 2 && '</p>'</script><script type="application/json">{}</script>"""


def test_what_stands_inline_is_found_as_a_browser_reads_it() -> None:
    inline = inline_sources(PAGE)
    assert inline.scripts == {"1 < 2 && '</p>'", "{}"}
    assert inline.styles == {"p {}"}
    assert inline.style_attributes == {"color: red"}
    assert inline.handlers == {'go("a")'}


def test_attributes_need_a_word_of_their_own_and_nothing_else_allows_them() -> None:
    policy = content_policy(InlineSources(scripts={"1"}, handlers={"go()"}))
    assert f"script-src {source_hash('1')} 'unsafe-hashes' {source_hash('go()')}; style-src 'none'" in policy
    assert "unsafe-hashes" not in content_policy(InlineSources(scripts={"1"}))


def test_a_page_without_anything_inline_may_run_nothing() -> None:
    assert content_policy(inline_sources("<p>")).startswith("default-src 'none'; script-src 'none'; style-src 'none'")
