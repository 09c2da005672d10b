/**
 * The data sets that are known by name: what they are and where they are fetched. Sums are those that the files'
 * publishers or several independent projects state; a file without one would be said to be unchecked.
 */

export interface RemoteFile {
  /** In the folder of the set in the cache. */
  readonly name: string;
  /** Tried in this order. */
  readonly urls: readonly string[];
  readonly bytes: number;
  readonly sha256?: string;
}

export interface KnownSet {
  readonly name: string;
  readonly title: string;
  /** Authors and year. */
  readonly source: string;
  readonly classes: readonly string[] | number;
  readonly train: number;
  readonly test: number;
  /** Channels x height x width; absent where images differ in size. */
  readonly shape?: readonly [number, number, number];
  readonly format: 'idx' | 'cifar-10' | 'cifar-100' | 'folder';
  readonly files: readonly RemoteFile[];
  /** The folder within the archive that holds what is read. */
  readonly archiveFolder?: string;
  /** A package of Debian, and the folder that it fills. */
  readonly debian?: { readonly package: string; readonly folder: string };
  /** Names that mean this set too. */
  readonly aliases: readonly string[];
}

interface Sum {
  readonly bytes: number;
  readonly sha256: string;
}

/** In the order in which they are read: training images and labels, test images and labels. */
export const idxNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

function idxFiles(bases: readonly string[], sums: readonly Sum[]): readonly RemoteFile[] {
  return idxNames.flatMap((file, index) => {
    const name = `${file}.gz`;
    const sum = sums[index];
    return sum === undefined ? [] : [{ name, urls: bases.map((base) => `${base}/${name}`), ...sum }];
  });
}

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const knownSets: readonly KnownSet[] = [
  {
    name: 'mnist',
    title: 'Handwritten digits',
    source: 'LeCun et al. 1998',
    classes: digits,
    train: 60_000,
    test: 10_000,
    shape: [1, 28, 28],
    format: 'idx',
    files: idxFiles(
      [
        'https://ossci-datasets.s3.amazonaws.com/mnist',
        'https://storage.googleapis.com/cvdf-datasets/mnist',
        'https://yann.lecun.com/exdb/mnist',
      ],
      [
        { bytes: 9_912_422, sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609' },
        { bytes: 28_881, sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c' },
        { bytes: 1_648_877, sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6' },
        { bytes: 4_542, sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6' },
      ],
    ),
    aliases: [],
  },
  {
    name: 'fashion-mnist',
    title: 'Articles of clothing',
    source: 'Xiao, Rasul and Vollgraf 2017',
    classes: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
    train: 60_000,
    test: 10_000,
    shape: [1, 28, 28],
    format: 'idx',
    files: idxFiles(
      [
        'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
        'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion',
      ],
      [
        { bytes: 26_421_880, sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84' },
        { bytes: 29_515, sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845' },
        { bytes: 4_422_102, sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073' },
        { bytes: 5_148, sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5' },
      ],
    ),
    debian: { package: 'dataset-fashion-mnist', folder: '/usr/share/datasets/fashion-mnist' },
    aliases: ['fashion_mnist', 'fashionmnist'],
  },
  {
    name: 'cifar-10',
    title: 'Small colour photographs, 10 classes',
    source: 'Krizhevsky 2009',
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    train: 50_000,
    test: 10_000,
    shape: [3, 32, 32],
    format: 'cifar-10',
    files: [
      {
        name: 'cifar-10-binary.tar.gz',
        urls: ['https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz'],
        bytes: 170_052_171,
        sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      },
    ],
    archiveFolder: 'cifar-10-batches-bin',
    aliases: ['cifar10', 'cifar_10'],
  },
  {
    name: 'cifar-100',
    title: 'Small colour photographs, 100 classes',
    source: 'Krizhevsky 2009',
    classes: 100,
    train: 50_000,
    test: 10_000,
    shape: [3, 32, 32],
    format: 'cifar-100',
    files: [
      {
        name: 'cifar-100-binary.tar.gz',
        urls: ['https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz'],
        bytes: 168_513_733,
        sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
      },
    ],
    archiveFolder: 'cifar-100-binary',
    aliases: ['cifar100', 'cifar_100'],
  },
  {
    name: 'imagenette-160',
    title: 'Ten classes of ImageNet, shorter side 160',
    source: 'Howard 2019',
    classes: [
      'tench',
      'English springer',
      'cassette player',
      'chain saw',
      'church',
      'French horn',
      'garbage truck',
      'gas pump',
      'golf ball',
      'parachute',
    ],
    train: 9_469,
    test: 3_925,
    format: 'folder',
    files: [
      {
        name: 'imagenette2-160.tgz',
        urls: ['https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz'],
        bytes: 99_003_388,
        sha256: '64d0c4859f35a461889e0147755a999a48b49bf38a7e0f9bd27003f10db02fe5',
      },
    ],
    archiveFolder: 'imagenette2-160',
    aliases: ['imagenette', 'imagenette2-160'],
  },
];

export function knownSet(name: string): KnownSet | undefined {
  const wanted = name.toLowerCase();
  return knownSets.find((set) => set.name === wanted || set.aliases.includes(wanted));
}

export function classCount({ classes }: KnownSet): number {
  return typeof classes === 'number' ? classes : classes.length;
}

export function totalBytes({ files }: KnownSet): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
