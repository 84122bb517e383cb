"""Header words of customs exports, by field: what a column is called, in the order in which names are preferred.

A header is first brought to a plain form by `plain`: lower case, words apart, G-codes of the customs declaration
(G31_1) set aside. Each field has a list of patterns over that form, best first. The words were collected
from the vendor layouts of the development data (all of them: benchmarks/layouts.py says what that means for its figure)
and from the declaration forms of Russia, Kazakhstan, Ukraine, Uzbekistan, China, Vietnam and Latin America.
"""

from __future__ import annotations

import re

_G_CODE = re.compile(
    r"[(\[]?\b[gг]r?\.?_?(\d{1,3}[a-z]?)(?:[_. ](\d{1,2}))?(?:_?([a-z]{2,4}))?\b[)\]]?", re.IGNORECASE
)
_NOT_WORD = re.compile(r"[^\w%]+|_+")


def g_code(header: str) -> str | None:
    """The declaration box that `header` names: "Описание (G31_1)" -> "31_1"; None where it names none."""
    match = _G_CODE.search(header)
    if not match or not (
        header[match.start()] in "([" or _NOT_WORD.sub("", header) == _NOT_WORD.sub("", match[0])
    ):
        return None
    return match[1].lower() + (f"_{match[2]}" if match[2] else "")


# Boxes of the customs declaration as Russian and Kazakh data dumps number their columns.
G_CODES: dict[str, str] = {
    "31_1": "description", "31": "description", "33": "hs", "072": "date", "nd": "declaration", "07": "office",
    "022": "exporter", "021": "exporter_code", "023": "exporter_address",
    "081": "importer_code", "082": "importer", "083": "importer_address",
    "091": "declarant_code", "092": "declarant", "093": "declarant_address",
    "141": "declarant_code", "142": "declarant", "143": "declarant_address",
    "15": "departure", "15a": "departure", "16": "origin", "34": "origin", "17": "destination", "17a": "destination",
    "20": "incoterms", "221": "currency", "32": "line_no",
    "31_11": "maker", "31_12": "trademark", "31_13": "mark", "31_14": "article", "31_15": "model",
    "31_7": "quantity", "31_71": "unit", "31_72": "unit_number",
    "35": "gross_kg", "38": "net_kg", "42": "value", "45": "customs_value", "46": "value_usd", "011": "direction",
}  # fmt: skip

_NAME = r"(?: (?:full )?name| nm)?"
_TAIL = r"(?: (?:local|original|orig|raw|ru|rus|ua|ukr|uk|kz|vn|vi|es|cn|zh|native))?"

