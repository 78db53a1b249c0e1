"""What the test asks of Superset's REST API, as its own pages ask it."""

import json
import uuid
from pathlib import Path
from typing import Any

import requests
from connect_page import told

# A request waits for the machine's other work, a run of the pipeline among it.
_SECONDS_TO_ANSWER = 180


class SupersetApi:
    """A session of one user. Every method raises RuntimeError with Superset's own words."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between here and this machine
        login = {"username": user, "password": password, "provider": "db"}
        token = self.post("security/login", login)["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"
        self._session.headers["X-CSRFToken"] = self.get("security/csrf_token/")["result"]
        self._session.headers["Referer"] = address

    def get(self, path: str) -> dict[str, Any]:
        """The answer to a GET request below ``/api/v1/``."""
        return self._answer("GET", path, None)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a POST request below ``/api/v1/``."""
        return self._answer("POST", path, body)

    def put(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a PUT request below ``/api/v1/``."""
        return self._answer("PUT", path, body)

    def query(self, database_id: int, sql: str) -> list[dict[str, Any]]:
        """The rows of a statement that SQL Lab runs in schema marts."""
        body = {
            "client_id": uuid.uuid4().hex[:11],
            "database_id": database_id,
            "runAsync": False,
            "schema": "marts",
            "sql": sql,
        }
        rows: list[dict[str, Any]] = self.post("sqllab/execute/", body)["data"]
        return rows

    def tables(self, database_id: int, schema: str) -> list[str]:
        """The names of a schema's tables, read anew."""
        answer = self.get(f"database/{database_id}/tables/?q=(force:!t,schema_name:{schema})")
        return [str(row["value"]) for row in answer["result"]]

    def _answer(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        response = self._session.request(
            method, f"{self._address}/api/v1/{path}", json=body, timeout=_SECONDS_TO_ANSWER
        )
        if not response.ok:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text[:600]}")
        answer: dict[str, Any] = response.json()
        return answer


def connection(published: Path) -> dict[str, Any]:
    """A database as docs/connect.md tells to enter it, with the engine parameters of the page."""
    return {
        "database_name": "Casualty Ledger",
        "sqlalchemy_uri": f"duckdb:///{published / 'casualties.duckdb'}",
        "extra": json.dumps({"engine_params": json.loads(told("json"))}),
    }
