"""For somebody who lost her phone and her recovery codes, once you are sure who is asking."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coachlms.accounts.models import User
from coachlms.accounts.second_factor import remove_all


class Command(BaseCommand):
    help = "Remove every second factor of one person; the next sign-in needs only her password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        count = remove_all(user=user)
        self.stdout.write(f"{user}: {count} removed. She has been told by mail.")
