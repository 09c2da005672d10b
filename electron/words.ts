/** The native parts of the application in the reader's language. */
const en = {
  file: 'File',
  newFile: 'New Network',
  newFromZoo: 'New from Zoo…',
  openFile: 'Open File…',
  openFolder: 'Open Folder…',
  openRecent: 'Open Recent',
  save: 'Save',
  saveAs: 'Save As…',
  exportDrawing: 'Export Drawing (SVG)…',
  exportPicture: 'Export Drawing (PNG)…',
  exportReport: 'Export Report (JSON)…',
  exportLayers: 'Export Layers (CSV)…',
  closeFile: 'Close File',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  view: 'View',
  commands: 'All Commands…',
  help: 'Help',
  about: 'About Netwright',
  chooseFolder: 'Choose a folder of networks',
  cannotOpen: (path: string, problem: string) => `${path} cannot be opened: ${problem}.`,
  leave: 'Leave',
  stay: 'Stay',
  unsaved: 'There is text that was not saved.',
  unsavedDetail: 'It is kept, and offered again the next time this folder is opened.',
};

const zh: typeof en = {
  file: '文件',
  newFile: '新建网络',
  newFromZoo: '从模型库新建…',
  openFile: '打开文件…',
  openFolder: '打开文件夹…',
  openRecent: '最近打开',
  save: '保存',
  saveAs: '另存为…',
  exportDrawing: '导出图形 (SVG)…',
  exportPicture: '导出图形 (PNG)…',
  exportReport: '导出报告 (JSON)…',
  exportLayers: '导出层表 (CSV)…',
  closeFile: '关闭文件',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  view: '视图',
  commands: '所有命令…',
  help: '帮助',
  about: '关于 Netwright',
  chooseFolder: '选择存放网络的文件夹',
  cannotOpen: (path, problem) => `无法打开 ${path}：${problem}。`,
  leave: '离开',
  stay: '留下',
  unsaved: '有未保存的文本。',
  unsavedDetail: '文本会保留，下次打开此文件夹时可以恢复。',
};

export type NativeWords = typeof en;

export function wordsFor(locale: string): NativeWords {
  return locale.toLowerCase().startsWith('zh') ? zh : en;
}
