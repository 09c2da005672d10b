/** `netwright explain`: the reference, in the terminal. */
import { catalogue } from '../diagnostics/catalogue.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { operatorSignature } from '../operators/reference.ts';
import { renderedExample } from './example.ts';
import { complain, type ExitCode, exit, printLine, type Style } from './output.ts';
import { topicList, topicPage } from './pages.ts';
import { allTopics, type Topic, topicsNamed } from './topics.ts';

export interface ExplainSettings {
  readonly json: boolean;
  readonly style: Style;
}

/** Without a name: the list of all topics. */
export async function explain(name: string | undefined, { json, style }: ExplainSettings): Promise<ExitCode> {
  const topics = allTopics();
  if (name === undefined) {
    const list = json ? JSON.stringify(topics.map((topic) => ({ kind: topic.kind, name: topic.name }))) : undefined;
    await printLine(list ?? topicList(topics, style));
    return exit.ok;
  }
  const found = topicsNamed(name, topics);
  if (found.length === 0) {
    const close = nearest(
      name,
      topics.map((topic) => topic.name),
    );
    const advice = close === undefined ? 'netwright explain lists all there is' : `did you mean ${close}?`;
    complain(`nothing is called '${name}'; ${advice}`);
    return exit.usage;
  }
  const pages = found.map((topic) => (json ? JSON.stringify(record(topic)) : topicPage(topic, style)));
  if (json) await printLine(found.length === 1 ? pages[0] : `[${pages.join(',')}]`);
  else await printLine(pages.join('\n\n\n'));
  return exit.ok;
}

/** A topic as plain data. */
function record(topic: Topic): Readonly<Record<string, unknown>> {
  const { kind, name } = topic;
  switch (topic.kind) {
    case 'operator': {
      const { category, summary, formula, source, example, inputs, parameters } = topic.operator;
      const signature = operatorSignature(topic.operator);
      return { kind, name, signature, category, summary, inputs, parameters, formula, example, source };
    }
    case 'block':
      return { kind, name, ...topic.block };
    case 'module':
      return { kind, name, blocks: topic.blocks };
    case 'function': {
      const { parameters, takes, doc } = topic.builtin;
      return { kind, name, parameters, takes, doc };
    }
    case 'figure':
      return { kind, ...topic.rule };
    case 'recipe':
      return { kind, name, doc: topic.doc, settings: topic.settings };
    case 'diagnostic': {
      const { severity, title, explanation, example } = catalogue[topic.name];
      return { kind, name, severity, title, explanation, example, rendered: renderedExample(topic.name, plain) };
    }
  }
}

const plain: Style = { color: false, width: 100 };
