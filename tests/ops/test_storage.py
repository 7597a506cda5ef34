"""Files in a bucket: private, signed, and never with the keys in the address."""

import urllib.request
from collections.abc import Iterator

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from moto.server import ThreadedMotoServer

from coachlms import storage

KEYS = {"AWS_ACCESS_KEY_ID": "only-for-tests", "AWS_SECRET_ACCESS_KEY": "only-for-tests"}


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server with an empty bucket; gives its address."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket="school")
    yield address
    server.stop()


def test_files_go_to_the_folder_of_this_machine_without_an_address() -> None:
    assert isinstance(storages.create_storage(storage.files("")), FileSystemStorage)


def test_file_in_a_bucket_is_kept_private_and_read_by_a_signed_address(bucket: str) -> None:
    url = f"s3://school/files?endpoint={bucket}&region=us-east-1"
    place = storages.create_storage(storage.files(url))
    name = place.save("talk.txt", ContentFile(b"words"))
    with place.open(name) as file:
        assert (name, file.read()) == ("talk.txt", b"words")
    assert place.save("talk.txt", ContentFile(b"other words")) != "talk.txt"

    client = boto3.client("s3", endpoint_url=bucket, region_name="us-east-1")
    keys = [row["Key"] for row in client.list_objects_v2(Bucket="school")["Contents"]]
    assert "files/talk.txt" in keys
    grants = client.get_object_acl(Bucket="school", Key="files/talk.txt")["Grants"]
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
    assert all("URI" not in grant["Grantee"] for grant in grants)

    signed = place.url(name)
    assert signed.startswith(f"{bucket}/school/files/talk.txt?")
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in signed
    assert "X-Amz-Expires=300" in signed
    with urllib.request.urlopen(signed) as answer:  # noqa: S310 - of the server above
        assert answer.read() == b"words"

    place.delete(name)
    assert not place.exists(name)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("s3://key:secret@school", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ("s3://", "Write it like s3://bucket/folder?endpoint=https://host&region=name"),
        ("s3://school?acl=public-read", "Write it like s3://bucket/folder"),
    ],
)
def test_address_with_keys_or_odd_parts_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        storage.files(url)
    assert sentence in str(refused.value)
    assert "secret@" not in str(refused.value)


def test_keys_come_from_the_environment_alone() -> None:
    options = storage.files("s3://school?region=eu-central-1")["OPTIONS"]
    assert "access_key" not in options
    assert "secret_key" not in options
    assert options["region_name"] == "eu-central-1"
