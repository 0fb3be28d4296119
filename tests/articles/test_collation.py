"""The A to Z is right in every language's alphabet: its letters, their order, and where each name is looked for."""

from __future__ import annotations

import pytest

from articles.collation import DIGITS, by_letter, filed_under

pytestmark = pytest.mark.one_engine


def letters(names: str, language: str) -> dict[str, list[str]]:
    found = by_letter(names.split(" | "), str, language)
    return {letter.label: letter.entries for letter in found if letter.entries}


def alphabet(language: str) -> str:
    nothing: list[str] = []
    return " ".join(letter.label for letter in by_letter(nothing, str, language))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
        ("de", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
        ("sv", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Å Ä Ö"),
        ("da", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Æ Ø Å"),
        ("es", "A B C D E F G H I J K L M N Ñ O P Q R S T U V W X Y Z"),
        ("cs", "A B C Č D E F G H CH I J K L M N O P Q R Ř S Š T U V W X Y Z Ž"),
        ("hu", "A B C CS D DZ DZS E F G GY H I J K L LY M N NY O Ö P Q R S SZ T TY U Ü V W X Y Z ZS"),
        ("tr", "A B C Ç D E F G H I İ J K L M N O Ö P Q R S Ş T U Ü V W X Y Z"),
        ("el", "Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω"),
        ("uk", "А Б В Г Ґ Д Е Є Ж З И І Ї Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ю Я"),
        ("he", "א ב ג ד ה ו ז ח ט י כ ל מ נ ס ע פ צ ק ר ש ת"),
        ("ja", "あ か さ た な は ま や ら わ"),
        ("ko", "ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"),
        ("zh-hans", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
    ],
)
def test_the_letters_are_those_of_the_language(language: str, expected: str) -> None:
    assert alphabet(language) == expected


@pytest.mark.parametrize("language", ["ru", "bg", "ar", "hi", "ka", "hy", "pl", "fa", "th", "xx"])
def test_every_language_has_letters(language: str) -> None:
    assert len(alphabet(language).split()) >= 20


@pytest.mark.parametrize(
    ("language", "names", "expected"),
    [
        ("de", "Zittern | Ärger | Arzt | Öl | Oma", {"A": ["Ärger", "Arzt"], "O": ["Öl", "Oma"], "Z": ["Zittern"]}),
        ("sv", "Öron | Ärr | Ångest | Zon", {"Z": ["Zon"], "Å": ["Ångest"], "Ä": ["Ärr"], "Ö": ["Öron"]}),
        ("da", "Åndenød | Øre | Æble | Zone", {"Z": ["Zone"], "Æ": ["Æble"], "Ø": ["Øre"], "Å": ["Åndenød"]}),
        ("es", "Ñu | Nube | Oso", {"N": ["Nube"], "Ñ": ["Ñu"], "O": ["Oso"]}),
        ("pl", "Łokieć | Lek | Mózg", {"L": ["Lek"], "Ł": ["Łokieć"], "M": ["Mózg"]}),
        (
            "cs",
            "Chřipka | Cukr | Hlava | Ischias",
            {"C": ["Cukr"], "H": ["Hlava"], "CH": ["Chřipka"], "I": ["Ischias"]},
        ),
        ("hu", "Csont | Cukor | Szem | Só", {"C": ["Cukor"], "CS": ["Csont"], "S": ["Só"], "SZ": ["Szem"]}),
        ("tr", "İlaç | Işık | ishal | ılık", {"I": ["ılık", "Işık"], "İ": ["İlaç", "ishal"]}),
        ("el", "Ύπνος | άγχος | Remeron", {"Α": ["άγχος"], "Υ": ["Ύπνος"], "R": ["Remeron"]}),
        ("ru", "ёж | Елка | Жар | Remeron", {"Е": ["ёж", "Елка"], "Ж": ["Жар"], "R": ["Remeron"]}),
        ("ar", "نوم | أرق | Remeron", {"ا": ["أرق"], "ن": ["نوم"], "R": ["Remeron"]}),
        (
            "ja",
            "がん | かぜ | ミルタザピン | Remeron",
            {"か": ["かぜ", "がん"], "ま": ["ミルタザピン"], "R": ["Remeron"]},
        ),
        ("ko", "감기 | 까스 | 불면", {"ㄱ": ["감기", "까스"], "ㅂ": ["불면"]}),
        ("zh-hans", "失眠 | 焦虑 | Remeron", {"J": ["焦虑"], "R": ["Remeron"], "S": ["失眠"]}),
        # What is of another script, and what begins with a digit or a sign.
        (
            "en",
            "10 questions | 9 questions | Ύπνος | Сон | “Zaps” | −",
            {"Z": ["“Zaps”"], "Greek": ["Ύπνος"], "Cyrillic": ["Сон"], DIGITS: ["−", "9 questions", "10 questions"]},
        ),
    ],
)
def test_names_stand_where_readers_look_for_them(language: str, names: str, expected: dict[str, list[str]]) -> None:
    found = letters(names, language)
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize(
    ("language", "name", "filed"),
    [
        ("en", "The first night", "first night"),
        ("en", "‘An itch’", "itch’"),
        ("en", "A", "A"),
        ("en", "A–Z of sleep", "A–Z of sleep"),
        ("en", "Thea", "Thea"),
        ("en", "Die hard", "Die hard"),
        ("de", "Die erste Nacht", "erste Nacht"),
        ("fr", "L’insomnie", "insomnie"),
        ("fr", "Les « jambes »", "jambes »"),
        ("it", "Un'ora", "ora"),
        ("pt-br", "O sono", "sono"),
        ("xx", "…", "…"),
        ("en", "", ""),
    ],
)
def test_an_article_or_a_sign_before_a_name_does_not_count(language: str, name: str, filed: str) -> None:
    assert filed_under(name, language) == filed
