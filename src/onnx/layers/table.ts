/** All lowerings by the operator's name: one for each record of the registry. */
import { activationLowerings } from './activation.ts';
import { arrangementLowerings } from './arrangement.ts';
import { convolutionLowerings } from './convolution.ts';
import { denseLowerings } from './dense.ts';
import type { LayerLowering } from './layer.ts';
import { mergeLowerings } from './merge.ts';
import { normalisationLowerings } from './normalisation.ts';
import { outputLowerings } from './output.ts';
import { poolingLowerings } from './pooling.ts';

export const layerLowerings: Readonly<Record<string, LayerLowering>> = {
  ...convolutionLowerings,
  ...denseLowerings,
  ...poolingLowerings,
  ...normalisationLowerings,
  ...activationLowerings,
  ...mergeLowerings,
  ...arrangementLowerings,
  ...outputLowerings,
};
