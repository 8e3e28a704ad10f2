"""Releases built by hand for the tests of the renderers: one short statement, in scripts that fail in different ways.

The words are those of a real embassy statement in English; the other languages say part of it.
"""

from __future__ import annotations

import datetime
import functools
import pathlib
from dataclasses import replace

from communique import newsroom, pipeline
from communique.diagnostics import Location
from communique.direction import isolate
from communique.findings import Findings
from communique.model import (
    Block,
    Direction,
    Emphasis,
    Format,
    Furniture,
    Heading,
    Inline,
    Lead,
    Letterhead,
    Link,
    Listing,
    PageMark,
    Paragraph,
    Quotation,
    Release,
    Signature,
    StatementKind,
    Strong,
    Superscript,
    Table,
    Text,
    Typography,
)
from communique.render import PdfProfile, render

ROOT = pathlib.Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"


@functools.cache
def letterhead(name: str = "embassy") -> Letterhead:
    """A letterhead of this repository, without its labels: a release brings its own words."""
    folder = TEMPLATES / name
    accent = {"embassy": "#1f3a5f", "joint": "#7a2638", "ministry": "#1d4a36"}[name]
    return Letterhead(
        name=name,
        source="en",
        page_template=(folder / "page.html.j2").read_text("utf-8"),
        print_css=(folder / "print.css").read_text("utf-8"),
        screen_css=(folder / "screen.css").read_text("utf-8"),
        emblem=(folder / "emblem.svg").read_bytes(),
        emblem_picture=(folder / "emblem.png").read_bytes(),
        accent=accent,
        labels={},
        catalogs={},
        location=Location(f"templates/{name}/letterhead.toml", 1, 1),
    )


_DRAWN: dict[tuple[Release, str, bool, Format, PdfProfile], bytes] = {}


def drawn(shown: Release, head: Letterhead, kind: Format, profile: PdfProfile = PdfProfile.ARCHIVE_3) -> bytes:
    """A release in one format, drawn once for all tests of a process."""
    key = (shown, head.name, bool(head.labels), kind, profile)
    if key not in _DRAWN:
        _DRAWN[key] = render(shown, head, kind, profile)
    return _DRAWN[key]


def text(words: str) -> tuple[Inline, ...]:
    """Plain words as a finished text."""
    return (Text(words),)


def furniture(**words: str | tuple[str | PageMark, ...]) -> Furniture:
    """The English furniture, with some of its words replaced."""
    english = Furniture(
        issuer="Embassy Press Office",
        kind="Statement",
        dateline="Geneva, 20 January 2024",
        embargo="For immediate release",
        number="No. 3/2024",
        contact=("Press and Information Section", "press@example.org", "+41 22 000 00 00"),
        end_mark="End",
        page=("Page ", PageMark.PAGE, " of ", PageMark.PAGES),
        draft="",
        unready="Not translated",
        other_languages="Other languages",
        skip="Skip to the text",
        emblem_alt="Emblem of the embassy: a compass rose in a wreath",
    )
    return replace(english, **words)  # type: ignore[arg-type]  # each test names fields that exist


def release(*blocks: Block, **fields: object) -> Release:
    """An English release of the given blocks, with some of its fields replaced."""
    day = datetime.date(2024, 1, 20)
    english = Release(
        slug="black-january",
        year=2024,
        n=34,
        kind=StatementKind.STATEMENT,
        locale="en",
        direction=Direction.LTR,
        script="Latn",
        title=text("34th anniversary of the “Black January” tragedy"),
        blocks=blocks,
        furniture=furniture(),
        typography=Typography(),
        observed=day,
        released=day,
        locales=("en", "az", "ar", "fa", "ru", "zh-Hans", "ka"),
        source="en",
        number="3/2024",
    )
    return replace(english, **fields)  # type: ignore[arg-type]  # each test names fields that exist


