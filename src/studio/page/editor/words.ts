/** The editor's words. Monaco's own come with Monaco, in the language that the page had when it was loaded. */
import type { Words } from '../context.tsx';

const en = {
  back: 'Back to the network',
  editor: (path: string) => `Text of ${path}`,
  format: 'Format text',
  library: 'Library, read only',
};

const zh: typeof en = {
  back: '返回网络',
  editor: (path) => `${path} 的文本`,
  format: '格式化文本',
  library: '标准库，只读',
};

export const words: Words<typeof en> = { en, zh };
