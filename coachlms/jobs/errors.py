"""How work can fail. Plain Python, so that providers may raise these too."""


class LeaseLost(Exception):
    """Another worker holds the job now: stop, and throw the result away."""


class Failure(Exception):
    """Work that did not succeed. `code` is stable, `text` is a sentence for people without content."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code[:60]
        self.text = text[:300]


class TemporaryFailure(Failure):
    """Worth another attempt, at the earliest `retry_after` seconds from now."""

    def __init__(self, code: str, text: str, retry_after: float | None = None) -> None:
        super().__init__(code, text)
        self.retry_after = retry_after


class PermanentFailure(Failure):
    """Trying again cannot help: the job is dead until a person runs it again."""