ENGLISH = release(
    Lead(
        "lead",
        (
            Text("20 January 2024 marks the 34"),
            Superscript(text("th")),
            Text(
                " anniversary of the military invasion and massacre of civilians in the city of Baku by the forces of"
                " the Soviet Army. As a result, 147 civilians were killed and 744 were seriously injured."
            ),
        ),
    ),
    Paragraph(
        "night",
        (
            Text("On the night of 19–20 January 1990, by order of the USSR leadership, 26,000 Soviet troops invaded "),
            Strong(text("Baku and Sumgait")),
            Text(", as well as other cities. This event went down in the history of modern Azerbaijan as "),
            Emphasis(text("Black January")),
            Text(
                ". The Army, deployed to the country in order to break the will of the people for independence, acted"
                " in violation of the norms of international law and of the Constitutions of the former USSR."
            ),
        ),
    ),
    Heading("record", 2, text("What was put on record")),
    Quotation(
        "hrw",
        (
            text(
                "Indeed, the violence used by the Soviet Army on the night of January 19-20 was so out of proportion"
                " to the resistance offered by Azerbaijanis as to constitute an exercise in collective punishment."
            ),
        ),
        text("Human Rights Watch, “Black January in Azerbaijan”"),
        "https://www.hrw.org/reports/1991/05/01/black-january-azerbaijan",
    ),
    Listing(
        "steps",
        ordered=True,
        items=(
            text(
                "In February 1994 a special session of the Milli Majlis (Parliament) opened the political assessment."
            ),
            text("In March 1994 the decision “On the tragic events committed in Baku on 20 January 1990” was adopted."),
            text("Every year since, people from all over the country visit the Alley of Martyrs."),
        ),
    ),
    Table(
        "losses",
        (text("Place"), text("Killed"), text("Injured")),
        (
            (text("Baku and surroundings"), text("131"), text("744")),
            (text("Other districts"), text("16"), text("—")),
        ),
    ),
    Paragraph(
        "law",
        (
            Text("Although 34 years have passed since these events, a gross violation of the "),
            Link("https://www.un.org/en/about-us/universal-declaration-of-human-rights", text("Universal Declaration")),
            Text(
                " of Human Rights and of the International Covenant on Civil and Political Rights, they have not"
                " received an international political and legal assessment. According to international law they must"
                " be described as a crime against humanity, and those responsible must be brought to justice."
            ),
        ),
    ),
    Paragraph(
        "memory",
        text(
            "To commemorate those who perished, the “Alley of Martyrs” has been laid out at the highest point of the"
            " capital. People from all over the country pay a visit to the Alley to honour and revere the victims of"
            " the events that paved the way for the independence and prosperity of the Republic of Azerbaijan today."
        ),
    ),
    Signature("signature", text("The Ambassador")),
)


def _translated(  # one argument for each thing a language decides
    locale: str,
    script: str,
    direction: Direction,
    typography: Typography,
    words: dict[str, str],
    labels: Furniture,
) -> Release:
    def said(name: str) -> tuple[Inline, ...]:
        return isolate(text(words[name]), direction)

    return replace(
        ENGLISH,
        locale=locale,
        script=script,
        direction=direction,
        typography=typography,
        title=said("title"),
        furniture=labels,
        blocks=(
            Lead("lead", said("lead")),
            Paragraph("night", said("night")),
            Heading("record", 2, said("heading")),
            Quotation("hrw", (said("quotation"),), said("author")),
            Listing("steps", ordered=True, items=(said("first"), said("second"))),
            Table(
                "losses",
                (said("place"), said("killed"), said("injured")),
                ((said("baku"), said("131"), said("744")), (said("others"), said("16"), said("—"))),
            ),
            Paragraph("memory", said("memory")),
            Signature("signature", said("ambassador")),
        ),
    )


class _Words(dict[str, str]):
    """Words by name; what needs no translation, such as a figure, is itself."""

    def __missing__(self, key: str) -> str:
        return key


ARABIC = _translated(
    "ar",
    "Arab",
    Direction.RTL,
    Typography(hyphenate=False, italics=False, line_height=1.75, page_counter="decimal"),
    _Words(
        title="الذكرى الرابعة والثلاثون لمأساة «يناير الأسود»",
        lead="يصادف 20 يناير 2024 الذكرى الرابعة والثلاثين للغزو العسكري والمجزرة التي ارتكبتها قوات الجيش السوفيتي بحق"
        " المدنيين في مدينة باكو، والتي أسفرت عن مقتل 147 مدنيا وإصابة 744 آخرين بجروح خطيرة.",
        night="في ليلة 19–20 يناير 1990، وبأمر من قيادة الاتحاد السوفيتي، اجتاح 26,000 جندي سوفيتي مدينتي باكو وسومقاييت"
        " ومدنا أخرى. وقد دخلت هذه الأحداث تاريخ أذربيجان الحديث باسم «يناير الأسود». ووصف تقرير منظمة Human Rights Watch"
        " (HRW) ما جرى بأنه عقاب جماعي؛ انظر https://www.hrw.org/reports/1991/ للاطلاع على النص الكامل.",
        heading="ما سجله التاريخ",
        quotation="إن العنف الذي استخدمه الجيش السوفيتي في تلك الليلة لم يكن متناسبا مع المقاومة التي أبداها الأذربيجانيون،"
        " حتى إنه شكل عقابا جماعيا.",
        author="Human Rights Watch",
        first="في فبراير 1994 بدأ المجلس الوطني تقييمه السياسي للأحداث.",
        second="في مارس 1994 صدر قرار بشأن الأحداث المأساوية في باكو.",
        place="المكان",
        killed="القتلى",
        injured="الجرحى",
        baku="باكو وضواحيها",
        others="مناطق أخرى",
        memory="إحياء لذكرى الأذربيجانيين الذين استشهدوا ببطولة في هذه المأساة، أقيم «ممر الشهداء» في أعلى نقطة من العاصمة"
        " باكو. ويزور الناس من جميع أنحاء البلاد الممر تكريما لضحايا تلك الأحداث التي مهدت الطريق لاستقلال أذربيجان.",
        ambassador="السفير",
    ),
    furniture(
        issuer="المكتب الصحفي للسفارة",
        kind="بيان",
        dateline="جنيف، 20 يناير 2024",
        embargo="للنشر الفوري",
        number="رقم 3/2024",
        contact=("قسم الصحافة والإعلام", "press@example.org", "+41 22 000 00 00"),
        end_mark="انتهى",
        page=("صفحة ", PageMark.PAGE, " من ", PageMark.PAGES),
        unready="غير مترجم",
        other_languages="لغات أخرى",
        skip="انتقل إلى النص",
        emblem_alt="شعار السفارة: وردة رياح في إكليل",
    ),
)

