"""Runs networks in PyTorch, layer by layer from the compiler's own list of layers, to compare with.

    python torch_reference.py FOLDER

FOLDER/request.json holds the cases; FOLDER/tensors.bin their tensors, one after the other, little-endian:

    {"cases": [{
        "name": str,
        "mode": "training" | "evaluation",
        "dtype": "float32" | "float64",
        "nodes": [{"op": str, "args": {...}, "inputs": [int, ...], "shape": [int, ...], "path": str}, ...],
        "outputs": [{"name": str, "node": int, "weight": float}, ...],
        "tensors": {NAME: {"shape": [int, ...], "element": "float32" | "int64" | "uint8", "offset": int}},
        "objective": null | {"kind": "projection"} | {"kind": "cross_entropy", "smoothing": float},
        "torchvision": null | {"model": str, "arguments": {...}}
    }]}

Node 0 is the input. Tensors are named as in the programs: `images` [N, C, H, W], `<path>.<weight>`, `<path>:mask`
(uint8, zeros and ones, for dropout in training), `labels` int64 [N]. The answer is FOLDER/answer.json, which is
{CASE: {NAME: {"shape", "offset"}}}, and FOLDER/answer.bin, float32 or float64 as the case's dtype:

    output:<name>       what the output's node computes
    logits:<name>       the same before a softmax, distances negated; [N, classes] where there is one place
    <path>.running_mean, <path>.running_var    after one step of training (PyTorch's own update, variance unbiased)
    loss, gradient:<name>    with an objective: for `images`, every weight that is no buffer
    torchvision         what torchvision's model computes in evaluation mode from the same weights, taken in order

Objectives: `cross_entropy` is the sum over the outputs of weight * cross-entropy (mean over the batch, label smoothing);
`projection` is the sum of the first output times the tensor `projection`, whose gradient is a vector-Jacobian product.

With `training`, cross-entropy is minimised by torch.optim, a step for each rate, on the batches `images@1` and `labels@1`,
`images@2` and `labels@2`, ...; the answer is `loss@1`, ..., and every weight after the last step by its name. Weight
decay spares lists of one number a channel but with `decayAll`.

As a module: `run(case, tensors)` gives {NAME: torch.Tensor}; `forward(case, tensors)` gives the values of the nodes,
differentiable, where `tensors` maps names to torch tensors. Operators are PyTorch's own functions wherever it has them;
sizes that it does not know (padding that differs between sides) are composed of them.
"""

import json
import os
import sys

import numpy
import torch
import torch.nn.functional as F

BUFFERS = ("running_mean", "running_var", "codes")