# field -> patterns, best first. A pattern must match the whole plain header.
PATTERNS: dict[str, tuple[str, ...]] = {
    "description": (
        rf"(?:full |detailed |actual )?(?:product|products|goods|good|commodity|item|cargo|merchandise|article|commercial|"
        rf"trade) (?:full |detailed |commercial )?(?:desc|descr|description|descriptions|details|declaration){_TAIL}",
        rf"(?:full |detailed )?(?:desc|descr|description)(?: of)?(?: the)? (?:product|products|goods|cargo|commodity|commodities|"
        rf"merchandise|items?){_TAIL}",
        r"descripcion(?: comercial| de (?:la )?mercanc[ií]as?| del? (?:los )?(?:productos?|bienes?)| producto| mercanc[ií]a)?",
        r"descripción(?: comercial| de (?:la )?mercanc[ií]as?| del? (?:los )?(?:productos?|bienes?)| producto| mercanc[ií]a)?",
        r"(?:описание|описания)(?: и характеристик[аи])?(?: (?:товар[аов]*|груза|продукции))?(?: гр(?:афа)? ?31)?",
        r"(?:наименование|название) и (?:описание|характеристик\w+)(?: товар\w+)?",
        r"(?:полное |коммерческое |торговое )?(?:наименование|название) (?:товар\w*|продукции|груза)",
        r"характеристика товара",
        r"опис(?: і характеристик\w+)?(?: товар\w*)?|найменування(?: та опис)? товар\w*|назва товару",
        r"(?:商品|货物|产品)(?:名称|描述|品名)?(?:及?规格型?号?)?|商品名称|规格型号|申报要素|货名|品名",
        r"(?:tên|mô tả|diễn giải)(?: (?:hàng|hàng hóa|hàng hoá|sản phẩm|chi tiết))+|tên hàng|mô tả hàng|ten hang|mo ta hang(?: hoa)?",
        r"(?:goods|product|products|commodity|item|cargo|merchandise)(?: name| details?)?",
        r"(?:desc|descr|description|details)",
        r"графа 31|g31|гр ?31",
        r"(?:hs|hsn|hts|tariff|ncm)?(?: ?code)? ?(?:item|product|goods|commodity) (?:desc|description)",
    ),
    "hs_description": (
        r"(?:hs|hsn|hts|htsus|tariff|tnved|ncm|taric)(?: code)?(?: product| item)? (?:desc|descr|description|name)",
        r"(?:наименование|описание) (?:кода|группы|позиции|подсубпозиции)(?: тн ?вэд)?|(?:опис|найменування) коду",
        r"(?:description|name) of (?:hs|tariff)(?: code)?",
        r"(?:hs|hsn|hts|tariff)?(?: code)? ?(?:chapter|heading|\d+) (?:desc|descr|description|name)",
    ),
    "hs": (
        r"(?:hs|hsn|hts|htsus|ncm|taric|cn|uktzed|ukt zed|tnved|tn ved|tariff|schedule b|harmoni[sz]ed|harmoni[sz]ed system)(?: tariff| item)?"
        r" ?(?:code|codes|no|number|num|item)?(?: (?:full|8|10|11))?",
        r"(?:commodity|product|goods|item|tariff|customs|statistical|nomenclature)(?: tariff)? code",
        r"(?:код )?(?:товара? )?(?:по )?(?:тн ?вэд|тнвэд|тн ?вед|гс)(?: (?:еаэс|россии|тс|снг|код))?(?: \d+ знаков)?|код товара",
        r"(?:код )?(?:товару )?(?:за |згідно )?(?:з )?(?:уктзед|укт зед|ukt ?zed)(?: код)?|код товару",
        r"(?:商品|税则|税号|海关|hs) ?(?:编码|编号|号列|代码|code)?|hs编码|税号",
        r"mã (?:hs|số hàng hóa|hàng|số)(?: code)?|ma hs|hs",
        r"(?:posicion|posición|partida|subpartida|clasificacion|clasificación|codigo|código|fraccion|fracción)(?: arancelari[ao]| aduanera| nandina| sa| ncm| nacional)?(?: arancelari[ao])?|nandina",
    ),
    "date": (
        r"(?:imp|exp|import|export|importation|exportation) ?date",
        r"(?:registration|registry|register|declaration|declared|clearance|customs|entry|be|bill of entry|sb|shipping bill|"
        r"assessment|acceptance|customs clearance|dispatch|operation)(?: (?:of|no))? date",
        r"date(?: of)? (?:import|export|registration|declaration|clearance|entry|issue|assessment|operation)",
        r"date|fecha|дата|дата дт|дата гтд|日期|ngày|ngay",
        r"дата (?:регистрации|декларации|оформления|выпуска|подачи|принятия|ввоза|вывоза|импорта|экспорта|операции)(?: (?:дт|гтд|декларации|товара))?",
        r"дата (?:реєстрації|декларації|оформлення|митного оформлення|ввезення|вивезення|мд|вмд)(?: (?:мд|вмд))?",
        r"(?:进口|出口|进出口|申报|报关|数据)(?:日期|年月|时间)|年月",
        r"ngày (?:đăng ký|khai báo|tờ khai|nhập|xuất|đk)(?: (?:tờ khai|khẩu))?",
        r"fecha (?:de )?(?:la )?(?:declaracion|declaración|importacion|importación|exportacion|exportación|numeracion|numeración|registro|embarque|despacho|aceptacion|aceptación|oficializacion)",
        r"shipment ?date|shipping date|bl date|ship date|(?:actual )?arrival date",
        r"month ?year|year ?month|yyyymm|period|период|месяц(?: год)?|month|мес",
        r"estimated? arrival date|release date|closing date|settlement date|manifest date",
        r"year|год|año",
    ),
    "declaration": (
        r"(?:declaration|customs declaration|decl|entry|bill of entry|be|sb|shipping bill|assessment|registration|"
        r"dua|tansad|sad|pedimento|dau)(?: (?:no|num|number|nbr|id|serial no))(?: dau)?",
        r"(?:declaration|dua)(?: id)?|bill of entry",
        r"(?:номер|рег(?:истрационный)? номер|№)(?: (?:дт|гтд|декларации(?: на товары)?|таможенной декларации))?(?: nd)?|номер (?:гтд|дт)|nd|гтд|дт",
        r"номер (?:мд|вмд|митної декларації|декларації)",
        r"报关单号?|申报单号|单号|number of declaration",
        r"(?:số )?tờ khai(?: số)?|số tk|so to khai",
        r"(?:numero|número|nro|num)(?: de)? (?:declaracion|declaración|dua|dam|despacho|pedimento|aceptacion|aceptación)",
    ),
    "line_no": (
        r"(?:item|line|goods|serial|position|commodity|sad item|decl item)(?: item)? (?:no|num|number|nbr|nr)",
        r"item|serie|line",
        r"(?:номер|№|порядковый номер|номер п п) (?:товара|позиции|тов)|№ п п",
        r"номер товару|№ товару|商品序号|项号|số thứ tự hàng|stt(?: hàng)?|item (?:de la )?(?:declaracion|declaración)|numero de item",
    ),
    "record_id": (r"(?:record|row|unique) ?id",),
    "maker": (
        r"(?:manufacturer|manufactuer|manufacturers|producer|maker|factory)(?: name)?",
        r"(?:наименование )?(?:фирм[аы] )?(?:изготовител[ья]|производител[ья])(?: товара)?",
        r"(?:найменування )?(?:фірма )?виробник(?:а)?(?: товару)?",
        r"生产(?:厂家|厂商|企业|商)|制造商|厂家|nhà sản xuất|hãng sản xuất|nsx|fabricante|productor",
    ),
    "trademark": (
        r"(?:trade ?mark|brand|brand name|trade name|brands|make)",
        r"товарный знак(?: изготовителя)?|торговая марка|тов знак|бренд|т м|тм",
        r"торг(?:овельна|ова|івельна) марка|бренд",
        r"品牌(?:类型)?|商标|牌子|nhãn hiệu|thương hiệu|hiệu|marca(?: comercial)?",
    ),
    "mark": (r"марка(?: товара| товару)?|mark", ),
    "model": (
        r"(?:product )?(?:model|models)(?: (?:no|num|number|name|code))?",
        r"модель(?: товара| товару)?",
        r"型号|mã hiệu|kiểu|ký hiệu|modelo",
    ),
    "article": (
        r"article(?: (?:no|num|number|code))?|part (?:no|num|number)|sku|item code|style(?: no)?|catalog(?:ue)? (?:no|number)",
        r"артикул(?: товара| товару)?|货号|mã sản phẩm|referencia|articulo|artículo",
    ),
    "importer": (
        rf"importer{_NAME}(?: and address)?{_TAIL}|импорт[её]р|імпортер",
        rf"consignee{_NAME}(?: and address)?{_TAIL}|(?:foreign )?buyer(?:s)?{_NAME}(?: and address)?{_TAIL}",
        r"(?:наименование |название |имя )?(?:фирмы |компании )?(?:получател[ья]|импорт[её]ра|грузополучател[ья]|покупател[ья])",
        r"(?:назва |найменування )?(?:одержувач[а]?|отримувач[а]?|імпортер[а]?|покупець|покупця)",
        r"进口(?:商|企业|公司)?(?:名称)?|收货(?:人|单位|企业)(?:名称)?|采购商|买方",
        r"(?:tên )?(?:nhà|công ty|doanh nghiệp|người|đơn vị) nhập khẩu|tên người nhập khẩu",
        r"(?:nombre (?:del? )?)?(?:importador(?:a|es)?|consignatario|destinatario|comprador)(?: nombre)?|razon social importador",
        rf"std (?:importer|buyer|consignee){_NAME}|(?:receiver|recipient|purchaser){_NAME}|customs applicant name",
        rf"contract holder{_NAME}|raw consignee{_NAME}",
        rf"notify party{_NAME}",
    ),
    "exporter": (
        rf"exporter{_NAME}(?: and address)?{_TAIL}|экспорт[её]р|експортер",
        rf"(?:foreign )?(?:supplier|seller|vendor){_NAME}(?: and address)?{_TAIL}",
        rf"shipper{_NAME}(?: and address)?{_TAIL}|consignor{_NAME}{_TAIL}|sender{_NAME}{_TAIL}",
        r"(?:наименование |название |имя )?(?:фирмы |компании )?(?:отправител[ья]|экспорт[её]ра|грузоотправител[ья]|продав(?:ца|ец)|поставщик[а]?)",
        r"(?:назва |найменування )?(?:відправник[а]?|експортер[а]?|продавець|продавця|постачальник[а]?)",
        r"出口(?:商|企业|公司)?(?:名称)?|发货(?:人|单位|企业)(?:名称)?|供应商|卖方",
        r"(?:tên )?(?:nhà|công ty|doanh nghiệp|người|đơn vị|đối tác) xuất khẩu|tên người xuất khẩu|đối tác",
        r"(?:nombre (?:del? )?)?(?:exportador(?:a|es)?|proveedor(?:es)?|embarcador|remitente|vendedor)(?: nombre)?|razon social exportador",
        rf"std (?:supplier|exporter|shipper){_NAME}|std supplier|raw shipper{_NAME}",
    ),
    "importer_code": (
        r"importer (?:code|id|tin|inn|tax(?: id| number| code)?|pin?|ruc|economic key)|ruc importer id|iec",
        r"(?:инн|бин|иин|код)(?: бин| иин)? (?:получателя|импорт[её]ра)|(?:код )?(?:єдрпоу|едрпоу|окпо) (?:одержувача|отримувача|імпортера|получателя)",
        r"mã số thuế|mst|经营单位代码|收货单位代码|(?:nit|ruc|rut|cuit|rfc)(?: (?:del )?importador)?|tax id number|taxpayer tin",
    ),
    "exporter_code": (
        r"exporter (?:code|id|tin|inn|tax(?: id| number| code)?|ruc|economic key)|ruc exporter id|supplier code",
        r"(?:инн|бин|иин|код)(?: бин| иин)? (?:отправителя|экспорт[её]ра)|(?:код )?(?:єдрпоу|едрпоу) (?:відправника|експортера)",
    ),
    "importer_address": (
        r"(?:importer|consignee|buyer|raw consignee)(?: \w+)? ?address(?: en| vn)?|адрес (?:получателя|импорт[её]ра)|адреса (?:одержувача|отримувача|імпортера)",
        r"address",
    ),
    "exporter_address": (
        r"(?:exporter|supplier|shipper|raw shipper|std supplier|export)(?: \w+)? ?address(?: en| vn)?|адрес (?:отправителя|экспорт[её]ра)",
    ),
    "declarant": (
        r"(?:customs )?declarant(?: name)?|декларант|наименование декларанта|(?:customs broker|agent|customs agent|cha)(?: name)?",
    ),
    "origin": (
        r"(?:country of origin|origin country|country of_origin|origin)(?: name| en)?|country origin",
        r"(?:страна|стр) происхождения(?: товара)?|країна походження|原产(?:国|地)(?:\(地区\))?(?:名称)?|(?:nước|xuất) xứ|nước xuất xứ",
        r"pa[ií]s(?: de)? origen|origin country code|страна происхождения код|genctyorg|gen cty org",
    ),
    "departure": (
        r"(?:from|departure|dispatch|export|exporting|consignment|shipment|supplier|loading|provenance|trading|trade|purchase|acquisition|adq) country(?: name| en)?",
        r"country of (?:export|dispatch|shipment|consignment|departure|acquisition|exporter)|provenance",
        r"страна (?:отправления|экспорта|вывоза|отправителя)|країна (?:відправлення|експорту)|启运(?:国|地)|出口国|nước xuất khẩu|pa[ií]s(?: de)? (?:procedencia|embarque|adquisici[oó]n|compra)",
    ),
    "destination": (
        r"(?:to|destination|import|importing) country(?: name| en)?|country(?: of)? destination|country of import",
        r"страна (?:назначения|импорта|ввоза)|країна (?:призначення|імпорту)|(?:目的|运抵|抵运)(?:国|地)|进口国|nước nhập khẩu|pa[ií]s(?: de)? destino",
    ),
    "quantity": (
        r"(?:quantity|qty|qnty|quantities)(?: in (?:additional |supplementary )?units?| of goods| item)?",
        r"(?:commercial|comercial|item|invoice|declared|net|goods|product) (?:quantity|qty)|(?:quantity|qty) (?:1|item|sub item|declared)",
        r"(?:total|sum ?of) ?(?:commercial )?_?(?:quantity|qty)|totalquantity",
        r"количество(?: товара| в доп(?:олнительной)? ед(?:инице)?(?: изм(?:ерения)?)?| доп ед(?: изм)?)?|кол во(?: товара)?|кол|объ[её]м",
        r"кількість(?: товару)?|к сть|数量|(?:第一|法定|申报|成交)数量|số lượng|lượng|so luong|cantidad(?: comercial| estadistica| física| fisica)?",
        r"(?:stat|std|statistical|standard|supplementary|additional)(?:istical)? (?:quantity|qty)",
        r"(?:pieces or )?number of (?:goods|products|units|pieces|items)|pieces|pcs|unit quantity",
        r"quantity of packages?|packages? (?:quantity|qty)",
    ),
    "unit": (
        r"(?:unit|units|uom|unit name)(?: en)?(?: of measure(?:ment)?)?(?: 1)?(?: en)?",
        r"(?:quantity|qty|commercial|comercial|measure|measurement)(?: measure)? unit(?: 1)?|unit of (?:quantity|measure|measurement)(?: 1)?(?: en)?|unit measure(?: 1)?",
        r"(?:дополнительная )?(?:ед|единица|единицы|ед изм)(?: (?:изм|измерения|изм ерения))?(?: количества)?|доп ед изм|наименование (?:еди|ед)\w* изм\w*",
        r"(?:одиниця|од)(?: (?:виміру|вим))?|计量单位|单位|(?:第一|法定|申报|成交)(?:计量)?单位|đơn vị(?: tính)?|đvt|unidad(?: (?:de )?medida| comercial| fisica)?",
        r"(?:stat|std|statistical|standard|additional)(?: measurement)? unit",
    ),
    "gross_kg": (
        r"(?:total )?gross ?(?:weight|wt|mass|kg|kilo|kilos)(?: in)?(?: kgs?)?|g weight",
        r"вес брутто(?: кг)?|масса брутто(?: кг)?|вага брутто(?: кг)?|брутто(?: кг)?|毛重(?: ?(?:kg|千克|公斤))?|peso bruto(?: kg)?",
        r"sum ?of ?gross weight|total ?weight|weight(?: in)?(?: kgs?)?",
    ),
    "net_kg": (
        r"(?:total )?net ?(?:weight|wt|mass|kg|kilo|kilos)(?: in)?(?: kgs?)?|n weight",
        r"вес нетто(?: кг)?|масса нетто(?: кг)?|вага нетто(?: кг)?|нетто(?: кг)?|净重(?: ?(?:kg|千克|公斤))?|peso neto(?: kg)?",
    ),
    "value_usd": (
        r"(?:total|item) ?(?:invoice |customs |declared |statistical )?value(?: in)? ?usd|totalvalueusd|totalusd|total ?usd",
        r"statistical value(?: in)? usd|(?:calculated )?item (?:value|statistical value) usd|(?:customs|declared|assessed|goods|invoice|stat|trade)(?: \w+)? value(?: in)? usd",
        r"value(?: in)?(?: \w+)? ?(?:usd|us|dollars?)|usd value|(?:us|usd) (?:value|amount)|total price in usd|amount usd|invoice amount usd",
        r"(?:статистическая|стат|фактурная)? ?стоимость(?: \w+)?(?: в)? (?:usd|долл\w*(?: сша)?)|стат(?:истическая)? стоимость",
        r"美元(?:值|金额)?|(?:总价|金额|总值)(?: ?\(?(?:美元|usd)\)?)|trị giá usd|valor(?: \w+)? (?:usd|us|d[oó]lares)",
        r"(?:total )?(?:cif|fob|fca|cnf cif|cfr)(?: value)?(?: in)? usd(?: item)?|(?:total )?usd (?:cif|fob)(?: item)?|(?:us )?(?:cif|fob) (?:d[oó]lares|us)",
        r"calculated total value usd",
    ),
    "value": (
        r"(?:invoice|contract|item invoice|total cargo invoice|transaction|fact)(?: total)? (?:value|amount|price)(?: in)?(?: fc| foreign currency| (?!usd)[a-z]{3})?|total (?:invoice )?value fc",
        r"фактурная стоимость(?: товара)?|цена товара|стоимость(?: товара| сделки| в валюте| по счету)?|вартість(?: товару)?|фактурна вартість|цена фактурная",
        r"value in foreign currency|total (?:price|value) in foreign currency|(?:fob|cif) in fc|value fc|amount in fc|trị giá(?: nguyên tệ)?|thành tiền",
        r"total ?(?:value|amount|price|cost|sum)|totalvalue|value|amount|sum|总价|金额|总值|成交总价|valor(?: total| fob| cif| factura)?|сумма",
        r"(?:customs|declared customs|item customs|statistical|assessed|assessed customs|declared|custom|total customs|total custom)(?: \w+)? ?value(?: \w+)?",
        r"таможенная стоимость(?: \w+)?|митна вартість(?: \w+)?|статистическая стоимость",
        r"(?:total )?(?:cif|fob|cnf|cfr)(?: value| item| total)?|cif item|fob item|(?:fob|cif) value|(?:total )?value (?:inr|etb|lc|local)",
        r"val (?:fact|stat)(?: (?:dev|art))?|taxable value",
    ),
    "currency": (
        r"(?:invoice |contract |foreign )?currency(?: code| of contract price| of invoice)?",
        r"(?:код )?валют[аы](?: (?:контракта|договора|цены|счета))?|币制|币种|货币|(?:loại )?ngoại tệ|nguyên tệ|mã nt|moneda|divisa",
    ),
    "unit_number": (r"код ед(?:иницы)? изм(?:ерения)?|unit code|measure(?:ment)? unit code|код оди\w+ виміру",),
    "direction": (r"направление|direction|imp or exp|flow|движение(?: товара)?|напрямок|вид операции",),
    "incoterms": (r"incoterms?(?: \d+)?|условия поставки|умови поставки|成交方式|điều kiện giao hàng|delivery terms|terms of delivery",),
}  # fmt: skip

