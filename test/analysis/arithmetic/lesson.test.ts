import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostSteps, numbersLesson, sizesLesson } from '../../../src/analysis/arithmetic/lesson.ts';
import { type Convolution, callOf, type Pooling, sizeRule } from '../../../src/analysis/arithmetic/operation.ts';
import { comparedPaddings, type Fit, paddingCase } from '../../../src/analysis/arithmetic/sizes.ts';
import type { Padding } from '../../../src/operators/geometry.ts';
import type { Size } from '../../../src/operators/operator.ts';
import { operators } from '../../../src/operators/registry.ts';
import { withDefaults } from '../../operators/support.ts';

function conv(kernel: number, more: Partial<Convolution> = {}): Convolution {
  return { op: 'conv', kernel: [kernel, kernel], stride: [1, 1], dilation: [1, 1], ...more };
}

function pool(op: Pooling['op'], kernel: Size, more: Partial<Pooling> = {}): Pooling {
  return { op, kernel, stride: kernel, ceil: false, countIncludePad: true, ...more };
}

function fitOf(...of: Parameters<typeof paddingCase>): Fit {
  const { fit } = paddingCase(...of);
  if (fit.kind === 'refused') throw new Error(fit.reasons.join('; '));
  return fit;
}

describe('sizes and costs', () => {
  it("are the registry's, for a convolution", () => {
    const resnet = conv(7, { stride: [2, 2], channels: { input: 3, output: 64, groups: 1, bias: true } });
    expect(paddingCase(resnet, [224, 224], 'same')).toMatchObject({
      pad: 'same',
      sides: [3, 3, 3, 3],
      padding: '3 on each side',
      call: 'conv(64, 7, stride = 2, pad = same)',
      fit: {
        output: [64, 112, 112],
        alike: true,
        roundings: [{ rounding: 'floor', worked: ['height and width: floor((224 + 2*3 - 7) / 2) + 1 = 112'] }],
        costs: {
          parameters: { value: 9472, text: '64 * 3 * 7 * 7 + 64 = 9,472' },
          macs: { value: 118_013_952, text: '64 * 3 * 7 * 7 * 112 * 112 = 118,013,952' },
        },
      },
    });
  });

  it('are worked in products that give the figure', () => {
    const count = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        count,
        count,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        count,
        (input, output, groups, bias, n) => {
          const channels = { input: input * groups, output: output * groups, groups, bias };
          const { costs } = fitOf(conv(3, { channels }), [n, n], 'same');
          for (const { value, text } of [costs?.parameters, costs?.macs].flatMap((one) => (one ? [one] : []))) {
            const [products = '', figure = ''] = text.replaceAll(',', '').split(' = ');
            const worked = products
              .split(' + ')
              .map((product) => product.split(' * ').reduce((total, factor) => total * Number(factor), 1))
              .reduce((total, part) => total + part, 0);
            expect([worked, Number(figure)]).toEqual([value, value]);
          }
          const weights = channels.output * input * 9 + (bias ? channels.output : 0);
          expect([costs?.parameters.value, costs?.macs.value]).toEqual([weights, channels.output * input * 9 * n * n]);
        },
      ),
    );
  });

  it('of a pooling are worked rounded down and up', () => {
    const googlenet = pool('maxpool', [3, 3], { stride: [2, 2] });
    expect(fitOf(googlenet, [112, 112], 'valid').roundings).toEqual([
      { rounding: 'floor', size: [55, 55], worked: ['height and width: floor((112 + 2*0 - 3) / 2) + 1 = 55'] },
      { rounding: 'ceil', size: [56, 56], worked: ['height and width: ceil((112 + 2*0 - 3) / 2) + 1 = 56'] },
    ]);
    const up = fitOf({ ...googlenet, ceil: true }, [2, 2], 'valid');
    expect(up.output).toEqual([1, 1, 1]);
    expect(up.roundings.map(({ size }) => size)).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('never differ from the record, whatever the sizes', () => {
    const size = fc.integer({ min: 1, max: 20 });
    const few = fc.integer({ min: 1, max: 4 });
    const padding = fc.constantFrom<Padding>('valid', 'same', [1, 1, 1, 1], [0, 1, 0, 1], [2, 0, 1, 1]);
    fc.assert(
      fc.property(
        fc.tuple(size, size),
        fc.tuple(few, few),
        few,
        padding,
        fc.boolean(),
        (input, kernel, s, pad, ceil) => {
          const stride: Size = [s, s];
          for (const operation of [conv(1, { kernel, stride }), pool('avgpool', kernel, { stride, ceil })]) {
            const { op } = operation;
            const record = operators.get(op);
            if (record === undefined) throw new Error(op);
            const given = op === 'conv' ? { channels: 1, kernel, stride, pad } : { kernel, stride, pad, ceil };
            const wanted = record.shape([[1, ...input]], withDefaults(record, given));
            const { fit } = paddingCase(operation, input, pad);
            expect(fit.kind).toBe(wanted.problems.length === 0 ? 'fits' : 'refused');
            if (fit.kind === 'fits') {
              expect(fit.output).toEqual(wanted.shape);
              expect(fit.axes.map(({ geometry }) => geometry.output)).toEqual(fit.output.slice(1));
            }
          }
        },
      ),
    );
  });
});

