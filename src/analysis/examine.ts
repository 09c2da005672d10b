/** From source to figures in one call: compile, count, compare with what the file expects. */
import { type Compilation, type CompileOptions, compile } from '../compiler/compile.ts';
import { checkExpectations, type Metrics } from '../compiler/expectations.ts';
import type { Host } from '../compiler/modules.ts';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { type Analysis, analyse, type Totals } from './analyse.ts';

export interface Examined {
  readonly compilation: Compilation;
  /** Absent where there is no graph. Partial where there are errors. */
  readonly analysis: Analysis | undefined;
  /** Those of the compiler and of the file's own expectations. */
  readonly diagnostics: readonly Diagnostic[];
}

export function examine(file: SourceFile, host: Host, options: CompileOptions = {}): Examined {
  const compilation = compile(file, host, options);
  const analysis = compilation.graph && analyse(compilation.graph);
  // With errors the figures are partial: what the file expects of them says nothing yet.
  const broken = compilation.diagnostics.some(({ severity }) => severity === 'error');
  const failed = analysis && !broken ? checkExpectations(compilation, metricsOf(analysis.totals)) : [];
  return { compilation, analysis, diagnostics: [...compilation.diagnostics, ...failed] };
}

/** The figures under the names that `expect` uses. */
export function metricsOf(totals: Totals): Metrics {
  return {
    parameters: totals.parameters,
    trainable: totals.trainable,
    buffers: totals.buffers,
    macs: totals.macs,
    flops: totals.flops,
    depth: totals.depth,
    activation_bytes: totals.activationBytes,
    training_bytes: totals.trainingBytes,
    receptive_field: totals.receptiveField,
    training_parameters: totals.training.parameters,
    training_macs: totals.training.macs,
  };
}
