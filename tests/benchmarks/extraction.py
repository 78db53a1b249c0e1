"""How fast articles are read, how the time grows with their length, and how much memory is held.

    .venv/bin/python tests/benchmarks/extraction.py [--articles N] [--stream N]

The texts are made here: news of which every third paragraph tells of dead or wounded, and for
comparison news of nothing but attacks. Times are of one core, after the reference data are loaded.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dagster_project.extraction import extract_article
from dagster_project.records import Article

PARAGRAPH_CHARACTERS = 2_000
PLACES = ("Maiduguri", "Baidoa", "Kunduz", "Mosul", "Goma", "Aden", "Kandahar", "Bangui")
VICTIMS = ("soldiers", "civilians", "police officers", "militants", "farmers", "aid workers")
DEEDS = (
    "{n} {v} were killed when gunmen attacked a checkpoint near {p} on {d}.",
    "A roadside bomb killed {n} {v} and wounded {m} others on the road to {p} on {d}.",
    "Clashes outside {p} left {n} {v} dead, a hospital official said on {d}.",
)
CALM = (
    "The governor of the region promised that the road would be repaired before the rains begin.",
    "Residents said that prices of bread and fuel had doubled since the spring of last year.",
    "The ministry of agriculture expects a better harvest, although the river remains low.",
    "Teachers returned to work after the two sides agreed on pay for the coming school year.",
    "The delegation will meet the president next week to speak about trade and the new railway.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def paragraph(rng: random.Random, dense: bool) -> str:
    """Some sentences: of an attack, or (two in three where not ``dense``) of none."""
    sentences = rng.sample(CALM, 2)
    if dense or rng.random() < 1 / 3:
        deed = rng.choice(DEEDS).format(
            n=rng.randint(2, 40),
            m=rng.randint(2, 60),
            v=rng.choice(VICTIMS),
            p=rng.choice(PLACES),
            d=rng.choice(DAYS),
        )
        sentences.insert(0, deed)
    return " ".join(sentences)


def text_of(rng: random.Random, characters: int, dense: bool = False) -> str:
    """News of about so many characters."""
    parts: list[str] = []
    length = 0
    while length < characters:
        parts.append(paragraph(rng, dense))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)[:characters]


def article(number: int, text: str) -> Article:
    """A made article."""
    return Article(article_id=f"made-{number}", text=text, published_at="2023-05-18")


def throughput(articles: int, dense: bool) -> None:
    """Print articles a second."""
    rng = random.Random(7)
    made = [article(i, text_of(rng, PARAGRAPH_CHARACTERS, dense)) for i in range(articles)]
    start = time.perf_counter()
    told = sum(len(extract_article(one)) for one in made)
    seconds = time.perf_counter() - start
    label = "an attack in every paragraph" if dense else "an attack in a third of the paragraphs"
    print(
        f"2 kB articles, {label}: {articles / seconds:7.0f} articles/s "
        f"({told} reports of {articles} articles in {seconds:.1f} s)"
    )


def growth() -> None:
    """Print the time of a text for each character, up to 1 MB; level where linear."""
    rng = random.Random(11)
    first = None
    for size in (2_000, 10_000, 100_000, 1_000_000):
        copies = max(1, 200_000 // size)
        made = [article(i, text_of(rng, size)) for i in range(copies)]
        start = time.perf_counter()
        for one in made:
            extract_article(one)
        rate = (time.perf_counter() - start) / (copies * size) * 1e6
        first = first or rate
        print(f"{size:9,} characters: {rate:6.2f} us each, x{rate / first:.2f} of the 2 kB text")


def memory(articles: int) -> None:
    """Print the peak memory of ``extract`` over streams of growing length, in MB."""
    rng = random.Random(13)
    pool = [text_of(rng, PARAGRAPH_CHARACTERS) for _ in range(200)]
    for count in (articles // 10, articles):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.jsonl"
            with path.open("w", encoding="utf-8") as out:
                for number in range(count):
                    row = {
                        "article_id": str(number),
                        "text": f"{pool[number % len(pool)]} No. {number}.",
                        "published_at": "2023-05-18",
                    }
                    out.write(json.dumps(row) + "\n")
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
    throughput(arguments.articles, dense=False)
    throughput(arguments.articles, dense=True)
    growth()
    if arguments.stream:
        memory(arguments.stream)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
