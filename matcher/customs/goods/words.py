"""The words by which a goods text names its maker, trademark, model and the rest, in the languages of declarations.

Each row is (field, beginnings, pattern): the pattern is tried where a word begins with one of the beginnings, over
the text with look-alike letters folded and in lower case. Sources: declaration instructions of Russia and Kazakhstan
(box 31), Ukraine, Uzbekistan, China and Vietnam, and the quotations in the development examples.

Fields are those of ParsedGoods; `none` says that there is no mark, `other` is the key of another matter: both end
the value before them.
"""

from __future__ import annotations

import re

_E = r"(?!\w)"
_MARK = r"(?::|-(?![^\W\d_]{2}))"  # a colon or a dash, not a hyphen: изг-ль
# hiệu after these is a signal, a sign, an effect: no mark
_NO_SIGNAL = "".join(
    rf"(?<!{word}\s)" for word in ("tín", "tin", "báo", "phát", "dấu", "khẩu", "tạo", "vô", "phù")
)

KEYS: tuple[tuple[str, str, str], ...] = (
    # "no mark": it must be seen before the mark's own word
    ("none", "không ko k khong kg", rf"(?:không|khong|ko|kg?)\s*(?:có\s+)?(?:nhãn\s*)?(?:hiệu|hieu|nhãn|thương\s*hiệu|model|mã){_E}(?:\s*/\s*model)?"),
    ("none", "no", rf"no[\s\-]?(?:brand|name|trademark|model|marks?){_E}"),
    ("none", "без", rf"без\s+(?:товарного\s+знака|торгов[а-яі]+\s+марки|бренд[ау]?|марк[иі]|модели|артикула){_E}"),
    ("none", "sin", rf"sin\s+(?:marca|modelo){_E}"),
    # trademark
    ("trademark", "тов", rf"тов(?:арн(?:ый|ого|ым)|\.)?\s*-?\s*зн(?:ак(?:а|ом)?{_E}|\.)|товарна\s+марка{_E}"),
    ("trademark", "тор", rf"торг(?:ов(?:ая|ой|а|ою)|овельн(?:а|ої|ою)|івельн(?:а|ої)|\.)?\s*марк(?:а|и|ой|ою){_E}|торг(?:овый|\.)\s*знак{_E}|торгівельна\s+марка{_E}"),
    ("trademark", "бренд под зна", rf"бренд(?:а|у|ом)?{_E}|под\s+(?:торговой\s+)?маркой{_E}|знак\s+для\s+товарів{_E}"),
    ("trademark", "т тз тм", rf"т\.?\s?/?\s?з\.?(?=\s?[:=\-–])|т\.\s?з\.|т\.\s?м\.|т/м{_E}|тм(?![\w\-])"),
    ("trademark", "tm trade", rf"tm(?![\w\-])|trade\s?-?marks?{_E}|trade\s?name{_E}"),
    ("trademark", "brand marca logo make", rf"brands?(?:\s?name)?{_E}|branded(?=\s+[a-z])|marca(?:\s?comercial)?{_E}|logo{_E}|make(?=\s?:)"),
    ("trademark", "nhãn thương hiệu n nhan hieu hãng", rf"(?:nhãn\s*hiệu|thương\s*hiệu|nhãn\s*hàng|nhãn\s*mác|nhan\s*hieu|n\.?\s?hiệu|{_NO_SIGNAL}(?:hiệu(?!\s*(?:ứng|suất|quả|chuẩn|chỉnh|năng|điện|dụng|từ))|hieu|hiêu)|nhãn(?=\s?:)|hãng(?!\s*(?:sx|sản|tàu))){_E}"),
    # maker
    ("maker", "изг", rf"изг-ль{_E}|изг(?:от)?\.?\s?{_MARK}|изготовлено(?=\s?:)|изг(?:от)?\.(?=\s)|изготовител[ьяюи]{_E}(?:\s*\(фирма\)|\s*:?\s*(?:фирма|компания)(?=\s*[\"«]))?"),
    ("maker", "изг", rf"изготовлен[аоы]?\s+(?:фирмой|компанией|заводом|на\s+заводе|предприятием){_E}"),
    ("maker", "произ", rf"производител[ьяюи]{_E}|произв(?:-во|-ль|-тель|од)?\.?(?:\s+(?:компании|фирмы|завода))?\s?{_MARK}|произв\.|произв-ль{_E}|произведен[аоы]?\s+(?:фирмой|компанией|заводом|на\s+заводе|предприятием){_E}"),
    ("maker", "произ", rf"производства\s+(?:компании|фирмы|завода|корпорации|предприятия){_E}|производства(?=\s+[\"«]?[a-z]{{2,}})|производство\s?[:\-]|производство(?=\s+[a-z]{{2,}})"),
    ("maker", "пр", rf"пр-ль{_E}|пр-ва\s+(?:компании|фирмы){_E}|пр-во\s?[:\-]"),
    ("maker", "фирм завод предпр комп комбин", rf"(?:фирм[аы]|завод[а]?|предприяти[ея]|компани[яи]|комбинат)\s?[-–]?\s?(?:изготовител[ьяюи]|производител[ьяюи]){_E}"),
    ("maker", "фірм завод підп комп вироб виго", rf"(?:(?:фірма|завод|підприємство|компанія)\s?-?\s?)?(?:виробник(?:а|ом|и)?|виготовлювач(?:а)?|виготівник|товаровиробник){_E}|виробництва\s+(?:компанії|фірми|заводу){_E}|виробництво(?=\s?[:\-]|\s+[a-z]{{2,}})|вироблено\s+(?:компанією|фірмою){_E}"),
    ("maker", "man", rf"manufactur(?:er|ers|ed\s+by|ed\s+from)(?:'s)?(?:\s?name)?{_E}|manufacturing\s+company(?=\s?:)|manuf\.?(?=\s?:)|manuf\."),
    ("maker", "made prod mak mf fact", rf"made\s+(?:in\s+[a-z]+\s+)?by{_E}|produced\s+by{_E}|maker{_E}|producer{_E}|mfr\.?{_E}|mfg\.?{_E}(?:\s+by)?|mfd\.?\s+by{_E}|factory(?=\s?[:\-])"),
    ("maker", "nsx n n.s sx nhà sản cty hãng nha hang", rf"nsx{_E}|n\.?s\.?x\.?{_E}|nhà\s?(?:sản\s?xuất|sx|máy\s?sx){_E}|hãng\s?(?:sản\s?xuất|sx){_E}|sản\s?xuất\s?bởi{_E}|sx(?=\s?:\s?[a-z])|cty\s?sx{_E}|nha\s?sx{_E}|hang\s?sx{_E}"),
    ("maker", "fabric product", rf"fabricante{_E}|fabricado\s+por{_E}|productor(?=\s?:)"),
    # article
    ("article", "арт", rf"артикул(?:а|ы|у|ом|и|ів|ов)?{_E}(?:\s+(?:производителя|изготовителя|поставщика|товара|виробника){_E})?(?:\s?№)?|арт\.(?:\s?№)?|арт(?:-л)?{_E}"),
    ("article", "ном кат № код парт", rf"номер\s+по\s+каталогу{_E}|каталожн[а-яі]+\s+(?:номера?{_E}|№)|кат\.\s?(?:номер{_E}|№|ном\.)|код\s+(?:товар[ау]|изделия|виробу|производителя|виробника){_E}|парт\.?\s?-?номер{_E}"),
    ("article", "p part pn parts mpn", rf"mpn{_E}|p\s?/\s?n\.?{_E}|parts?\s?-?(?:no|number|num|nr|code)\.?{_E}|part\s?#|pn\s?[:#]"),
    ("article", "art item sku cat ref order style ord", rf"art(?:icle)?s?\.?\s?(?:no|number|nr|code){_E}\.?|art(?:icle)?s?\.?\s?[№#:]|art\.|articles?(?=\s?[:#№]|\s+[\w\-]*\d)|item\s?(?:no|number|code|nr){_E}\.?|item\s?#|sku{_E}|cat(?:alog(?:ue)?)?\.?\s?(?:no|number|nr){_E}\.?|cat\.?\s?#|ref(?:erence)?\.?\s?(?:no|number)?\.?\s?[:#]|order\s?(?:no|code){_E}\.?|style\s?(?:no|number)?\.?\s?[:#]|referencia{_E}"),
    # model
    ("model", "мод", rf"модел[ьиеюя](?:й|ю|ями)?{_E}(?:\s+(?:товара|изделия|производителя){_E})?(?:\s?(?:№|номер{_E}))?|мод\.|мод(?=\s?[:\-])|мод{_E}"),
    ("model", "model mod modelo", rf"models?{_E}\.?(?:\s?(?:no|number|nr|name|code){_E}\.?|\s?[№#])?|mod\.|mod\s?:|modelo{_E}"),
    ("model", "type typ", rf"type(?=\s?[:#])|type\s?(?:no|number){_E}\.?"),
    ("model", "ký ki kí mã ma kiểu mẫu số code item mode", rf"k[ýíi]\s?(?:mã\s?)?hiệu{_E}|ký\s?hiêu{_E}|mã(?!\s?(?:h[oó]a|hoá|vạch|độc|ngành|loại\s+hình|hs))\s?(?:hiệu|hàng|số|sp|sản\s?phẩm|hh|model|code|sku|kiểu|máy|hàng\s?hóa)?{_E}|ma\s?(?:hang|so|sp){_E}|ma(?=\s?:)|kiểu\s?(?:máy|mẫu)?(?=\s?:)|số\s?loại{_E}|số\s?hiệu{_E}|code(?=\s?[:#])|item(?=\s?[:#])|mode(?=\s?:)"),
    # mark, standard, quantity
    ("mark", "мар", rf"марк[аиу]{_E}"),
    ("mark", "grade mác", r"grade(?=\s?:)|mác\s?(?:thép)?(?=\s?:)"),
    ("standard", "станд stand tiêu", rf"стандарт[аыу]?{_E}|standard(?=\s?[:#])|tiêu\s?chuẩn{_E}"),
    ("standard", "гост дсту сту ост", r"(?=(?:гост|дсту|сту|ост)(?:\s?(?:р|iso|исо|en|мэк|iec|гост))*[\s.:№\-]*\d)"),
    ("standard", "ту", r"(?=ту(?:\s?у)?[\s.:№\-]*\d[\d.\-]+)"),
    ("quantity", "кол общ", rf"(?:общее\s+)?кол(?:ичеств[оа]{_E}|\.?\s?-\s?во{_E}|во{_E}|\.|(?=\s?[:\-]))(?:\s+(?:товара|в\s+уп[а-я.]*))?"),
    ("quantity", "кіль к всег усьо всьо", rf"кільк(?:ість{_E}|\.)|к-сть{_E}|к-ть{_E}|(?:всего|усього|всього)(?=\s?[:\-–]?\s?\d)"),
    ("quantity", "q qt quan total", rf"q(?:uanti)?ty\.?{_E}|quantity{_E}|quan\.|q'ty{_E}|total(?=\s?[:\-]?\s?\d)"),
    ("quantity", "số s cant", rf"số\s?lượng{_E}|s\.?\s?lượng{_E}|cantidad{_E}|cant\."),
    # what ends a value and is not kept
    ("other", "стран країн", rf"стран[аы]{_E}(?:\s+(?:происхождения|изготовления|производства|изготовителя))?|країн[аи]{_E}(?:\s+(?:виробництва|походження|виробника))?"),
    ("other", "вес масс ваг мас", rf"(?:вес|масса|вага|маса)(?:\s+(?:нетто|брутто))?\s?[:\-=]|вес\s+(?:нетто|брутто){_E}|вес(?=\s?\d)|масса{_E}"),
    ("other", "разм розм габ типор", rf"размер[а-я]*{_E}|розмір[а-яи]*{_E}|габарит[а-я]*{_E}|типоразмер[а-я]*{_E}"),
    ("other", "мате сост скл цве кол наз при изго", rf"материал[а-я]*{_E}|матеріал[а-яи]*{_E}|состав(?=\s?:)|склад(?=\s?:)|цвет[а-я]*{_E}|колір{_E}|назначени[ея]{_E}|призначен[а-яі]*{_E}|применени[ея]{_E}|изготовлен[а-я]*\s+из{_E}"),
    ("other", "упак год г рік расф фас", rf"упак[а-я.]*{_E}|год(?:а)?(?:\s+(?:выпуска|изготовления)){_E}|г\.?/?в\.?{_E}|рік\s+(?:випуску|виготовлення){_E}|расфасован[а-я]*{_E}"),
    ("other", "сер зав vin s serial imei", rf"сер(?:ийны[йе]|\.)?\s*(?:номера?{_E}|№|ном\.)|зав(?:одской|\.)?\s*(?:номер{_E}|№)|vin{_E}|s\s?/\s?n{_E}|serial\s?(?:no|number)?\.?{_E}|imei{_E}"),
    ("other", "дат цен стои инв код сорт см спец конт", rf"дата{_E}(?:\s+(?:изготовления|выпуска))?|цена{_E}|стоимость{_E}|инвойс[а-я]*{_E}|код\s+(?:окп|тн\s?вэд){_E}|сорт{_E}|см\.?\s?доп[а-я.]*|спецификаци[яи]{_E}|контракт[а-я]*{_E}"),
    ("other", "пост пред прим испо не граж в имее явл обор пост ввоз мест всег", rf"поставля[а-я]+{_E}|поставки{_E}|предназнач[а-я]+{_E}|применя[а-я]+{_E}|используе[а-я]+{_E}|не\s+[а-я]{{2,}}|гражданск[а-я]+\s+(?:назначения|применения){_E}|в\s+(?:количестве|комплекте|том\s+числе|упаковке|сборе|разобранном|ассортименте){_E}|оборудован[а-я]+{_E}|всего{_E}"),
    ("other", "призн пост викор не у в", rf"використову[а-яії]+{_E}|постача[а-яії]+{_E}|у\s+(?:кількості|комплекті|складі){_E}|в\s+(?:кількості|комплекті){_E}"),
    ("other", "made country not for orig net gross q", rf"made\s+in{_E}|country\s+of\s+origin{_E}|not\s+for{_E}|not\s+[a-z]+{_E}|for{_E}|origin(?=\s?:|\s+[a-z]+\s*$)"),
    # words that names hold too: they end a value only after punctuation or before a colon
    ("weak", "country origin material size dimension weight colo pack purpose volt power capac compos use net gross with date spec contain serial year", rf"(?:country|origin|materials?|sizes?|dimensions?|weight|colou?r|packed|packing|package|packaging|purpose|voltage|power|capacity|composition|used?\s+(?:for|in|as)|net|gross|date|specifications?|containing|with|year){_E}"),
    ("other", "hàng mới moi", rf"(?:hàng\s+)?mới\s*:?\s*100|hàng\s+mới{_E}|mới{_E}|moi\s*100|hang\s+moi{_E}"),
    ("other", "chất c k kt kích kich quy qc xuất x xx xuat cl", rf"chất\s?liệu{_E}|c\.?\s?liệu|k\.?t\.?(?=\s?[:(\d])|kt{_E}|kích\s?(?:thước|cỡ|thướt){_E}|quy\s?cách{_E}|qc(?=\s?:)|xuất\s?xứ{_E}|x\.?\s?xứ{_E}|xx\s?:|cl(?=\s?:)"),
    ("other", "dùng dung công điện trọng màu không ko loại đóng thành bằng làm gồm bao năm sx phi đường sử tốc áp size tải hoạt phụ chưa đã nhập cas có đk đ trong cho để và", rf"(?:dùng|công\s?suất|điện\s?áp|dung\s?(?:tích|lượng)|trọng\s?lượng|màu|không|ko|loại|đóng\s?gói|thành\s?phần|bằng|làm\s+từ|gồm|bao\s+gồm|năm\s?(?:sx|sản\s?xuất)|sx\s+năm|đường\s?kính|sử\s?dụng|tốc\s?độ|áp\s?suất|tải\s?trọng|hoạt\s?động|phụ\s?kiện|chưa|đã\s+qua|nhập\s?khẩu|cas|có|đk|đ\.?áp){_E}|phi(?=\s?\d)"),
)  # fmt: skip

