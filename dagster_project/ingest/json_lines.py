"""JSON lines -> articles, one per line."""

from collections.abc import Iterable, Iterator

from dagster_project.ingest.fields import InputError, decode, make_article, parse_json_object
from dagster_project.ingest.outcomes import LoadedArticle, Outcome, RejectedInput


def read_json_lines(lines: Iterable[bytes], input_file: str) -> Iterator[Outcome]:
    """One outcome per line that is not blank, in order, as the lines arrive.

    Fields: ``text``, and optionally ``article_id, title, published_at, source, url, language``.
    Others are ignored. ``lines`` may be an open binary file; an error while reading it is raised.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = parse_json_object(decode(line).strip())
            text = fields.get("text")
            if not isinstance(text, str):
                raise InputError('"text" is missing' if text is None else '"text" must be text')
            article = make_article(text, fields)
        except InputError as error:
            yield RejectedInput(input_file, number, str(error))
        else:
            yield LoadedArticle(article, input_file, number)