PERSIAN = _translated(
    "fa",
    "Arab",
    Direction.RTL,
    Typography(hyphenate=False, italics=False, line_height=1.75, page_counter="persian"),
    _Words(
        title="سی و چهارمین سالگرد فاجعهٔ «ژانویهٔ سیاه»",
        lead="۲۰ ژانویهٔ ۲۰۲۴ سی و چهارمین سالگرد تهاجم نظامی و کشتار غیرنظامیان در شهر باکو به دست نیروهای ارتش شوروی است؛"
        " رویدادی که در آن ۱۴۷ غیرنظامی کشته و ۷۴۴ تن به‌سختی زخمی شدند.",
        night="در شب ۱۹–۲۰ ژانویهٔ ۱۹۹۰، به دستور رهبری اتحاد شوروی، ۲۶٬۰۰۰ سرباز به باکو و سومقاییت و شهرهای دیگر یورش"
        " بردند. این رویداد با نام «ژانویهٔ سیاه» در تاریخ معاصر آذربایجان ثبت شد. دیدبان حقوق بشر (Human Rights Watch) آن را"
        " مجازات جمعی خواند.",
        heading="آنچه ثبت شد",
        quotation="خشونتی که ارتش شوروی در آن شب به کار برد چنان با مقاومت مردم نامتناسب بود که مجازات جمعی به شمار می‌آید.",
        author="Human Rights Watch",
        first="در فوریهٔ ۱۹۹۴ مجلس ملی ارزیابی سیاسی رویدادها را آغاز کرد.",
        second="در مارس ۱۹۹۴ مصوبه‌ای دربارهٔ رویدادهای غم‌انگیز باکو تصویب شد.",
        place="محل",
        killed="کشته‌شدگان",
        injured="زخمی‌ها",
        baku="باکو و پیرامون",
        others="دیگر نواحی",
        memory="به یاد کسانی که در این فاجعه قهرمانانه جان باختند، «کوچهٔ شهیدان» در بلندترین نقطهٔ پایتخت بنا شد. مردم از"
        " سراسر کشور به دیدار آن می‌روند تا یاد قربانیان را گرامی بدارند.",
        ambassador="سفیر",
    )
    | {"131": "۱۳۱", "744": "۷۴۴", "16": "۱۶", "—": "—"},
    furniture(
        issuer="دفتر مطبوعاتی سفارت",
        kind="بیانیه",
        dateline="ژنو، ۲۰ ژانویهٔ ۲۰۲۴",
        embargo="برای انتشار فوری",
        number="شمارهٔ ۳/۲۰۲۴",
        contact=("بخش مطبوعات و اطلاع‌رسانی", "press@example.org", "+41 22 000 00 00"),
        end_mark="پایان",
        page=("صفحهٔ ", PageMark.PAGE, " از ", PageMark.PAGES),
        unready="ترجمه‌نشده",
        other_languages="زبان‌های دیگر",
        skip="پرش به متن",
        emblem_alt="نشان سفارت: گلباد در میان تاج گل",
    ),
)

