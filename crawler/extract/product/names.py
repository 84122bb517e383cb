"""What a product is called: names, model codes, article numbers, brands, and the categories above it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.alphabets import CYRILLIC_AND_GREEK_CAPITALS, PLAIN_CAPITALS
from crawler.extract.page.crumbs import crumbs_shown
from crawler.extract.page.document import (
    Document,
    Element,
    clean,
    element_text,
    letters_of,
    short_text,
    without_parts,
)
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import near_heading
from crawler.extract.page.structured_data import Structured, first_text, listed
from crawler.extract.page.vocabulary import pattern
from crawler.extract.product.labels import field_of, stated
from crawler.extract.product.variants import is_marked_code, several_models, shown_code

# A model code: letters and digits together, perhaps in groups; not a unit, a size or a standard.
_CODE = re.compile(
    r"(?<![\w./-])(?=[A-Za-z0-9\-/.]*\d)(?=[A-Za-z0-9\-/.]*[A-Z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*(?![\w-])"
)
# One in Cyrillic or Greek letters, which has a hyphen: ПР-2,5, 2БК-45М, ПР-К40.
_CAPITALS = f"A-Z{CYRILLIC_AND_GREEK_CAPITALS}"
_CYRILLIC_CODE = re.compile(
    rf"(?<![\w./-])(?=\d*[A-Z]*[^\W\dA-Za-z_])\d{{0,2}}[{_CAPITALS}]{{1,5}}-[{_CAPITALS}]{{0,2}}\d+(?:[.,]\d+)?[{_CAPITALS}\d]*"
    rf"(?:[-/.][{_CAPITALS}\d]+)*(?![\w-])"
)
# A trade name and its number, in a name that has small letters too: WELDER'S SUIT is none, "Suit VOLCANO 350" has one.
_NAMED = re.compile(
    r"(?<![\w./-])(?P<word>[^\W\d_a-zа-яё]{4,})[ -](?P<number>\d{1,4})(?![\w.,/°%])(?: (?P<next>[^\W\d_]+))?"
)
# A code written with a blank at the start of a name: "TK 511 Castor", "RY 4510 Slide".
_SPACED = re.compile(
    rf"(?P<word>[{PLAIN_CAPITALS}]{{1,3}})[ ](?P<number>\d{{2,5}}[A-Z]{{0,2}})(?![\w.,/°%-])(?: (?P<next>[^\W\d_]+))?"
)
# The same at its end: "Drucktransmitter HV 210", "Handpump HV 215 Ex".
_SPACED_LAST = re.compile(
    rf"(?<![\w./-])(?P<word>[{PLAIN_CAPITALS}]{{2,4}}) (?P<number>\d{{2,5}}[A-Z]{{0,2}})(?P<next>)(?: (?:Ex|Plus|Pro|[IVX]{{1,3}}))?$"
)
_LEADING_SIGNS = re.compile(r"^[»›>•·■◆▪▶►\s]+")
_CODE_BEHIND = re.compile(
    r"(?P<name>.{3,}?)\s*[\[(](?:(?P<label>[^\W\d_]{2,12})[.:№\s]+)?(?P<code>[\w./-]{2,24})[\])]"
)
_SECTION_BEFORE = re.compile(r"[\[【〔](?P<section>[^\[\]【】〔〕]{1,40})[\]】〕]\s*(?P<name>\S.*)")
_SMALL_WORD = re.compile(r"[a-z]{4}")  # within a code: 2/2-Wege-Magnetventil is none
_SHORT_WORDS = frozenset(("с", "со", "и", "на", "из", "для", "без", "под", "при", "в", "до", "з", "із", "та"))
_SKU_NAME = re.compile(r"(?:^|\s)(?:sku|product[-_]?sku|sku[-_]?value|article[-_]?number)(?:$|\s)", re.I)
_NEXT_LABEL = re.compile(r"\s[^\W\d_]{2,12}[:：]")  # QV-20 Stock: 5
NEAR = 60  # elements beside the heading in which a brand or a code is looked for
MAX_CAPTION = 80  # characters of a caption that begins with a code
_ALONE = frozenset((
    "span", "div", "p", "b", "strong", "font", "small", "em", "i", "center", "figcaption", "h3", "h4", "h5", "h6",
))  # fmt: skip
MIN_CODE = 3  # letters and digits of a code in an address
_FEED_KEY = re.compile(
    r"(?:woocommerce_gpf|gla|shopify|wc_post_id|yoast|facebook|fb|post|product)[_-](?:\w+[_-])?\d+$", re.I
)
_NOT_CODE = pattern("not_model_codes")
_NUMBERED_WORD = pattern("numbered_words")
_FRONT_PAGE = pattern("front_page")
_BRAND_NAME = re.compile(
    r"(?:^|[\s_-])(?:brand|manufacturer|vendor|designer|marca|marque|marke)(?:$|[\s_-])"
    r"|[a-z](?:brand|manufacturer)\b|product-?brand",
    re.I,
)


def title_name(document: Document) -> str | None:
    """The title without the site's name at its end or start."""
    named = (document.meta.get("og:title"), document.title)
    copied = document.shared.titles if document.own_title is None else ()
    title = next((t for t in named if t and t not in copied and not document.is_shared(t)), None)
    if not title:
        return None
    own = without_parts(title, document.shared.title_parts)
    if own == document.own_title:
        own = document.name_in_title
    if own and own != title:
        return own
    parts = re.split(r"\s+[|–—»·:\-]\s+|\s*[|｜_]\s*", title)
    return max(parts[:2], key=len) if len(parts) > 1 else title


