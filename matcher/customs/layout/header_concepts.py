"""What the single words of a header mean, for headers that no pattern of headers.py knows whole.

A header is read as a set of concepts: "Сведения о грузе" is (goods, text), which is a description. The values under
the header must fit what is read (layout_values.py), so concepts may be broad: words of trade and of customs forms in
Russian, Ukrainian, English, Chinese, Spanish and Vietnamese, from dictionaries, not from particular files.

Each word is the beginning of a word of the plain header; words of up to three letters (two if Cyrillic) and those with
`=` are whole words; Chinese ones stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CONCEPTS: dict[str, str] = {
    "goods": "good product commodit item merchandis cargo article ware товар груз продукц издели вантаж вироби виріб mercanc mercader "
    "producto bienes hàng sản_phẩm 商品 货物 货品 产品 品",
    "text": "desc narrat detail particular name text txt specification title описан наимен назван сведени характерист текст опис наймен "
    "назв відомост detalle descri denominac glosa nombre especificac mô_tả tên nội_dung diễn_giải quy_cách 名称 描述 规格 品名 说明 申报要素",
    "tariff": "chapter heading раздел глав hs hts htsus hsn tariff harmoni ncm nandina taric тн тнвэд вэд етн еткнвэд укт уктзед уктвед тариф субпозиц подсубпозиц arancel subpartida partida "
    "biểu_thuế 税则 税号 hs",
    "code": "code no nr num number nbr id ref reference класс class код номер шифр позиц cod código codigo nro número "
    "numero mã số 编码 编号 号列 代码 号",
    "date": "date dated dt day month period дата дате день месяц период місяц період fecha fec día mes periodo ngày tháng 日期 时间 年月 日",
    "importer": "importer importing importador consignee buyer buying bought purchas receiver receiving recipient customer =client "
    "импортер импортёр импортирующ грузополучател ввозящ ввёз ввез получател получает покупател покупает заказчик імпортер імпорту одержувач одержує "
    "отримувач отримує покупец покупц покупець замовник comprador cliente destinatari consignat nhập_khẩu nhập nk mua 收货 收发货 进口 买 购 采购",
    "exporter": "exporter exporting exportador supplier supplied shipper seller selling sold vendor consignor sender экспортер экспортёр грузоотправител "
    "отправител отправляет поставщик поставляет продав продает продаёт експортер відправник відправляє постачальник постачає продав "
    "продає proveedor vendedor vendido remitente embarcador suministrador xuất_khẩu xk bán cung_cấp (?<!收)发货 出口 供应 供货 卖",
    "abroad": "foreign overseas иностран зарубеж нерезидент іноземн extranjero nước_ngoài 境外 国外 外方",
    "party": "party firm company entity organi[sz]ation контрагент компани фирм организац лиц партнер партнёр підприємств фірм сторон empresa "
    "razón razon sociedad công_ty doanh_nghiệp đối_tác bên người 公司 企业 单位 商 家 方",
    "address": "address addr street адрес dirección direccion domicilio địa_chỉ 地址 住址",
    "key": "key tin inn tax ruc nit rut rfc cuit pin vat id инн бин иин унп кпп окпо єдрпоу едрпоу рнокпп mst mã_số_thuế 税务 信用代码",
    "quantity": "number_of qty quantit pcs piece pieces count кол колич число кільк ть сть обсяг объем объём штук cant cantidad unidades số_lượng sl "
    "数量 件数 个数",
    "unit": "unit uom uoq uqc measure ед един измер од одиниц вимір unidad medida đvt đơn_vị 单位",
    "total": "total sum итог всего всього загальн",
    "value": "val valu amount amt price cost fob cif fca invoice worth стоимост сумм цен фактур варт цін сум ціна valor monto =importe precio "
    "costo trị_giá giá_trị giá thành_tiền tiền 价 金额 总额 货值 美元值",
    "usd": "usd us долл дол dólar dolar đô_la 美元",
    "gross": "gross брутто bruto cả_bì 毛重",
    "net": "net netto нетто чист neto tịnh 净重",
    "weight": "weight wt kg kgs kilo mass вес масс ваг маса вага peso trọng_lượng khối_lượng 重量 重",
    "country": "countr ctry nation стран країн país pais nước(?!_ngoài) 国",
    "origin": "origin made происхожд изготовл походж вироблен orig xuất_xứ 原产 产地",
    "departure": "dispatch depart provenance export shipment отправл вывоз экспорт відправл вивез експорт торг procedencia embarque compra "
    "xuất_khẩu 启运 起运 出口",
    "destination": "destin назначен ввоз импорт призначен ввез імпорт destino venta đến 目的 运抵 抵运 进口",
    "maker": "manufact maker producer изготовител производител завод виробник виготовлювач fabricante fabricad nhà_sản_xuất hãng_sản_xuất hãng_sx nsx 生产 制造 厂",
    "trademark": "brand trademark бренд знак марк marca nhãn_hiệu thương_hiệu hiệu 品牌 商标",
    "model": "model модел modelo 型号",
    "article": "sku article артикул 货号 料号",
    "currency": "currenc curr валют вал moneda divisa tiền_tệ ngoại_tệ nguyên_tệ 币",
    "declaration": "declarat decl registr регистр реєстр entry bill гтд дт декларац мд вмд емд despacho dua dam dau pedimento tờ_khai tk 报关单 申报单",
    "order": "порядок порядков stt 序号 项号 serial",
    # what makes a header another matter
    "charge": "transport перевоз перевез доставк vận_chuyển tax taxes duty vat fee freight insur rate average avg per share percent налог пошлин сбор фрахт страхов курс ставк мит пдв "
    "impuesto flete seguro tasa derecho cambio thuế phí bảo_hiểm tỷ_giá 税额 税率 运费 保费 汇率 单价",
    "unit_price": "unitprice 单价",
    "elsewhere": "port city state region province district office bank phone tel fax mail email department container vessel =ship transport indicator mode type status purpose "
    "broker agent declarant carrier warehouse порт город регион =пост банк телефон контейнер судн транспорт вид тип статус "
    "брокер агент декларант перевозчик склад місто вид puerto ciudad aduana banco cảng chi_cục phương_tiện 港 口岸 运输 海关",
    "packages": "package packing pkg упаков мест bultos kiện 包装 件装",
    "paper": "contract invoice document manifest birth expiry payment договор контракт инвойс документ рожд оплат накладн рахунок factura hợp_đồng "
    "hóa_đơn vận_đơn 合同 发票 提单",
}  # fmt: skip

# field, concepts that the header must have, concepts that it must not have; the first fit of a field is its best.
RULES: tuple[tuple[str, str, str], ...] = (
    ("importer", "importer text address", "exporter"),
    ("exporter", "exporter text address", "importer"),
    ("importer_address", "importer address", "exporter text"),
    ("exporter_address", "exporter address", "importer text"),
    ("importer_code", "importer key", "exporter address"),
    ("exporter_code", "exporter key", "importer address"),
    ("importer_code", "importer code", "exporter address country date quantity value declaration"),
    ("exporter_code", "exporter code", "importer address country date quantity value declaration"),
    ("importer_code", "party key", "importer exporter address abroad"),
    (
        "importer",
        "importer",
        "exporter address key code country date quantity value unit elsewhere packages charge paper weight",
    ),
    (
        "exporter",
        "exporter",
        "importer address key code country date quantity value unit elsewhere packages charge paper weight",
    ),
    ("exporter", "abroad party", "importer address key code country date quantity value elsewhere charge"),
    ("hs_description", "tariff text", "charge date value quantity importer exporter"),
    ("hs", "tariff code", "charge date value quantity importer exporter"),
    ("hs", "tariff", "charge date value quantity text importer exporter"),
    ("hs", "goods code", "charge date value quantity text importer exporter unit model article declaration weight"),
    (
        "description",
        "goods text",
        "tariff code charge date value quantity unit country importer exporter weight maker elsewhere packages",
    ),
    ("description", "goods", "tariff code charge date value quantity unit country importer exporter weight maker elsewhere packages origin"),
    ("description", "text", "tariff code charge date value quantity unit country importer exporter weight maker elsewhere packages origin party currency model paper"),
    ("line_no", "order", "declaration charge value goods text"),
    ("date", "date declaration", "paper code quantity value"),
    ("date", "date", "paper code quantity value"),
    ("declaration", "declaration code", "date goods charge value quantity"),
    ("declaration", "declaration", "date goods charge value quantity text"),
    ("quantity", "quantity", "charge value weight elsewhere packages country code"),
    ("quantity", "quantity goods", "charge value weight elsewhere packages country"),
    ("quantity", "quantity code", "charge value weight elsewhere packages country goods declaration"),
    ("unit", "unit", "charge value weight country importer exporter"),
    ("value_usd", "value usd", "charge unit_price weight unit quantity country currency"),
    ("value", "value", "charge unit_price weight unit quantity country currency date code"),
    ("value_usd", "total usd", "charge unit_price weight unit quantity country currency"),
    ("value", "total", "charge unit_price weight unit quantity country currency date code"),
    ("quantity", "quantity packages", "charge value weight elsewhere country code"),
    ("gross_kg", "gross", "value charge unit"),
    ("net_kg", "net", "value charge unit quantity"),
    ("gross_kg", "weight", "net value charge unit quantity"),
    ("origin", "origin", "date code charge value elsewhere"),
    ("origin", "origin country", "date charge"),
    ("origin", "maker country", "date charge"),
    ("departure", "departure country", "destination date charge origin"),
    ("departure", "exporter country", "importer date charge origin"),
    ("departure", "abroad country", "importer date charge origin"),
    ("destination", "destination country", "departure date charge origin"),
    ("destination", "importer country", "exporter date charge origin"),
    ("origin", "country", "departure destination importer exporter date charge abroad elsewhere"),
    ("maker", "maker", "country address code date charge value quantity year"),
    ("trademark", "trademark", "code country charge value quantity"),
    ("model", "model", "charge value quantity"),
    ("article", "article", "charge value quantity goods text"),
    ("currency", "currency", "charge date quantity"),
)  # fmt: skip

_HAN = re.compile(r"[\u4e00-\u9fff]")


def _word(word: str) -> str:
    spelt = word.lstrip("=").replace("_", " ")
    if _HAN.search(spelt):
        return spelt
    letters = re.sub(r"\[.*?\]", "x", spelt)
    whole = word.startswith("=") or len(letters) <= (3 if letters.isascii() else 2)
    return rf"(?<![^\W\d_]){spelt}" + (r"(?![^\W\d_])" if whole else "")


# TOTALQUANTITY, NETKG
_GLUED = re.compile(
    r"(?<![^\W\d_])(total|sumof|gross|net)(?=kg|wt|weight|kilo|mass|quantity|qty|value|amount|price|usd|fob|cif)"
)
_CONCEPTS = {name: re.compile("|".join(map(_word, words.split()))) for name, words in CONCEPTS.items()}
_RULES = tuple((field, frozenset(need.split()), frozenset(deny.split())) for field, need, deny in RULES)


def concepts(words: str) -> frozenset[str]:
    """The concepts that a plain header has."""
    words = _GLUED.sub(r"\1 ", words)
    return frozenset(name for name, pattern in _CONCEPTS.items() if pattern.search(words))


def fields_by_concept(words: str) -> Iterator[tuple[str, int]]:
    """The fields that the words of a plain header may mean, each with its rank among the rules."""
    found = concepts(words)
    if not found:
        return
    seen: set[str] = set()
    for rank, (field, need, deny) in enumerate(_RULES):
        if field not in seen and need <= found and not deny & found:
            seen.add(field)
            yield field, rank
