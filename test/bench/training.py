"""PyTorch's side of training.bench.ts: python training.py NETWORK BATCH STEPS THREADS LAYOUT.

Says `ready`; then for every line of its input trains STEPS steps and answers with the milliseconds of
one, by the clock and of all cores together.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Unit(nn.Module):
    def __init__(self, inputs, width, stride, normalised):
        super().__init__()
        self.first = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        projection = [nn.Conv2d(inputs, width, 1, stride, bias=False)] + [nn.BatchNorm2d(width)] * normalised
        self.shortcut = nn.Sequential(*projection) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        return F.relu(self.second_norm(self.second(y)) + self.shortcut(x))


def resnet(channels, stem, units, normalised):
    layers = [nn.Conv2d(channels, stem, 3, 1, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU()]
    inputs = stem
    for width, stride in units:
        layers.append(Unit(inputs, width, stride, normalised))
        inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))


def network(name):
    if name == "lenet":
        return nn.Sequential(
            *[nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)],
            *[nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
            *[nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
        )
    if name == "small_resnet":
        return resnet(1, 16, [(16, 1), (32, 2), (64, 2)], False)
    return resnet(3, 64, [(64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)], True)


def main():
    name, batch, steps, threads, layout = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    memory_format = getattr(torch, "contiguous_format" if layout == "contiguous" else layout)
    model = network(name).to(memory_format=memory_format)
    optimizer = torch.optim.SGD(model.parameters(), 0.01, 0.9)
    shape = (3, 32, 32) if name == "resnet18" else (1, 28, 28)
    images = (torch.rand(batch, *shape) * 2 - 1).contiguous(memory_format=memory_format)
    labels = torch.arange(batch) % 10

    def train(count):
        for _ in range(count):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            loss.item()

    train(max(2, steps // 4))
    print("ready", flush=True)
    for _ in sys.stdin:
        start, used = time.perf_counter(), time.process_time()
        train(steps)
        print((time.perf_counter() - start) * 1000 / steps, (time.process_time() - used) * 1000 / steps, flush=True)


main()
