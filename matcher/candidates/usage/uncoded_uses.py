"""What goods may be for that bears no code: matter and work. The code behind is that of the goods: saw for hard wood QX-20."""

from __future__ import annotations

import re

from matcher.text.plain_words import bare_letters

# Matter, by the beginnings of words in Russian and Ukrainian
_MATTER = re.compile(
    r"(?:матер[иі]ал|ткан(?:ь|и|ей|ин)|трикотаж|кож[аиеу]?$|шкір|древесин|дерев(?:а|о|у|ом|ине)$|деревин|металл|метал[іу]|стал[ьи]$|алюмини|бумаг|папер|картон"
    r"|пластмасс|пластик|резин[ыау]$|стекл[ао]$|скла$|бетон|кирпич|камн[яей]|грунт|песк[ау]$|вод[ыау]$|жидкост|рідин|газ(?:а|ов|у)$|воздуха$|пыли$"
    r"|масел$|масла$|топлив|палива$|зерн|муки$|порошк|сыпуч|гранул|волок[оне]|пряж|нит(?:ей|и)$|пленк|плівк|мяс[ао]$|рыбы$|молок|овощ|фрукт|продукт|сыр(?:ья|а)$|отход"
    r")"
)
# The same in English, where the last word says what it is, and in languages where others go on behind the first
_ENGLISH_MATTER = re.compile(
    r"(?:materials?|fabrics?|textiles?|leather|wood|timber|metals?|steel|alumini?um|paper|cardboard|plastics?|rubber|glass|concrete|soil|sand|water|liquids?"
    r"|powders?|grains?|foods?|meat|fish|milk|vegetables|fruits?|products|fib(?:er|re)s?|yarns?|threads?|films?)"
)
_ONE_WORD = re.compile(
    r"(?:stoffe?n?|gewebe|leder|holz|metalle?n?|stahl|papier|kunststoffe?n?|glas|beton|wasser|tissus?|cuir|bois|metaux|eau|telas?|cuero|madera|agua"
    r"|vai|giay|nuoc|kim loai)"
)
# Work: Russian nouns of doing, but no things that are called so; words for works
_WORK = re.compile(
    r"(?!оборудова|назначени|здани|издели|помещени|растени|соединени|креплени|укреплени|заведени|предприяти|строени|сидени|ограждени|напряжени|питани|крыл)"
    r"(?:[а-я]{3,}(?:ани|ени)[яею]$|работ[ыа]?$|робіт$|шитья$|шиття$|сварк[иу]$|зварюванн|резк[иу]$|різанн|упаковк[иу]$|фасовк[иу]$|обработк[иу]$|обробк[иу]$|сборк[иу]$|чистк[иу]$|мойк[иу]$|уборк[иу]$|перевозк[иу]$|защиты$|захисту$)"
)


_ADJECTIVE = re.compile(r"[а-яёії]{2,}(?:[ыиі]х|[оеє]го|ой|ої|ей|ых)|и|та|і|й")


def bears_no_code(words: str) -> bool:
    """Whether the words that goods are for say nothing but matter or work: heavy materials, cutting of metal."""
    said = [word.strip("\"'«».,()") for word in bare_letters(words).split()]
    if not said or not said[-1]:
        return False
    if said[-1].isascii():
        return (
            _ENGLISH_MATTER.fullmatch(said[-1]) is not None or _ONE_WORD.fullmatch(" ".join(said)) is not None
        )
    told = [_MATTER.match(word) is not None or _WORK.match(word) is not None for word in said]
    return told[-1] and all(
        is_told or _ADJECTIVE.fullmatch(word) for is_told, word in zip(told, said, strict=True)
    )
