"""Runs torchvision's networks on one image and prints, as JSON, what was executed.

    python torchvision_report.py NAME...
    {"NAME": {"parameters": int, "macs": int, "layers": [{"op": "conv"|"dense", "output": [int, ...], "parameters": int, "macs": int}]}}

Multiply-accumulates are counted from the tensors that passed through each layer, not from a formula of the
network: outputs times the weights of one output.
"""

import json
import sys

import torch
from torchvision_import import models


def report(name):
    model = getattr(models, name)(weights=None).eval()
    layers = []

    def record(module, _inputs, output):
        weights = module.weight[0].numel()
        layers.append(
            {
                "op": "conv" if isinstance(module, torch.nn.Conv2d) else "dense",
                "output": list(output.shape[1:]),
                "parameters": sum(p.numel() for p in module.parameters()),
                "macs": output[0].numel() * weights,
            }
        )

    for module in model.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            module.register_forward_hook(record)
    with torch.no_grad():
        model(torch.zeros(1, 3, 224, 224))
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "macs": sum(layer["macs"] for layer in layers),
        "layers": layers,
    }


print(json.dumps({name: report(name) for name in sys.argv[1:]}))