def without_label(text: str) -> str:
    """A name without the label before it: 产品名称：无触点稳压器 is 无触点稳压器."""
    label, colon, name = text.replace("：", ":", 1).partition(":")
    return name.strip() if colon and name.strip() and field_of(label) in ("name", "model") else text


def without_section(name: str, document: Document) -> str:
    """A name without the section in brackets before it, which is a link of the page: boards write "[Stools] Tripod seat"."""
    match = _SECTION_BEFORE.fullmatch(name)
    return match["name"] if match and match["section"].strip() in document.texts_of_links else name


def without_code(name: str) -> str:
    """A name without signs before it and an article number in brackets behind it: "» Trafo BN 2405 [BN2405]", "... (арт. 520.11)"."""
    own = _LEADING_SIGNS.sub("", name)
    if match := _CODE_BEHIND.fullmatch(own):
        label = field_of(match["label"]) if match["label"] else None
        if (label in ("sku", "mpn", "model")) or (not match["label"] and _CODE.fullmatch(match["code"])):
            own = match["name"]
    return own.strip() or name


def model_code(name: str, mpn: str | None, sku: str | None) -> tuple[str, str] | None:
    """A model code and its source: the part number or article where the name holds it, else a code in the name.

    That is one with a blank where the name begins with it ("TK 511 castor"), and one with a blank at its end or a trade
    name with a number ("VOLCANO 350") where there is no other.
    """
    for value in (mpn, sku):
        if value and len(value) >= 3 and re.search(r"\d", value) and value.lower() in name.lower():
            return value, "name"
    mixed = any(map(str.islower, name))
    if mixed and (spaced := _named(_SPACED.match(name))):
        return spaced, "name"
    codes = [
        c
        for c in (*_CODE.findall(name), *_CYRILLIC_CODE.findall(name))
        if len(c) >= 3 and not _NOT_CODE.fullmatch(c) and not _SMALL_WORD.search(c)
    ]
    if codes:
        return max(codes, key=lambda c: ("-" in c, len(c))), "name"
    if not mixed:
        return None
    last = _named(_SPACED_LAST.search(name)) or _named(next(_NAMED.finditer(name), None))
    return (last, "name") if last else None


def _named(found: re.Match[str] | None) -> str | None:
    """The word and its number, unless the number is one of something else: CLASS 2, POWER 100 W, SD 128GB."""
    if found is None or _NUMBERED_WORD.fullmatch(found["word"]) or _NOT_CODE.fullmatch(found["number"]):
        return None
    if _is_unit(found["number"], found["next"] or ""):
        return None
    return f"{found['word']} {found['number']}"


def _is_unit(number: str, word: str) -> bool:
    """Whether a word behind a number is its unit: those of codes, or a short Cyrillic word that is no preposition."""
    cyrillic = bool(re.fullmatch(r"[а-яёіїє]{1,3}", word.lower())) and word.lower() not in _SHORT_WORDS
    return bool(word) and (cyrillic or _NOT_CODE.fullmatch(number + word) is not None)


def is_code(name: str) -> bool:
    """Whether a name is a model code and nothing else."""
    return " " not in name and _CODE.fullmatch(name.upper()) is not None and not _NOT_CODE.fullmatch(name)


