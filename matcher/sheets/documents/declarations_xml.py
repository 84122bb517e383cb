"""Customs declarations as XML: the ESADout_CU exchange format of the Russian customs and the exports of Alta-GTD.

One row for each goods, with what its declaration says of all goods beside it. The columns are named by the boxes of
the declaration (G33, G31_1, ...), so the recogniser reads them like the columns of any dump.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from lxml import etree

from matcher.sheets.tables.blocks import Row, Table, blocks_of

# box -> element names of ESADout_CU that hold it, without namespaces; paths are read from the goods or the declaration.
_ESAD_GOODS: dict[str, tuple[str, ...]] = {
    "G32": ("GoodsNumeric",),
    "G33": ("GoodsTNVEDCode",),
    "G31_1": ("GoodsDescription",),
    "G31_11": ("Manufacturer",),
    "G31_12": ("TradeMark", "GoodsTrademark"),
    "G31_13": ("GoodsMark",),
    "G31_15": ("GoodsModel",),
    "G31_14": ("GoodsMarking", "GoodsArticle", "Article"),
    "G31_7": ("GoodsQuantity",),
    "G31_71": ("MeasureUnitQualifierName",),
    "G31_72": ("MeasureUnitQualifierCode",),
    "G34": ("OriginCountryCode",),
    "G35": ("GrossWeightQuantity",),
    "G38": ("NetWeightQuantity",),
    "G42": ("InvoicedCost",),
    "G45": ("CustomsCost",),
    "G46": ("StatisticalCost",),
}
_ESAD_HEAD: dict[str, tuple[str, ...]] = {
    "ND": ("DeclarationNumber", "GTDNumber"),
    "G072": ("RegistrationDate",),
    "G022": ("Consignor/OrganizationName", "ESADout_CUConsignor/OrganizationName"),
    "G081": ("Consignee/INN", "ESADout_CUConsignee/INN"),
    "G082": ("Consignee/OrganizationName", "ESADout_CUConsignee/OrganizationName"),
    "G15": ("DispatchCountryName", "DispatchCountryCode"),
    "G17": ("DestinationCountryName", "DestinationCountryCode"),
    "G221": ("ContractCurrencyCode",),
}
_ESAD_ROWS = ("ESADout_CUGoods", "GoodsItem", "ESADGoodsItem")

# Alta-GTD writes one element for each box, named after it.
_ALTA_ROWS = ("BLOCK", "TOVAR", "GOODS")
_ALTA_GOODS: dict[str, tuple[str, ...]] = {
    "G32": ("G_32_1", "G_32"),
    "G33": ("G_33_1", "G_33"),
    "G31_1": ("G_31/NAME", "G_31"),
    "G31_11": ("G_31/FIRMA", "TOVG/G31_11"),
    "G31_12": ("G_31/TM", "TOVG/G31_12"),
    "G31_14": ("TOVG/G31_14",),
    "G31_15": ("TOVG/G31_15_MOD", "TOVG/G31_15"),
    "G31_7": ("TOVG/KOLVO", "G_31/KOLVO"),
    "G31_71": ("TOVG/NAME_EDI", "TOVG/G31_71"),
    "G34": ("G_34_1", "G_34"),
    "G35": ("G_35_1", "G_35"),
    "G38": ("G_38_1", "G_38"),
    "G42": ("G_42_1", "G_42"),
    "G45": ("G_45_0", "G_45"),
    "G46": ("G_46_1", "G_46"),
}
_ALTA_HEAD: dict[str, tuple[str, ...]] = {
    "ND": ("ND", "G_A_1", "REGNUM"),
    "G072": ("G_54_20", "REGDATE", "G_A_2"),
    "G022": ("G_2_NAM", "G_2/NAME"),
    "G081": ("G_8_6", "G_8_INN"),
    "G082": ("G_8_NAM", "G_8/NAME"),
    "G15": ("G_15_1", "G_15"),
    "G17": ("G_17_1", "G_17"),
    "G221": ("G_22_3", "G_22_1"),
}


def declarations_table(root: Any) -> Table | None:
    """The goods of the declarations in an XML document; None for a document of another kind."""
    for rows, goods, head in ((_ESAD_ROWS, _ESAD_GOODS, _ESAD_HEAD), (_ALTA_ROWS, _ALTA_GOODS, _ALTA_HEAD)):
        items = [element for element in root.iter(etree.Element) if _local(element) in rows]
        items = [item for item in items if any(_value(item, goods[box]) for box in ("G33", "G31_1"))]
        if items:
            header = [*head, *goods]
            heads: dict[Any, Row] = {}
            cells = [
                _head(item.getparent(), head, heads) + [_value(item, paths) for paths in goods.values()]
                for item in items
            ]
            return Table("", partial(blocks_of, cells), header=header)
    return None


def _head(declaration: Any, head: dict[str, tuple[str, ...]], known: dict[Any, Row]) -> Row:
    """What the declaration says of all its goods: in it, or in what it is part of. `known` is filled, once for each."""
    if declaration is None:
        return [""] * len(head)
    if declaration not in known:
        above = _head(declaration.getparent(), head, known)
        known[declaration] = [
            _value(declaration, paths, shallow=True) or higher
            for paths, higher in zip(head.values(), above, strict=True)
        ]
    return known[declaration]


def _value(element: Any, paths: tuple[str, ...], *, shallow: bool = False) -> str:
    """The text of the first of `paths` that the element holds; pieces of a text cut at 250 characters are joined."""
    for path in paths:
        level = [element]
        *steps, last = path.split("/")
        for step in steps:
            level = [
                child for parent in level for child in parent.iter(etree.Element) if _local(child) == step
            ]
        found = [
            child
            for parent in level
            for child in (parent.iter(etree.Element) if not shallow or steps else parent)
            if child is not element and isinstance(child.tag, str) and _local(child) == last
        ]
        texts = [text for child in found if (text := "".join(child.itertext()).strip(" \t\r\n"))]
        if texts:
            return _joined(texts) if last in ("GoodsDescription", "NAME") else texts[0]
    return ""


def _joined(pieces: list[str]) -> str:
    text = pieces[0]
    for piece in pieces[1:]:
        text += ("" if len(text) % 250 == 0 else " ") + piece
    return text


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)
