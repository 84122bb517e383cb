"""Country names as customs files and statistics write them: to ISO 3166 alpha-3, so that sums of two sources add up."""

from __future__ import annotations

from functools import cache

from matcher.customs.layout.headers import plain

# alpha-3 alpha-2: names in English, Russian, Ukrainian, Chinese, Spanish as they are printed in data of these kinds.
_COUNTRIES = """
RUS RU: Russia, Russian Federation, Россия, Российская Федерация, РФ, Росія, 俄罗斯, 俄罗斯联邦, Rusia
UKR UA: Ukraine, Украина, Україна, 乌克兰, Ucrania, Ukraina
CHN CN: China, People's Republic of China, China mainland, Китай, КНР, Китайская Народная Республика, 中国, 中国大陆, Trung Quốc
KAZ KZ: Kazakhstan, Казахстан, Республика Казахстан, Қазақстан, 哈萨克斯坦, Kazajistán
BLR BY: Belarus, Беларусь, Республика Беларусь, Белоруссия, Білорусь, 白俄罗斯, Bielorrusia
KGZ KG: Kyrgyzstan, Kyrgyz Republic, Киргизия, Кыргызстан, Киргизстан, 吉尔吉斯斯坦, 吉尔吉斯
UZB UZ: Uzbekistan, Узбекистан, 乌兹别克斯坦
TJK TJ: Tajikistan, Таджикистан, 塔吉克斯坦
TKM TM: Turkmenistan, Туркменистан, Туркмения, 土库曼斯坦
ARM AM: Armenia, Армения, Вірменія, 亚美尼亚
AZE AZ: Azerbaijan, Азербайджан, 阿塞拜疆
GEO GE: Georgia, Грузия, Грузія, 格鲁吉亚
MDA MD: Moldova, Republic of Moldova, Молдова, Молдавия, 摩尔多瓦
MNG MN: Mongolia, Монголия, Монголія, 蒙古
TUR TR: Turkey, Türkiye, Turkiye, Турция, Туреччина, 土耳其, Turquía, Turquia, Thổ Nhĩ Kỳ
ARE AE: United Arab Emirates, UAE, ОАЭ, Объединенные Арабские Эмираты, ОАЕ, 阿联酋, 阿拉伯联合酋长国, Emiratos Árabes Unidos
HKG HK: Hong Kong, China Hong Kong SAR, Hong Kong China, Гонконг, Гонг-Конг, 香港, 中国香港, Hồng Kông
TWN TW: Taiwan, Taiwan China, Chinese Taipei, Other Asia nes, Тайвань, Тайвань (Китай), 台湾, 中国台湾, 台澎金马关税区, Taiwán, Đài Loan
MAC MO: Macao, Macau, China Macao SAR, Макао, 澳门, 中国澳门
USA US: United States, United States of America, США, Соединенные Штаты Америки, Соединенные Штаты, Сполучені Штати, 美国, Estados Unidos, Hoa Kỳ, Mỹ
DEU DE: Germany, Германия, Німеччина, 德国, Alemania, Đức
FRA FR: France, Франция, Франція, 法国, Francia, Pháp
GBR GB: United Kingdom, UK, Great Britain, Великобритания, Соединенное Королевство, Велика Британія, 英国, Reino Unido, Anh
ITA IT: Italy, Италия, Італія, 意大利, Italia, Ý
ESP ES: Spain, Испания, Іспанія, 西班牙, España, Tây Ban Nha
POL PL: Poland, Польша, Польща, 波兰, Polonia, Ba Lan
CZE CZ: Czechia, Czech Republic, Чехия, Чешская Республика, Чехія, 捷克, 捷克共和国
SVK SK: Slovakia, Словакия, Словаччина, 斯洛伐克
HUN HU: Hungary, Венгрия, Угорщина, 匈牙利
ROU RO: Romania, Румыния, Румунія, 罗马尼亚
BGR BG: Bulgaria, Болгария, Болгарія, 保加利亚
SRB RS: Serbia, Сербия, Сербія, 塞尔维亚
GRC GR: Greece, Греция, Греція, 希腊
NLD NL: Netherlands, Нидерланды, Нідерланди, 荷兰, Países Bajos, Hà Lan
BEL BE: Belgium, Бельгия, Бельгія, 比利时
AUT AT: Austria, Австрия, Австрія, 奥地利
CHE CH: Switzerland, Швейцария, Швейцарія, 瑞士, Suiza, Thụy Sĩ
SWE SE: Sweden, Швеция, Швеція, 瑞典
FIN FI: Finland, Финляндия, Фінляндія, 芬兰
NOR NO: Norway, Норвегия, Норвегія, 挪威
DNK DK: Denmark, Дания, Данія, 丹麦
EST EE: Estonia, Эстония, Естонія, 爱沙尼亚
LVA LV: Latvia, Латвия, Латвія, 拉脱维亚
LTU LT: Lithuania, Литва, 立陶宛
PRT PT: Portugal, Португалия, 葡萄牙
IRL IE: Ireland, Ирландия, 爱尔兰
SVN SI: Slovenia, Словения, 斯洛文尼亚
HRV HR: Croatia, Хорватия, 克罗地亚
CYP CY: Cyprus, Кипр, 塞浦路斯
ISR IL: Israel, Израиль, Ізраїль, 以色列
IRN IR: Iran, Islamic Republic of Iran, Иран, Іран, 伊朗
IRQ IQ: Iraq, Ирак, 伊拉克
SAU SA: Saudi Arabia, Саудовская Аравия, 沙特阿拉伯
EGY EG: Egypt, Египет, 埃及
IND IN: India, Индия, Індія, 印度, Ấn Độ
PAK PK: Pakistan, Пакистан, 巴基斯坦
BGD BD: Bangladesh, Бангладеш, 孟加拉国
LKA LK: Sri Lanka, Шри-Ланка, 斯里兰卡
VNM VN: Vietnam, Viet Nam, Вьетнам, Вєтнам, 越南, Việt Nam
THA TH: Thailand, Таиланд, Таїланд, 泰国, Tailandia, Thái Lan
MYS MY: Malaysia, Малайзия, 马来西亚
SGP SG: Singapore, Сингапур, 新加坡
IDN ID: Indonesia, Индонезия, 印度尼西亚
PHL PH: Philippines, Филиппины, 菲律宾
JPN JP: Japan, Япония, Японія, 日本, Japón, Japon, Nhật Bản
KOR KR: South Korea, Korea, Republic of Korea, Rep. of Korea, Корея, Республика Корея, Южная Корея, 韩国, Corea del Sur, Hàn Quốc
PRK KP: North Korea, Dem. People's Rep. of Korea, КНДР, 朝鲜
AUS AU: Australia, Австралия, 澳大利亚
NZL NZ: New Zealand, Новая Зеландия, 新西兰
CAN CA: Canada, Канада, 加拿大
MEX MX: Mexico, Мексика, 墨西哥, México
BRA BR: Brazil, Бразилия, Бразилія, 巴西, Brasil
ARG AR: Argentina, Аргентина, 阿根廷
CHL CL: Chile, Чили, 智利
COL CO: Colombia, Колумбия, 哥伦比亚
PER PE: Peru, Перу, 秘鲁, Perú
VEN VE: Venezuela, Венесуэла, 委内瑞拉
ECU EC: Ecuador, Эквадор, 厄瓜多尔
ZAF ZA: South Africa, ЮАР, Южная Африка, 南非
NGA NG: Nigeria, Нигерия, 尼日利亚
KEN KE: Kenya, Кения, 肯尼亚
ETH ET: Ethiopia, Эфиопия, 埃塞俄比亚
GHA GH: Ghana, Гана, 加纳
DZA DZ: Algeria, Алжир, 阿尔及利亚
MAR MA: Morocco, Марокко, 摩洛哥
SYR SY: Syria, Syrian Arab Republic, Сирия, 叙利亚
AFG AF: Afghanistan, Афганистан, 阿富汗
WLD W00: World, Мир, 世界, 全球
"""


@cache
def _by_name() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _COUNTRIES.strip().splitlines():
        codes, _, names = line.partition(": ")
        alpha3_code, alpha2 = codes.split()
        for name in (alpha3_code, alpha2, *names.split(", ")):
            table[plain(name)] = alpha3_code
    return table


@cache
def alpha3(name: str) -> str | None:
    """The ISO 3166 alpha-3 code of a country named in one of the languages above, or by a code; None if unknown."""
    return _by_name().get(plain(name))
