/** Lists of images: `path,label` a line, with an optional third column `train` or `test`. */
import { counted, type DataFile, type Decoded, malformed, many, textOf } from './decoded.ts';

export interface ImageList {
  readonly classes: readonly string[];
  readonly paths: readonly string[];
  readonly labels: Int32Array;
  /** Absent where the list does not say. */
  readonly isTest?: readonly boolean[];
}

const headings = /^(path|file|filename|image|image_path)$/i;
const testNames = /^(test|val|valid|validation)$/i;

export function decodeImageList({ name, bytes }: DataFile): Decoded<ImageList> {
  const text = readText(bytes);
  if (text === undefined)
    return malformed({ file: name, found: 'bytes that are not UTF-8 text', wanted: 'a CSV list' });
  const rows = rowsOf(text);
  if (rows.problem) return malformed({ file: name, ...rows.problem });
  const [first, ...others] = rows.value;
  const data = first !== undefined && headings.test(first.fields[0] ?? '') ? others : rows.value;
  const columns = data[0]?.fields.length ?? 0;
  if (data.length === 0) return malformed({ file: name, found: 'no images', wanted: 'lines of path,label' });
  for (const { fields, line } of data) {
    if (fields.length !== columns || columns < 2 || columns > 3) {
      const wanted = columns === 3 ? '3: path,label,split' : '2: path,label';
      return malformed({ file: name, line, found: many(fields.length, 'field'), wanted });
    }
    if (fields[0] === '' || fields[1] === '') {
      const found = fields[0] === '' ? 'no path' : 'no label';
      return malformed({ file: name, line, found, wanted: 'path,label' });
    }
    if (columns === 3 && fields[2] !== 'train' && !testNames.test(fields[2] ?? '')) {
      return malformed({ file: name, line, found: `the split "${fields[2]}"`, wanted: 'train or test' });
    }
  }
  const classes = [...new Set(data.map(({ fields }) => fields[1] ?? ''))].sort(byNumberOrName);
  const numberOf = new Map(classes.map((label, index) => [label, index]));
  const list = {
    classes,
    paths: data.map(({ fields }) => fields[0] ?? ''),
    labels: Int32Array.from(data, ({ fields }) => numberOf.get(fields[1] ?? '') ?? 0),
  };
  if (columns === 2) return { value: list };
  const isTest = data.map(({ fields }) => testNames.test(fields[2] ?? ''));
  const tests = isTest.filter((test) => test).length;
  if (tests === 0 || tests === data.length) {
    const found = `${counted(data.length - tests)} lines for training, ${counted(tests)} for the test`;
    return malformed({ file: name, found, wanted: 'some of both' });
  }
  return { value: { ...list, isTest } };
}

/** Numbers by size, then names: 2 before 10. */
function byNumberOrName(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** U+FFFD stands for bytes that are no UTF-8. */
function readText(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes);
  return text.includes('\0') || text.includes('\ufffd') ? undefined : text.replace(/^\ufeff/, '');
}

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

type Rows =
  | { readonly value: readonly Row[]; readonly problem?: undefined }
  | { readonly problem: { readonly line: number; readonly found: string; readonly wanted: string } };

/** RFC 4180: fields may be quoted, with "" for a quote; blank lines are left out. */
function rowsOf(text: string): Rows {
  const rows: Row[] = [];
  let fields: string[] = [];
  let line = 1;
  let start = 1;
  const token = /"([^"]*(?:""[^"]*)*)"[ \t]*(,|\r?\n|$)|([^,\r\n]*)(,|\r?\n|\r|$)/y;
  while (token.lastIndex < text.length || fields.length > 0) {
    const at = token.lastIndex;
    const [whole, quoted, endOfQuoted, plain = '', end = endOfQuoted] = token.exec(text) ?? [''];
    if (quoted === undefined && plain.trimStart().startsWith('"')) {
      return {
        problem: { line, found: 'a quote that does not close before the comma', wanted: '"..." around the field' },
      };
    }
    fields.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end !== ',') {
      if (fields.length > 1 || fields[0] !== '') rows.push({ fields, line: start });
      fields = [];
      start = line;
    }
    token.lastIndex = at + whole.length;
    if (whole === '' && fields.length === 0) break;
  }
  return { value: rows };
}
