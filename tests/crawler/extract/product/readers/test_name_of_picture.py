"""Names that stand in the text of a picture, where heading and title are a section's or the firm's."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.page.structured_data import read_structured
from crawler.extract.product.item import read_product

URL = "https://sellerie.example/fiche.htm"
MENU = "<ul><li><a href=/>Accueil</a><li><a href=/longes.htm>Longes et traits</a></ul>"
FOOT = "<p>© Sellerie Aubrac SARL</p>"


def name(title: str, heading: str, body: str) -> str | None:
    page = (
        f"<html><head><title>{title}</title></head><body>{MENU}<h1>{heading}</h1>{body}{FOOT}</body></html>"
    )
    document = read_document(page.encode(), URL, {})
    document.shared = SharedParts(title_parts=("Sellerie Aubrac SARL",))
    return read_product(document, Layout(document), read_structured(document), URL).name


PICTURE = "<img src=/1.jpg alt='{}'><p>En chanvre.</p>"


@pytest.mark.parametrize("heading", ["Longes et traits", "Catalogue"])
@pytest.mark.parametrize(
    "title",
    [
        "Longes et traits",
        "Sellerie Aubrac SARL",
        "Catalogue | Sellerie Aubrac",
        "Longes et traits - Sellerie Aubrac SARL",
    ],
)
def test_a_picture_names_a_page_headed_by_its_section(title: str, heading: str) -> None:
    assert name(title, heading, PICTURE.format("Harnais de labour H-40")) == "Harnais de labour H-40"


def test_a_heading_or_title_of_the_pages_own_names_it() -> None:
    assert name("Harnais", "Longes et traits", PICTURE.format("Vue de face")) != "Vue de face"
    assert name("Catalogue", "Harnais", PICTURE.format("Vue de face")) == "Harnais"
    assert (
        name("Longes et traits", "Longes et traits", PICTURE.format("Longes, vue de face"))
        == "Longes et traits"
    )


def test_views_and_sections_are_no_names_beside_another_picture() -> None:
    several = "<img src=/1.jpg alt='Harnais de labour'><img src=/2.jpg alt='H-40 vue de face'><img src=/3.jpg alt='Longes et traits'>"
    assert name("Catalogue", "Catalogue", several) == "Harnais de labour"


def test_an_article_number_that_a_label_states_is_no_part_of_a_pictures_name() -> None:
    numbered = PICTURE.format("Harnais 512.08")
    assert name("Catalogue", "Catalogue", f"{numbered}<p>Référence : 512.08</p>") == "Harnais"
    assert name("Catalogue", "Catalogue", numbered) == "Harnais 512.08"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Harnais H 40", "Harnais H 40"),
        ("Harnais 2 H 40", "H 40"),
        ("Harnais", "H 40"),
        ("Harnais H 400", "H 40"),
    ],
)
def test_a_title_that_ends_in_the_code_of_the_heading_names_the_page(title: str, said: str) -> None:
    assert name(title, "H 40", "<p>En chanvre.</p>") == said


@pytest.mark.parametrize(
    "heading", ["Produktdetails", "DETTAGLI PRODOTTO", "商品詳細", "Product information"]
)
def test_a_heading_that_a_template_has_for_any_product_names_none(heading: str) -> None:
    picture = PICTURE.format("Harnais de labour")
    assert name("Sellerie Aubrac SARL", heading, picture) == "Harnais de labour"


def test_a_picture_names_a_page_titled_by_its_code() -> None:
    picture = PICTURE.format("Longes en cuir tressé")
    assert name("LC-40 - Sellerie Aubrac SARL", "Longes et traits", picture) == "Longes en cuir tressé"
    assert name("Cuir - Sellerie Aubrac SARL", "Longes et traits", picture) == "Longes et traits"


@pytest.mark.parametrize("alt", ["product", "Produkt", "31-licol-de-cuir", "licol_cuir_31"])
def test_a_word_for_products_and_the_name_of_a_file_are_no_names(alt: str) -> None:
    assert name("Sellerie Aubrac SARL", "", PICTURE.format(alt)) is None
    assert name("Licol | Sellerie Aubrac SARL", "Licol", PICTURE.format(alt)) == "Licol"


def test_a_title_that_begins_with_the_pictures_text_is_right_about_a_heading_that_is_a_link() -> None:
    title = "Harnais de trait - Longes et traits, fabricant du Cantal"
    assert name(title, "Longes et traits", PICTURE.format("Harnais de trait")) == "Harnais de trait"
    assert name(title, "Longes et traits", PICTURE.format("Harnais de traite")) == "Longes et traits"


def test_a_picture_that_names_the_code_of_the_text_names_a_page_without_a_heading() -> None:
    def named(said: str, title: str = "Harnais fantaisie") -> str | None:
        page = f"<title>{title}</title><body><img src=/1.jpg alt='Grand harnais HX 40'><p>{said}</p>"
        document = read_document(page.encode(), URL, {})
        return read_product(document, Layout(document), read_structured(document), URL).name

    assert named("Le HX 40 est en chanvre.") == "Grand harnais HX 40"
    assert named("En chanvre.") == "Harnais fantaisie"
    assert named("Le HX 40 est en chanvre.", "Longe fantaisie") == "Longe fantaisie"


def test_the_part_of_a_title_that_the_picture_bears_is_the_name_of_a_page_without_a_heading() -> None:
    page = (
        "<html><head><title>{}</title></head><body>" + MENU + PICTURE.format("Longe plate") + "</body></html>"
    )
    for title, wanted in (
        ("Longe plate - Acheter Longe plate fabricant", "Longe plate"),
        ("Acheter Longe plate fabricant", "Acheter Longe plate fabricant"),
    ):
        document = read_document(page.format(title).encode(), URL, {})
        assert read_product(document, Layout(document), read_structured(document), URL).name == wanted


def test_a_picture_names_a_page_whose_title_it_begins_with_and_that_has_no_heading() -> None:
    page = "<html><head><title>{}</title></head><body>" + MENU + PICTURE.format("Longe plate en cuir tressé")
    for title, wanted in (
        ("Longe plate", "Longe plate en cuir tressé"),
        ("Longe", "Longe plate en cuir tressé"),
        ("Longe plat", "Longe plat"),
        ("Plate", "Plate"),
        ("Longe plate en cuir", "Longe plate en cuir tressé"),
    ):
        document = read_document(page.format(title).encode(), URL, {})
        assert read_product(document, Layout(document), read_structured(document), URL).name == wanted


@pytest.mark.parametrize(
    ("heading", "alt", "wanted"),
    [
        ("LX-4020", "Longe en cuir tressé", "Longe en cuir tressé"),
        ("LX-4020", "Longe", "LX-4020"),
        ("LX-4020", "Longe 12 mm", "LX-4020"),
        ("LX-4020 longe", "Longe en cuir tressé", "LX-4020 longe"),
    ],
)
def test_a_picture_says_what_a_page_headed_by_its_code_is(heading: str, alt: str, wanted: str) -> None:
    assert name(f"{heading} - Sellerie Aubrac SARL", heading, PICTURE.format(alt)) == wanted


@pytest.mark.parametrize(
    "title", [" - Sellerie Aubrac SARL", "| Sellerie Aubrac SARL", "Sellerie Aubrac SARL –"]
)
def test_a_title_that_is_but_a_separator_and_the_site_says_nothing(title: str) -> None:
    assert name(title, "", PICTURE.format("Longe en cuir tressé")) == "Longe en cuir tressé"


@pytest.mark.parametrize("title", ["صفحه جدید", "Új oldal", "Nowa strona 2", "새 페이지"])
def test_what_an_editor_calls_a_new_page_names_none(title: str) -> None:
    body = "<p class=titulek><b>Longe en cuir tressé</b></p><p>En chanvre.</p>"
    document = read_document(f"<title>{title}</title><body>{body}".encode(), URL, {})
    found = read_product(document, Layout(document), read_structured(document), URL).name
    assert found == "Longe en cuir tressé"


def test_a_view_of_the_thing_is_no_part_of_its_name() -> None:
    page = "<title>Longe plate</title><body><img src=/1.jpg alt='Longe plate, vue de dos'><p>En chanvre.</p>"
    document = read_document(page.encode(), URL, {})
    assert read_product(document, Layout(document), read_structured(document), URL).name == "Longe plate"


def test_the_code_that_heads_a_page_is_its_model_where_a_picture_names_it() -> None:
    page = f"<title>LX-4020</title><body>{MENU}<h1>LX-4020</h1>{PICTURE.format('Longe en cuir tressé')}"
    document = read_document(page.encode(), URL, {})
    assert read_product(document, Layout(document), read_structured(document), URL).model == "LX-4020"
