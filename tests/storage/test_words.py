"""How text and queries become words; the SQL side is in test_keywords."""

from __future__ import annotations

from storage import words
from storage.words import Term, expression_all, expression_any, parse, segment


def never(_word: str) -> bool:
    return False


def test_spaceless_scripts_are_cut_into_pairs() -> None:
    assert segment("東京都").split() == ["東京", "京都"]
    assert segment("木").split() == ["木"]
    assert segment("See 東京 now").split() == ["See", "東京", "now"]
    assert segment("plain text") == "plain text"


def test_a_query_becomes_terms_once_each_in_order() -> None:
    assert parse("Rent, rent and LEASE!").terms == (
        Term(("rent",)),
        Term(("and",)),
        Term(("lease",)),
    )


def test_joined_words_are_a_whole_and_its_longer_parts() -> None:
    assert parse("state-of-the-art").terms == (
        Term(("state", "of", "the", "art")),
        Term(("state",)),
        Term(("the",)),
        Term(("art",)),
    )
    assert parse("3.14").terms == (Term(("3", "14")),)


def test_spaceless_queries_become_pairs() -> None:
    assert parse("京都駅").terms == (Term(("京都",)), Term(("都駅",)))


def test_marks_are_parts_of_words() -> None:
    assert parse("हिन्दी").terms == (Term(("हिन्दी",)),)


def test_quotation_marks_make_phrases() -> None:
    parsed = parse('what is "force majeure" here')
    assert parsed.phrases == (Term(("force", "majeure")),)
    assert Term(("force",)) not in parsed.terms


def test_common_words_are_left_out_unless_they_are_all_there_is() -> None:
    assert expression_any(parse("who is the tenant"), never, require_phrases=False) == '"tenant"'
    assert (
        expression_any(parse("who is the"), never, require_phrases=False)
        == '"who" AND "is" AND "the"'
    )


def test_words_common_in_the_library_are_left_out_too() -> None:
    found = expression_any(parse("tenant deposit"), "tenant".__eq__, require_phrases=False)
    assert found == '"deposit"'


def test_phrases_may_be_required() -> None:
    parsed = parse('"force majeure" notice')
    assert (
        expression_any(parsed, never, require_phrases=True)
        == '"force majeure" AND ("force majeure" OR "notice")'
    )


def test_operators_are_words_like_any_other() -> None:
    assert expression_all(parse("a NOT b NEAR(c) col:d*")) == (
        '"a" AND "not" AND "b" AND "near" AND "c" AND "col d" AND "col"'
    )


def test_nothing_to_find() -> None:
    for query in ("", "   ", '"""', "?!", "-", "()", '" "'):
        assert expression_all(parse(query)) is None


def test_a_pasted_page_is_cut() -> None:
    assert len(parse(" ".join(f"word{i}x" for i in range(1000))).terms) == words.MAX_TERMS


def test_names_run_together_are_given_apart() -> None:
    line = words.name_document("Title", ["/home/Invoices/LeaseAgreement2019.pdf"], {"author": "X"})
    wanted = {"Title", "Lease", "Agreement", "2019", "Invoices", "X"}
    assert wanted <= set(line.replace(".", " ").split())
    assert "LeaseAgreement2019.pdf" in line.split()
