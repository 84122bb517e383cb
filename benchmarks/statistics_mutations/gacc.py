"""Chinese customs: currencies and scales in titles and headers, month and cumulation, totals among the partners."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from statistics_mutations.cases import Case, Question, question

# Download of http://stats.customs.gov.cn/ : the columns follow from what is asked for; the last one is the currency.
QUERY = (
    "数据年月",
    "商品编码",
    "商品名称",
    "贸易伙伴编码",
    "贸易伙伴名称",
    "第一数量",
    "第一计量单位",
    "第二数量",
    "第二计量单位",
)
CODES = {"俄罗斯联邦": "344", "哈萨克斯坦": "145", "合计": "", "全部": "", "中国香港": "110"}
EXPORT = ("--flow", "export")


def row(partner: str, value: str, number: str = "10", kilograms: str = "50", **other: str) -> list[str]:
    """A row of the query's download: pieces first, kilograms second."""
    o = {"period": "202301", "code": "88062210", "units": "架,千克"} | other
    first, second = o["units"].split(",")
    return [
        o["period"],
        o["code"],
        "航拍无人机",
        CODES[partner],
        partner,
        number,
        first,
        kilograms,
        second,
        value,
    ]


def download(
    header: str, rows: Sequence[Sequence[str]], titles: Sequence[str] = (), encoding: str = "gb18030"
) -> bytes:
    """The CSV, every cell quoted as the site does."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for title in titles:
        writer.writerow([title])
    writer.writerow([*QUERY, header])
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def gacc_cases() -> list[Case]:
    """All mutations of the Chinese customs' tables."""
    q, rus, kaz = "--hs 8806", ("export", "CHN", "RUS", "2023"), ("export", "CHN", "KAZ", "2023")
    both = {"H87": 10, "KGM": 50}
    r, k = row("俄罗斯联邦", "1,000"), row("哈萨克斯坦", "300", "2", "9")
    asked, two = (
        question(q, (*rus, 1000, both)),
        question(q, (*rus, 1000, both), (*kaz, 300, {"H87": 2, "KGM": 9})),
    )
    thousands = question(q, (*rus, 1_000_000, both))
    levels = [row("俄罗斯联邦", "1,000", "10", "50", code=c) for c in ("88", "8806", "880622", "88062210")]
    range_ = [row("俄罗斯联邦", "1,400", "14", "70", period="202301-202303")]
    kilograms = row("俄罗斯联邦", "1,000", "50", "10", units="千克,个")
    return [
        _case("dollars", "美元", [r, k], two),
        _case("total among the partners", "美元", [r, k, row("合计", "1,300", "12", "59")], two),
        _case("all partners in one row first", "美元", [row("全部", "1,300", "12", "59"), r, k], two),
        _case("levels 2, 4, 6 and 8", "美元", levels, asked),
        _case("the same row twice", "美元", [r, r, k], two),
        _case("thousand dollars in the header", "千美元", [r], thousands),
        _case("thousand dollars in brackets", "金额（千美元）", [r], thousands),
        _case("ten thousand dollars in the header", "金额（万美元）", [r], question(q, (*rus, 10_000_000, both))),
        _case("thousand dollars in a title", "金额", [r], thousands, titles=("2023年1月 无人机出口", "单位：千美元")),
        _case("no currency and no scale", "金额", [r], asked, must_refuse=True),
        _case("a scale without a currency", "金额（千）", [r], asked, must_refuse=True),
        _case("renminbi", "人民币", [row("俄罗斯联邦", "6,829", "10", "50")], question(q, (*rus, 6829, both)), currency="CNY"),
        _case("ten thousand renminbi in the header", "金额（万元人民币）", [row("俄罗斯联邦", "68", "10", "50")], question(q, (*rus, 680_000, both)), currency="CNY"),
        _case("hundred million renminbi in a title", "金额", [row("俄罗斯联邦", "0.5", "10", "50")], question(q, (*rus, 50_000_000, both)), currency="CNY", titles=("单位：亿元人民币",)),
        _case("kilograms first, pieces second", "美元", [kilograms], asked),
        _case("ten thousand pieces", "美元", [row("俄罗斯联邦", "1,000", "3", "50", units="万个,千克")], question(q, (*rus, 1000, {"H87": 30000, "KGM": 50}))),
        _case("tonnes", "美元", [row("俄罗斯联邦", "1,000", "10", "2.5", units="架,吨")], question(q, (*rus, 1000, {"H87": 10, "KGM": 2500}))),
        _case("months and their quarter", "美元", [r, row("俄罗斯联邦", "400", "4", "20", period="202302"), *range_], question(f"{q} --by year", (*rus, 1400, {"H87": 14, "KGM": 70}))),
        _case("UTF-8 with a mark", "美元", [r, k], two, encoding="utf-8-sig"),
        _case("codes with spaces and points", "美元", [row("俄罗斯联邦", "1,000", code="8806.2210"), row("哈萨克斯坦", "300", "2", "9", code="8806 2210")], two),
        Case("a download for each partner", "gacc", (("俄罗斯.csv", download("美元", [r])), ("哈萨克斯坦.csv", download("美元", [k]))), (two,), EXPORT),
        Case("the same month again, corrected", "gacc", (("1.csv", download("美元", [row("俄罗斯联邦", "900", "9", "45")])), ("2.csv", download("美元", [r]))), (asked,), EXPORT),
        Case("the same in dollars and in renminbi", "gacc", (("usd.csv", download("美元", [r])), ("rmb.csv", download("人民币", [row("俄罗斯联邦", "6,829")]))), (asked,), EXPORT),
        _month_and_cumulation(),
        _countries_without_goods(),
    ]  # fmt: skip


