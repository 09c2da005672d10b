/** What the parts of `netwright train` hand to each other. */
import type { BatchSource, DataSet, EvaluationSource } from '../training/data/data-set.ts';
import type { TrainingSession } from '../training/engine.ts';
import type { StepProgram } from '../training/step-program.ts';
import type { EngineSettings } from './engines.ts';
import type { Style } from './output.ts';
import type { Stopping } from './stopping.ts';
import type { Plan } from './train-plan.ts';
import type { Reporter } from './train-progress.ts';

export interface TrainSettings extends EngineSettings {
  readonly file: string | undefined;
  readonly resume: string | undefined;
  /** Folder of the run; the next one under runs/ without it. */
  readonly out: string | undefined;
  readonly set: ReadonlyMap<string, string>;
  /** Settings of the recipe, as source text. */
  readonly recipe: ReadonlyMap<string, string>;
  readonly limit: number | undefined;
  readonly saveEvery: number;
  readonly json: boolean;
  readonly style: Style;
  /** Who trains several networks one after the other. */
  readonly caller?: Caller;
}

export interface Caller {
  /** Hears of the training in place of standard output, on which nothing is printed. */
  readonly reporter: Reporter;
  /** Asked in place of the training's own. */
  readonly stopping: Stopping;
}

export interface Running {
  readonly plan: Plan;
  readonly dataSet: DataSet;
  readonly settings: TrainSettings;
  readonly program: StepProgram;
  readonly session: TrainingSession;
  readonly batches: BatchSource;
  readonly evaluation: EvaluationSource;
  readonly stopping: Stopping;
}