CHINESE = _translated(
    "zh-Hans",
    "Hans",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.7),
    _Words(
        title="“黑色一月”悲剧34周年",
        lead="2024年1月20日是苏联军队入侵阿塞拜疆巴库市并屠杀平民34周年。这次军事行动造成147名平民死亡,744人重伤。".replace(
            ",", "，"
        ),
        night="1990年1月19日至20日夜间，根据苏联领导层的命令，26,000名苏军士兵进入巴库、苏姆盖特等城市。这一事件以“黑色一月”之名载入阿塞拜疆现代史。"
        "人权观察（Human Rights Watch）的报告指出，苏军使用的暴力与当地居民的抵抗完全不成比例，构成集体惩罚。",
        heading="历史记录",
        quotation="苏军在1月19日至20日夜间使用的暴力与阿塞拜疆人的抵抗完全不成比例，构成了集体惩罚。",
        author="人权观察",
        first="1994年2月，国民议会召开特别会议，开始进行政治评估。",
        second="1994年3月，通过了《关于1990年1月20日在巴库发生的悲惨事件的决定》。",
        place="地点",
        killed="死亡",
        injured="受伤",
        baku="巴库及周边",
        others="其他地区",
        memory="为纪念在这场悲剧中英勇牺牲的阿塞拜疆人，首都巴库的最高处修建了“烈士巷”。每年都有来自全国各地的人们前来凭吊，"
        "缅怀那些为今日阿塞拜疆共和国的独立与繁荣铺平道路的遇难者。",
        ambassador="大使",
    ),
    furniture(
        issuer="大使馆新闻处",
        kind="声明",
        dateline="日内瓦，2024年1月20日",
        embargo="即时发布",
        number="第3/2024号",
        contact=("新闻与信息处", "press@example.org", "+41 22 000 00 00"),
        end_mark="完",
        page=("第", PageMark.PAGE, "页，共", PageMark.PAGES, "页"),
        unready="未翻译",
        other_languages="其他语言",
        skip="跳到正文",
        emblem_alt="大使馆徽：花环中的罗盘玫瑰",
    ),
)

GEORGIAN = _translated(
    "ka",
    "Geor",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.5),
    _Words(
        title="„შავი იანვრის“ ტრაგედიის 34-ე წლისთავი",
        lead="2024 წლის 20 იანვარს სრულდება 34 წელი საბჭოთა არმიის მიერ ქალაქ ბაქოში შეჭრისა და მშვიდობიანი მოსახლეობის"
        " ხოცვა-ჟლეტიდან. დაიღუპა 147 მშვიდობიანი მოქალაქე, მძიმედ დაშავდა 744.",
        night="1990 წლის 19–20 იანვრის ღამეს, სსრკ-ის ხელმძღვანელობის ბრძანებით, 26 000 საბჭოთა ჯარისკაცი შეიჭრა ბაქოში,"
        " სუმგაითსა და სხვა ქალაქებში. ეს მოვლენა აზერბაიჯანის უახლეს ისტორიაში „შავი იანვრის“ სახელით შევიდა.",
        heading="რა დაფიქსირდა",
        quotation="საბჭოთა არმიის მიერ იმ ღამეს გამოყენებული ძალადობა იმდენად არაპროპორციული იყო წინააღმდეგობისა, რომ"
        " კოლექტიურ დასჯას წარმოადგენდა.",
        author="Human Rights Watch",
        first="1994 წლის თებერვალში მილი მეჯლისის სპეციალურმა სხდომამ დაიწყო პოლიტიკური შეფასება.",
        second="1994 წლის მარტში მიღებულ იქნა გადაწყვეტილება ბაქოში მომხდარი ტრაგიკული მოვლენების შესახებ.",
        place="ადგილი",
        killed="დაღუპული",
        injured="დაშავებული",
        baku="ბაქო და შემოგარენი",
        others="სხვა რაიონები",
        memory="ამ ტრაგედიაში გმირულად დაღუპულთა ხსოვნის უკვდავსაყოფად დედაქალაქის უმაღლეს წერტილზე გაშენდა „შეჰიდთა"
        " ხეივანი“. ადამიანები მთელი ქვეყნიდან მოდიან, რათა პატივი მიაგონ მსხვერპლთა ხსოვნას.",
        ambassador="ელჩი",
    ),
    furniture(
        issuer="საელჩოს პრესცენტრი",
        kind="განცხადება",
        dateline="ჟენევა, 20 იანვარი, 2024",
        embargo="დაუყოვნებლივ გამოსაქვეყნებლად",
        number="№ 3/2024",
        contact=("პრესისა და ინფორმაციის განყოფილება", "press@example.org", "+41 22 000 00 00"),
        end_mark="დასასრული",
        page=("გვერდი ", PageMark.PAGE, " / ", PageMark.PAGES),
        unready="არ არის ნათარგმნი",
        other_languages="სხვა ენები",
        skip="ტექსტზე გადასვლა",
        emblem_alt="საელჩოს ემბლემა: ქარის ვარდი გვირგვინში",
    ),
)