describe('a lesson on sizes', () => {
  it('compares three paddings when none is chosen', () => {
    expect(comparedPaddings(conv(5))).toEqual(['valid', 'same', [1, 1, 1, 1]]);
    expect(comparedPaddings(conv(3))).toEqual(['valid', 'same', [2, 2, 2, 2]]);
    expect(comparedPaddings(pool('maxpool', [2, 2]))).toEqual(['valid', 'same', [1, 1, 1, 1]]);
    const made = sizesLesson(pool('maxpool', [3, 3], { stride: [2, 2] }), [7, 7], undefined);
    expect(made).toMatchObject({
      kind: 'lesson',
      lesson: { cases: [{ pad: 'valid' }, { pad: 'same' }, { sameAs: 'same' }] },
    });
  });

  it('shows a padding that fails beside one that works, and is refused where none works', () => {
    const made = sizesLesson(conv(5), [3, 3], undefined);
    if (made.kind === 'refused') throw new Error(made.reasons.join());
    expect(made.lesson.cases.map(({ fit }) => fit.kind)).toEqual(['refused', 'fits', 'fits']);
    expect(sizesLesson(conv(5), [3, 3], 'valid')).toEqual({
      kind: 'refused',
      reasons: [
        expect.stringContaining(
          'conv has a kernel of height 5, its input 1x3x3 has height 3; use a kernel of at most 3',
        ),
        expect.stringContaining('width 5'),
      ],
    });
  });

  it("states the record's size rule, without the costs", () => {
    for (const operation of [conv(3), pool('maxpool', [2, 2]), pool('avgpool', [2, 2])]) {
      const rule = sizeRule(operation).join('\n');
      expect(rule).toContain('H_out = floor(');
      expect(rule).not.toMatch(/parameters|MACs|FLOPs/);
    }
  });

  it('writes the step as the language has it', () => {
    expect(callOf(conv(3), 'valid')).toBe('conv(channels, 3)');
    expect(callOf(pool('maxpool', [2, 2]), 'valid')).toBe('maxpool(2)');
    const wide = pool('avgpool', [2, 3], { stride: [2, 1], ceil: true, countIncludePad: false });
    expect(callOf(wide, [1, 1, 0, 0])).toBe(
      'avgpool(2x3, stride = 2x1, pad = [1, 0], ceil = true, count_include_pad = false)',
    );
  });
});

describe('a lesson on numbers', () => {
  const ones = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => new Array<number>(columns).fill(1));

  it('writes a limited number of steps, and knows how many there are', () => {
    const filter = { kind: 'max' } as const;
    const made = numbersLesson(pool('maxpool', [1, 1]), 'valid', { matrix: ones(20, 20), filter });
    if (made.kind === 'refused') throw new Error(made.reasons.join());
    expect(made.lesson.numbers?.steps).toHaveLength(mostSteps);
    expect(made.lesson.numbers?.stepCount).toBe(400);
    expect(made.lesson.numbers?.result).toEqual(ones(20, 20));
  });

  it('refuses what would take long, with both numbers', () => {
    const filter = { kind: 'mean', includePadding: true } as const;
    const huge = { matrix: ones(1000, 1000), filter };
    expect(numbersLesson(pool('avgpool', [3, 3], { stride: [1, 1] }), 'valid', huge)).toEqual({
      kind: 'refused',
      reasons: [
        'the result needs 8,964,036 values to be read, and at most 1,000,000 are worked; use a smaller matrix or kernel',
      ],
    });
  });

  it('says whether turning the kernel would matter', () => {
    const notesOf = (weights: number[][]) => {
      const made = numbersLesson(conv(2), 'valid', {
        matrix: [
          [1, 2],
          [3, 4],
        ],
        filter: { kind: 'weights', weights, divisor: 1 },
      });
      return made.kind === 'lesson' ? made.lesson.numbers?.notes.join(' ') : '';
    };
    expect(
      notesOf([
        [1, 2],
        [2, 1],
      ]),
    ).toContain('stays the same when turned');
    expect(
      notesOf([
        [1, 0],
        [0, 0],
      ]),
    ).toContain('the first row of the result would then be 4.');
  });
});
