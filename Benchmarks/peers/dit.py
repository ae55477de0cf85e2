"""The transformer that Diorama's `benchmark --cases training` trains, in PyTorch: whole clips, each frame with its own
noise level and actions, queries and keys normalised, positions of three axes, and a frame that sees itself and those
before it.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from network import MLP, Attention, Final, Noise, norm, rotate

ROWS, COLUMNS, PATCH, CHANNELS = 5, 8, 2, 24
FRAMES, TOKENS = 16, ROWS * COLUMNS
TOKEN_CHANNELS, ACTION_INPUTS = PATCH * PATCH * CHANNELS, 16
# Width, depth and clips a step, as in Sources/diorama/Benchmark/TrainingBenchmark.swift; heads have 64 channels.
SIZES = {"10M": (256, 8, 128), "15M": (320, 8, 128), "100M": (896, 7, 64)}


def angles():
    """Of every token of a clip and every pair of a head's channels: time, then row, then column."""
    frame, row, column = (x.flatten().float() for x in torch.meshgrid(
        torch.arange(FRAMES), torch.arange(ROWS), torch.arange(COLUMNS), indexing="ij"))
    parts = ((frame, 8, 100.0), (row, 12, 30.0), (column, 12, 30.0))
    return torch.cat([x[:, None] / base ** (torch.arange(pairs) / pairs) for x, pairs, base in parts], 1)


def sees(query, key):
    """Whether a token sees another, by their places in the clip."""
    return query // TOKENS >= key // TOKENS


def masked(device):
    """Attention with a mask of every pair of tokens."""
    place = torch.arange(FRAMES * TOKENS, device=device)
    mask = sees(place[:, None], place[None])
    return lambda q, k, v: F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


def flexible(device):
    """FlexAttention, which passes over blocks that nobody sees; fast only in compiled programs."""
    from torch.nn.attention.flex_attention import create_block_mask, flex_attention

    length = FRAMES * TOKENS
    blocks = create_block_mask(lambda b, h, query, key: sees(query, key), None, None, length, length, device=device)
    return lambda q, k, v: flex_attention(q, k, v, block_mask=blocks)


class ClipAttention(Attention):
    def forward(self, x, cosine, sine, attend):
        """x [clips, frames * tokens, width]."""
        q, k, v = (y.unflatten(-1, (self.heads, -1)).transpose(1, 2) for y in self.qkv(x).chunk(3, -1))
        q, k = (rotate(F.rms_norm(y, y.shape[-1:], eps=1e-6), cosine, sine).to(v.dtype) for y in (q, k))
        return self.out(attend(q, k, v).transpose(1, 2).flatten(2))


class ClipBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.modulation = nn.Linear(width, 6 * width)
        self.attention, self.mlp = ClipAttention(width, heads), MLP(width, 4 * width)

    def forward(self, x, condition, cosine, sine, attend):
        """x [clips, frames, tokens, width], condition [clips, frames, 1, width]."""
        m = self.modulation(condition).chunk(6, -1)
        y = (norm(x) * (1 + m[1]) + m[0]).flatten(1, 2)
        x = x + m[2] * self.attention(y, cosine, sine, attend).view_as(x)
        return x + m[5] * self.mlp(norm(x) * (1 + m[4]) + m[3])


class ClipTransformer(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.input = nn.Linear(TOKEN_CHANNELS, width)
        self.noise, self.action = Noise(width), nn.Linear(ACTION_INPUTS, width)
        self.blocks = nn.ModuleList(ClipBlock(width, width // 64) for _ in range(depth))
        self.final = Final(width, TOKEN_CHANNELS)
        turns = angles()
        self.register_buffer("cosine", turns.cos(), persistent=False)
        self.register_buffer("sine", turns.sin(), persistent=False)
        self.register_buffer("frequencies", torch.exp(-9.2103 * torch.arange(128) / 128), persistent=False)

    def begin(self, clean, noise, levels, actions):
        """What blocks are given: noisy tokens [clips, frames, tokens, width] and conditions; levels [clips, frames]."""
        turns = levels[..., None] * 1000 * self.frequencies
        features = torch.cat((turns.cos(), turns.sin()), -1)
        condition = F.silu(self.noise(features) + self.action(actions))[:, :, None]
        return self.input(clean + levels[:, :, None, None] * (noise - clean)), condition

    def end(self, x, condition, clean, noise):
        """The loss of rectified flow."""
        return F.mse_loss(self.final(x, condition).float(), noise - clean)

    def forward(self, clean, noise, levels, actions, attend):
        """The loss, from clean tokens."""
        x, condition = self.begin(clean, noise, levels, actions)
        for block in self.blocks:
            x = block(x, condition, self.cosine, self.sine, attend)
        return self.end(x, condition, clean, noise)

    def compile_parts(self, **options):
        """Compiles a block, which serves for all, and what comes before and after them, instead of the whole in one."""
        for block in self.blocks:
            block.compile(**options)
        self.begin, self.end = torch.compile(self.begin, **options), torch.compile(self.end, **options)


def work(width, depth, clips):
    """Arithmetic of one step, counted as Diorama does: 2 m n k for every product of matrices, forward and backward but
    for gradients of inputs; attention only over what is seen, 4 forward and 10 backward for each pair of tokens and
    channel."""
    frames, rows = clips * FRAMES, clips * FRAMES * TOKENS
    seen = TOKENS * TOKENS * FRAMES * (FRAMES + 1) // 2
    first = rows * TOKEN_CHANNELS + frames * (256 + ACTION_INPUTS)
    condition = frames * (1 + 6 * depth + 2) * width
    tokens = rows * (12 * depth * width + TOKEN_CHANNELS)
    return width * (4 * first + 6 * (condition + tokens) + 14 * clips * depth * seen)
