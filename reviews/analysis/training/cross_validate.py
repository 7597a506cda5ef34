"""Five folds grouped by video: what each turn would have been called by a model that never saw it or its talk.

Writes one file per fold (so that a stopped run goes on) and, when all five are there, `out_of_fold.npz`.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from reviews.analysis.training import linear, net
from reviews.analysis.training.corpus import FOLDS, Example, examples
from reviews.analysis.training.measure import FOUND, say
from reviews.analysis.training.targets import Targets

EPOCHS = 3
SEED = 20261123
Arrays = dict[str, Any]  # numpy arrays of float16, by half, kind and head


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with annomi_simple.csv and folds.csv")
    parser.add_argument("out", type=Path, help="folder for what is found, a file per fold")
    parser.add_argument("--folds", type=int, nargs="*", default=list(FOLDS))
    parser.add_argument("--share", type=float, default=1.0, help="of the transcripts to learn from")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    found = examples(chosen.data)
    chosen.out.mkdir(parents=True, exist_ok=True)
    plain, bare = net.both(found)
    bags = linear.bagged(found)
    for fold in chosen.folds:
        learned_from = train_rows(found, fold, chosen.share)
        rows = [i for i, one in enumerate(found) if one.fold == fold]
        stored = _by_net(found, plain, bare, learned_from, rows)
        words = linear.train(found, bags, plain.numbers, bare.numbers, learned_from)
        for kind, some, numbers in (
            ("plain", bags.plain, plain.numbers),
            ("bare", bags.bare, bare.numbers),
        ):
            matrix = linear.matrix([some[i] for i in rows], numbers[rows], words.rarity)
            for name in linear.NAMES:
                stored[f"linear_{kind}_{name}"] = words.probabilities(matrix, name).astype("f2")
        np.savez_compressed(chosen.out / f"fold{fold}.npz", rows=rows, **stored)
        say(f"fold {fold} written")
    if chosen.share == 1.0:
        gather(chosen.out)


def train_rows(found: Sequence[Example], fold: int, share: float = 1.0) -> list[int]:
    """Everything outside the fold; with a share below one, that share of the transcripts of AnnoMI."""
    others = [i for i, one in enumerate(found) if one.fold != fold]
    talks = sorted({found[i].transcript for i in others if not found[i].is_ours})
    random = np.random.default_rng(SEED)
    kept = set(random.permutation(talks)[: round(share * len(talks))])
    return [i for i in others if found[i].is_ours or found[i].transcript in kept]


def _by_net(
    found: Sequence[Example],
    plain: net.Prepared,
    bare: net.Prepared,
    learned_from: list[int],
    rows: list[int],
) -> Arrays:
    targets = Targets(found, learned_from)
    model = net.train(plain, bare, targets, learned_from, seed=SEED, epochs=EPOCHS, say=say)
    return {
        f"net_{kind}_{name}": values.astype("f2")
        for kind, ready in (("plain", plain), ("bare", bare))
        for name, values in net.predict(model, ready, rows).items()
    }


def gather(folder: Path) -> None:
    """One file with the rows of all folds in the order of the examples, once every fold is there."""
    parts = [folder / f"fold{fold}.npz" for fold in FOLDS]
    if not all(part.exists() for part in parts):
        return
    loaded = [dict(np.load(part)) for part in parts]
    order = np.argsort(np.concatenate([part.pop("rows") for part in loaded]))
    together = {name: np.concatenate([part[name] for part in loaded])[order] for name in loaded[0]}
    np.savez_compressed(FOUND, **together)  # type: ignore[arg-type]
    say(f"{FOUND.name} written: {len(order)} rows")


if __name__ == "__main__":
    main()
