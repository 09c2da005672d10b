/** The plots of a comparison: which networks are in them, and under which names. */

import type { AccuracyPoint, Plot, PlotKind } from '../../plots/plot.ts';
import type { Candidate, ParametersByKind } from './candidate.ts';
import { termsTitle } from './columns.ts';
import type { ComparedRow, Comparison } from './comparison.ts';

/** Undefined where no network has what the plot shows. */
export function plotOf(kind: PlotKind, comparison: Comparison): Plot | undefined {
  switch (kind) {
    case 'accuracy':
      return accuracyPlot(comparison);
    case 'density':
      return densityPlot(comparison);
    case 'layers':
      return layersPlot(comparison);
  }
}

function accuracyPlot({ rows, terms }: Comparison): Plot | undefined {
  const points = rows.flatMap((row): AccuracyPoint[] => {
    const { parameters, macs } = row.candidate.analysis.totals;
    if (!row.accuracy?.comparable || row.accuracy.top1Error === undefined) return [];
    return [
      {
        label: labelOf(row, terms.protocol === 'any'),
        x: macs / 1e9,
        y: 100 - row.accuracy.top1Error,
        size: parameters / 1e6,
        family: familyOf(row.candidate),
        measured: row.accuracy.origin === 'measured',
      },
    ];
  });
  if (points.length === 0) return undefined;
  const plot = {
    title: 'Accuracy against operations',
    xTitle: 'multiply-accumulates of one image, in 10⁹ (one counts once, not as two operations)',
    yTitle: `top-1 accuracy in % (${termsTitle(terms)})`,
    families: [...families.map(({ name }) => name), ownFamily],
    points,
    notes: [
      ...(points.some(({ measured }) => measured) ? ['dashed: measured'] : []),
      ...(points.some(({ label }) => label.includes(doubt)) ? [`${doubt}: not verified`] : []),
    ],
  };
  return { kind: 'accuracy', plot };
}

function densityPlot({ rows, terms }: Comparison): Plot | undefined {
  const bars = rows
    .flatMap((row) => {
      if (row.density === undefined) return [];
      const measured = row.accuracy?.origin === 'measured';
      return [{ label: labelOf(row, terms.protocol === 'any'), value: row.density, measured }];
    })
    .sort((a, b) => b.value - a.value);
  if (bars.length === 0) return undefined;
  const doubtful = bars.some(({ label }) => label.includes(doubt)) ? `; ${doubt} not verified` : '';
  const plot = {
    title: 'Accuracy density',
    xTitle: `top-1 accuracy in % per million parameters (${termsTitle(terms)}${doubtful})`,
    bars,
  };
  return { kind: 'density', plot };
}

const allKinds: readonly (keyof ParametersByKind)[] = ['convolution', 'depthwise', 'dense', 'normalisation', 'other'];

/** Each network once, however many errors are known of it. */
function layersPlot({ rows }: Comparison): Plot | undefined {
  const once = new Map(rows.map((row) => [row.candidate.name, row]));
  const shown = [...once.values()].filter(({ candidate }) => candidate.analysis.totals.parameters > 0);
  const kinds = allKinds.filter((kind) => shown.some(({ byKind }) => byKind[kind] > 0));
  const bars = shown.map(({ candidate, byKind }) => ({
    label: candidate.title,
    values: kinds.map((kind) => byKind[kind]),
  }));
  if (bars.length === 0) return undefined;
  const plot = { title: 'Parameters by kind of layer', xTitle: 'share of the parameters in %', kinds, bars };
  return { kind: 'layers', plot };
}

/** Behind the name of a network whose published figure was not checked. */
const doubt = '?';
/** Of networks that are not in the zoo. */
const ownFamily = 'own networks';

/** Measured and unverified figures say so. */
function labelOf({ candidate, accuracy }: ComparedRow, withProtocol: boolean): string {
  const origin = accuracy?.origin === 'measured' ? ['measured'] : [];
  const protocol = withProtocol && accuracy !== undefined ? [accuracy.protocol] : [];
  const notes = [...origin, ...protocol];
  return `${candidate.title}${accuracy?.verified === false ? doubt : ''}${notes.length === 0 ? '' : `, ${notes.join(', ')}`}`;
}

/** By the name in the zoo; what is not of the zoo is the user's own. */
function familyOf({ zoo }: Candidate): string {
  if (zoo === undefined) return ownFamily;
  return families.find(({ test }) => test.test(zoo.name))?.name ?? ownFamily;
}

const families: readonly { readonly name: string; readonly test: RegExp }[] = [
  { name: 'AlexNet to NIN', test: /^(alexnet|zfnet|overfeat|nin)/ },
  { name: 'VGG', test: /^vgg/ },
  { name: 'Inception', test: /^(googlenet|inception)/ },
  { name: 'ResNet', test: /^(resnet|plain|highway)/ },
  { name: 'ResNeXt', test: /^resnext/ },
  { name: 'SENet', test: /^se(net)?-/ },
  { name: 'MobileNet', test: /^mobilenet/ },
  { name: 'SqueezeNet', test: /^squeezenet/ },
];
