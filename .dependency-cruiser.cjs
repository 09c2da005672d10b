/**
 * The import rules of the house. `house` states for each folder all that it may import besides itself;
 * everything else is generated from it, so a folder that is not in the table may import nothing.
 *
 *     diagnostics < operators < graph;  diagnostics < syntax (and grammar < syntax);
 *     {graph, syntax} < compiler < {analysis, codegen, training, compression, canvas}
 *                     < language < {cli, studio} < electron
 */
const core = ['src/diagnostics', 'src/operators', 'src/graph', 'src/syntax'];
const compiled = [...core, 'src/compiler'];
const products = ['src/analysis', 'src/codegen', 'src/training', 'src/compression', 'src/canvas'];
const tooling = [...compiled, ...products, 'src/zoo', 'src/plots', 'src/onnx', 'src/language'];

/** Folder to the folders and packages that it may import. */
const house = {
  grammar: ['chevrotain'],
  'src/diagnostics': [],
  'src/operators': ['src/diagnostics'],
  'src/graph': ['src/diagnostics', 'src/operators'],
  'src/syntax': ['src/diagnostics', 'grammar', 'chevrotain'],
  'src/compiler': core,
  // Data about the literature; its figures and the plots know nothing of the compiler.
  'src/zoo': [],
  'src/plots': ['echarts'],
  // Layers as ONNX: what export, training and compression are made of.
  'src/onnx': [...core, '@bufbuild/protobuf'],
  ...Object.fromEntries(products.map((folder) => [folder, [...compiled, 'src/zoo', 'src/onnx']])),
  'src/training': [...compiled, 'src/zoo', 'src/onnx', 'fflate', '@bufbuild/protobuf'],
  // What the plots of a comparison show.
  'src/analysis': [...compiled, 'src/zoo', 'src/plots'],
  // The figures on the cards; how wide their texts are.
  'src/canvas': [...compiled, 'src/analysis', 'src/plots'],
  'src/language': [...compiled, ...products],
  // What all shells need of the machine: reading and writing files.
  'src/machine': [],
  'src/cli': [
    ...tooling,
    'src/machine',
    'src/studio/server',
    'commander',
    'vscode-languageserver',
    'vscode-languageserver-textdocument',
    'sharp',
  ],
  // The part of training that touches the machine: files, threads, downloads, ONNX Runtime.
  'src/training/node': [
    ...compiled,
    'src/machine',
    'src/onnx',
    'src/training',
    'src/zoo',
    'onnxruntime-node',
    'onnxruntime-common',
    'sharp',
    'mnist',
    'fflate',
  ],
  // What page, worker and server say to each other.
  'src/studio': tooling,
  // The core behind the page, in a web worker.
  'src/studio/worker': [...tooling, 'src/studio'],
  // The page: what it shows comes from the worker; of the core it has types, colours and the widths of texts.
  'src/studio/page': [
    ...tooling,
    'src/studio',
    'react',
    'react-dom',
    '@xyflow/react',
    'monaco-editor',
    'zustand',
    'radix-ui',
    'cmdk',
    'lucide-react',
    'react-resizable-panels',
    '@tanstack/react-virtual',
  ],
  'src/studio/server': ['src/machine', 'src/studio', 'chokidar'],
  electron: ['src/machine', 'src/studio', 'src/studio/server', 'electron'],
};

/** The only places where Node's own modules may be used. */
const shells = '^(src/cli|src/machine|src/training/node|src/studio/server|electron)/';

function pathOf(target) {
  return target.startsWith('src/') || target === 'grammar' ? `^${target}/` : `(^|node_modules/)${target}(/|$)`;
}

/** A folder of the table within another has its own line. */
function inside(folder) {
  return Object.keys(house).flatMap((other) => (other.startsWith(`${folder}/`) ? [`^${other}/`] : []));
}

const folders = Object.entries(house).map(([folder, allowed]) => ({
  name: `imports-of-${folder.replace('src/', '')}`,
  comment: `${folder} may import ${allowed.length === 0 ? 'nothing but itself' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: inside(folder) },
  to: {
    pathNot: [`^${folder}/`, ...allowed.map(pathOf)],
    // Node's modules and missing ones have rules of their own.
    dependencyTypesNot: ['core'],
    couldNotResolve: false,
  },
}));

module.exports = {
  forbidden: [
    ...folders,
    {
      name: 'a-folder-outside-the-house',
      comment: 'A new folder under src needs a line in the table of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(house).map((folder) => `^${folder}/`) },
      to: {},
    },
    {
      name: 'pure-core',
      comment:
        "From source text to training step there is no file system and no process: Node's modules are for shells.",
      severity: 'error',
      from: { path: '^(src|grammar)/', pathNot: shells },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that import each other cannot be understood, or tested, apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that imports nothing and that nothing imports is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['^src/cli/main\\.ts$', '^src/studio/page/main\\.tsx$', '^src/studio/worker/main\\.ts$', '\\.d\\.ts$'],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'The imported module does not exist, or its package is not installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count: they tie modules together as much as imports of values.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