RUSSIAN = _translated(
    "ru",
    "Cyrl",
    Direction.LTR,
    Typography(),
    _Words(
        title="34-я годовщина трагедии «Чёрный январь»",
        lead="20 января 2024 года исполняется 34 года со дня военного вторжения и расправы над мирными жителями города Баку,"
        " учинённой силами Советской армии. Погибли 147 мирных жителей, 744 человека были тяжело ранены.",
        night="В ночь на 20 января 1990 года по приказу руководства СССР 26 000 советских военнослужащих вторглись в Баку,"
        " Сумгаит и другие города. Это событие вошло в новейшую историю Азербайджана под названием «Чёрный январь»."
        " Размещённая в стране армия действовала в нарушение норм международного права и конституций.",
        heading="Что установлено",
        quotation="Насилие, применённое Советской армией в ночь на 20 января, было настолько несоразмерно сопротивлению,"
        " оказанному азербайджанцами, что представляло собой коллективное наказание.",
        author="Хьюман Райтс Вотч, «Чёрный январь в Азербайджане»",
        first="В феврале 1994 года специальная сессия Милли Меджлиса начала политическую оценку.",
        second="В марте 1994 года принято решение «О трагических событиях, совершённых в Баку 20 января 1990 года».",
        place="Место",
        killed="Погибшие",
        injured="Раненые",
        baku="Баку и окрестности",
        others="Другие районы",
        memory="В память об азербайджанцах, героически погибших в этой трагедии, в самой высокой точке столицы заложена"
        " Аллея шехидов. Люди со всей страны приходят сюда, чтобы почтить память жертв событий, проложивших путь к"
        " независимости и процветанию Азербайджанской Республики.",
        ambassador="Посол",
    ),
    furniture(
        issuer="Пресс-служба посольства",
        kind="Заявление",
        dateline="Женева, 20 января 2024 года",
        embargo="Для немедленного опубликования",
        number="№ 3/2024",
        contact=("Отдел печати и информации", "press@example.org", "+41 22 000 00 00"),
        end_mark="Конец",
        page=("Страница ", PageMark.PAGE, " из ", PageMark.PAGES),
        unready="Не переведено",
        other_languages="Другие языки",
        skip="Перейти к тексту",
        emblem_alt="Эмблема посольства: роза ветров в венке",
    ),
)

ALL = (ENGLISH, ARABIC, PERSIAN, CHINESE, GEORGIAN, RUSSIAN)
"""One release for each way in which setting text can go wrong."""

# --- more languages, in fewer words ------------------------------------------------------------------------------------


def _short(
    locale: str, script: str, direction: Direction, typography: Typography, words: dict[str, str], labels: Furniture
) -> Release:
    """A release with a title, a lead, a report, a heading and a list; `report` names somebody in Latin letters."""

    def said(name: str) -> tuple[Inline, ...]:
        return isolate(text(words[name]), direction)

    return replace(
        ENGLISH,
        locale=locale,
        script=script,
        direction=direction,
        typography=typography,
        title=said("title"),
        furniture=labels,
        blocks=(
            Lead("lead", (*said("lead"), Text(" "), Strong(said("victims")))),
            Paragraph("report", said("report")),
            Heading("record", 2, said("heading")),
            Listing("steps", ordered=True, items=(said("first"), said("second"))),
            Signature("signature", said("ambassador")),
        ),
    )


def _labels(issuer: str, kind: str, dateline: str, embargo: str, number: str, end_mark: str) -> Furniture:
    return furniture(
        issuer=issuer,
        kind=kind,
        dateline=dateline,
        embargo=embargo,
        number=number,
        contact=("press@example.org", "+41 22 000 00 00"),
        end_mark=end_mark,
        page=(PageMark.PAGE, " / ", PageMark.PAGES),
        emblem_alt=issuer,
    )


URDU = _short(
    "ur",
    "Aran",
    Direction.RTL,
    Typography(hyphenate=False, italics=False, line_height=2.2),
    {
        "title": "”سیاہ جنوری“ کے سانحے کی 34 ویں برسی",
        "lead": "20 جنوری 2024 کو باکو شہر میں سوویت فوج کی یلغار اور شہریوں کے قتلِ عام کی 34 ویں برسی ہے۔",
        "victims": "اس رات 147 شہری ہلاک اور 744 شدید زخمی ہوئے۔",
        "report": "انسانی حقوق کی تنظیم Human Rights Watch (HRW) نے اپنی رپورٹ میں اسے اجتماعی سزا قرار دیا۔",
        "heading": "کیا درج ہوا",
        "first": "فروری 1994 میں ملی مجلس کے خصوصی اجلاس نے سیاسی جائزے کا آغاز کیا۔",
        "second": "ہر سال ملک بھر سے لوگ شہیدوں کی گلی میں حاضری دیتے ہیں۔",
        "ambassador": "سفیر",
    },
    _labels("سفارت خانے کا دفترِ اطلاعات", "بیان", "جنیوا، 20 جنوری 2024", "فوری اشاعت کے لیے", "نمبر 3/2024", "اختتام"),
)

