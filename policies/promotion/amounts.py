"""Prices, percentages, coupon codes, telephone numbers and handles in a text without addresses.

Prices are counted, not converted: a number beside a currency's sign, code or word, in the languages we read.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.promotion.clues import ALPHANUMERIC, NO_WORD, Clues, clue, find_clues

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_NUMBER = r"(?:\d{1,3}(?:[ .,'\u00a0]\d{3})+|\d+)(?:[.,]\d{1,2})?(?!\d)"
_SIGN = r"[$€£¥₹₽₺₴₩₪₫฿₦₱₸₾₡₲₵₼]|US\$|R\$|A\$|C\$|S\$|HK\$|NT\$|NZ\$|zł|Kč|Rp\.?|Rs\.?|RM|kr"
_CODE = (
    r"USD|EUR|GBP|INR|RUB|TRY|TL|IDR|BRL|CHF|CNY|RMB|AED|SAR|EGP|UAH|MXN|AUD|CAD|PLN|ZAR|USDT|NGN|KES|"
    r"SEK|NOK|DKK|CZK|HUF|BGN|ILS|GEL|SGD|HKD|TWD|NZD|JPY|KRW|THB|VND|MYR|PKR|LKR|BDT|KZT|QAR|KWD|GHS|Ksh"
)
"""Not those that are words or names in any case: COP, MAD, PEN, PHP, RON."""
_WORDS = (
    r"dollars?|bucks|quid|pounds?|euros?|rupees?|rupiah|ribu|juta|rb|jt|reais|real|pesos?|soles|francs?|"
    r"dirhams?|shekels?|shillings?|kron(?:er|or|en)|forint|lei|baht|ringgit|naira|rand|"
    r"lira(?:sı|ya|dan)?|liras|"
    r"руб(?:лей|ля|\.)?|р\.|гривен|грн|тыс\.? ?(?:руб|р)\w*|тенге|евро|долларов|лари|лева|"
    r"रुपये|रुपए|रु\.?|يورو|دولار|ريال|درهم|جنيه|ليرة|元|块|人民币|美元|欧元|円|원"
)
_PRICE = re.compile(
    rf"(?:(?<![\w])(?:{_SIGN})|(?<!\w)(?:{_CODE})) ?(?:{_NUMBER})(?: ?(?:k|m|mil|jt|rb|juta|ribu)\b)?|"
    rf"(?<![\w.,])(?:{_NUMBER})(?: ?k)? ?(?:(?:{_SIGN})|(?:{_CODE}|{_WORDS})(?!\w))",
    re.IGNORECASE,
)
_NUMBER_SIGN = clue(r"\p{Nd}|折")
_MAY_BE_PRICE = clue(rf"(?i)(?:{_SIGN}|{_CODE}) ?\p{{Nd}}|\p{{Nd}} ?k? ?(?:{_SIGN}|{_CODE}|{_WORDS})")
_PERCENT = re.compile(
    r"\d{1,3} ?(?:%|٪|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b|por cento\b|"
    r"per cento\b|процент\w*|persen\b)|%\d{1,3}|yüzde \d{1,3}|[1-9]折",
    re.IGNORECASE,
)
_MAY_BE_PERCENT = clue(
    r"(?i)\p{Nd} ?(?:%|٪|per ?cent|pro[zc]ent|pour cent|por c|процент|persen)|%\p{Nd}|yüzde \p{Nd}|[1-9]折"
)
_COUPON = re.compile(
    r"(?i:code|coupon|promo|voucher|c[oó]digo|cup[oó]m?n?|codice|gutschein\w*|(?:промо)?код\w*|kod\w*|kode|कोड|كود|优惠码)\W{1,3}(?=[A-Z0-9]*[A-Z])([A-Z0-9]{4,15})\b"
)
_MAY_BE_COUPON = clue(rf"(?i:cod|coup|prom|vouch|c[oó]d|cup[oó]|gutsch|код|kod|कोड|كود|优惠码){ALPHANUMERIC}*{NO_WORD}")
_PHONE = re.compile(r"(?<![\w.,/=&-])(?:\+|00)?\(?\d(?:[\d\s()./-]{5,18})\d(?!\w)")
_MAY_BE_PHONE = clue(r"\p{Nd}[\p{Nd}\s\pZ()./-]{2}")
_HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z][\w.]{2,31})")
_EVERYONE = re.compile(
    r"(?<![\w@])@(?:here|channel|everyone|all|todos|tous|alle|tutti|все|herkes|semua|所有人)\b", re.IGNORECASE
)
_REGIONS = ("GB", "US", "IN", "DE", "ES", "FR", "IT", "BR", "RU", "TR", "ID", "PT", "MX", "AR", "EG", "SA", "AE", "CN")


@dataclass(frozen=True, slots=True)
class Amounts:
    """What was found; `text` has a placeholder in each one's place."""

    text: str
    prices: int = 0
    percents: int = 0
    phones: int = 0
    handles: tuple[str, ...] = ()
    coupons: tuple[str, ...] = ()
    everyone: int = 0


def find_amounts(text: str, clues: Clues | None = None) -> Amounts:
    """Find them in the order in which they could be mistaken for each other."""
    clues = find_clues(text) if clues is None else clues
    handles: tuple[str, ...] = ()
    everyone = 0
    if "@" in text:
        text, everyone = _EVERYONE.subn(" ", text)
        handles = tuple(dict.fromkeys(handle.lower().rstrip(".") for handle in _HANDLE.findall(text)))
        text = _HANDLE.sub(" <handle> ", text)
    if _NUMBER_SIGN not in clues:
        return Amounts(text, handles=handles, everyone=everyone)
    coupons = tuple(_COUPON.findall(text)) if _MAY_BE_COUPON in clues else ()
    text, prices = _PRICE.subn(" <price> ", text) if _MAY_BE_PRICE in clues else (text, 0)
    text, percents = _PERCENT.subn(" <percent> ", text) if _MAY_BE_PERCENT in clues else (text, 0)
    text, phones = _cut_phones(text) if _MAY_BE_PHONE in clues else (text, 0)
    return Amounts(text, prices, percents, phones, handles, coupons, everyone)


def _cut_phones(text: str) -> tuple[str, int]:
    found = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal found
        written = match.group()
        if sum(letter.isdigit() for letter in written) < 7 or found > 5 or not _is_phone(written):
            return written
        found += 1
        return " <phone> "

    return _PHONE.sub(replace, text), found


def _is_phone(written: str) -> bool:
    """Ask the numbering plans; a number without a country is tried in the larger ones."""
    if re.fullmatch(r"\d{4}[-./ ]\d{2}[-./ ]\d{2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}(?: .*)?|\d+ ?- ?\d+", written):
        return False
    import phonenumbers

    regions = (None,) if written.startswith("+") else _REGIONS
    for region in regions:
        try:
            number = phonenumbers.parse(re.sub(r"^00", "+", written), region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) or (region is None and _may_exist(number)):
            return True
    return False


def _may_exist(number: "PhoneNumber") -> bool:
    """Tell whether a number with its country's code is as long as one there: plans change, and lag behind."""
    import phonenumbers

    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