def resolved(pad, kernel, dilation):
    """Rows and columns at the top, bottom, left, right; `same` adds f - 1 in all, the odd one at the end."""
    if pad == "valid":
        return [0, 0, 0, 0]
    if pad != "same":
        return pad
    total = [d * (k - 1) for k, d in zip(kernel, dilation)]
    return [total[0] // 2, total[0] - total[0] // 2, total[1] // 2, total[1] - total[1] // 2]


def padded(x, sides, value=0.0):
    top, bottom, left, right = sides
    return F.pad(x, (left, right, top, bottom), value=value)


def convolution(x, args, weight, bias, groups):
    top, bottom, left, right = sides = resolved(args["pad"], args["kernel"], args["dilation"])
    if top == bottom and left == right:
        return F.conv2d(x, weight, bias, args["stride"], (top, left), args["dilation"], groups)
    return F.conv2d(padded(x, sides), weight, bias, args["stride"], 0, args["dilation"], groups)


def conv(x, args, weights, **_):
    weight = weights["weight"]
    table = args.get("connections")
    if table is not None:
        rows = []
        kernels = iter(weight)
        for row in table:
            dense = [torch.zeros_like(weight[0])] * x.shape[1]
            for channel in row:
                dense[channel] = next(kernels)
            rows.append(torch.stack(dense))
        weight = torch.stack(rows)
    return convolution(x, args, weight, weights.get("bias"), args["groups"])


def depthwise(x, args, weights, **_):
    return convolution(x, args, weights["weight"], weights.get("bias"), x.shape[1])


def to_whole_windows(x, args, shape, sides, value):
    """Pads to the whole of the last window, also where that reaches beyond the padding."""
    kernel, stride = args["kernel"], args.get("stride", args["kernel"])
    top, bottom, left, right = sides
    rows = (shape[1] - 1) * stride[0] + kernel[0] - top - x.shape[2]
    columns = (shape[2] - 1) * stride[1] + kernel[1] - left - x.shape[3]
    whole = padded(x, [top, max(bottom, rows), left, max(right, columns)], value)
    return whole, kernel, stride


def cropped(y, shape):
    return y[:, :, : shape[1], : shape[2]]


def maxpool(x, args, shape, **_):
    top, bottom, left, right = sides = resolved(args["pad"], args["kernel"], [1, 1])
    if top == bottom and left == right:
        return F.max_pool2d(x, args["kernel"], args.get("stride"), (top, left), ceil_mode=args["ceil"])
    whole, kernel, stride = to_whole_windows(x, args, shape, sides, float("-inf"))
    return cropped(F.max_pool2d(whole, kernel, stride), shape)


def avgpool(x, args, shape, **_):
    top, bottom, left, right = sides = resolved(args["pad"], args["kernel"], [1, 1])
    include = args["count_include_pad"]
    if top == bottom and left == right:
        return F.avg_pool2d(x, args["kernel"], args.get("stride"), (top, left), args["ceil"], include)
    whole, kernel, stride = to_whole_windows(x, args, shape, sides, 0.0)
    counted = torch.ones_like(x)
    counted = padded(counted, sides, 1.0) if include else padded(counted, sides)
    missing = [n - m for n, m in zip(whole.shape[2:], counted.shape[2:])]
    counted = padded(counted, [0, missing[0], 0, missing[1]])
    sums, counts = (F.avg_pool2d(v, kernel, stride, divisor_override=1) for v in (whole, counted))
    return cropped(sums / counts, shape)


def subsample(x, args, weights, **_):
    channels = x.shape[1]
    kernel = weights["coefficient"].view(channels, 1, 1, 1).expand(channels, 1, *args["kernel"])
    return F.conv2d(x, kernel, weights["bias"], args.get("stride", args["kernel"]), groups=channels)


def batchnorm(x, args, weights, training, updates, **_):
    mean, variance = weights["running_mean"].clone(), weights["running_var"].clone()
    y = F.batch_norm(
        x, mean, variance, weights.get("weight"), weights.get("bias"), training, args["momentum"], args["epsilon"]
    )
    if training:
        updates["running_mean"], updates["running_var"] = mean, variance
    return y


def dropout(x, args, training, mask, **_):
    if not training or args["rate"] == 0:
        return x
    return x * mask if args["rate"] == 1 else x * mask / (1 - args["rate"])


def pad(x, args, **_):
    grown = [max(0, n) for n in args["sides"]]
    mode = {"zero": "constant", "reflect": "reflect", "replicate": "replicate"}[args["mode"]]
    top, bottom, left, right = grown
    y = F.pad(x, (left, right, top, bottom), mode=mode) if any(grown) else x
    top, bottom, left, right = [max(0, -n) for n in args["sides"]]
    return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]


def resize(x, args, shape, **_):
    smooth = {"mode": "bilinear", "align_corners": False} if args["mode"] == "bilinear" else {"mode": "nearest"}
    return F.interpolate(x, size=shape[1:], **smooth)


def part(x, args, **_):
    length = x.shape[1] // args["parts"]
    return x.narrow(1, args["index"] * length, length)


