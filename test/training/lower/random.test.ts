/** Random networks of small maps, lowered in blocks and plain: the same gradients. */
import { describe, expect, it } from 'vitest';
import { type Random, randomStream } from '../../../src/training/random.ts';
import { graphOf } from '../../support/gradients.ts';
import { gradientErrors } from '../../support/lowered-gradients.ts';

interface Map3 {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Few channels and many, whole blocks and not. */
const widths = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 32];

function among<T>(random: Random, [first, ...rest]: readonly [T, ...T[]]): T {
  return [first, ...rest][Math.floor(random() * (rest.length + 1))] ?? first;
}

function upTo(random: Random, most: number): number {
  return 1 + Math.floor(random() * most);
}

/** One step, and the map that it makes. */
type Step = readonly [text: string, made: Map3];

function convolution(random: Random, { height, width }: Map3): Step {
  const [kh, kw] = [upTo(random, Math.min(5, height)), upTo(random, Math.min(5, width))];
  const [ph, pw] = [Math.floor(random() * kh), Math.floor(random() * kw)];
  const stride = among(random, [1, 1, 1, 2]);
  const channels = widths[Math.floor(random() * widths.length)] ?? 1;
  const along = (length: number, kernel: number, pad: number): number =>
    Math.floor((length + 2 * pad - kernel) / stride) + 1;
  const text = `conv(${channels}, ${kh}x${kw}, stride = ${stride}, pad = [${ph}, ${pw}])`;
  return [text, { channels, height: along(height, kh, ph), width: along(width, kw, pw) }];
}

function pooling(random: Random, { channels, height, width }: Map3): Step {
  const [kernel, stride, pad] = among(random, [
    [2, 2, 0],
    [3, 2, 1],
    [3, 1, 1],
  ]);
  const along = (length: number): number => Math.floor((length + 2 * pad - kernel) / stride) + 1;
  const op = among(random, ['maxpool', 'maxpool', 'avgpool']);
  const made = { channels, height: along(height), width: along(width) };
  return [`${op}(${kernel}, stride = ${stride}, pad = ${pad})`, made];
}

function joining(random: Random, map: Map3): Step {
  const same = `conv(${map.channels}, 3, pad = 1)`;
  if (random() < 0.5) return [`add { | ${same} -> relu -> ${same} | skip }`, map];
  const more = upTo(random, 9);
  return [`concat { | skip | conv(${more}, 1) -> relu }`, { ...map, channels: map.channels + more }];
}

/** A convolution at the beginning, so that each network has parameters. */
function randomNetwork(random: Random): { readonly steps: string; readonly shape: string } {
  const input = { channels: upTo(random, 6), height: 4 + upTo(random, 8), width: 4 + upTo(random, 8) };
  let [text, map] = convolution(random, input);
  const steps = [text];
  for (let left = upTo(random, 5); left > 0; left -= 1) {
    const make = among(random, [convolution, convolution, pooling, joining]);
    if (map.height < 2 || map.width < 2) break;
    [text, map] = make(random, map);
    steps.push(text);
    if (random() < 0.6) steps.push(among(random, ['relu', 'relu', 'tanh', 'leaky_relu', 'dropout(0.3)']));
  }
  return { steps: steps.join(' -> '), shape: `[${input.channels}, ${input.height}, ${input.width}]` };
}

const cases = Array.from({ length: 60 }, (_, seed) => {
  const random = randomStream(2017, seed);
  return { ...randomNetwork(random), batch: among(random, [1, 3, 4, 6, 8, 16, 17]) };
});

describe.each([8, 16])('in blocks of %d', (block) => {
  it.each(cases)('$steps on $batch of $shape', async ({ steps, shape, batch }) => {
    const errors = await gradientErrors(graphOf(steps, shape), batch, block);
    expect(errors.length).toBeGreaterThan(1);
    // Sums of values that cancel lose some digits.
    for (const [key, error] of errors) expect(error, key).toBeLessThan(1e-4);
  });
});
