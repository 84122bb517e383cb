"""The words by which a goods text names its maker, trademark, model and the rest, in the languages of declarations.

Each entry is a pattern over the text with look-alike letters folded, read without regard to case. Longer ones
stand before shorter ones that they begin with. Sources: declaration instructions of Russia and Kazakhstan (box 31),
Ukraine, Uzbekistan, China and Vietnam, and the quotations in the development examples.
"""

from __future__ import annotations

import re

_B = r"(?<![\w])"  # a key begins a word
_E = r"(?![\w])"

KEYS: dict[str, str] = {
    "trademark": "|".join(
        (
            rf"{_B}тов(?:арн(?:ый|ого)|\.)?\s*(?:-\s*)?зн(?:ака?|\.){_E}",
            rf"{_B}торг(?:ов(?:ая|ой|а)|овельн(?:а|ої)|івельн(?:а|ої)|\.)?\s*марк(?:а|и|ой){_E}",
            rf"{_B}торг(?:овый|\.)\s*знак{_E}",
            rf"{_B}товарна\s+марка{_E}",
            rf"{_B}бренд(?:а|у|ом)?{_E}|{_B}под\s+маркой{_E}|{_B}знак для товарів{_E}",
            rf"{_B}т\.\s?з\.|{_B}тз\s?[:=]|{_B}т\.\s?м\.|{_B}т/м{_E}|{_B}тм{_E}",
            r"\(\s?tm\s?\)|\(\s?тм\s?\)|™",
            rf"{_B}trade\s?-?mark(?:ed)?{_E}|{_B}brand(?:\s?name|ed)?{_E}|{_B}trade\s?name{_E}|{_B}tm{_E}",
            r"品牌(?:\(中文或外文名称\)|类型)?|商标|牌子",
            rf"{_B}nhãn\s?hiệu{_E}|{_B}thương\s?hiệu{_E}|{_B}nhãn\s?hàng{_E}|{_B}hiệu{_E}|{_B}nhan\s?hieu{_E}|{_B}hieu{_E}",
            rf"{_B}brand{_E}|{_B}marca(?:\s?comercial)?{_E}|{_B}hãng{_E}(?!\s*(?:sx|sản))|{_B}nhãn{_E}|{_B}n\.hiệu{_E}",
        )
    ),
    "maker": "|".join(
        (
            rf"{_B}(?:фирм[аы]|завод|предприяти[ея]|компания|комбинат)\s?-?\s?(?:изготовител[ья]|производител[ья]){_E}",
            rf"{_B}(?:изготовител[ьяюи]|производител[ьяюи]){_E}(?:\s*\(фирма\))?",
            rf"{_B}произв(?:одство|одства|-во|-ль|-тель|од)?\.?(?:\s+(?:компании|фирмы|завода))?\s?[:\-]|{_B}произв\.|{_B}произв-ль{_E}|{_B}пр-ль{_E}",
            rf"{_B}изготовлен[аоы]?\s+(?:фирмой|компанией|заводом|на\s+заводе){_E}|{_B}произведен[аоы]?\s+(?:фирмой|компанией|заводом|на\s+заводе){_E}",
            rf"{_B}производства\s+(?:компании|фирмы|завода|корпорации){_E}|{_B}пр-ва\s+(?:компании|фирмы){_E}",
            rf"{_B}изг(?:от)?\.\s?[:\-]?|{_B}изг\s?:",
            rf"{_B}(?:фірма|завод|підприємство|компанія)?\s?-?\s?(?:виробник(?:а|ом|и)?|виготовлювач(?:а)?|виготівник){_E}",
            rf"{_B}виробництва\s+(?:компанії|фірми|заводу){_E}",
            rf"{_B}manufactur(?:er|ers|ed\s+by|ed\s+from)(?:'s)?(?:\s?name)?{_E}|{_B}manufacturing\s+company{_E}",
            rf"{_B}made\s+by{_E}|{_B}produced\s+by{_E}|{_B}maker{_E}|{_B}producer{_E}|{_B}mfr\.?{_E}|{_B}mfg\.?{_E}(?:\s+by)?|{_B}mfd\.?\s+by{_E}|{_B}factory{_E}(?=\s?[:\-])",
            r"生产(?:厂家|厂商|企业|商|单位)|制造(?:商|厂|企业)|厂家|厂商",
            rf"{_B}nsx{_E}|{_B}n\.s\.x|{_B}nhà\s?(?:sản\s?xuất|sx){_E}|{_B}hãng\s?(?:sản\s?xuất|sx){_E}|{_B}sản\s?xuất\s?bởi{_E}|{_B}cty\s?sx{_E}|{_B}nhà\s?máy\s?sx{_E}",
            rf"{_B}fabricante{_E}|{_B}fabricado\s+por{_E}|{_B}productor{_E}",
        )
    ),
    "article": "|".join(
        (
            rf"{_B}артикул[а-яі]*{_E}|{_B}арт\.|{_B}арт{_E}|{_B}арт-л{_E}",
            rf"{_B}(?:номер\s+по\s+каталогу|каталожн[а-яі]+\s+(?:номера?|№)|кат\.?\s?(?:номер|№|ном\.)|№\s+по\s+каталогу|код\s+(?:товара|изделия|производителя)|парт\.?\s?-?номер){_E}",
            rf"{_B}p\s?/\s?n{_E}|{_B}part\s?(?:no|number|num|nr|#)\.?{_E}|{_B}part\s?#|{_B}pn\s?[:#]|{_B}parts?\s?no\.?{_E}",
            rf"{_B}art(?:icle)?\.?\s?(?:no|number|nr|№|#|code)\.?{_E}|{_B}art\.\s?|{_B}article{_E}(?=\s?[:#№])|{_B}item\s?(?:no|number|code|nr|#)\.?{_E}|{_B}art\s?:",
            rf"{_B}sku{_E}|{_B}cat(?:alog(?:ue)?)?\.?\s?(?:no|number|nr|#)\.?{_E}|{_B}ref(?:erence)?\.?\s?(?:no|number)?\.?\s?[:#]|{_B}order\s?(?:no|code)\.?{_E}|{_B}style\s?(?:no|number|#)?\.?\s?[:#]|{_B}referencia{_E}",
            r"货号|料号|产品编号",
        )
    ),
    "model": "|".join(
        (
            rf"{_B}модел[ьиеюя](?:й|ю|ями)?{_E}(?:\s?(?:№|номер))?|{_B}мод\.|{_B}мод{_E}(?=\s?[:\-])",
            rf"{_B}models?\.?{_E}(?:\s?(?:no|number|nr|name|code|№|#)\.?{_E})?|{_B}mod\.\s?|{_B}mod\s?:|{_B}modelo{_E}|{_B}type{_E}(?=\s?:)",
            r"规格型号|型号(?:规格)?|款号|机型",
            rf"{_B}ký\s?(?:mã\s?)?hiệu{_E}|{_B}ki\s?hieu{_E}|{_B}ký\s?hiêu{_E}|{_B}mã\s?(?:hiệu|hàng|số|sp|sản\s?phẩm|hh|model|code|sku|kiểu)?{_E}|{_B}mã\s?:|{_B}kiểu\s?(?:máy|mẫu)?{_E}(?=\s?:)|{_B}mẫu{_E}(?=\s?:)|{_B}số\s?(?:hiệu|model)?{_E}(?=\s?:)|{_B}code{_E}(?=\s?[:#])|{_B}item{_E}(?=\s?[:#])",
        )
    ),
    "mark": rf"{_B}марк[аиу]{_E}|{_B}марок{_E}|{_B}grade{_E}(?=\s?:)|牌号|{_B}mác\s?(?:thép)?{_E}(?=\s?:)",
    "standard": "|".join(
        (
            rf"{_B}стандарт[аы]?{_E}|{_B}standard{_E}(?=\s?[:#])|{_B}tiêu\s?chuẩn{_E}|执行标准",
            rf"(?={_B}(?:гост|дсту|сту|осту?|снип)(?:\s?(?:р|iso|исо|en|мэк|iec|гост))*[\s.:№\-]*\d)",
            rf"(?={_B}ту(?:\s?у)?[\s.:№\-]*\d[\d.\-]+)",
        )
    ),
    "quantity": "|".join(
        (
            rf"{_B}(?:общее\s+)?кол(?:ичеств[оа]|-во|\.-во|во|\.){_E}?(?:\s+(?:товара|в\s+уп\w*))?|{_B}кол{_E}(?=\s?[:\-])",
            rf"{_B}кільк(?:ість|\.)|{_B}к-сть{_E}|{_B}к-ть{_E}|{_B}всего{_E}(?=\s?[:\-–]?\s?\d)|{_B}усього{_E}(?=\s?[:\-–]?\s?\d)|{_B}всього{_E}(?=\s?[:\-–]?\s?\d)",
            rf"{_B}q(?:uanti)?ty\.?{_E}|{_B}quantity{_E}|{_B}quan\.|{_B}total{_E}(?=\s?[:\-]?\s?\d)|数量|{_B}số\s?lượng{_E}|{_B}s\.?lượng{_E}|{_B}cantidad{_E}|{_B}cant\.",
        )
    ),
    # Keys of other matters: they end a value and are not kept.
    "other": "|".join(
        (
            rf"{_B}стран[аы]{_E}(?:\s+(?:происхождения|изготовления|производства|изготовителя))?|{_B}країн[аи]{_E}(?:\s+(?:виробництва|походження|виробника))?",
            rf"{_B}(?:вес|масса|вага|маса)(?:\s+(?:нетто|брутто))?{_E}\s?[:\-=]|{_B}вес\s+(?:нетто|брутто){_E}|{_B}размер[а-я]*{_E}|{_B}розмір[а-яи]*{_E}|{_B}габарит[а-я]*{_E}",
            rf"{_B}материал[а-я]*{_E}|{_B}матеріал[а-яи]*{_E}|{_B}состав{_E}|{_B}склад{_E}(?=\s?:)|{_B}цвет[а-я]*{_E}|{_B}кол[іи]р{_E}|{_B}назначени[ея]{_E}|{_B}призначен[а-яі]*{_E}",
            rf"{_B}упак[а-я.]*{_E}|{_B}год(?:\s+(?:выпуска|изготовления)){_E}|{_B}г/в{_E}|{_B}рік\s+(?:випуску|виготовлення){_E}",
            rf"{_B}сер(?:ийны[йе]|\.)?\s*(?:номера?|№|ном\.)|{_B}зав(?:одской|\.)?\s*(?:номер|№)|{_B}vin{_E}|{_B}s\s?/\s?n{_E}|{_B}serial\s?(?:no|number)?\.?{_E}|{_B}imei{_E}",
            rf"{_B}дата{_E}(?:\s+(?:изготовления|выпуска))?|{_B}цена{_E}|{_B}стоимость{_E}|{_B}инвойс{_E}|{_B}код\s+окп{_E}|{_B}код\s+тн\s?вэд{_E}|{_B}сорт{_E}|{_B}типоразмер[а-я]*{_E}|{_B}см\.?\s?доп[а-я.]*",
            rf"{_B}поставля[а-я]+{_E}|{_B}поставки{_E}|{_B}предназнач[а-я]+{_E}|{_B}применя[а-я]+{_E}|{_B}используе[а-я]+{_E}|{_B}не\s+явля[а-я]+{_E}|{_B}не\s+содерж[а-я]+{_E}|{_B}не\s+предназнач[а-я]+{_E}",
            rf"{_B}не\s+(?:военного|двойного|лом|бывш[а-я]+|для){_E}|{_B}гражданск[а-я]+\s+(?:назначения|применения){_E}|{_B}в\s+количестве{_E}|{_B}в\s+комплекте{_E}|{_B}в\s+том\s+числе{_E}|{_B}в\s+упаковке{_E}",
            rf"{_B}(?:made\s+in|country|origin|material|size|dimensions?|weight|colou?r|packed|packing|package|purpose|voltage|power|capacity|composition|use[ds]?\s+for|not\s+for|net|gross){_E}",
            rf"{_B}(?:hàng\s+)?mới\s?:?\s?(?:100|10)|{_B}hàng\s+mới{_E}|{_B}mới{_E}|{_B}chất\s?liệu{_E}|{_B}c\.?\s?liệu|{_B}k\.?t{_E}|{_B}kích\s?(?:thước|cỡ|thướt){_E}|{_B}quy\s?cách{_E}|{_B}qc{_E}|{_B}xuất\s?xứ{_E}|{_B}x\.\s?xứ|{_B}xx\s?:",
            rf"{_B}dùng{_E}|{_B}công\s?suất{_E}|{_B}điện\s?áp{_E}|{_B}dung\s?tích{_E}|{_B}trọng\s?lượng{_E}|{_B}màu{_E}|{_B}không{_E}|{_B}ko{_E}|{_B}khong{_E}|{_B}loại{_E}|{_B}đóng\s?gói{_E}|{_B}thành\s?phần{_E}|{_B}bằng{_E}|{_B}làm\s+từ{_E}|{_B}gồm{_E}|{_B}bao\s+gồm{_E}|{_B}năm\s?(?:sx|sản\s?xuất){_E}|{_B}sx\s+năm{_E}|{_B}phi{_E}(?=\s?\d)|{_B}đường\s?kính{_E}|{_B}sử\s?dụng{_E}|{_B}tốc\s?độ{_E}|{_B}áp\s?suất{_E}|{_B}serial{_E}|{_B}size{_E}|{_B}tải\s?trọng{_E}|{_B}hoạt\s?động{_E}|{_B}phụ\s?kiện{_E}|{_B}chưa{_E}|{_B}đã\s+qua{_E}|{_B}nhập\s?khẩu{_E}|{_B}cas{_E}|{_B}có{_E}",
            r"用途|材质|成分|规格(?!型号)|颜色|包装|原产国|功率|电压|是否|状态|无品牌",
        )
    ),
}  # fmt: skip