def breadcrumb(document: Document, layout: Layout, structured: Structured, name: str | None) -> str | None:
    """The category path above the product, parts joined by " > ", without the front page and the product itself."""
    parts: list[str] = []
    for crumbs in structured.of_types(frozenset({"BreadcrumbList"})):
        entries = [e for e in listed(crumbs.get("itemListElement")) if isinstance(e, dict)]
        parts = [first_text(e.get("name")) or first_text(e.get("item"), "name") or "" for e in entries]
        if len(parts) > 1:
            break
    if len(parts) < 2:
        parts = crumbs_shown(layout)
    kept = [p for p in (clean(part) for part in parts) if p and not _FRONT_PAGE.fullmatch(p.strip(":： "))]
    if kept and name and is_similar(kept[-1], name):
        kept.pop()
    return " > ".join(kept[:8]) or None


def code_of_crumbs(layout: Layout) -> str | None:
    """A code that ends the path to the page and leads nowhere: Home / Seats / QV-20."""
    crumbs = crumbs_shown(layout)
    code = crumbs[-1].strip() if len(crumbs) > 1 else ""
    return code if is_marked_code(code) and code not in layout.document.texts_of_links else None


def brand_name(value: str | None) -> str | None:
    """A brand's name without the words around it, None for what is none."""
    value = re.sub(r"^.{0,40}[:：]\s*", "", clean(value))
    return value if value and len(value) <= 60 and len(value.split()) <= 6 and value[0] not in "${<" else None


def brand_shown(layout: Layout) -> str | None:
    """The brand in an element called so near the heading: a short text, or a logo's alternative text."""
    for element in near_heading(layout, NEAR, 250):
        if element.tag in ("h1", "ul", "select", "form", "input", "body", "main"):
            continue
        names = " ".join(
            element.get(n) or "" for n in ("class", "id", "itemprop", "data-testid", "data-test")
        )
        if not _BRAND_NAME.search(names):
            continue
        text = element_text(element)
        if not text:
            image = element if element.tag == "img" else element.find(".//img")
            text = clean(image.get("alt") or image.get("title")) if image is not None else ""
        found = brand_name(text)
        if found and len(found) <= 40 and not found.lower().startswith(("brand", "marca", "shop ")):
            return found
    return None


def sku_shown(layout: Layout) -> str | None:
    """The article number in an element called sku near the heading, which shops show to their visitors.

    Else the one code that elements show and have in an attribute such as data-sku.
    """
    for element in near_heading(layout, NEAR, 600):
        if not _SKU_NAME.search(
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
        ):
            continue
        text = re.sub(r"^[^:：]{1,20}[:：]\s*", "", element_text(element))
        code = identifier(text)
        if code and stated(code) and len(code) <= 40 and re.search(r"\d|[A-Z]{2}", code):
            return code
    shown = {shown_code(e) for e in near_heading(layout, NEAR, NEAR) if not layout.leads_on(e)} - {None}
    return shown.pop() if len(shown) == 1 else None


def code_beside(layout: Layout) -> str | None:
    """A code that stands alone near the heading, as a badge, or begins the caption of a picture; None where there are several."""
    if layout.heading is None:
        return None
    found: dict[str, None] = {}
    for element in near_heading(layout, NEAR, NEAR):
        if element is layout.heading or element.tag not in _ALONE or len(element) > 2:
            continue
        if layout.leads_on(element):
            continue
        text = short_text(element, MAX_CAPTION) or ""
        if element.tag == "figcaption" or _is_below_picture(element):
            text = _code_of_caption(text)
        text = text.strip("[](): ")
        if is_marked_code(text):
            found[text] = None
    return next(iter(found)) if len(found) == 1 else None


def _code_of_caption(text: str) -> str:
    """The code that begins a caption, or that is all of it behind an abbreviation: "QV-20 folded", "Cikksz. QV-20"."""
    words = text.split(" ")
    behind = len(words) == 2 and words[0].endswith((".", ":", "："))
    return words[-1] if behind else words[0]


def _is_below_picture(element: Element) -> bool:
    """Whether the picture is the last before an element, or alone in the row above its cell."""
    cell = element
    while cell.tag != "td" and cell.getprevious() is None and not (cell.getparent().text or "").strip():
        cell = cell.getparent()
        if cell.tag == "body":
            return False
    if cell.tag == "td" and cell.getprevious() is None:
        above = cell.getparent().getprevious()
        return above is not None and above.find(".//img") is not None and short_text(above, 0) == ""
    before = element.getprevious()
    while before is not None and before.tag in ("br", "a"):
        if before.find(".//img") is not None:
            return True
        before = before.getprevious()
    return before is not None and before.tag == "img"


