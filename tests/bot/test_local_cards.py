"""Adaptive Cards as HTML: the same data as Teams gets."""

import json

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards_html import INPUT, draw, markdown
from bot.pages import FOLDER
from dialogs.cards.elements import plain, quoted, to_copy
from dialogs.wording.nb import local_page as words
from tests.fakes.rooms import case_card, form_card

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "body", "actions", "items", "columns", "text", "id", "card", "choices"]
            ),
            inner
            | st.sampled_from(
                ["TextBlock", "Container", "ColumnSet", "Action.ShowCard", "Input.ChoiceSet"]
            ),
            max_size=4,
        )
    ),
    max_leaves=20,
)


def html(card: dict[str, object]) -> str:
    """The card as the page draws it."""
    loader = jinja2.FileSystemLoader(FOLDER)
    env = jinja2.Environment(autoescape=True, loader=loader, undefined=jinja2.StrictUndefined)
    macros = env.get_template("card.html").make_module({"w": words})
    nodes = macros.nodes  # type: ignore[attr-defined]
    return str(nodes(draw(card).body, 7, "c7"))


def test_every_input_is_drawn_with_its_label() -> None:
    """Each input has a label above it, and the required ones are marked."""
    page = html(form_card())
    assert '<label for="c7-name">Navn eller initialer' in page
    assert 'name="i.received"' in page
    assert 'type="date"' in page
    assert 'type="time"' in page
    assert page.count('type="radio"') == 3
    assert 'value="with_nav" checked required' in page


def test_only_a_text_to_copy_can_be_copied_by_a_press() -> None:
    """A text to copy has a button, which a script shows; what is only shown has none."""
    page = html({"body": [to_copy("Hei\n\nHa det", 1)]})
    assert f'<button type="button" data-copy>{words.COPY}</button>' in page
    assert '<p class="copies" hidden>' in page
    assert "data-copy" not in html({"body": [quoted("Hei")]})


def test_a_button_sends_its_data_and_the_inputs() -> None:
    """Pressing sends the action's own data with each input by its id, as Teams does."""
    create, cancel = draw(form_card()).pressables
    form = {INPUT + "name": "O. N.", INPUT + "received": "2026-09-07", "staff": "sekretar"}
    assert create.sent(form) == {
        "do": "answer",
        "form": "register",
        "n": "1",
        "name": "O. N.",
        "received": "2026-09-07",
        "at": "",
        "template": "",
    }
    assert cancel.sent(form) == {"do": "answer", "form": "register", "n": "1", "text": "avbryt"}


def test_cancelling_needs_no_filled_field() -> None:
    """A button that takes no inputs is not stopped by an empty required one."""
    assert 'value="7:1" formnovalidate' in html(form_card())


def test_what_is_seldom_needed_is_folded() -> None:
    """Secondary buttons stand behind *Mer*, the first is the primary one."""
    page = html(case_card())
    assert page.index("Kall inn pasienten") < page.index("<summary>Mer</summary>")
    assert page.index("<summary>Mer</summary>") < page.index("Flytt møtet")
    assert 'class="primary">Kall inn pasienten' in page


def test_facts_columns_and_quotes() -> None:
    """Facts are a description list, columns stand side by side, quotes are set apart."""
    page = html(case_card())
    assert "<dt>Fastlege</dt><dd>Kari Berg</dd>" in page
    assert "<strong>Fastlegen</strong> – svar" in page
    assert 'class="box quoted"' in page


def test_lines_of_one_paragraph_stand_together() -> None:
    """The space between paragraphs of a quoted text is not put between their lines."""
    page = html({"body": [quoted("Hei!\n\nDu er invitert.\nSvar her.")]})
    assert '<div class="text">Du er invitert.</div>' in page
    assert '<div class="text close">Svar her.</div>' in page


def test_a_shown_card_sends_the_outer_inputs_too() -> None:
    """A card inside a card sends its own and the outer inputs, and never blocks the outer form."""
    inner: dict[str, object] = {
        "body": [{"type": "Input.Text", "id": "why", "label": "Hvorfor?", "isRequired": True}],
        "actions": [{"type": "Action.Submit", "title": "Lagre", "data": {"do": "x"}}],
    }
    card: dict[str, object] = {
        "body": [{"type": "Input.Toggle", "id": "sure", "title": "Sikker", "valueOff": "nei"}],
        "actions": [{"type": "Action.ShowCard", "title": "Avlys", "card": inner}],
    }
    assert draw(card).pressables[0].sent({INPUT + "why": "Syk"}) == {
        "do": "x",
        "why": "Syk",
        "sure": "nei",
    }
    page = html(card)
    assert "<summary>Avlys</summary>" in page
    assert " required" not in page


def test_unknown_elements_are_drawn_by_their_fallback() -> None:
    """A newer element shows what it says for those who do not know it, or nothing."""
    badge = {"type": "Badge", "fallback": {"type": "TextBlock", "text": "Haster"}}
    page = html({"body": [badge, {"type": "Chart.Pie"}]})
    assert "Haster" in page


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("**fet** og _skrå_", "<strong>fet</strong> og <em>skrå</em>"),
        ("snake_case_navn", "snake_case_navn"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b\nc", "<ol><li>a</li><li>b</li></ol>c"),
        ("a\n\nb", "a<br><br>b"),
        ("<script>", "&lt;script&gt;"),
        (
            "kl. 10.00–11.00, 21 99 99 99",
            '<span class="whole">kl. 10.00–11.00</span>, <span class="whole">21 99 99 99</span>',
        ),
        (
            "Torsdag 14. januar 2027, 3. mai",
            'Torsdag <span class="whole">14. januar 2027</span>, <span class="whole">3. mai</span>',
        ),
        (r"\*ikke fet\*", "*ikke fet*"),
        (
            "[se](https://a.example/_x_)",
            '<a href="https://a.example/_x_" rel="noopener noreferrer" target="_blank">se</a>',
        ),
        ("[se](javascript:alert)", "[se](javascript:alert)"),
    ],
)
def test_markdown_as_teams_shows_it(written: str, drawn: str) -> None:
    """Bold, italic, links and lists are shown, and a time or number stays on one line."""
    assert markdown(written) == drawn


@given(st.text(max_size=60))
def test_what_people_wrote_is_shown_as_it_stands(text: str) -> None:
    """Text that went through `plain` comes out as exactly that, with nothing to press."""
    drawn = str(markdown(plain(text)))
    assert "<a " not in drawn
    assert "<strong>" not in drawn
    assert "<em>" not in drawn


@given(st.dictionaries(st.sampled_from(["body", "actions", "version"]), JSON, max_size=3))
def test_no_card_is_an_error(card: dict[str, object]) -> None:
    """Whatever stands in a card, something is drawn and nothing raises."""
    html(card)
    json.dumps([dict(button.data) for button in draw(card).pressables])
