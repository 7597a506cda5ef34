"""Trains on everything that may be learned from and writes what is shipped into `trained/weights/`."""

import hashlib
import json
import shutil
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from reviews.analysis.trained import bag
from reviews.analysis.training import linear, measure, net
from reviews.analysis.training.corpus import Example, examples
from reviews.analysis.training.cross_validate import EPOCHS, SEED
from reviews.analysis.training.labels import (
    CLIENT_FLAGS,
    COACH_FLAGS,
    FLAGS,
    HEADS,
    INPUT,
    MAIN,
    QUESTION,
    REFLECTION,
    TALK,
)
from reviews.analysis.training.measure import say
from reviews.analysis.training.targets import Targets

WEIGHTS = Path(__file__).parents[1] / "trained" / "weights"
FILES = ("turns.onnx", "words.npz", "tokenizer.json")
NAMES = {
    "main": MAIN,
    "talk": TALK,
    "question": QUESTION,
    "reflection": REFLECTION,
    "input": INPUT,
    "coach_flags": tuple(COACH_FLAGS),
    "client_flags": tuple(CLIENT_FLAGS),
}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with annomi_simple.csv and folds.csv")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--card-only", action="store_true", help="keep the weights, fit their mix again"
    )
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    chosen.out.mkdir(parents=True, exist_ok=True)
    found = examples(chosen.data)
    if not chosen.card_only:
        _weights(found, chosen.out)
    card = {
        "version": f"{datetime.now(UTC):%Y-%m-%d}",
        "heads": _heads([one for one in found if not one.is_ours]),
        "sha256": {
            name: hashlib.sha256((chosen.out / name).read_bytes()).hexdigest() for name in FILES
        },
        "learned_from": _learned_from(found),
    }
    (chosen.out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in chosen.out.iterdir()) / 1e6
    say(f"{chosen.out}: {size:.1f} MB")


def _weights(found: list[Example], folder: Path) -> None:
    plain, bare = net.both(found)
    rows = list(range(len(found)))
    model = net.train(plain, bare, Targets(found, rows), rows, seed=SEED, epochs=EPOCHS, say=say)
    _export(model, folder / FILES[0])
    bags = linear.bagged(found)
    words = linear.train(found, bags, plain.numbers, bare.numbers, rows)
    _store(words, folder / FILES[1])
    shutil.copyfile(net.package() / FILES[2], folder / FILES[2])


def _export(model: net.Net, path: Path) -> None:
    """To ONNX with 8-bit weights per column, one bit left free so that every processor adds up the same."""
    ids, own = torch.ones(2, 12, dtype=torch.long), torch.ones(2, 7, dtype=torch.long)
    numbers = torch.zeros(2, model.surface[0].in_features)  # type: ignore[arg-type]
    names = ["ids", "own", "mask", "numbers"]
    axes = {name: {0: "rows", 1: "pieces"} for name in ("ids", "mask")}
    axes |= {"own": {0: "rows", 1: "own pieces"}, "numbers": {0: "rows"}}
    with TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model, (ids, own, ids, numbers), str(full), input_names=names, output_names=["logits"],
            dynamic_axes=axes | {"logits": {0: "rows"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    onnx.checker.check_model(str(path))


def _store(words: linear.Linear, path: Path) -> None:
    kept = np.array(sorted(words.rarity), np.int32)
    weights = np.concatenate([words.weights[name] for name in linear.NAMES]).T
    np.savez_compressed(
        path,
        buckets=kept,
        rarity=np.array([words.rarity[int(b)] for b in kept], np.float16),
        columns=weights[kept].astype(np.float16),
        surface=(linear.SURFACE_WEIGHT * weights[bag.BUCKETS :]).astype(np.float32),
        constants=np.concatenate([words.constants[name] for name in linear.NAMES]),
    )


def _heads(public: list[Example]) -> Mapping[str, Any]:
    """Labels of each head and how the halves are mixed, fitted on all five folds."""
    stored = dict(np.load(measure.FOUND))
    heads: dict[str, Any] = {}
    for name in HEADS:
        heads[name] = {"labels": list(NAMES[name]), "flags": name in FLAGS}
        if name not in FLAGS:
            mix = measure.mix_of(public, stored, name, range(len(public)))
            heads[name] |= {
                "net": round(mix.net, 4),
                "linear": round(mix.linear, 4),
                "lean": [round(float(x), 4) for x in mix.lean],
                "favour": [round(float(x), 4) for x in mix.favour],
                "bound": mix.bound and round(mix.bound, 4),
            }
    return heads


def _learned_from(found: list[Example]) -> Mapping[str, int]:
    return {
        "annomi_simple turns": sum(not one.is_ours for one in found),
        "of these labelled by us, too": sum(
            not one.is_ours and one.own.main + one.own.talk > -2 for one in found
        ),
        "turns and segments of our own talks": sum(one.is_ours for one in found),
    }


if __name__ == "__main__":
    main()