HEBREW = _short(
    "he",
    "Hebr",
    Direction.RTL,
    Typography(hyphenate=False, italics=False, line_height=1.5),
    {
        "title": "34 שנים לטרגדיית „ינואר השחור”",
        "lead": "ב־20 בינואר 2024 מלאו 34 שנים לפלישה הצבאית ולטבח האזרחים בעיר באקו בידי כוחות הצבא הסובייטי.",
        "victims": "147 אזרחים נהרגו ו־744 נפצעו קשה.",
        "report": "בדו״ח של הארגון Human Rights Watch (HRW) נכתב כי האלימות הייתה ענישה קולקטיבית.",
        "heading": "מה נקבע",
        "first": "בפברואר 1994 פתח מושב מיוחד של המילי מג׳ליס בהערכה המדינית של האירועים.",
        "second": "מדי שנה באים אנשים מכל רחבי הארץ אל שדרת השהידים.",
        "ambassador": "השגריר",
    },
    _labels("לשכת העיתונות של השגרירות", "הצהרה", "ז׳נבה, 20 בינואר 2024", "לפרסום מיידי", "מס׳ 3/2024", "סוף"),
)

HINDI = _short(
    "hi",
    "Deva",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.6),
    {
        "title": "“काली जनवरी” त्रासदी की 34वीं वर्षगांठ",
        "lead": "20 जनवरी 2024 को बाकू शहर पर सोवियत सेना के आक्रमण और नागरिकों के नरसंहार की 34वीं वर्षगांठ है।",
        "victims": "147 नागरिक मारे गए और 744 गंभीर रूप से घायल हुए।",
        "report": "Human Rights Watch (HRW) की रिपोर्ट ने इस हिंसा को सामूहिक दंड कहा; स्त्रियों और क्षत्रियों, वृद्धों और बच्चों"
        " के साथ कोई भेद नहीं किया गया।",
        "heading": "अभिलेख",
        "first": "फ़रवरी 1994 में मिल्ली मजलिस के विशेष सत्र ने राजनीतिक मूल्यांकन आरंभ किया।",
        "second": "हर वर्ष देश भर से लोग शहीदों की गली में श्रद्धांजलि देने आते हैं।",
        "ambassador": "राजदूत",
    },
    _labels("दूतावास का प्रेस कार्यालय", "वक्तव्य", "जिनेवा, 20 जनवरी 2024", "तत्काल प्रकाशन के लिए", "सं. 3/2024", "समाप्त"),
)

BENGALI = _short(
    "bn",
    "Beng",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.6, page_counter="bengali"),
    {
        "title": "“কালো জানুয়ারি” ট্র্যাজেডির ৩৪তম বার্ষিকী",
        "lead": "২০ জানুয়ারি ২০২৪ বাকু শহরে সোভিয়েত সেনাবাহিনীর আক্রমণ ও বেসামরিক মানুষ হত্যার ৩৪তম বার্ষিকী।",
        "victims": "১৪৭ জন বেসামরিক মানুষ নিহত এবং ৭৪৪ জন গুরুতর আহত হন।",
        "report": "Human Rights Watch (HRW)-এর প্রতিবেদনে এই সহিংসতাকে সমষ্টিগত শাস্তি বলা হয়েছে।",
        "heading": "যা লিপিবদ্ধ হয়েছে",
        "first": "১৯৯৪ সালের ফেব্রুয়ারিতে মিল্লি মজলিসের বিশেষ অধিবেশন রাজনৈতিক মূল্যায়ন শুরু করে।",
        "second": "প্রতি বছর সারা দেশ থেকে মানুষ শহিদদের গলিতে শ্রদ্ধা জানাতে আসেন।",
        "ambassador": "রাষ্ট্রদূত",
    },
    _labels("দূতাবাসের প্রেস কার্যালয়", "বিবৃতি", "জেনেভা, ২০ জানুয়ারি ২০২৪", "অবিলম্বে প্রকাশের জন্য", "নং ৩/২০২৪", "সমাপ্ত"),
)

