from django.db import models


class Effect(models.Model):
    """What one job did. Nothing here forbids a second one: that is what the tests look for."""

    subject = models.BigIntegerField()

    def __str__(self) -> str:
        return f"effect of {self.subject}"