# A header that says it holds a translation: such a column is never taken for the original.
TRANSLATED = re.compile(
    r"\b(?:en|eng|english|translat\w+|mt|перевод\w*|англ\w*|переклад\w*|машинный|译文|英文|翻译|traducci[oó]n|inglés)\b"
    r"|(?<=[\w])(?:英文|译文)|^(?:en|english) "
)

# Sums that a vendor's summary sheet gives: SUMOFQUANTITY.
SUMMED = re.compile(r"^(?:sum|total) ?of ?")

# Currencies that a value's own header names: INVOICE_VALUE_RUB.
CURRENCIES = {
    "rub": "RUB", "руб": "RUB", "рублей": "RUB", "kzt": "KZT", "тенге": "KZT", "uah": "UAH", "грн": "UAH", "uzs": "UZS", "inr": "INR",
    "etb": "ETB", "lsl": "LSL", "ugx": "UGX", "tk": "BDT", "bdt": "BDT", "pula": "BWP", "bolivares": "VES", "usd": "USD", "eur": "EUR",
    "cny": "CNY", "rmb": "CNY", "人民币": "CNY", "byn": "BYN", "kgs": "KGS", "amd": "AMD", "try": "TRY", "vnd": "VND", "дол": "USD", "долл": "USD",
}  # fmt: skip

# Parts of a description that was cut into numbered columns: PRODUCT_DESCRIPTION_1 ... _4, G31_1_2.
NUMBERED_PART = re.compile(r"(.+?) ?(\d)")

# Columns whose cells are personal data, or may be: names and numbers of people, ways to reach them.
PERSONAL = re.compile(
    r"\b(?:phone|telephone|tel|mobile|fax|e ?mail|mail|contact|person|passport|birth|declarant|agent|broker|trustee|"
    r"address|паспорт\w*|телефон\w*|адрес\w*|контакт\w*|фио|ф и о|декларант\w*|представител\w*|директор\w*|"
    r"tin|inn|инн|иин|pin|tpin|電話|电话|地址|联系人|địa chỉ|điện thoại|dirección|direccion|telefono|teléfono|correo)\b"
    r"|(?:importer|exporter|supplier|buyer|consignee|shipper) (?:code|id|tin|tax id|pin?)\b|g083|g023|g081"
)