# Chinese has no blanks between words: its keys are looked for anywhere.
HAN_KEYS: dict[str, str] = {
    "none": "无(?:品牌|牌|型号|中文品牌|外文品牌)+",
    "maker": "生产(?:厂家|厂商|企业|商|单位)|制造(?:商|厂|企业)|厂家|厂商",
    "trademark": "品牌(?![类级])(?:\\(中文或外文名称\\)|（中文或外文名称）)?|商标|牌子",
    "model": "规格型号|型号(?:规格)?|款号|机型",
    "article": "货号|料号|产品编号",
    "mark": "牌号",
    "standard": "执行标准",
    "quantity": "数量",
    "other": "品牌类型|出口享惠情况|用途|材质|成分(?:含量)?|规格|颜色|包装|原产国|功率|电压|是否|状态|种类|款式",
}

HAN_PATTERN = re.compile("|".join(f"(?P<{name}>{words})" for name, words in HAN_KEYS.items()))

# Boilerplate that says what the goods are not, or only how they are declared: kept as flags, no part of the meaning.
FLAGS: tuple[tuple[str, str, str], ...] = (
    ("not military", "не not non không", r"не\s+(?:для\s+)?во[еи]нн(?:ого|ых)\s+(?:назначения|целей|применения)|не\s+військового\s+призначення|not\s+(?:intended\s+)?(?:for\s+)?(?:any\s+)?military(?:\s+(?:use|purposes?|application))?|non-?\s?military(?:\s+(?:use|purposes?))?|không\s+(?:dùng\s+)?(?:cho\s+)?quân\s+sự"),
    ("civil", "граж циві civil for", r"гражданск(?:ого|их)\s+(?:назначения|применения|использования)|цивільного\s+призначення|(?:for\s+)?civil(?:ian)?\s+(?:use|purposes?)(?:\s+only)?"),
    ("not dual use", "не no not", r"не\s+двойного\s+(?:назначения|применения)|не\s+подвійного\s+(?:використання|призначення)|not?\s+(?:of\s+)?(?:for\s+)?dual[\s-]use"),
    ("not scrap", "не not", r"не\s+(?:явля[а-я]+\s+)?(?:лом(?:ом)?|отход(?:ом|ами|ы)?)(?:\s+(?:и\s+отход[а-я]+|электрооборудования|черных\s+металлов|цветных\s+металлов))*(?!\w)|not\s+(?:a\s+)?(?:scrap|waste)(?:\s+or\s+(?:scrap|waste))?"),
    ("no ozone depleting substances", "не без do not", r"не\s+содерж[а-я]+\s+озоноразрушающих\s+веществ|без\s+озоноразрушающих\s+веществ|(?:do(?:es)?\s+)?not\s+contain\s+ozone[\s-]depleting\s+substances"),
    ("not for explosive atmospheres", "не", r"не\s+(?:предназнач[а-я]+\s+)?для\s+(?:работы|использования|применения)\s+во\s+взрывоопасн[а-я]+\s+сред[а-я]+"),
    ("not for covert gathering", "не", r"не\s+(?:предназнач[а-я]+\s+)?для\s+негласного\s+получения\s+информации"),
    ("not for food", "не not", r"не\s+(?:предназнач[а-я]+\s+)?для\s+контакта\s+с\s+пищ[а-я]+(?:\s+продукт[а-я]+)?|not\s+for\s+(?:food\s+contact|contact\s+with\s+food)"),
    ("not cryptographic", "не без", r"не\s+криптограф[а-я]+|не\s+содерж[а-я]+\s+(?:средств\s+)?(?:шифров[а-я]+|криптограф[а-я]+)(?:\s+средств[а-я]*)?|без\s+(?:функции\s+)?шифрования"),
    ("not medical", "не", r"не\s+(?:для\s+)?медицинск(?:ого|их)\s+(?:назначения|целей)|не\s+явля[а-я]+\s+медицинск[а-я]+\s+издели[а-я]+"),
    ("not a weapon", "не not", r"не\s+(?:явля[а-я]+\s+)?(?:оружи[а-я]+|боеприпас[а-я]+)|not\s+(?:a\s+)?(?:weapons?|ammunition)"),
    ("new", "новы нов hàng mới 100 brand не moi", r"(?:hàng\s+)?mới\s*:?\s*100\s?%|новы[йе](?!\w)|100\s?%\s?new|brand[\s-]new|нов[аі](?!\w)|не\s+бывш[а-я]+\s+в\s+(?:употреблении|эксплуатации)|moi\s*100\s?%"),
    ("used", "быв б second used hàng вжи", r"бывш[а-я]+\s+в\s+(?:употреблении|эксплуатации)|б/у(?!\w)|second[\s-]?hand(?!\w)|used(?!\w)(?!\s+(?:for|in|as|to|on|with|by))|hàng\s+(?:đã\s+)?qua\s+sử\s+dụng|вживан[а-яії]+"),
    ("sample", "образ зраз sample free commer hàng", r"образ(?:ец|цы)(?!\w)|(?:commercial\s+|free\s+)?samples?\s+(?:only|of\s+no\s+commercial\s+value|without\s+commercial\s+value)|hàng\s+mẫu|зраз(?:ок|ки)(?!\w)"),
)  # fmt: skip

