import { describe, expect, it } from 'vitest';
import { recipeSettings } from '../../src/compiler/recipe-settings.ts';
import { applyEdits } from '../../src/diagnostics/edits.ts';
import { completion } from '../../src/language/completion.ts';
import type { Document } from '../../src/language/document.ts';
import { plain } from '../../src/language/snippet.ts';
import { operators } from '../../src/operators/registry.ts';
import { caret, inNetwork } from './support.ts';

function labels([document, offset]: readonly [Document, number]): string[] {
  return completion(document, offset).items.map(({ label }) => label);
}

function item([document, offset]: readonly [Document, number], label: string) {
  const found = completion(document, offset).items.find((each) => each.label === label);
  if (!found) throw new Error(`${label} is not offered`);
  return found;
}

describe('at a step', () => {
  it('are all operators, the blocks in sight, block-valued names, keywords, and blocks of the library', () => {
    const offered = labels(inNetwork('  <|>'));
    for (const name of operators.keys()) expect(offered).toContain(name);
    for (const name of ['ConvBN', 'act', 'repeat', 'if', 'skip', 'from', 'let', 'expect', 'train', 'Bottleneck']) {
      expect(offered).toContain(name);
    }
    // A number is no step, there is an input already, and nothing is offered twice.
    for (const name of ['width', 'input', 'network', 'channels', 'max', 'same']) expect(offered).not.toContain(name);
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('are steps alone behind an arrow, a label or a bar', () => {
    for (const steps of ['  relu -> <|>', '  a: <|>', '  add {\n    | <|>\n  }']) {
      const offered = labels(inNetwork(steps));
      expect(offered).toEqual(expect.arrayContaining(['conv', 'ConvBN', 'repeat', 'skip']));
      for (const name of ['let', 'expect', 'train', 'head']) expect(offered).not.toContain(name);
    }
  });

  it('are only branches between the bars of a merge', () => {
    expect(labels(inNetwork('  concat { <|> }'))).toEqual(['| ', 'if', 'repeat']);
  });

  it('leaves to the network what is its own', () => {
    const offered = labels(caret('block B {\n  <|>\n}'));
    expect(offered).toContain('require');
    for (const name of ['input', 'expect', 'train', 'head']) expect(offered).not.toContain(name);
    expect(labels(inNetwork('  repeat 2 {\n    <|>\n  }'))).not.toContain('head');
    expect(labels(inNetwork('  if width == 3 {\n    <|>\n  }'))).toContain('head');
  });

  it('writes the arguments that must be given, as places to fill in', () => {
    expect(item(inNetwork('  <|>'), 'conv').insert).toBe(`conv(\${1:channels}, \${2:kernel})`);
    expect(item(inNetwork('  <|>'), 'relu').insert).toBe('relu');
    expect(plain(item(inNetwork('  <|>'), 'add').insert)).toBe('add {\n  | skip\n  | skip\n}');
    expect(plain(item(inNetwork('  <|>'), 'SE').insert)).toBe('SE { skip }');
    // A stack with a default needs no braces.
    expect(plain(item(inNetwork('  <|>'), 'Highway').insert)).toBe('Highway');
    expect(item(inNetwork('  co<|>(64, 3)'), 'conv').insert).toBe('conv');
  });

  it('brings the line that a block of the library needs', () => {
    const [document, offset] = inNetwork('  <|>');
    const { edits } = item([document, offset], 'Bottleneck');
    const { text } = document.examined.compilation.file;
    expect(applyEdits(text, edits)).toBe(text.replace('ConvBN\n', 'ConvBN\nuse residual.Bottleneck\n'));
    const bare = caret('// A network.\n\n// Of mine.\nnetwork A {\n  input image [3, 8, 8]\n  <|>\n}\n');
    const bareText = bare[0].examined.compilation.file.text;
    expect(applyEdits(bareText, item(bare, 'SE').edits)).toBe(bareText.replace('// Of', 'use se.SE\n\n// Of'));
    expect(item(inNetwork('  <|>'), 'ConvBN').edits).toEqual([]);
  });
});

describe('in arguments', () => {
  it('are the ones not yet given, required ones first, and values for the one at the caret', () => {
    const offered = labels(inNetwork('  conv(<|>'));
    expect(offered.slice(0, 3)).toEqual(['width', 'channels', 'kernel']);
    expect(offered).toEqual(expect.arrayContaining(['stride', 'pad', 'in', 'max', 'image']));
    for (const name of ['conv', 'relu', 'same', 'true', 'act', 'ConvBN']) expect(offered).not.toContain(name);
    const later = labels(inNetwork('  conv(64, stride = 2, <|>)'));
    expect(later).toContain('kernel');
    for (const name of ['channels', 'stride', 'max']) expect(later).not.toContain(name);
    expect(item(inNetwork('  conv(64, 3, <|>)'), 'pad').insert).toBe(`pad = \${1:valid}`);
  });

  it.each([
    ['conv(64, 3, pad = <|>)', ['same', 'valid'], ['nearest', 'true', 'relu']],
    ['conv(64, 3, bias = <|>)', ['true', 'false', 'not'], ['same', 'max', 'relu']],
    ['resize(2, mode = <|>)', ['nearest', 'bilinear'], ['same', 'max']],
    ['ConvBN(64, 3, pad = <|>)', ['same', 'valid', 'width'], ['nearest', 'relu']],
    ['ConvBN(64, 3, stride = if width == 3 { <|> } else { 1 })', ['width', 'min'], ['same', 'true', 'relu']],
    ['ConvBN(64, 3, stride = if <|>', ['width', 'not', 'true'], ['same', 'relu']],
    ['repeat i in 0..3 { conv(64 * <|>, 3) }', ['i', 'width', 'in'], ['channels', 'same']],
  ])('%s', (step, wanted, unwanted) => {
    const offered = labels(inNetwork(`  ${step}`));
    expect(offered).toEqual(expect.arrayContaining(wanted));
    for (const name of unwanted) expect(offered).not.toContain(name);
  });

  it('are blocks for a block', () => {
    const offered = labels(caret('use highway.Highway\nnetwork A {\n  input image [3, 8, 8]\n  Highway(act = <|>)\n}'));
    expect(offered).toEqual(expect.arrayContaining(['relu', 'tanh', 'Highway']));
    for (const name of ['add', 'max', 'same', 'image']) expect(offered).not.toContain(name);
  });
});

describe('elsewhere', () => {
  it.each([
    ['use <|>', ['common', 'residual', 'se']],
    ['use se.<|>', ['SE', 'SEBottleneck', 'SENetUnit', 'SEResNeXtUnit']],
    ['block B(body: <|>) {}', ['block', 'bool', 'int', 'list', 'number', 'shape', 'size', 'string']],
    ['<|>', ['block', 'network', 'use']],
    ['network A {}\n<|>', ['block', 'use']],
    ['// <|>', []],
    ['network <|>', []],
    ['block B(<|>', []],
  ])('%s', (source, wanted) => {
    const offered = labels(caret(source));
    if (source.startsWith('use <')) expect(offered).toEqual(expect.arrayContaining(wanted));
    else expect(offered).toEqual(wanted);
  });

  it.each([
    ['  a: relu\n  if width == 3 { hidden: relu }\n  from <|>\n  later: relu', ['a', 'image']],
    ['  a: relu\n  head x from <|>', ['a', 'image']],
    ['  a: relu\n  conv(in.<|>', ['channels', 'height', 'width']],
    ['  a: relu\n  conv(a.<|>', ['channels', 'height', 'width']],
    ['  conv(width.<|>', []],
    ['  let a = 3<|>', []],
    ['  let <|>', []],
    ['  let a = "x<|>', []],
    ['  repeat i <|>', ['in']],
    ['  expect depth == 3 <|>', ['and', 'or']],
    ['  if width == 3 { relu } <|>', ['else']],
    ['  if width == 3 { relu } else <|>', ['if']],
    ['  head x from image, <|>', ['training_only', 'weight']],
    ['  head x from image, weight = 0.3, <|>', ['training_only']],
    ['  train { <|> }', recipeSettings.map(({ name }) => name).sort()],
    ['  train { optimizer = <|> }', ['adam', 'adamw', 'rmsprop', 'sgd']],
    ['  train { optimizer = sgd(rate = 0.1, <|>) }', ['decay', 'momentum', 'nesterov']],
    ['  train { augmentation = [flip, <|>] }', ['colour', 'crop', 'flip', 'scale']],
    ['  train { initialisation = <|> }', ['he', 'lecun', 'truncated_normal', 'xavier']],
  ])('%s', (steps, wanted) => {
    const offered = labels(inNetwork(steps)).filter(
      (label) => !['width', 'act'].includes(label) || wanted.includes(label),
    );
    expect(offered).toEqual(wanted);
  });

  it('are figures in expect alone, and labels for shape', () => {
    const inExpect = labels(inNetwork('  a: relu\n  expect <|>'));
    expect(inExpect).toEqual(expect.arrayContaining(['parameters', 'macs', 'depth', 'receptive_field', 'width', 'a']));
    expect(inExpect).not.toContain('jump');
    expect(labels(inNetwork('  require <|>'))).not.toContain('macs');
    expect(labels(inNetwork('  a: relu\n  expect shape(<|>'))).toEqual(['a', 'image', 'in']);
  });

  it('replaces the whole word at the caret', () => {
    const [document, offset] = inNetwork('  max<|>pool(2)');
    const { span } = completion(document, offset);
    expect(document.examined.compilation.file.text.slice(span.start, span.end)).toBe('maxpool');
  });
});
