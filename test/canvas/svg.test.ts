import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../src/canvas/drawing.ts';
import { dark, light } from '../../src/canvas/palette.ts';
import { canvasSvg } from '../../src/canvas/svg.ts';
import { examineFile, examineText, network } from '../support/host.ts';

function picture(text: string, mode: 'light' | 'dark' = 'light'): string {
  const examined = examineText(text);
  return canvasSvg(drawing(examined, { folded: new Map() }), { mode, diagnostics: examined.diagnostics });
}

describe('the picture', () => {
  it.each(['light', 'dark'] as const)('is an image of the size of the drawing, %s', async (mode) => {
    const examined = examineFile('examples/lenet5.arch');
    const document = drawing(examined, { folded: new Map() });
    const svg = canvasSvg(document, { mode, diagnostics: [] });
    const image = await sharp(Buffer.from(svg)).metadata();
    expect([image.width, image.height]).toEqual([Math.round(document.width), Math.round(document.height)]);
    const { dominant } = await sharp(Buffer.from(svg)).resize(400).flatten().stats();
    const bright = dominant.r + dominant.g + dominant.b > 3 * 128;
    expect(bright).toBe(mode === 'light');
  });

  it('escapes what is written in the source', () => {
    const text = `block B(name = "", n = 1) { relu }\n${network('B("a<b & c>d", if 1 < 2 { 3 } else { 4 })')}`;
    const svg = picture(text);
    expect(svg).toContain('&quot;a&lt;b &amp; c&gt;d&quot;, if 1 &lt; 2 { 3 } else { 4 }');
    expect(svg).not.toMatch(/a<b|& c/);
  });

  it('cuts what is too long for a card, and says all figures of a short one', () => {
    const svg = picture(network('stage: repeat 2 { conv(64, 3, pad = same, connections = [[0, 1]]) }'));
    expect(svg).toContain('2 \u00d7');
    expect(picture(network('a_layer: conv(8, 1)'))).toContain('520 par. \u00b7 524,288 MACs');
  });

  it('shows a wrong shape in red beside the one it should have, in the colours of the mode', () => {
    const text = network('add { | conv(64, 3, stride = 2, pad = same) | skip }');
    for (const [mode, palette] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      const svg = picture(text, mode);
      expect(svg).toContain('64\u00d732\u00d732 \u2260 64\u00d716\u00d716');
      expect(svg).toContain(`stroke="${palette.error}" stroke-width="2.2"`);
      expect(svg).toContain(`fill="${palette.page}"`);
    }
    expect(picture(network('relu'))).not.toContain(light.error);
  });

  it('is of a page that is empty where there is no network', () => {
    expect(picture('block B { relu }')).toContain('width="0" height="0"');
  });
});