PATTERN = re.compile("|".join(f"(?P<{name}>{words})" for name, words in KEYS.items()), re.IGNORECASE)

# Boilerplate that says what the goods are not, or only how they are declared: kept as flags, no part of the meaning.
FLAGS: dict[str, str] = {
    "not military": r"не\s+(?:для\s+)?во[еи]нн(?:ого|ых)\s+(?:назначения|целей|применения)|не\s+військового\s+призначення|not\s+(?:for\s+)?(?:any\s+)?military(?:\s+(?:use|purposes?|application))?|non-?\s?military|不用于军事|非军用|không\s+(?:dùng\s+)?(?:cho\s+)?quân\s+sự",
    "civil": r"граждансо?к?(?:ого|их)\s+(?:назначения|применения|использования)|гражданск(?:ого|их)\s+(?:назначения|применения|использования)|цивільного\s+призначення|(?:for\s+)?civil(?:ian)?\s+(?:use|purposes?)(?:\s+only)?|民用",
    "not dual use": r"не\s+двойного\s+(?:назначения|применения)|не\s+подвійного\s+(?:використання|призначення)|not?\s+(?:of\s+)?dual[\s-]use",
    "not scrap": r"не\s+(?:явля[а-я]+\s+)?(?:лом(?:ом)?|отход(?:ом|ами|ы)?)(?:\s+(?:и\s+отход[а-я]+|электрооборудования|черных\s+металлов|цветных\s+металлов))*|not\s+(?:a\s+)?(?:scrap|waste)(?:\s+or\s+(?:scrap|waste))?",
    "no ozone depleting substances": r"не\s+содерж[а-я]+\s+озоноразрушающих\s+веществ|без\s+озоноразрушающих\s+веществ",
    "not for explosive atmospheres": r"не\s+(?:предназначен[а-я]*\s+)?для\s+(?:работы|использования|применения)\s+во\s+взрывоопасн[а-я]+\s+сред[а-я]+",
    "not for covert gathering": r"не\s+(?:предназначен[а-я]*\s+)?для\s+негласного\s+получения\s+информации",
    "not for food": r"не\s+(?:предназначен[а-я]*\s+)?для\s+контакта\s+с\s+пищ[а-я]+(?:\s+продукт[а-я]+)?",
    "not cryptographic": r"не\s+криптограф[а-я]+|не\s+содерж[а-я]+\s+(?:средств\s+)?(?:шифров[а-я]+|криптограф[а-я]+)(?:\s+средств[а-я]*)?|без\s+(?:функции\s+)?шифрования",
    "not medical": r"не\s+(?:для\s+)?медицинск(?:ого|их)\s+(?:назначения|целей)|не\s+является\s+медицинск[а-я]+\s+издели[а-я]+",
    "new": r"(?:hàng\s+)?mới\s?:?\s?100\s?%|(?<!\w)новы[йе](?!\w)|100%\s?new|brand\s+new|全新|(?<!\w)нов[аі](?!\w)|не\s+бывш[а-я]+\s+в\s+(?:употреблении|эксплуатации)",
    "used": r"(?<!не )(?<!\w)бывш[а-я]+\s+в\s+(?:употреблении|эксплуатации)|(?<!\w)б/у(?!\w)|(?<!\w)second[\s-]?hand(?!\w)|(?<!\w)used(?!\w)(?!\s+(?:for|in|as|to|on|with|by))|hàng\s+(?:đã\s+)?qua\s+sử\s+dụng|旧(?:货|的)",
    "sample": r"(?<!\w)образец(?!\w)|(?<!\w)образцы(?!\w)|(?:commercial\s+|free\s+)?samples?\s+(?:only|of\s+no\s+commercial\s+value|without\s+commercial\s+value)|hàng\s+mẫu|样品|зразки?\s+",
}  # fmt: skip

FLAG_PATTERN = re.compile("|".join(f"(?P<f{i}>{words})" for i, words in enumerate(FLAGS.values())), re.IGNORECASE)
FLAG_NAMES = tuple(FLAGS)
