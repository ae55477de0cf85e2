"""The benchmark's `yardstick` in PyTorch: one pass over one frame, whose context is cached keys and values.

Parameters have the names that Diorama gives them, so that its weights load as they are.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def rotate(x, cosine, sine):
    """Rotary positions: x [..., tokens, head dimension], angles [tokens, half of it]."""
    a, b = x.chunk(2, -1)
    return torch.cat((a * cosine - b * sine, b * cosine + a * sine), -1)


def norm(x):
    return F.layer_norm(x, (x.shape[-1],), eps=1e-6)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width)

    def forward(self, x, keys, values, cosine, sine):
        """x [tokens, width]; keys and values [heads, context, head dimension], keys already rotated."""
        q, k, v = (y.unflatten(-1, (self.heads, -1)).transpose(0, 1) for y in self.qkv(x).chunk(3, -1))
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)
        keys, values = torch.cat((keys, k), 1), torch.cat((values, v), 1)
        y = F.scaled_dot_product_attention(q[None], keys[None], values[None])[0]
        return self.out(y.transpose(0, 1).flatten(1)), k, v


class MLP(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x):
        return self.down(F.gelu(self.up(x), approximate="tanh"))


class Block(nn.Module):
    def __init__(self, width, heads, ratio):
        super().__init__()
        self.modulation = nn.Linear(width, 6 * width)
        self.attention, self.mlp = Attention(width, heads), MLP(width, ratio * width)

    def forward(self, x, condition, keys, values, cosine, sine):
        m = self.modulation(condition).chunk(6, -1)
        y, k, v = self.attention(norm(x) * (1 + m[1]) + m[0], keys, values, cosine, sine)
        x = x + m[2] * y
        return x + m[5] * self.mlp(norm(x) * (1 + m[4]) + m[3]), k, v


class Noise(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = nn.Linear(256, width), nn.Linear(width, width)

    def forward(self, features):
        return self.second(F.silu(self.first(features)))


class Final(nn.Module):
    def __init__(self, width, channels):
        super().__init__()
        self.modulation, self.output = nn.Linear(width, 2 * width), nn.Linear(width, channels)

    def forward(self, x, condition):
        shift, scale = self.modulation(condition).chunk(2, -1)
        return self.output(norm(x) * (1 + scale) + shift)


class Transformer(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c["width"]
        self.input = nn.Linear(c["tokenChannels"], width)
        self.noise, self.action = Noise(width), nn.Linear(c["actionInputs"], width)
        self.blocks = nn.ModuleList(Block(width, c["heads"], c["mlpRatio"]) for _ in range(c["depth"]))
        self.final = Final(width, c["tokenChannels"])

    def forward(self, tokens, features, actions, keys, values, cosine, sine):
        """Velocities [tokens, channels], and the frame's own keys and values [depth, heads, tokens, head dimension].

        tokens [tokens, channels]; features [1, 256] of the noise level; actions [1, inputs]; keys and values
        [depth, heads, context, head dimension].
        """
        condition = F.silu(self.noise(features) + self.action(actions))
        x, own_keys, own_values = self.input(tokens), [], []
        for i, block in enumerate(self.blocks):
            x, k, v = block(x, condition, keys[i], values[i], cosine, sine)
            own_keys.append(k)
            own_values.append(v)
        return self.final(x, condition), torch.stack(own_keys), torch.stack(own_values)