THAI = _short(
    "th",
    "Thai",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.7),
    {
        "title": "ครบรอบ 34 ปีโศกนาฏกรรม “มกราคมทมิฬ”",
        "lead": "วันที่ 20 มกราคม 2024 เป็นวันครบรอบ 34 ปีของการบุกรุกทางทหารและการสังหารหมู่พลเรือนในกรุงบากูโดยกองทัพโซเวียต",
        "victims": "มีพลเรือนเสียชีวิต 147 คน และบาดเจ็บสาหัส 744 คน",
        "report": "รายงานขององค์กร Human Rights Watch (HRW) ระบุว่าความรุนแรงครั้งนี้เป็นการลงโทษหมู่ ทั้งนี้ไม่ได้สัดส่วนกับการต่อต้านของประชาชน",
        "heading": "สิ่งที่บันทึกไว้",
        "first": "ในเดือนกุมภาพันธ์ 1994 สภามิลลีเมจลิสเปิดประชุมสมัยพิเศษเพื่อเริ่มการประเมินทางการเมือง",
        "second": "ทุกปีประชาชนจากทั่วประเทศเดินทางไปยังตรอกผู้พลีชีพเพื่อแสดงความเคารพ",
        "ambassador": "เอกอัครราชทูต",
    },
    _labels("สำนักข่าวสารประจำสถานทูต", "แถลงการณ์", "เจนีวา 20 มกราคม 2024", "เผยแพร่ได้ทันที", "ที่ 3/2024", "จบ"),
)

ARMENIAN = _short(
    "hy",
    "Armn",
    Direction.LTR,
    Typography(justify=False, hyphenate=False),
    {
        "title": "«Սև հունվարի» ողբերգության 34-րդ տարելիցը",
        "lead": "2024 թվականի հունվարի 20-ին լրանում է Բաքու քաղաք խորհրդային բանակի ներխուժման 34-րդ տարելիցը։",
        "victims": "Զոհվեց 147 խաղաղ բնակիչ, 744-ը ծանր վիրավորվեց։",
        "report": "Human Rights Watch (HRW) կազմակերպության զեկույցն այդ բռնությունը կոչեց հավաքական պատիժ։",
        "heading": "Ինչ է արձանագրվել",
        "first": "1994 թվականի փետրվարին Միլլի մեջլիսի հատուկ նիստն սկսեց քաղաքական գնահատումը։",
        "second": "Ամեն տարի մարդիկ գալիս են երկրի բոլոր կողմերից՝ հարգելու զոհերի հիշատակը։",
        "ambassador": "Դեսպան",
    },
    _labels(
        "Դեսպանության մամուլի գրասենյակ",
        "Հայտարարություն",
        "Ժնև, 20 հունվարի 2024 թ.",
        "Անհապաղ հրապարակման համար",
        "Թիվ 3/2024",
        "Վերջ",
    ),
)

JAPANESE = _short(
    "ja",
    "Jpan",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.7),
    {
        "title": "「黒い一月」の悲劇から34周年",
        "lead": "2024年1月20日は、ソ連軍がバクー市に侵攻し、市民を虐殺した事件から34周年にあたります。",
        "victims": "市民147人が死亡し、744人が重傷を負いました。",
        "report": "Human Rights Watch（HRW）の報告書は、この暴力は抵抗と釣り合わず、集団的懲罰にあたると述べています。",
        "heading": "記録されたこと",
        "first": "1994年2月、国民議会の特別会期が政治的評価を始めました。",
        "second": "毎年、全国から人々が「殉教者の小径」を訪れ、犠牲者を追悼します。",
        "ambassador": "大使",
    },
    _labels("大使館報道室", "声明", "ジュネーブ、2024年1月20日", "即時発表", "第3/2024号", "以上"),
)

KOREAN = _short(
    "ko",
    "Kore",
    Direction.LTR,
    Typography(justify=False, hyphenate=False, italics=False, line_height=1.6),
    {
        "title": "‘검은 1월’ 비극 34주년",
        "lead": "2024년 1월 20일은 소련군이 바쿠시를 침공하여 민간인을 학살한 지 34주년이 되는 날입니다.",
        "victims": "민간인 147명이 숨지고 744명이 크게 다쳤습니다.",
        "report": "Human Rights Watch(HRW)의 보고서는 이 폭력이 저항에 비해 지나쳐 집단 처벌에 해당한다고 밝혔습니다.",
        "heading": "기록된 사실",
        "first": "1994년 2월 국회 특별 회기가 정치적 평가를 시작하였습니다.",
        "second": "해마다 전국에서 사람들이 ‘순교자의 길’을 찾아 희생자를 추모합니다.",
        "ambassador": "대사",
    },
    _labels("대사관 공보실", "성명", "제네바, 2024년 1월 20일", "즉시 보도용", "제3/2024호", "끝"),
)

