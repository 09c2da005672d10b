import type { Words } from '../context.tsx';
import type { SectionName } from './items.ts';

interface CanvasWords {
  readonly canvas: string;
  readonly keys: string;
  readonly palette: string;
  readonly search: string;
  readonly searchShort: string;
  readonly nothingFound: string;
  readonly categories: Readonly<Record<SectionName, string>>;
  readonly emptyTitle: string;
  readonly empty: string;
  readonly onlyInput: string;
  readonly blocksOnly: string;
  readonly stale: string;
  readonly fit: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoom: string;
  readonly foldAll: string;
  readonly unfoldAll: string;
  readonly open: (title: string) => string;
  readonly fold: (title: string) => string;
  readonly insertHere: string;
  readonly connectFrom: (title: string) => string;
  readonly addBranch: string;
  readonly insert: string;
  readonly wrapIn: string;
  readonly askLabel: string;
  readonly askExtract: string;
  readonly askCount: string;
  readonly askRepeat: string;
  readonly fix: string;
  readonly problems: string;
  readonly nothingChosen: string;
  readonly notNeighbours: string;
  readonly notOneStack: string;
  readonly inLibrary: string;
  readonly paste: string;
  readonly cannotRead: string;
  readonly definedIn: (file: string) => string;
  readonly noDefinition: string;
  readonly skipConnection: string;
  readonly moveBranchLeft: string;
  readonly moveBranchRight: string;
  readonly removeBranch: string;
  readonly foldGroup: (title: string) => string;
  readonly repeat: string;
  readonly more: string;
  readonly menu: string;
  readonly output: string;
  readonly parameters: string;
  readonly macs: string;
  readonly error: string;
  readonly warning: string;
  readonly times: (count: number) => string;
  readonly folded: string;
  readonly uncertain: string;
  readonly dragHint: string;
}

