/**
 * The known networks: which file of examples/ with which settings is which network of the literature, and what
 * was published about it. Data only; accuracies are never estimated here.
 */

/** A paper, or the model files of a framework. */
export interface Source {
  /** Short and unique: `resnet`, `torchvision`. */
  readonly id: string;
  /** Authors and title. */
  readonly citation: string;
  readonly year: number;
  /** arXiv number, DOI or version of the framework. */
  readonly locator: string;
}

export interface ZooNetwork {
  /** What users type: `resnet-50`. Lower case, unique. */
  readonly name: string;
  /** What papers write: `ResNet-50`. */
  readonly title: string;
  /** Of the paper that introduced it. */
  readonly year: number;
  /** In examples/: `resnet.arch`. */
  readonly file: string;
  /** Parameters of the network that make it this one, as `--set` takes them (source text). */
  readonly settings: Readonly<Record<string, string>>;
  /** Id of the source that introduced it. */
  readonly source: string;
}

export type DataSet = 'imagenet' | 'mnist' | 'cifar-10' | 'cifar-100' | 'svhn';

/**
 * How images were shown to the network. Errors under different protocols are not comparable: ten crops take about
 * two points off top-1, dense multi-scale evaluation more.
 */
export type Protocol =
  | 'single crop'
  | '10 crops'
  | '12 crops'
  | '144 crops'
  | 'dense, one scale'
  | 'dense, several scales'
  | 'multi-crop'
  | 'multi-crop and dense'
  | 'test set'
  /** Of an entry to the challenge that was not described, or of a person. */
  | 'not stated';

export interface PublishedResult {
  /** Name in the zoo; absent for networks that are not in it, ensembles and people. */
  readonly network?: string;
  /** As the source calls it: "VGG-16 (D), S in [256; 512]". */
  readonly model: string;
  readonly dataSet: DataSet;
  /** `test` where the figure is of the challenge's own test set. */
  readonly split: 'validation' | 'test';
  readonly protocol: Protocol;
  /** Number of networks whose outputs were averaged; one for a person. */
  readonly models: number | 'not stated';
  /** Per cent. */
  readonly top1Error?: number;
  /** Per cent. */
  readonly top5Error?: number;
  /** Id of the source that states the figure, which may be a later paper. */
  readonly source: string;
  /** "Table 3". */
  readonly where: string;
  /** False where the figure was noted from memory and not checked against the source. */
  readonly verified: boolean;
  /** Place in the ImageNet challenge, for entries to it. */
  readonly place?: { readonly challenge: number; readonly rank: number };
  readonly note?: string;
}
