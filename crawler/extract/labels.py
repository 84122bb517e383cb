"""What the labels of specification tables mean: words for model, article, brand, price in the languages of makers."""

from __future__ import annotations

import re

# Whole labels, after `plain_label`. The order matters: the first field that knows a label wins.
_FIELDS: dict[str, str] = {
    "gtin": r"gtin\d*|ean( ?-?13)?( code)?|upc( code)?|isbn(-?1[03])?|barcode|jan|штрих ?-?код|条码|条形码|codice ean|ean kód|código de barras",
    "mpn": r"mpn|(manufacturer'?s?|mfr\.?|oem)? ?part (no|nr|number|#)|manufacturer'?s? (sku|code|number|reference)|herstellernummer|hersteller-?nr|"
    r"hersteller(artikel|teile)nummer|код производителя|номер производителя|артикул производителя|référence (du )?fabricant|p/?n",
    "model": r"(product |item |产品|商品|设备)?model( (name|no|nr|number|code|#))?|type ?/ ?model|model ?/ ?type|产品型号|型号|规格型号|产品规格型号|型號|產品型號|机型|"
    r"型号规格|品名型号|модель( товара| изделия)?|марка ?/ ?модель|модель ?/ ?артикул|үлгі(сі)?|моделі|modell?(nummer|bezeichnung)?|modelo|modèle|modello|modelnummer",
    "sku": r"sku( (no|code|number))?|(product |item |catalog(ue)? |stock |order(ing)? |part |style |vendor )(no|nr|number|code|id|sku|#|ref)|item ?#|item|style ?#|"
    r"art(icle)?( ?(no|nr|number|code|id))?|артикул( товара)?|код( товара| изделия| артикула)?|арт|номенклатурный номер|товар код|тауар коды|货号|商品货号|"
    r"商品编号|商品编码|产品编号|产品编码|物料编码|订货号|编号|ref(erence|erencia|erenz)?( (no|number|code))?|réf(érence)?( produit)?|artikel(nummer|-?nr)|bestell(nummer|-?nr)|"
    r"produkt(nummer|code|-?nr)|codice( (articolo|prodotto))?|cod|código( (do produto|del producto))?|kod( produktu| výrobku)?|numer katalogowy|asin|"
    r"product ?id|bol id|webcode|referencia|tuotekoodi|toote kood|varenummer",
    "brand": r"brand( name)?|品牌(名称)?|商标|品牌名|бренд|торговая марка|торговая марка / бренд|марка|производитель|виробник|торгова марка|сауда белгісі|өндіруші|manufacturer|"
    r"maker|mfr|made by|marque|marke|marca|hersteller|merk|fabricante|fabricant|produttore|značka|výrobce|výrobca|märke|bränd|tootja|编者|制造商|生产厂家|厂家|vendor",
    "price": r"(fob |unit |exw |our |retail |sale |special |list |regular |current )?price( ?\(?(usd|us\$|cny|rmb|eur|rub)\)?)?|价格|单价|售价|市场价|报价|参考价格?|цена|стоимость|ціна|бағасы|preis|prix|precio|preço|prezzo|cena|prijs",
    "availability": r"availability|stock( status)?|in stock|库存(状态)?|наличие|в наличии|наявність|қолда бар|verfügbarkeit|disponibilité|disponibilidad|disponibilità|dostupnost|dostępność",
    "category": r"category|categories|categoría|catégorie|kategorie|产品分类|所属分类|产品类别|分类|категория|категорія|санат|раздел",
    "name": r"product name|品名|产品名称|商品名称|名称|item name|наименование( товара| изделия)?|название|найменування|атауы",
}  # fmt: skip
_PATTERNS = {name: re.compile(rf"(?:{pattern})", re.I) for name, pattern in _FIELDS.items()}
_NONE = re.compile(
    r"(?:-+|—|–|n/?a|none|нет|отсутствует|无|没有|暂无|null|undefined|not (applicable|available|specified)|does not apply|unbekannt)\.?",
    re.I,
)


def plain_label(label: str) -> str:
    """A label without the colon, dots and numbering around it, in lower case."""
    return re.sub(r"\s+", " ", label.strip().strip(":：.。*#•·- \u00a0№").replace("：", "")).lower()


def field_of(label: str) -> str | None:
    """The field a label names (model, sku, brand ...), None where it is a property like any other.

    A bilingual label ("型号 Model", "Модель / Model") is known by either half.
    """
    label = plain_label(label)
    if not label or len(label) > 60:
        return None
    for candidate in (label, *re.split(r"\s*[/|(（]\s*", label.rstrip(")）")), *_by_script(label)):
        candidate = plain_label(candidate)
        for name, pattern in _PATTERNS.items():
            if candidate and pattern.fullmatch(candidate):
                return name
    return None


def stated(value: str) -> bool:
    """Whether a value says something: not "-", "none", "отсутствует", "无"."""
    return bool(value) and not _NONE.fullmatch(value.strip())


def _by_script(label: str) -> list[str]:
    match = re.fullmatch(
        r"([\u4e00-\u9fff]+)\s*([A-Za-z][A-Za-z .#/]*)|([A-Za-z][A-Za-z .#/]*?)\s*([\u4e00-\u9fff]+)", label
    )
    return [group for group in match.groups() if group] if match else []
