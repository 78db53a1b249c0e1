"""Tells people of a failed run, by the webhook and the command of settings.toml."""

import json
import subprocess
from collections.abc import Iterator, Mapping

import requests

from dagster_project.operating import Alert


def send_alert(alert: Alert, text: str, parts: Mapping[str, str]) -> list[str]:
    """Send ``text`` and its ``parts`` to whom the settings name; what went wrong, in words.

    Raises nothing: that nobody could be told is no reason to fail once more. Of the webhook only
    the answer is told, since its address is a secret.
    """
    return [*_post(alert, text, parts), *_start(alert, text)]


def _post(alert: Alert, text: str, parts: Mapping[str, str]) -> Iterator[str]:
    if alert.webhook is None:
        return
    try:
        answer = requests.post(
            alert.webhook.get_secret_value(),
            data=json.dumps({"text": text, **parts}),
            headers={"Content-Type": "application/json"},
            timeout=alert.seconds,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        yield f"the webhook could not be reached: {type(error).__name__}"
        return
    if not 200 <= answer.status_code < 300:
        yield f"the webhook answered {answer.status_code}"


def _start(alert: Alert, text: str) -> Iterator[str]:
    if alert.command is None:
        return
    program = alert.command[0]
    try:
        ended = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            alert.command, input=text, capture_output=True, text=True, timeout=alert.seconds
        )
    except OSError as error:
        yield f"{program} could not be started: {error.strerror}"
    except subprocess.TimeoutExpired:
        yield f"{program} took more than {alert.seconds:g} s and was ended"
    else:
        if ended.returncode:
            yield f"{program} ended with {ended.returncode}: {ended.stderr.strip()[:200]}"
