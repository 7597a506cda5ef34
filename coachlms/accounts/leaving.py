"""A person takes her data along, or leaves. Written as a service; the parts come from every app's privacy.py."""

import io
import json
import smtplib
import zipfile

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import send_mail
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from coachlms.accounts.errors import LastAdmin
from coachlms.accounts.models import DataExport, Erasure, Role, RoleGrant, User
from coachlms.accounts.privacy import delete_download, parts
from coachlms.accounts.tasks import erase_account
from coachlms.accounts.tasks import make_download as make_download_task
from coachlms.common.sqlite import empty_log
from coachlms.jobs import services as jobs
from coachlms.jobs.registry import Hold, TemporaryFailure


@transaction.atomic
def ask_download(*, user: User) -> DataExport:
    """Begin a download; one that is still being made is given back instead."""
    waiting = DataExport.objects.filter(user=user, ready_at=None).first()
    if waiting is not None:
        return waiting
    export = DataExport.objects.create(user=user)
    jobs.create(make_download_task, export.pk, key=f"make_download:{export.pk}")
    return export


def make_download(*, export_id: int, hold: Hold) -> None:
    """Collect every part into one zip file: a JSON file per part, and a page that explains them."""
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or export.ready_at is not None or not export.user.is_active:
        with hold.finish():
            return
    everything = parts()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        words = {"user": export.user, "parts": everything, "site_name": settings.SITE_NAME}
        file.writestr("README.txt", render_to_string("account/download-readme.txt", words))
        for at, part in enumerate(everything):
            hold.progress(at, len(everything), f"collecting: {part.label.lower()}")
            file.writestr(f"{part.name}.json", _as_json(part.collect(export.user)))
    stored = export.file.storage.save(
        export.file.field.generate_filename(export, "x.zip"), ContentFile(archive.getvalue())
    )
    with hold.finish():
        DataExport.objects.filter(pk=export.pk).update(file=stored, ready_at=timezone.now())


def delete_old_downloads(*, hold: Hold) -> None:
    """After a week the file and its row go."""
    for export in DataExport.objects.filter(asked_at__lt=timezone.now() - DataExport.KEPT):
        delete_download(export)
    with hold.finish():
        return


@transaction.atomic
def leave(*, user: User) -> Erasure:
    """Close the account at once; what belongs to it is deleted by a job. Asking twice gives the same receipt."""
    held = User.objects.select_for_update().get(pk=user.pk)
    known = Erasure.objects.filter(user=held).first()
    if known is not None:
        return known
    if _is_last_admin(held):
        raise LastAdmin
    User.objects.filter(pk=held.pk).update(is_active=False)
    erasure = Erasure.objects.create(user=held)
    jobs.create(erase_account, erasure.pk, key=f"erase_account:{erasure.pk}")
    return erasure


def erase(*, erasure_id: int, hold: Hold) -> None:
    """Delete part after part, the last app first; then send the receipt and empty the row itself."""
    erasure = Erasure.objects.select_related("user").get(pk=erasure_id)
    order = list(reversed(parts()))
    for at, part in enumerate(order):
        hold.progress(at, len(order), f"deleting: {part.label.lower()}")
        with (
            transaction.atomic()
        ):  # gone and counted together: a killed attempt counts nothing twice
            gone = part.erase(erasure.user)
            counts = dict(Erasure.objects.values_list("counts", flat=True).get(pk=erasure.pk))
            counts[part.label] = counts.get(part.label, 0) + gone
            Erasure.objects.filter(pk=erasure.pk).update(counts=list(counts.items()))
    erasure.refresh_from_db()
    if erasure.user.email:
        _send_receipt(erasure)
    with hold.finish():
        _empty(erasure.user)
        Erasure.objects.filter(pk=erasure.pk).update(finished_at=timezone.now())
    empty_log()


# --- inside -----------------------------------------------------------------------------------------


def _is_last_admin(user: User) -> bool:
    admins = RoleGrant.objects.filter(role=Role.ADMIN, user__is_active=True)
    return admins.filter(user=user).exists() and not admins.exclude(user=user).exists()


def _as_json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _send_receipt(erasure: Erasure) -> None:
    words = {
        "erasure": erasure,
        "site_name": settings.SITE_NAME,
        "address": settings.SITE_URL + reverse("account_deleted", args=[erasure.code]),
    }
    try:
        send_mail(
            f"Your account at {settings.SITE_NAME} is deleted",
            render_to_string("emails/account-deleted.txt", words),
            None,
            [erasure.user.email],
        )
    except smtplib.SMTPRecipientsRefused:
        return  # nobody reads that address any more; the account goes all the same
    except (smtplib.SMTPException, OSError):
        raise TemporaryFailure("mail_server", "The mail server cannot be reached.") from None


def _empty(user: User) -> None:
    """Nothing of the person is left in the row; the row stays, because reviews she wrote hang on it."""
    user.email = f"left-{user.pk}@invalid"
    user.name = user.agreed_to = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
