/**
 * Bounds of the expansion. They are far above real networks (Inception-ResNet-v2 has 900 layers) and low enough
 * that a run-away source ends in a few seconds.
 */
export const limits = {
  /** Layers of one network. */
  layers: 250_000,
  /** Steps and iterations run in one expansion. */
  steps: 1_000_000,
  /** Blocks inside blocks. */
  depth: 2_000,
  /** Diagnostics of one expansion; what would come after is most likely the same mistake. */
  diagnostics: 200,
} as const;
