"""`manage.py keep_example`: read the sample of the method page again and keep what its pictures are drawn from."""

from typing import Any

from django.core.management.base import BaseCommand

from coachlms.demo import example


class Command(BaseCommand):
    help = "Write the reading that the method page draws. Run it after a change to the reader."

    def handle(self, *args: Any, **options: Any) -> None:
        example.PATH.write_text(example.read_again(), encoding="utf-8")
        self.stdout.write(f"{example.PATH.name} written.")
