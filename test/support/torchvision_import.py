"""Imports torchvision for its network definitions, also where its compiled operators cannot be loaded.

A CPU build of PyTorch beside a CUDA build of torchvision is common. The networks need none of the compiled
operators (non-maximum suppression and the like), but torchvision describes two of them to PyTorch while it is
being imported, and that fails when they are absent. Descriptions of absent operators are left out here.
"""

import torch

_register = torch.library.register_fake


def _register_where_present(operator, *args, **kwargs):
    describe = _register(operator, *args, **kwargs)

    def decorate(function):
        try:
            return describe(function)
        except RuntimeError:
            return function

    return decorate


torch.library.register_fake = _register_where_present
import torchvision  # noqa: E402

torch.library.register_fake = _register
models = torchvision.models
