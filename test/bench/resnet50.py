"""What a user of torchvision runs to count ResNet-50: import, build, sum."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
from torchvision_import import models  # noqa: E402

print(sum(parameter.numel() for parameter in models.resnet50().parameters()))
