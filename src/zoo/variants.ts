/** Networks of the papers' tables that are no example of their own, in the language. */

const mobilenetHead = `  global_avgpool
  flatten
  dense(1000)`;

/** MobileNet with a full 3x3 convolution in the place of each separable one. */
const convMobileNet = `use common.ConvBNReLU

network ConvMobileNet {
  input image [3, 224, 224]
  ConvBNReLU(32, 3, stride = 2)
  ConvBNReLU(64, 3)
  ConvBNReLU(128, 3, stride = 2) -> ConvBNReLU(128, 3)
  ConvBNReLU(256, 3, stride = 2) -> ConvBNReLU(256, 3)
  ConvBNReLU(512, 3, stride = 2) -> repeat 5 { ConvBNReLU(512, 3) }
  ConvBNReLU(1024, 3, stride = 2) -> ConvBNReLU(1024, 3)
${mobilenetHead}
}
`;

/** MobileNet without its five layers of 14x14x512. */
const shallowMobileNet = `use common.ConvBNReLU
use mobile.DepthwiseSeparable

network ShallowMobileNet {
  input image [3, 224, 224]
  ConvBNReLU(32, 3, stride = 2)
  DepthwiseSeparable(64)
  DepthwiseSeparable(128, stride = 2) -> DepthwiseSeparable(128)
  DepthwiseSeparable(256, stride = 2) -> DepthwiseSeparable(256)
  DepthwiseSeparable(512, stride = 2)
  DepthwiseSeparable(1024, stride = 2) -> DepthwiseSeparable(1024)
${mobilenetHead}
}
`;

const fullLayer = `network FullLayer {
  input map [512, 14, 14]
  conv(512, 3, pad = same, bias = false)
}
`;

/** Convolutions alone, as the paper's formulas have them. */
function separableLayer(channels: number, size: number): string {
  return `network SeparableLayer {
  input map [${channels}, ${size}, ${size}]
  depthwise(3, pad = same, bias = false) -> conv(${channels}, 1, bias = false)
}
`;
}

/** Configuration C: the third convolution of the last three stages is 1x1. */
const vggC = `use vgg.VGGStage

block StageC(channels) {
  repeat 2 { conv(channels, 3, pad = same) -> relu }
  conv(channels, 1) -> relu -> maxpool(2)
}

network VGGC {
  input image [3, 224, 224]
  VGGStage(2, 64) -> VGGStage(2, 128)
  StageC(256) -> StageC(512) -> StageC(512)
  flatten
  dense(4096) -> relu -> dense(4096) -> relu -> dense(1000)
}
`;

/** SE-ResNet-50's form with more units. */
function seResNet(conv3: number, conv4: number): string {
  return `use common.ConvBNReLU
use se.SEBottleneck

network SEResNet {
  input image [3, 224, 224]
  ConvBNReLU(64, 7, stride = 2) -> maxpool(3, stride = 2, ceil = true)
  repeat 3 { SEBottleneck(64, 1, true) }
  repeat i in 0..${conv3} { SEBottleneck(128, if i == 0 { 2 } else { 1 }, true) }
  repeat i in 0..${conv4} { SEBottleneck(256, if i == 0 { 2 } else { 1 }, true) }
  repeat i in 0..3 { SEBottleneck(512, if i == 0 { 2 } else { 1 }, true) }
  global_avgpool -> dense(1000)
}
`;
}

/** Sources by name. */
export const variants = {
  'conv-mobilenet': convMobileNet,
  'shallow-mobilenet': shallowMobileNet,
  'full-layer': fullLayer,
  'separable-layer': separableLayer(512, 14),
  'separable-layer-0.75': separableLayer(384, 14),
  'separable-layer-0.75-0.714': separableLayer(384, 10),
  'vgg-c': vggC,
  'se-resnet-101': seResNet(4, 23),
  'se-resnet-152': seResNet(8, 36),
} as const;

export type Variant = keyof typeof variants;
