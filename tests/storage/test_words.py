"""How text and queries become words; the SQL side is in test_keywords."""

from __future__ import annotations

from storage import words
from storage.words import Term, expression_all, expression_any, parse, segment


def never(_word: str) -> bool:
    return False


def test_spaceless_scripts_are_cut_into_pairs() -> None:
    assert segment("山本家").split() == ["山本", "本家", "家"]  # each character begins a word
    assert segment("木").split() == ["木"]
    assert segment("See 山本 now").split() == ["see", "山本", "本", "now"]
    assert segment("plain text") == "plain text"


def test_a_query_becomes_terms_once_each_in_order() -> None:
    assert parse("Rent, rent and HARBOUR!").terms == (
        Term(("rent",)),
        Term(("and",)),
        Term(("harbour",)),
    )


def test_joined_words_are_a_whole_and_its_longer_parts() -> None:
    assert parse("state-of-the-art").terms == (
        Term(("state", "of", "the", "art"), forms=("stateoftheart",)),
        Term(("state",)),
        Term(("the",)),
        Term(("art",)),
    )
    assert Term(("3", "14"), forms=("314",)) in parse("3.14").terms


def test_spaceless_queries_become_pairs() -> None:
    assert parse("山本家").terms == (Term(("山本",)), Term(("本家",)))
    assert parse("家").terms == (Term(("家",), beginnings=("家",)),)


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
        == '"who is the" OR ("who" AND "is" AND "the")'
    )


def test_words_common_in_the_library_are_left_out_too() -> None:
    found = expression_any(parse("tenant deposit"), "tenant".__eq__, require_phrases=False)
    assert found == '"deposit"'


def test_phrases_may_be_required() -> None:
    parsed = parse('"force majeure" roof')
    assert (
        expression_any(parsed, never, require_phrases=True)
        == '"force majeure" AND ("force majeure" OR "roof")'
    )


def test_operators_are_words_like_any_other() -> None:
    assert expression_all(parse("a NOT b NEAR(c) col:d*")) == (
        '"a" AND "not" AND "b" AND "near" AND "c" AND ("col d" OR "cold") AND "col"'
    )


def test_nothing_to_find() -> None:
    for query in ("", "   ", '"""', "?!", "-", "()", '" "'):
        assert expression_all(parse(query)) is None


def test_a_pasted_page_is_cut() -> None:
    assert len(parse(" ".join(f"word{i}x" for i in range(1000))).terms) == words.MAX_TERMS


def test_names_run_together_are_given_apart() -> None:
    line = words.name_document("Title", ["/home/Invoices/LeaseAgreement2019.pdf"], {"author": "X"})
    wanted = {"title", "lease", "agreement", "2019", "invoices", "x"}
    assert wanted <= set(line.replace(".", " ").split())
    assert "leaseagreement2019.pdf" in line.split()
