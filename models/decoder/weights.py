"""Weights as the engine uses them: made from a checkpoint, stored once as int8, read back fast.

The stored file holds int8 matrices with a float32 scale per row, q, k, v and gate, up each joined
into one matrix, and query and key rows in rotary-pair order. It is mapped into memory and used as
it lies: nothing is left to compute at load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from models.decoder.checkpoint import Checkpoint, required
from models.decoder.compiled import CompiledForward
from models.decoder.config import ModelConfig
from models.decoder.linear import FloatLinear, Int8Linear, Linear, quantise_weight
from models.decoder.team import Team
from models.decoder.transformer import LayerWeights, Weights
from models.errors import ModelDamaged, ModelMissing

STORED_FILE = "decoder.int8.safetensors"
STORED_FORM = "1"
MATRICES = ("embed", "head", "qkv", "attention_out", "gate_up", "down")


def assemble(checkpoint: Checkpoint, config: ModelConfig) -> Iterator[tuple[str, Tensor]]:
    """Named tensors in the engine's own arrangement, in the checkpoint's float type.

    Raises ModelDamaged where one is absent or of the wrong shape."""
    get = lambda name: required(checkpoint, name)  # noqa: E731
    pairs = (lambda t: t) if checkpoint.rotary_pairs_adjacent else _pairs_side_by_side(config)
    hidden, head_dim = config.hidden_size, config.head_dim
    yield "embed", _shaped(get("model.embed_tokens.weight"), config.vocab_size, hidden)
    head = checkpoint.find("lm_head.weight")
    if head is not None:
        yield "head", _shaped(head, config.vocab_size, hidden)
    elif not config.tied_embeddings:
        required(checkpoint, "lm_head.weight")
    yield "norm", _shaped(get("model.norm.weight"), hidden)
    n_queries, n_keys = config.n_heads * head_dim, config.n_kv_heads * head_dim
    for i in range(config.n_layers):
        theirs, ours = f"model.layers.{i}.", f"layers.{i}."
        q = _shaped(get(theirs + "self_attn.q_proj.weight"), n_queries, hidden)
        k = _shaped(get(theirs + "self_attn.k_proj.weight"), n_keys, hidden)
        v = _shaped(get(theirs + "self_attn.v_proj.weight"), n_keys, hidden)
        yield ours + "qkv", torch.cat((pairs(q), pairs(k), v))
        biases = [checkpoint.find(f"{theirs}self_attn.{part}_proj.bias") for part in "qkv"]
        if biases[0] is not None and biases[1] is not None and biases[2] is not None:
            yield ours + "qkv_bias", torch.cat((pairs(biases[0]), pairs(biases[1]), biases[2]))
        for norm in ("q_norm", "k_norm"):
            weight = checkpoint.find(f"{theirs}self_attn.{norm}.weight")
            if weight is not None:
                yield ours + norm, pairs(_shaped(weight, head_dim))
        yield ours + "attention_out", get(theirs + "self_attn.o_proj.weight")
        gate, up = get(theirs + "mlp.gate_proj.weight"), get(theirs + "mlp.up_proj.weight")
        yield ours + "gate_up", _shaped(torch.cat((gate, up)), 2 * config.mlp_size, hidden)
        yield ours + "down", _shaped(get(theirs + "mlp.down_proj.weight"), hidden, config.mlp_size)
        yield ours + "attention_norm", _shaped(get(theirs + "input_layernorm.weight"), hidden)
        yield ours + "mlp_norm", _shaped(get(theirs + "post_attention_layernorm.weight"), hidden)


def quantised(
    checkpoint: Checkpoint, config: ModelConfig, progress: Callable[[int, int], None]
) -> dict[str, Tensor]:
    """The tensors of the stored form. `progress` gets layers done and layers in all."""
    tensors: dict[str, Tensor] = {}
    for name, tensor in assemble(checkpoint, config):
        if name.rsplit(".", 1)[-1] in MATRICES:
            weight, scale = quantise_weight(tensor)
            tensors |= {name: weight, name + ".scale": scale}
        else:
            tensors[name] = tensor.float().contiguous()
        if name.endswith(".mlp_norm"):
            progress(int(name.split(".")[1]) + 1, config.n_layers)
    return tensors


class StoredTensors(Mapping[str, Tensor]):
    """The tensors of a stored file, each mapped anew when it is looked up, so that its pages leave
    memory with it. Vectors are copied: they are small."""

    def __init__(self, file: Path) -> None:
        """Raises ModelMissing, ModelDamaged."""
        self._file = file
        if not file.is_file():
            raise ModelMissing(
                "{folder} holds no {file}.",
                "Install the model again.",
                folder=file.parent,
                file=file.name,
            )
        try:
            with safe_open(file, framework="pt") as opened:
                form = (opened.metadata() or {}).get("form")
                self._names = frozenset(opened.keys())
        except (SafetensorError, OSError) as error:
            raise ModelDamaged(
                "{file} is truncated or damaged: {error}.",
                "Remove the model and install it again.",
                file=file,
                error=error,
            ) from error
        if form != STORED_FORM:
            raise ModelDamaged(
                "{file} was written in form {form}; this version reads form {known}.",
                "Remove the model and install it again.",
                file=file,
                form=form,
                known=STORED_FORM,
            )

    def __getitem__(self, name: str) -> Tensor:
        if name not in self._names:
            raise KeyError(name)
        with safe_open(self._file, framework="pt") as opened:
            tensor: Tensor = opened.get_tensor(name)
        return tensor.clone() if tensor.dim() == 1 else tensor

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_stored(folder: Path) -> StoredTensors:
    return StoredTensors(folder / STORED_FILE)


def int8_weights(tensors: Mapping[str, Tensor], config: ModelConfig, n_threads: int) -> Weights:
    """Stored tensors as they are, multiplied by a team of threads of their own."""
    team = Team(n_threads)

    def linear(name: str) -> Linear:
        return Int8Linear(_stored(tensors, name), _stored(tensors, name + ".scale"), team)

    rows = _stored(tensors, "embed").numpy()
    scales = _stored(tensors, "embed.scale").numpy()[:, None]

    def embed(ids: Tensor) -> Tensor:
        chosen = ids.numpy()  # in NumPy: torch would wake its threads, which then wait busily
        return torch.from_numpy(rows[chosen] * scales[chosen])

    return _weights(tensors, config, linear, embed=embed, dtype=torch.float32, int8=True, team=team)


def float_weights(
    tensors: Mapping[str, Tensor], config: ModelConfig, dtype: torch.dtype, device: torch.device
) -> Weights:
    """Plain float matrices, from `assemble` or (with their scales) from the stored form."""

    def matrix(name: str) -> Tensor:
        weight, scale = _stored(tensors, name), tensors.get(name + ".scale")
        if scale is not None:
            weight = weight.float() * scale[:, None]
        return weight.to(device, dtype)

    rows = matrix("embed")
    small = {
        name: tensors[name].to(device, dtype)
        for name in tensors
        if name.rsplit(".", 1)[-1] not in (*MATRICES, "scale", "sums")
    }
    head = FloatLinear(matrix("head") if "head" in tensors else rows)
    return _weights(
        small,
        config,
        lambda name: head if name in ("head", "embed") else FloatLinear(matrix(name)),
        embed=lambda ids: rows[ids],
        dtype=dtype,
        int8=False,
        has_head="head" in tensors,
    )


def _weights(
    tensors: Mapping[str, Tensor],
    config: ModelConfig,
    linear: Callable[[str], Linear],
    *,
    embed: Callable[[Tensor], Tensor],
    dtype: torch.dtype,
    int8: bool,
    has_head: bool | None = None,
    team: Team | None = None,
) -> Weights:
    def layer(i: int) -> LayerWeights:
        at = f"layers.{i}."
        return LayerWeights(
            attention_norm=_stored(tensors, at + "attention_norm"),
            qkv=linear(at + "qkv"),
            qkv_bias=tensors.get(at + "qkv_bias"),
            q_norm=tensors.get(at + "q_norm"),
            k_norm=tensors.get(at + "k_norm"),
            attention_out=linear(at + "attention_out"),
            mlp_norm=_stored(tensors, at + "mlp_norm"),
            gate_up=linear(at + "gate_up"),
            down=linear(at + "down"),
        )

    own_head = "head" in tensors if has_head is None else has_head
    layers = tuple(layer(i) for i in range(config.n_layers))
    return Weights(
        embed=embed,
        layers=layers,
        norm=_stored(tensors, "norm"),
        head=linear("head" if own_head else "embed"),
        int8=int8,
        one_sequence=None if team is None else CompiledForward(config, layers, team),
        dtype=dtype,
    )


def _stored(tensors: Mapping[str, Tensor], name: str) -> Tensor:
    try:
        return tensors[name]
    except KeyError:
        raise ModelDamaged(
            "The model's weights lack '{name}'.",
            "Remove the model and install it again.",
            name=name,
        ) from None


def _shaped(tensor: Tensor, *shape: int) -> Tensor:
    if tuple(tensor.shape) != shape:
        raise ModelDamaged(
            "A tensor has the shape {shape} where the config says {expected}.",
            "Remove the model and install it again.",
            shape=tuple(tensor.shape),
            expected=shape,
        )
    return tensor


def _pairs_side_by_side(config: ModelConfig) -> Callable[[Tensor], Tensor]:
    """Reorders rows (n_heads * head_dim, …): dimension j is turned together with j + head_dim/2
    in Hugging Face's order, and the two become neighbours in ours."""

    def reorder(tensor: Tensor) -> Tensor:
        halves = tensor.unflatten(0, (-1, 2, config.head_dim // 2))
        return halves.transpose(1, 2).reshape(tensor.shape)

    return reorder
