/** Networks of the tree as `compare` takes them. */
import type { Candidate } from '../../src/analysis/compare/candidate.ts';
import { identify } from '../../src/analysis/compare/identity.ts';
import type { Examined } from '../../src/analysis/examine.ts';
import { findNetwork } from '../../src/zoo/lookup.ts';
import { examineFile, examineText } from './host.ts';

function candidateOf(examined: Examined, name: string, settings: Readonly<Record<string, string>>): Candidate {
  const { compilation, analysis, diagnostics } = examined;
  const { graph, file } = compilation;
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  if (graph === undefined || analysis === undefined || wrong.length > 0) {
    throw new Error(`${name}: ${wrong.map(({ message }) => message).join('; ')}`);
  }
  const example = file.path.startsWith('examples/') ? file.path.slice('examples/'.length) : undefined;
  const zoo = example === undefined ? undefined : identify(example, compilation, settings);
  return { name, title: zoo?.title ?? name, file: file.path, settings, graph, analysis, zoo };
}

/** A network of the zoo by its name. */
export function zooCandidate(name: string): Candidate {
  const network = findNetwork(name);
  if (network === undefined) throw new Error(`the zoo has no ${name}`);
  const { file, settings } = network;
  return candidateOf(examineFile(`examples/${file}`, { set: new Map(Object.entries(settings)) }), name, settings);
}

/** A network from its steps, or from the whole text of a file. */
export function candidate(text: string, name = 'test'): Candidate {
  const whole = text.includes('network ') ? text : `network Test {\n  input image [3, 16, 16]\n  ${text}\n}\n`;
  return candidateOf(examineText(whole), name, {});
}