HAN_FLAGS = {
    "not military": "不用于军事|非军用|非军事用途",
    "civil": "民用",
    "new": "全新",
    "used": "旧货|旧的",
    "sample": "样品",
}
HAN_FLAG_PATTERN = re.compile("|".join(f"(?P<f{i}>{words})" for i, words in enumerate(HAN_FLAGS.values())))
HAN_FLAG_NAMES = tuple(HAN_FLAGS)

# Key words that can be written wholly with Latin look-alikes: TOB.ЗHAK, MAPKA, APT.
LATIN_LOOKALIKES = {"tob": "тов", "mapka": "марка", "apt": "арт", "bec": "вес", "tm": "тм"}

STEM = 2  # letters of a word's beginning that choose which patterns are tried


def _by_stem(rows: tuple[tuple[str, str, str], ...], names: dict[str, str]) -> dict[str, re.Pattern[str]]:
    """First letters of a word -> one pattern of all rows that such a word may begin; group names by `names`."""
    buckets: dict[str, dict[str, list[str]]] = {}
    for field, stems, pattern in rows:
        for stem in {stem[:STEM] for stem in stems.split()}:
            buckets.setdefault(stem, {}).setdefault(names.get(field, field), []).append(pattern)
    return {
        stem: re.compile("|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in fields.items()))
        for stem, fields in buckets.items()
    }


FLAG_NAMES = tuple(row[0] for row in FLAGS)
KEYS_BY_STEM = _by_stem(KEYS, {})
FLAGS_BY_STEM = _by_stem(FLAGS, {name: f"f{i}" for i, name in enumerate(FLAG_NAMES)})
# The first letters of every word, or a sign that means a trademark.
WORD = re.compile(rf"\(\s?(?:tm|тм)\s?\)|™|([^\W_]{{1,{STEM}}})[^\W_]*")
# First letters of words that may be a key or a flag: all others need no look.
STEMS = frozenset([*KEYS_BY_STEM, *FLAGS_BY_STEM, *(word[:STEM] for word in LATIN_LOOKALIKES)])
