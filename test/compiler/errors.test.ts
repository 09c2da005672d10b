import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/diagnostics/render.ts';
import { examineFile, root } from '../support/host.ts';

const folder = 'test/fixtures/errors';
const sources = readdirSync(join(root, folder)).filter((file) => file.endsWith('.arch'));

describe('each wrong source beside its rendered diagnostics', () => {
  it.each(sources)('%s', async (source) => {
    const { diagnostics, compilation } = examineFile(`${folder}/${source}`);
    const rendered = diagnostics
      .map((diagnostic) => renderDiagnostic(diagnostic, compilation.sources, { color: false, width: 120 }))
      .join('\n\n');
    await expect(`${rendered.trimEnd()}\n`).toMatchFileSnapshot(join(root, folder, source.replace(/arch$/, 'txt')));
  });
});
