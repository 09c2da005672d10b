/** What can be taken out of the studio as a file: the drawing, the report, the layer table. */
import { preferences } from '../preferences.ts';
import { isProblem, type Studio } from '../studio.ts';
import { layersCsv } from './layer-table.ts';
import { nameOf } from './open-files.ts';
import { modeOf } from './theme.ts';

export type ExportKind = 'svg' | 'png' | 'report' | 'layers';

export async function exportAs(studio: Studio, path: string, kind: ExportKind): Promise<void> {
  const name = nameOf(path).replace(/\.arch$/, '');
  const mode = modeOf(preferences.getState().theme);
  const { worker } = studio;
  switch (kind) {
    case 'svg':
      return save(studio, `${name}.svg`, await worker.ask<'svg'>(path, { kind: 'svg', mode }));
    case 'png':
      return save(studio, `${name}.png`, await picture(await worker.ask<'svg'>(path, { kind: 'svg', mode })));
    case 'report':
      return save(studio, `${name}.json`, await worker.ask<'report'>(path, { kind: 'report' }));
    case 'layers':
      return save(studio, `${name}.csv`, layersCsv(await worker.ask<'layers'>(path, { kind: 'layers' })));
  }
}

/** Where the user says on the desktop; among the browser's downloads elsewhere. */
export async function save(studio: Studio, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { dialogs } = studio.host;
  if (dialogs) {
    const answer = await dialogs.exportFile(name, bytes);
    if (typeof answer === 'object' && isProblem(answer)) studio.notify(`${name}: ${answer.problem}`);
    return;
  }
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Browsers draw no larger pictures. */
const longestSide = 16_000;

/** Two pixels for each of the drawing's, fewer where that would be too large. */
async function picture(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, longestSide / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!blob) throw new Error('the browser could not make a picture of this size');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