AZERBAIJANI = _short(
    "az",
    "Latn",
    Direction.LTR,
    Typography(justify=False, hyphenate=False),
    {
        "title": "“Qara Yanvar” faciəsinin 34-cü ildönümü",
        "lead": "20 yanvar 2024-cü il sovet ordusunun Bakı şəhərinə hərbi müdaxiləsinin və dinc əhalinin qətlə yetirilməsinin"
        " 34-cü ildönümüdür.",
        "victims": "147 mülki şəxs həlak olmuş, 744 nəfər ağır yaralanmışdır.",
        "report": "Human Rights Watch (HRW) təşkilatının hesabatında bu zorakılıq kollektiv cəzalandırma adlandırılmışdır.",
        "heading": "Qeydə alınanlar",
        "first": "1994-cü ilin fevralında Milli Məclisin xüsusi sessiyası siyasi qiymətləndirməyə başladı.",
        "second": "Hər il ölkənin hər yerindən insanlar Şəhidlər xiyabanını ziyarət edirlər.",
        "ambassador": "Səfir",
    },
    _labels("Səfirliyin mətbuat xidməti", "Bəyanat", "Cenevrə, 20 yanvar 2024", "Dərhal dərc üçün", "№ 3/2024", "Son"),
)

VIETNAMESE = _short(
    "vi",
    "Latn",
    Direction.LTR,
    Typography(justify=False, hyphenate=False),
    {
        "title": "Kỷ niệm 34 năm thảm kịch “Tháng Giêng Đen”",
        "lead": "Ngày 20 tháng 1 năm 2024 đánh dấu 34 năm quân đội Xô viết tiến vào thành phố Baku và sát hại thường dân.",
        "victims": "147 thường dân thiệt mạng và 744 người bị thương nặng.",
        "report": "Báo cáo của tổ chức Human Rights Watch (HRW) gọi hành động bạo lực này là sự trừng phạt tập thể.",
        "heading": "Những điều được ghi lại",
        "first": "Tháng 2 năm 1994, phiên họp đặc biệt của Milli Majlis bắt đầu đánh giá chính trị.",
        "second": "Hằng năm, người dân cả nước đến viếng Đại lộ Liệt sĩ.",
        "ambassador": "Đại sứ",
    },
    _labels(
        "Phòng báo chí Đại sứ quán", "Tuyên bố", "Genève, ngày 20 tháng 1 năm 2024", "Công bố ngay", "Số 3/2024", "Hết"
    ),
)

TURKISH = _short(
    "tr",
    "Latn",
    Direction.LTR,
    Typography(justify=False, hyphenate=False),
    {
        "title": "“Kara Ocak” faciasının 34. yıl dönümü",
        "lead": "20 Ocak 2024, Sovyet ordusunun Bakü şehrini işgalinin ve sivilleri katletmesinin 34. yıl dönümüdür.",
        "victims": "147 sivil hayatını kaybetti, 744 kişi ağır yaralandı.",
        "report": "Human Rights Watch (HRW) raporu bu şiddeti toplu cezalandırma olarak nitelendirdi.",
        "heading": "Kayda geçenler",
        "first": "Şubat 1994’te Millî Meclisin özel oturumu siyasi değerlendirmeye başladı.",
        "second": "Her yıl ülkenin dört bir yanından insanlar Şehitler Hıyabanı’nı ziyaret ediyor.",
        "ambassador": "Büyükelçi",
    },
    _labels(
        "Büyükelçilik Basın Ofisi", "Açıklama", "Cenevre, 20 Ocak 2024", "Derhal yayımlanabilir", "No: 3/2024", "Son"
    ),
)

EVERY = (
    *ALL,
    URDU,
    HEBREW,
    HINDI,
    BENGALI,
    THAI,
    ARMENIAN,
    JAPANESE,
    KOREAN,
    AZERBAIJANI,
    VIETNAMESE,
    TURKISH,
)
"""One release in each language in which letters and what they look like differ in a way of their own."""


@functools.cache
def examples() -> list[tuple[Release, Letterhead]]:
    """Every example of this repository in every locale."""
    findings = Findings()
    prepared = pipeline.prepare(
        newsroom.load_newsroom(str(ROOT)), pipeline.Wish(years=(2030,)), datetime.date(2030, 1, 1), findings
    )
    found = [(one, edition.letterhead) for edition in prepared for one in edition.releases]
    assert findings.ordered == ()
    return found
