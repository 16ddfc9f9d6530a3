"""RIFE 4.0 as an ONNX graph: what moves between two pictures, seen from any moment between them.

Huang and others, "Real-Time Intermediate Flow Estimation for Video Frame Interpolation", ECCV 2022.
Four stages, each at twice the last one's detail, correct two flows and a mask by what the pictures look like
along them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.picture.rife_weights import Weights

OPSET, IR = 17, 8
"""Old enough for every onnxruntime since 2022; sampling along a flow came with 16."""

COARSENESS = (8, 4, 2, 1)
"""By how much each stage's pictures are reduced."""

LAYERS = 8
"""Convolutions of one stage at its own size."""


def onnx(name: str) -> Any:
    """What the package has by that name, found when it is needed: few installations have it."""
    return getattr(import_module("onnx"), name)


class _Graph:
    """Nodes one after another; each method adds one and gives the name of what comes out."""

    def __init__(self, height: int, width: int) -> None:
        self.helper = onnx("helper")
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._stored = onnx("numpy_helper").from_array
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
        self._rest = self.constant(np.stack([x, y], -1)[None])
        self._unit = self.constant(np.array([2 / (width - 1), 2 / (height - 1)], np.float32))

    def constant(self, values: NDArray[np.float32] | NDArray[np.int64]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(self._stored(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], **options: object) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(kind, list(inputs), [name], **options))
        return name

    def scaled(self, values: str, factor: float) -> str:
        """``values`` times a number."""
        return (
            values if factor == 1 else self.add("Mul", [values, self.constant(np.array(factor, np.float32))])
        )

    def resized(self, planes: str, factor: float) -> str:
        """Planes at ``factor`` times their size, pixel centres kept, by straight lines."""
        if factor == 1:
            return planes
        factors = self.constant(np.array([1, 1, factor, factor], np.float32))
        half = {"coordinate_transformation_mode": "half_pixel", "mode": "linear"}
        return self.add("Resize", [planes, "", factors], **half)

    def slice(self, planes: str, first: int, end: int) -> str:
        """Some of the channels."""
        bounds = [self.constant(np.array([at], np.int64)) for at in (first, end, 1)]
        return self.add("Slice", [planes, *bounds])

    def warped(self, picture: str, flow: str) -> str:
        """A picture seen along a flow in pixels; beyond its edges the nearest pixel."""
        last = self.add("Transpose", [flow], perm=[0, 2, 3, 1])
        grid = self.add("Add", [self._rest, self.add("Mul", [last, self._unit])])
        return self.add(
            "GridSample", [picture, grid], mode="bilinear", padding_mode="border", align_corners=1
        )


class _Stage:
    """One stage's layers, put into a graph."""

    def __init__(self, graph: _Graph, weights: Weights, index: int) -> None:
        self._graph, self._weights = graph, weights
        self._index = index

    def __call__(self, seen: Sequence[str], flow: str) -> tuple[str, str]:
        """What to add to the flows and to the mask's logit, by what is seen along the flows, if any yet."""
        graph, coarse = self._graph, COARSENESS[self._index]
        parts = [graph.resized(graph.add("Concat", seen, axis=1), 1 / coarse)]
        if flow:
            parts.append(graph.scaled(graph.resized(flow, 1 / coarse), 1 / coarse))
        joined = graph.add("Concat", parts, axis=1)
        reduced = self._layer(self._layer(joined, "conv0.0", 2), "conv0.1", 2)
        deep = reduced
        for layer in range(LAYERS):
            deep = self._layer(deep, f"convblock.{layer}", 1)
        change = self._grown(graph.add("Add", [deep, reduced]))
        change = graph.resized(change, coarse * 2)
        return graph.scaled(graph.slice(change, 0, 4), coarse * 2), graph.slice(change, 4, 5)

    def _layer(self, planes: str, name: str, stride: int) -> str:
        """A convolution and its activation."""
        options = {"strides": [stride] * 2, "pads": [1] * 4, "kernel_shape": [3, 3]}
        kernel, bias = self._weight(f"{name}.0.weight"), self._weight(f"{name}.0.bias")
        slope = self._weights[f"block{self._index}.{name}.1.weight"].reshape(-1, 1, 1)
        made = self._graph.add("Conv", [planes, kernel, bias], **options)
        return self._graph.add("PRelu", [made, self._graph.constant(slope)])

    def _grown(self, planes: str) -> str:
        """The five planes of the answer, at half the stage's size."""
        options = {"strides": [2, 2], "pads": [1] * 4, "kernel_shape": [4, 4]}
        kernel, bias = self._weight("lastconv.weight"), self._weight("lastconv.bias")
        return self._graph.add("ConvTranspose", [planes, kernel, bias], **options)

    def _weight(self, name: str) -> str:
        return self._graph.constant(self._weights[f"block{self._index}.{name}"])


def build(weights: Weights, height: int, width: int) -> Any:
    """The model for pictures of one size, whose sides are multiples of ``rife_weights.MULTIPLE``.

    Inputs: ``first`` and ``second``, ``(1, 3, height, width) float32`` of 0 to 1, and ``time``,
    ``(1, 1, 1, 1)``, 0 at the first. Outputs: ``flow``, ``(1, 4, height, width)``, where each pixel of the
    moment lies in the first picture (x, y) and in the second, in pixels from it; ``mask``, ``(1, 1, height,
    width)``, the share that the first picture has in it.
    """
    graph = _Graph(height, width)
    plane = graph.constant(np.array([1, 1, height, width], np.int64))
    time = graph.add("Expand", ["time", plane])
    flow, mask = _Stage(graph, weights, 0)(["first", "second", time], "")
    for index in range(1, len(COARSENESS)):
        sides = [
            graph.warped(side, graph.slice(flow, at, at + 2)) for side, at in (("first", 0), ("second", 2))
        ]
        more, sure = _Stage(graph, weights, index)([*sides, time, mask], flow)
        flow, mask = graph.add("Add", [flow, more]), graph.add("Add", [mask, sure])
    for kind, made, name in (("Identity", flow, "flow"), ("Sigmoid", mask, "mask")):
        graph.nodes.append(graph.helper.make_node(kind, [made], [name]))
    return _model(graph, height, width)


def _model(graph: _Graph, height: int, width: int) -> Any:
    """The nodes with their inputs and outputs named."""
    helper, kind = graph.helper, onnx("TensorProto").FLOAT
    sizes = {"first": 3, "second": 3, "flow": 4, "mask": 1}
    planes = {
        name: helper.make_tensor_value_info(name, kind, [1, count, height, width])
        for name, count in sizes.items()
    }
    time = helper.make_tensor_value_info("time", kind, [1, 1, 1, 1])
    made = helper.make_graph(
        graph.nodes,
        "rife",
        [planes["first"], planes["second"], time],
        [planes["flow"], planes["mask"]],
        graph.constants,
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