/** Names of branches and kinds of cards are the compiler's and stay as they are. */
export const words = {
  en: {
    canvas: 'Network canvas',
    keys: 'Arrow keys walk along the edges. Enter opens a group or goes to the inspector, plus inserts behind, Escape selects what is around.',
    palette: 'Palette',
    search: 'Search operators and blocks',
    searchShort: 'Search',
    nothingFound: 'Nothing of that name.',
    categories: {
      convolution: 'Convolution',
      dense: 'Dense',
      pooling: 'Pooling',
      normalisation: 'Normalisation',
      activation: 'Activation',
      regularisation: 'Regularisation',
      merge: 'Merge',
      arrangement: 'Arrangement',
      output: 'Output',
      block: 'Structure',
      file: 'Blocks of this file',
      library: 'Library',
    },
    emptyTitle: 'Nothing is drawn yet',
    empty: 'Write a network: `network Name { input image [3, 224, 224] }`. It is drawn as soon as it can be read.',
    onlyInput: 'Drag a layer from the palette onto the edge below the input, or press + to insert one.',
    blocksOnly: 'This file has blocks and no network. They are drawn where a network calls them.',
    stale: 'The text cannot be read at present: this is the last drawing.',
    fit: 'Fit the drawing',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoom: 'Zoom',
    foldAll: 'Fold all',
    unfoldAll: 'Unfold all',
    open: (title: string) => `Open ${title}`,
    fold: (title: string) => `Fold ${title}`,
    insertHere: 'Insert a step here',
    connectFrom: (title: string) => `Drag to connect the output of ${title}`,
    addBranch: 'Add a branch',
    insert: 'Insert',
    wrapIn: 'Wrap in',
    askLabel: 'Label (empty: none)',
    askExtract: 'Name of the new block',
    askCount: 'How often it is repeated',
    askRepeat: 'Repeat how often',
    fix: 'Fix',
    problems: 'Problems of the selected step',
    nothingChosen: 'Choose a step first.',
    notNeighbours: 'What is selected does not stand in one stack: choose steps that follow each other.',
    notOneStack: 'These steps stand in different stacks, which no selection can span.',
    inLibrary: 'This stands in a block of the library, which is not edited here: choose the call around it.',
    paste: 'Paste',
    cannotRead: 'The clipboard cannot be read from the menu here: press Ctrl+V on the canvas.',
    definedIn: (file: string) => `Defined in the library: ${file}`,
    noDefinition: 'This step has no definition in a file.',
    skipConnection: 'add with a skip',
    moveBranchLeft: 'Move the branch left',
    moveBranchRight: 'Move the branch right',
    removeBranch: 'Remove the branch',
    foldGroup: (title: string) => `Fold ${title}`,
    repeat: 'repeat ...',
    more: 'More ...',
    menu: 'Actions',
    output: 'output',
    parameters: 'parameters',
    macs: 'multiply-accumulates',
    error: 'error',
    warning: 'warning',
    times: (count: number) => `${count} times`,
    folded: 'folded',
    uncertain: 'a guess after an error',
    dragHint: 'Drag onto an edge, or press Enter to insert behind the selection',
  },
  zh: {
    canvas: '网络画布',
    keys: '方向键沿连线移动。回车展开分组或进入检查器,加号在其后插入,Esc 选择外层。',
    palette: '组件面板',
    search: '搜索算子和模块',
    searchShort: '搜索',
    nothingFound: '没有匹配的名称。',
    categories: {
      convolution: '卷积',
      dense: '全连接',
      pooling: '池化',
      normalisation: '归一化',
      activation: '激活函数',
      regularisation: '正则化',
      merge: '合并',
      arrangement: '张量变形',
      output: '输出',
      block: '结构',
      file: '本文件的模块',
      library: '标准库',
    },
    emptyTitle: '暂无图形',
    empty: '请编写网络:`network Name { input image [3, 224, 224] }`,文本可解析后立即绘制。',
    onlyInput: '从组件面板把一个层拖到输入下方的连线上,或按 + 插入。',
    blocksOnly: '本文件只有模块定义,没有网络;模块会在网络调用它们的地方绘制。',
    stale: '当前文本无法解析:显示的是上一次的图形。',
    fit: '适应窗口',
    zoomIn: '放大',
    zoomOut: '缩小',
    zoom: '缩放',
    foldAll: '全部折叠',
    unfoldAll: '全部展开',
    open: (title: string) => `展开 ${title}`,
    fold: (title: string) => `折叠 ${title}`,
    insertHere: '在此处插入',
    connectFrom: (title: string) => `拖动以连接 ${title} 的输出`,
    addBranch: '添加分支',
    insert: '插入',
    wrapIn: '包裹进',
    askLabel: '标签(留空则删除)',
    askExtract: '新模块的名称',
    askCount: '重复次数',
    askRepeat: '重复多少次',
    fix: '修复',
    problems: '所选步骤的问题',
    nothingChosen: '请先选择一个步骤。',
    notNeighbours: '所选内容不在同一个栈中:请选择相邻的步骤。',
    notOneStack: '这些步骤位于不同的栈中,无法同时选择。',
    inLibrary: '该步骤位于标准库模块中,不能在此编辑:请选择外层的调用。',
    paste: '粘贴',
    cannotRead: '无法从菜单读取剪贴板:请在画布上按 Ctrl+V。',
    definedIn: (file: string) => `定义于标准库:${file}`,
    noDefinition: '该步骤在文件中没有定义。',
    skipConnection: 'add(残差连接)',
    moveBranchLeft: '分支左移',
    moveBranchRight: '分支右移',
    removeBranch: '删除分支',
    foldGroup: (title: string) => `折叠 ${title}`,
    repeat: 'repeat ...',
    more: '更多 ...',
    menu: '操作',
    output: '输出',
    parameters: '参数量',
    macs: '乘加运算',
    error: '错误',
    warning: '警告',
    times: (count: number) => `重复 ${count} 次`,
    folded: '已折叠',
    uncertain: '出错后的推测',
    dragHint: '拖到连线上,或按回车在所选步骤之后插入',
  },
} satisfies Words<CanvasWords>;