def maxout(x, args, **_):
    grouped = x.reshape(x.shape[0], x.shape[1] // args["pieces"], args["pieces"], *x.shape[2:])
    return grouped.max(dim=2).values


def scale(inputs):
    x, gate = inputs
    return x * (gate[:, :, None, None] if gate.dim() < x.dim() else gate)


def rbf(x, weights, **_):
    return (x.flatten(1)[:, None] - weights["codes"]).square().sum(-1)


OPERATORS = {
    "conv": conv,
    "depthwise": depthwise,
    "dense": lambda x, weights, **_: F.linear(x.flatten(1), weights["weight"], weights.get("bias")),
    "flatten": lambda x, **_: x.flatten(1),
    "maxpool": maxpool,
    "avgpool": avgpool,
    "subsample": subsample,
    "global_avgpool": lambda x, **_: F.adaptive_avg_pool2d(x, 1),
    "global_maxpool": lambda x, **_: F.adaptive_max_pool2d(x, 1),
    "batchnorm": batchnorm,
    "lrn": lambda x, args, **_: F.local_response_norm(
        x, args["size"], args["alpha"] * args["size"], args["beta"], args["k"]
    ),
    "dropout": dropout,
    "relu": lambda x, **_: F.relu(x),
    "relu6": lambda x, **_: F.relu6(x),
    "leaky_relu": lambda x, args, **_: F.leaky_relu(x, args["slope"]),
    "prelu": lambda x, weights, **_: F.prelu(x, weights["weight"]),
    "elu": lambda x, args, **_: F.elu(x, args["alpha"]),
    "sigmoid": lambda x, **_: torch.sigmoid(x),
    "hard_sigmoid": lambda x, **_: F.hardsigmoid(x),
    "tanh": lambda x, **_: torch.tanh(x),
    "scaled_tanh": lambda x, args, **_: args["amplitude"] * torch.tanh(args["slope"] * x),
    "swish": lambda x, args, **_: F.silu(x) if args["beta"] == 1 else x * torch.sigmoid(args["beta"] * x),
    "hard_swish": lambda x, **_: F.hardswish(x),
    "maxout": maxout,
    "pad": pad,
    "slice": lambda x, args, **_: x[:, args["start"] : args["end"]],
    "split": part,
    "channel_shuffle": lambda x, args, **_: F.channel_shuffle(x, args["groups"]),
    "resize": resize,
    "softmax": lambda x, **_: F.softmax(x, dim=1),
    "rbf": rbf,
}

MERGES = {
    "concat": lambda inputs: torch.cat(inputs, dim=1),
    "add": lambda inputs: sum(inputs[1:], inputs[0]),
    "scale": scale,
}


def forward(case, tensors, updates=None):
    """The values of the nodes by number, of those that an output needs. New running statistics go into `updates`."""
    by_path = {}
    for name, tensor in tensors.items():
        path, dot, weight = name.rpartition(".")
        if dot:
            by_path.setdefault(path, {})[weight] = tensor
    nodes = case["nodes"]
    needed = {output["node"] for output in case["outputs"]}
    for index in reversed(range(len(nodes))):
        if index in needed:
            needed.update(nodes[index]["inputs"])
    values = {}
    for index in sorted(needed):
        node = nodes[index]
        op, path = node["op"], node["path"]
        inputs = [values[entering] for entering in node["inputs"]]
        if op == "input":
            values[index] = tensors["images"]
        elif op in MERGES:
            values[index] = MERGES[op](inputs)
        else:
            seen = {}
            values[index] = OPERATORS[op](
                inputs[0],
                args=node["args"],
                shape=node["shape"],
                weights=by_path.get(path, {}),
                training=case["mode"] == "training",
                mask=tensors.get(path + ":mask"),
                updates=seen,
            )
            if updates is not None:
                updates.update({f"{path}.{name}": tensor for name, tensor in seen.items()})
    return values


def logits(case, values, output):
    """Before a softmax, also one that a flatten follows; the distances of `rbf` negated."""
    nodes = case["nodes"]
    end = output["node"]
    while nodes[end]["op"] == "flatten" and nodes[end]["shape"][0] == nodes[nodes[end]["inputs"][0]]["shape"][0]:
        end = nodes[end]["inputs"][0]
    if nodes[end]["op"] == "softmax":
        value = values[nodes[end]["inputs"][0]]
    elif nodes[end]["op"] == "rbf":
        value = -values[end]
    else:
        value = values[output["node"]]
    return value.flatten(1) if value[0, 0].numel() == 1 else value


def objective(case, values, tensors):
    kind = case["objective"]["kind"]
    if kind == "projection":
        return (values[case["outputs"][0]["node"]] * tensors["projection"]).sum()
    smoothing = case["objective"]["smoothing"]
    return sum(
        output["weight"]
        * F.cross_entropy(logits(case, values, output), tensors["labels"], label_smoothing=smoothing)
        for output in case["outputs"]
    )


def torchvision(case, tensors):
    """The named model with the weights of the case: both list them in the order of the layers."""
    from torchvision_import import models

    wanted = case["torchvision"]
    model = getattr(models, wanted["model"])(weights=None, **wanted["arguments"]).to(tensors["images"].dtype).eval()
    own = [tensor for name, tensor in tensors.items() if "." in name]
    theirs = [name for name in model.state_dict() if not name.endswith("num_batches_tracked")]
    if len(own) != len(theirs):
        raise ValueError(f"{len(own)} weights here, {len(theirs)} in torchvision")
    model.load_state_dict(dict(zip(theirs, own)), strict=False)
    return model(tensors["images"])


def optimizer_of(plan, groups):
    """torch.optim's own, with the settings of the recipe; the rate is set before each step."""
    settings = plan["optimizer"]
    kind = settings["kind"]
    if kind == "sgd":
        return torch.optim.SGD(groups, lr=0.0, momentum=settings["momentum"], nesterov=settings["nesterov"])
    if kind == "rmsprop":
        return torch.optim.RMSprop(
            groups, lr=0.0, alpha=settings["smoothing"], eps=settings["epsilon"], momentum=settings["momentum"]
        )
    adam = torch.optim.AdamW if kind == "adamw" else torch.optim.Adam
    return adam(groups, lr=0.0, betas=(float(settings["beta1"]), float(settings["beta2"])), eps=settings["epsilon"])


def train(case, tensors):
    """Steps of an optimizer; the losses, and the weights and buffers after them."""
    plan = case["training"]
    state = {name: tensor.clone() for name, tensor in tensors.items() if "." in name}
    learned = {name: state[name].requires_grad_() for name in state if name.rpartition(".")[2] not in BUFFERS}
    decayed = [weight for weight in learned.values() if plan["decayAll"] or weight.dim() > 1]
    spared = [weight for weight in learned.values() if not (plan["decayAll"] or weight.dim() > 1)]
    groups = [
        {"params": weights, "weight_decay": decay}
        for weights, decay in [(decayed, plan["optimizer"]["decay"]), (spared, 0.0)]
        if weights
    ]
    optimizer = optimizer_of(plan, groups)
    case = {**case, "objective": {"kind": "cross_entropy", "smoothing": plan["smoothing"]}}
    answer = {}
    for step, rate in enumerate(plan["rates"], start=1):
        for group in optimizer.param_groups:
            group["lr"] = rate
        given = {**tensors, **state, "images": tensors[f"images@{step}"], "labels": tensors[f"labels@{step}"]}
        updates = {}
        optimizer.zero_grad()
        loss = objective(case, forward(case, given, updates), given)
        loss.backward()
        if plan["clip"] is not None:
            torch.nn.utils.clip_grad_norm_(list(learned.values()), plan["clip"])
        optimizer.step()
        state.update(updates)
        answer[f"loss@{step}"] = loss
    return {name: value.detach() for name, value in {**answer, **state}.items()}


def run(case, tensors):
    """All that the request asks for, by name."""
    if case.get("training") is not None:
        return train(case, tensors)
    learned = [
        name
        for name in tensors
        if name == "images" or ("." in name and name.rpartition(".")[2] not in BUFFERS)
    ]
    wanted = case.get("objective") is not None
    if wanted:
        tensors = {**tensors, **{name: tensors[name].clone().requires_grad_() for name in learned}}
    answer = {}
    with torch.set_grad_enabled(wanted):
        values = forward(case, tensors, answer)
        for output in case["outputs"]:
            answer[f"output:{output['name']}"] = values[output["node"]]
            answer[f"logits:{output['name']}"] = logits(case, values, output)
        if case.get("torchvision") is not None:
            answer["torchvision"] = torchvision(case, tensors)
        if wanted:
            loss = objective(case, values, tensors)
            gradients = torch.autograd.grad(loss, [tensors[name] for name in learned], allow_unused=True)
            answer["loss"] = loss
            for name, gradient in zip(learned, gradients):
                answer[f"gradient:{name}"] = torch.zeros_like(tensors[name]) if gradient is None else gradient
    return {name: value.detach() for name, value in answer.items()}


def read(case, data):
    dtype = getattr(torch, case["dtype"])
    tensors = {}
    for name, record in case["tensors"].items():
        size = int(numpy.prod(record["shape"], dtype=numpy.int64))
        values = numpy.frombuffer(data, record["element"], size, record["offset"]).reshape(record["shape"])
        tensor = torch.from_numpy(values.copy())
        tensors[name] = tensor if record["element"] == "int64" else tensor.to(dtype)
    return tensors


def main(folder):
    with open(os.path.join(folder, "request.json"), encoding="utf-8") as file:
        cases = json.load(file)["cases"]
    data = numpy.memmap(os.path.join(folder, "tensors.bin"), mode="r")
    answers = {}
    with open(os.path.join(folder, "answer.bin"), "wb") as out:
        for case in cases:
            answers[case["name"]] = index = {}
            try:
                results = run(case, read(case, data))
            except Exception as error:
                raise RuntimeError(f"case {case['name']}") from error
            for name, value in results.items():
                index[name] = {"shape": list(value.shape), "offset": out.tell()}
                out.write(value.contiguous().numpy().tobytes())
    with open(os.path.join(folder, "answer.json"), "w", encoding="utf-8") as file:
        json.dump(answers, file)


if __name__ == "__main__":
    main(sys.argv[1])