def _case(
    name: str,
    header: str,
    rows: Sequence[Sequence[str]],
    *asked: Question,
    currency: str = "USD",
    must_refuse: bool = False,
    titles: Sequence[str] = (),
    encoding: str = "gb18030",
) -> Case:
    files = (("gacc.csv", download(header, rows, titles, encoding)),)
    return Case(name, "gacc", files, asked, EXPORT, currency, must_refuse)


def _month_and_cumulation() -> Case:
    """Two monthly tables with their cumulations: the months are added, the cumulations are not."""
    files = []
    for month, now, sum_ in ((1, 80, 80), (2, 120.5, 200.5)):
        rows = [
            f"2023年{month}月出口商品国别（地区）数量金额表,,,,,,,",
            ",,,,,,,单位：千美元",
            "商品编码,商品名称,最终目的国（地）,计量单位,当月,,1至当月累计,",
            ",,,,数量,金额,数量,金额",
            f"84821020,深沟球轴承,俄罗斯联邦,千克,{now * 100:g},{now:g},{sum_ * 100:g},{sum_:g}",
        ]
        files.append((f"2023-{month:02d}.csv", ("\n".join(rows) + "\n").encode("utf-8")))
    row_ = ("export", "CHN", "RUS", "2023", 200_500, {"KGM": 20_050})
    return Case("month and cumulation, two months", "gacc", tuple(files), (question("--hs 8482", row_),))


def _countries_without_goods() -> Case:
    """The table of countries has no goods codes: no figure for a code may come of it."""
    text = (
        "（2）2023年2月进出口商品国别（地区）总值表,,,,,,\n,,,,,,单位：千美元\n进口原产国（地）,进出口,,出口,,进口,\n"
        "出口最终目的国（地）,当月,1至当月累计,当月,1至当月累计,当月,1至当月累计\n"
        '俄罗斯联邦,"15,000,000","33,685,000","6,800,000","15,000,000","8,200,000","18,685,000"\n'
    )
    files = (("countries.csv", text.encode("utf-8")),)
    return Case("countries without goods", "gacc", files, (question("--hs 84"),), must_refuse=True)