def is_article_number(code: str, document: Document) -> bool:
    """False for what a shop's software wrote for machines: the number of the page, the key of an advertising feed."""
    if _FEED_KEY.match(code):
        return False
    if not code.isdigit() or len(code) > 7:
        return True
    body = f"{document.body.get('class') or ''} {document.body.get('id') or ''}"
    own = set(re.findall(r"(?:postid|post|page-id|product|prod)-(\d+)\b", body))
    for element in document.tree.iter("link", "div", "article", "button", "input", "a", "form", "main"):
        for name in ("id", "data-product_id", "data-product-id", "data-post-id", "data-id", "value", "href"):
            value = element.get(name)
            if (
                value
                and code in value
                and (
                    re.fullmatch(rf"(?:post|product|prod)?-?{code}", value)
                    or re.search(rf"[?&](?:p|add-to-cart)={code}\b", value)
                )
            ):
                own.add(code)
    return code not in own


def code_in_address(code: str, url: str) -> bool:
    """Whether the last part of an address begins or ends with a code, whatever signs separate it: U-412 in /x/u412-apron.html."""
    parts = [part for part in urlsplit(url).path.split("/") if part] or [""]
    words = re.findall(r"[^\W_]+", re.sub(r"\.\w{2,5}$", "", parts[-1].lower()))
    wanted = "".join(re.findall(r"[^\W_]+", code.lower()))
    ends = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    ends |= {"".join(words[n:]) for n in range(len(words))}
    return len(wanted) >= MIN_CODE and wanted in ends


def is_shown_apart(number: str, text: str) -> bool:
    """Whether a text has the number by itself: not as a part of a longer one, a price, a telephone, a size."""
    return re.search(rf"(?<![\d.,+/-])(?<!\d[ ]){number}(?![\d/-]|[.,]\d|\s?\d|\s?[x×])", text) is not None


def id_in_address(url: str) -> str | None:
    """The article number that a shop's address ends in: /dp/B07FW264WL, /itm/302474151804, ?pid=262388."""
    parts = urlsplit(url)
    for match in (
        re.search(r"/(?:dp|gp/product)/([A-Z0-9]{10})(?:[/?]|$)", parts.path),
        re.search(
            r"(?:^|&)(?:pid|sku|product_?id|item_?id|goods_?id|id)=([A-Za-z]{0,3}\d{4,14})(?:&|$)",
            parts.query,
            re.I,
        ),
    ):
        if match:
            return match.group(1)
    for segment in reversed([s for s in parts.path.split("/") if s]):
        numbers = re.findall(r"(?<![A-Za-z0-9])(?:iid-|[A-Za-z]{0,2})(\d{5,14})(?![A-Za-z0-9])", segment)
        whole = re.fullmatch(r"([A-Za-z]{1,3}\d{5,14})(?:\.\w+)?", segment)
        if whole:
            return whole.group(1)
        if numbers:
            return str(numbers[-1])
    return None


def identifier(value: str | None) -> str | None:
    """A code as it stands, None for what is too long or has too many words to be one.

    A code followed by words ("TE502955 Chair cover, grey") is the code alone.
    """
    value = clean(value)
    words = value.split()
    if len(words) > 3 and len(words[0]) >= 5 and any(c.isdigit() for c in words[0]):
        return words[0]
    return value if value and len(value) <= 64 and len(words) <= 5 and value[0] not in "${<" else None


def article_code(value: str | None) -> str | None:
    """A code that has a digit or letters in capitals, up to the next label; None for the head of another column ("Diameter") or
    several."""
    found = (one_model(_NEXT_LABEL.split(value or "", maxsplit=1)[0]) or "").rstrip(".;。")
    return found if found and re.search(r"\d|[A-ZА-ЯЁ]{2}", found) else None


def one_model(value: str | None) -> str | None:
    """A model as it stands; None for the head of a table or several models (ZT-5 / ZT-10), which are no model of the page."""
    return (
        None if re.search(r"\s/\s|[／、]", value or "") or several_models(value or "") else identifier(value)
    )


def is_similar(left: str, right: str) -> bool:
    """Whether two names are the same but for case, spaces and what one adds at its end."""
    a, b = letters_of(left), letters_of(right)
    return bool(a and b) and (a in b or b in a)
