"""How fast articles are read, how the time grows with their length, and how much memory is held.

    .venv/bin/python tests/benchmarks/extraction.py [--articles N] [--stream N]

The texts are made here, by chance from a fixed seed, of the forms and names below: news of which
every third paragraph tells of dead or wounded, for comparison news of nothing but attacks, news of
none, and a newsroom's day, of which one article in ten is of the first kind. Times are of one core,
after the reference data are loaded. No two articles are alike, so that nothing is gained by
remembering whole sentences.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dagster_project.extraction import extract_article
from dagster_project.records import Article

ARTICLE_CHARACTERS = 2_000
# Of each three paragraphs of mixed news, one tells of an attack.
SHARE_OF_ATTACKS = {"mixed": 1 / 3, "dense": 1.0, "calm": 0.0}
PLACES = (
    "Maiduguri Baidoa Kunduz Mosul Goma Aden Kandahar Bangui Gao Kidal Agadez Diffa Bamenda Beni "
    "Bunia Juba Malakal Bor Kismayo Marka Herat Jalalabad Ghazni Khost Quetta Peshawar Tirah "
    "Kirkuk Tikrit Baqubah Ramadi Taiz Hodeidah Marib Homs Idlib Raqqa Palmyra Kharkiv Kherson "
    "Donetsk Cauca Tumaco Medellin Culiacan Tijuana Zamboanga Marawi Cotabato Sittwe Lashio"
).split()
REGIONS = (
    "Borno Zamfara Katsina Anbar Nineveh Diyala Helmand Nangarhar Balochistan Ituri Equatoria "
    "Tillaberi Mopti Sahel Puntland Galgaduud Kordofan Darfur Antioquia Sinaloa Guerrero"
).split()
SURNAMES = (
    "Okafor Rahimi Mansour Diallo Traore Ochieng Hersi Barzani Delgado Quispe Navarro Petrenko "
    "Kovalenko Thapa Rahman Siddiqui Haddad Khoury Mutombo Kabila Achieng Warsame Ibarra Solano"
).split()
FIRST_NAMES = (
    "Amina Yusuf Farid Leila Moussa Grace Peter Elena Viktor Carmen Jorge Nadia Omar Sunita Raj "
    "Fatima Hassan Marie Joseph Ingrid Paul Zahra Tomas Bilal"
).split()
VICTIMS = (
    "soldiers;civilians;police officers;militants;farmers;aid workers;miners;students;villagers;"
    "rebels;passengers;worshippers;border guards;fishermen;shopkeepers;militiamen;children"
).split(";")
ACTORS = (
    "gunmen;suspected militants;the Islamic State;al-Shabaab fighters;Boko Haram insurgents;"
    "Taliban fighters;unknown assailants;rebels;government troops;armed men on motorcycles;"
    "the Allied Democratic Forces;a local militia;Tuareg rebels;cattle rustlers"
).split(";")
OFFICIALS = (
    "a hospital official;the governor;a police spokesman;residents;an army statement;the mayor;"
    "local media;a security source;the United Nations;the doctor on duty;the interior ministry"
).split(";")
SUBJECTS = (
    "The ministry of agriculture;The delegation;A group of engineers;The central bank;Teachers;"
    "The national team;Researchers at the university;The opposition;Traders in {p};The governor;"
    "A panel of judges;The electoral commission;The airline;Parents;The orchestra;The senate;"
    "{f} {s}, a baker,;The union of dockers;Officials in {r};The museum;Farmers around {p}"
).split(";")
DEEDS = (
    "{n} {v} were killed when {a} attacked a checkpoint near {p} on {d}.",
    "A roadside bomb killed {n} {v} and wounded {m} others on the road to {p} on {d}.",
    "Clashes outside {p} left {n} {v} dead, {o} said on {d}.",
    "{A} shot dead {n} {v} in a village in {r} late on {d}.",
    "An air strike on {p} killed at least {n} people and injured {m}, {o} said.",
    "{n} {v} died and {m} were hurt in an explosion at a market in {p}.",
    "Shelling of {p} killed {n} {v}, {o} reported on {d}.",
    "A suicide bomber blew himself up at a mosque in {p}, killing {n} {v}.",
    "The bodies of {n} {v} were found near {p} on {d}, {o} said.",
    "{A} ambushed a convoy in {r}, killing {n} {v} and wounding {m}.",
    "Two {v} and a driver were wounded when their car hit a mine near {p}.",
    "{f} {s}, a {p} journalist, was shot dead by {a} on {d}.",
    "The death toll from the attack on {p} rose to {n}, {o} said.",
    "At least {n} {v} were injured when a grenade was thrown into a bar in {p}.",
    "{a} claimed responsibility for a car bomb that killed {n} {v} in {p} in January.",
    "Troops killed {n} militants in an operation in {r}, the army said on {d}.",
    "A drone strike destroyed a house in {p}; {n} people died, among them {m} children.",
    "Nobody was hurt when rockets landed on the outskirts of {p} on {d}.",
    "A policeman was killed and {m} others were wounded in a raid by {a} on a post in {p}.",
    "More than {n} people have been killed in {r} this year, according to {o}.",
)
CALM = (
    "{S} promised that the road to {p} would be repaired before the rains begin.",
    "{S} said that prices of bread and fuel had doubled since the spring of last year.",
    "{S} expects a better harvest in {r}, although the river remains low.",
    "{S} returned to work after the two sides agreed on pay for the coming school year.",
    "{S} will meet the president next week to speak about trade and the new railway.",
    "{S} opened a clinic in {p} on {d}, the third in {r} within two years.",
    "{S} published a list of {m} roads that are to be closed during the festival.",
    "{S} lost a lawsuit over the ownership of the old harbour, {o} said.",
    "{S} asked for more time to study the budget, which {f} {s} presented in March.",
    "{S} signed an agreement with a company from {p} to build {n} schools.",
    "{S} has not yet decided whether to raise the tax on sugar and tobacco.",
    "{S} complained that water reaches only a part of the town for {m} hours a day.",
    "{S} won the match in {p} by {n} points to the delight of the crowd.",
    "{S} told a conference in {p} that fewer children leave school early than in 2010.",
    "{S} warned that the lake had shrunk by a tenth and that fish were becoming rare.",
    "{S} praised {f} {s} for a life of work on the languages of {r}.",
    "{S} plans to plant {m},000 trees on the hills above {p} by the end of the decade.",
    "{S} elected {f} {s} as chairman by a narrow majority on {d}.",
    "{S} resumed flights to {p}, which had been halted for repairs to the runway.",
    "{S} hopes that the new market hall will bring visitors to the east of the city.",
    "Electricity returned to most of {p} on {d} after a failure of {n} hours.",
    "The bridge between {p} and {p2} will stay open at night, {o} confirmed.",
    "Rain is expected over {r} until the weekend, with strong winds along the coast.",
    "Schools in {p} reopened, but many classrooms still lack desks and books.",
    "Exports of coffee from {r} rose by {n} percent in the first quarter.",
    "A film about the poet {f} {s} was shown in {p} for the first time.",
    "Negotiations over grazing rights continue, and both sides spoke of progress.",
    "Visitors came from {p2} and {p} to see the restored library.",
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve fifteen twenty".split()


def number(rng: random.Random) -> str:
    """A number of people, in words or digits."""
    return rng.choice(NUMBERS) if rng.random() < 1 / 2 else str(rng.randint(2, 60))


def sentence(rng: random.Random, forms: tuple[str, ...]) -> str:
    """One sentence in one of some forms."""
    told = rng.choice(forms)
    if "{S}" in told:
        told = told.replace("{S}", rng.choice(SUBJECTS))
    actor = rng.choice(ACTORS)
    made = told.format(
        n=number(rng),
        m=rng.randint(2, 60),
        v=rng.choice(VICTIMS),
        a=actor,
        A=actor[0].upper() + actor[1:],
        o=rng.choice(OFFICIALS),
        p=rng.choice(PLACES),
        p2=rng.choice(PLACES),
        r=rng.choice(REGIONS),
        d=rng.choice(DAYS),
        f=rng.choice(FIRST_NAMES),
        s=rng.choice(SURNAMES),
    )
    return made[0].upper() + made[1:]


def paragraph(rng: random.Random, kind: str) -> str:
    """Two calm sentences, and before them perhaps one of an attack."""
    sentences = [sentence(rng, CALM), sentence(rng, CALM)]
    if rng.random() < SHARE_OF_ATTACKS[kind]:
        sentences.insert(0, sentence(rng, DEEDS))
    return " ".join(sentences)


def text_of(rng: random.Random, characters: int, kind: str = "mixed") -> str:
    """News of about so many characters: ``mixed``, ``dense`` or ``calm``."""
    parts: list[str] = []
    length = 0
    while length < characters:
        parts.append(paragraph(rng, kind))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)[:characters]


def article(number: int, text: str) -> Article:
    """A made article."""
    return Article(article_id=f"made-{number}", text=text, published_at="2023-05-18")


def throughput(articles: int, kind: str, label: str) -> None:
    """Print articles a second. ``kind``: as in text_of, or ``day``: every tenth is mixed."""
    rng = random.Random(7)
    made = []
    for i in range(articles):
        one = ("mixed" if i % 10 == 0 else "calm") if kind == "day" else kind
        made.append(article(i, text_of(rng, ARTICLE_CHARACTERS, one)))
    start = time.process_time()
    told = sum(len(extract_article(one)) for one in made)
    seconds = time.process_time() - start
    print(
        f"2 kB articles, {label:40} {articles / seconds:7,.0f} articles/s "
        f"({told} reports of {articles} articles in {seconds:.1f} s)"
    )


def growth() -> None:
    """Print the time of a text for each character, up to 1 MB; level where linear."""
    rng = random.Random(11)
    first = None
    for size in (2_000, 10_000, 100_000, 1_000_000):
        copies = max(1, 400_000 // size)
        made = [article(i, text_of(rng, size)) for i in range(copies)]
        start = time.process_time()
        for one in made:
            extract_article(one)
        rate = (time.process_time() - start) / (copies * size) * 1e6
        first = first or rate
        print(f"{size:9,} characters: {rate:6.2f} us each, x{rate / first:.2f} of the 2 kB text")


def stream(articles: int) -> Iterator[str]:
    """Lines of articles, no two alike."""
    rng = random.Random(13)
    for count in range(articles):
        row = {
            "article_id": str(count),
            "text": text_of(rng, ARTICLE_CHARACTERS),
            "published_at": "2023-05-18",
        }
        yield json.dumps(row) + "\n"


def memory(articles: int) -> None:
    """Print the peak memory of ``extract`` over streams of growing length, in MB."""
    for count in (articles // 10, articles):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.jsonl"
            with path.open("w", encoding="utf-8") as out:
                out.writelines(stream(count))
            start = time.perf_counter()
            command = [
                sys.executable,
                "-c",
                "import resource,sys; from dagster_project.cli import app\n"
                "try: app(sys.argv[1:])\n"
                "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,"
                "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)",
                "extract",
                str(path),
                "--output",
                str(Path(folder) / "reports.jsonl"),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            seconds = time.perf_counter() - start
            if done.returncode not in (0, 3):
                raise SystemExit(done.stderr)
            own, worker = (int(value) / 1024 for value in done.stderr.split()[-2:])
            print(
                f"{count:9,} articles through all cores: {count / seconds:6.0f} articles/s, peak "
                f"{own:.0f} MB in the parent and {worker:.0f} MB in the largest worker"
            )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--articles", type=int, default=2_000, help="articles of the throughput")
    parser.add_argument("--stream", type=int, default=100_000, help="articles of the memory's run")
    arguments = parser.parse_args()
    extract_article(article(0, "A bomb killed two people in Mosul on Monday."))
    throughput(arguments.articles, "mixed", "an attack in a third of the paragraphs:")
    throughput(arguments.articles, "dense", "an attack in every paragraph:")
    throughput(arguments.articles, "calm", "no violence:")
    throughput(arguments.articles, "day", "one article in ten of the first kind:")
    growth()
    if arguments.stream:
        memory(arguments.stream)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
