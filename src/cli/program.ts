/** The command line: commands, options, help. */
import { stderr, stdout } from 'node:process';
import { Command, CommanderError, Option } from 'commander';
import { addArithmetic } from './commands/arithmetic.ts';
import { addBench } from './commands/bench.ts';
import { addCompare } from './commands/compare.ts';
import { addData } from './commands/data.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addExperiment } from './commands/experiment.ts';
import { addFactorise } from './commands/factorise.ts';
import { addLsp } from './commands/lsp.ts';
import { addPredict } from './commands/predict.ts';
import { addRuns } from './commands/runs.ts';
import { addStudio } from './commands/studio.ts';
import { addTrain } from './commands/train.ts';
import { addZoo } from './commands/zoo.ts';
import { type CompileSettings, compileFiles, compileOnChange } from './compile.ts';
import { explain } from './explain.ts';
import { formatFiles } from './fmt.ts';
import { createFile } from './new.ts';
import { examples, type Finish, type Global, setting } from './options.ts';
import { type ExitCode, exit, styleOf } from './output.ts';
import { packageVersion } from './package.ts';

/** Runs one command line, without the program's name; gives the exit code. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exit.ok;
  const program = commands((result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
    throw error;
  }
}

function commands(finish: Finish): Command {
  const program = new Command('netwright')
    .description('Checks, counts and tabulates image-classification networks written in the .arch language.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--no-color', 'no colours (the environment variables NO_COLOR and FORCE_COLOR are respected too)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'netwright: ')),
      getOutHelpWidth: () => styleOf(stdout, false).width,
      getErrHelpWidth: () => styleOf(stderr, false).width,
    })
    .showHelpAfterError('`netwright --help` shows all commands, `netwright COMMAND --help` one with examples.')
    .exitOverride()
    .addHelpText('after', examples(['compile model.arch', 'explain conv', 'new my_net', 'fmt model.arch']));

  addCompile(program, finish);
  addFormat(program, finish);
  addExplain(program, finish);
  addNew(program, finish);
  addArithmetic(program, finish);
  addBench(program, finish);
  addCompare(program, finish);
  addData(program, finish);
  addDoctor(program, finish);
  addEvaluate(program, finish);
  addExperiment(program, finish);
  addFactorise(program, finish);
  addLsp(program, finish);
  addPredict(program, finish);
  addRuns(program, finish);
  addStudio(program, finish);
  addTrain(program, finish);
  addZoo(program, finish);
  return program;
}

interface CompileOptions extends Global {
  readonly json?: true;
  readonly unfold?: true;
  readonly watch?: true;
  readonly only?: 'errors';
  readonly set?: ReadonlyMap<string, string>;
}

function addCompile(program: Command, finish: Finish): void {
  program
    .command('compile')
    .description('check networks; print shapes, parameters, multiply-accumulates, memory and receptive fields')
    .argument('<FILE...>', 'sources; a folder stands for all .arch files in it, - for standard input')
    .option('--json', 'print the full report as JSON: an object, or an array for several files')
    .addOption(new Option('--set <NAME=VALUE>', 'set a parameter of the network; may be repeated').argParser(setting))
    .option('--unfold', 'one row for each layer, instead of one for each block')
    .addOption(new Option('--only <what>', 'print errors alone, without table and warnings').choices(['errors']))
    .option('--watch', 'compile again whenever one of the files, or a file they use, changes')
    .addHelpText(
      'after',
      `${examples([
        'compile model.arch',
        'compile model.arch --set classes=10 --set width=0.5 --unfold',
        'compile examples --only errors',
        'compile model.arch --json > report.json',
        'compile model.arch --watch',
      ])}\n\nExit code: 0 clean or warnings, 1 errors in the source, 2 wrong usage or an unreadable file.`,
    )
    .action(async (files: string[], _options: unknown, command: Command) => {
      const options: CompileOptions = command.optsWithGlobals();
      const settings: CompileSettings = {
        json: options.json === true,
        unfold: options.unfold === true,
        onlyErrors: options.only === 'errors',
        set: options.set ?? new Map(),
        style: styleOf(stdout, options.color),
      };
      finish(await (options.watch ? compileOnChange(files, settings) : compileFiles(files, settings)));
    });
}

interface FormatOptions extends Global {
  readonly check?: true;
}

function addFormat(program: Command, finish: Finish): void {
  program
    .command('fmt')
    .description('format sources in place; their meaning stays the same')
    .argument('<FILE...>', 'sources; a folder stands for all .arch files in it, - for standard input')
    .option('--check', 'change nothing; list the files that are not formatted, and exit with 1 if there are any')
    .addHelpText(
      'after',
      `${examples(['fmt model.arch', 'fmt --check examples blocks', 'fmt - < model.arch'])}\n` +
        'Exit code: 0 formatted, 1 not formatted (--check) or errors in the source, 2 wrong usage or a file that cannot be\nread or written.',
    )
    .action(async (files: string[], _options: unknown, command: Command) => {
      const { check, color }: FormatOptions = command.optsWithGlobals();
      finish(await formatFiles(files, { check: check === true, style: styleOf(stdout, color) }));
    });
}

interface ExplainOptions extends Global {
  readonly json?: true;
}

function addExplain(program: Command, finish: Finish): void {
  program
    .command('explain')
    .description('explain an operator, a diagnostic code, a function, a figure of the report or a library block')
    .argument('[NAME]', 'what to explain; all there is, without it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples([
        'explain',
        'explain conv',
        'explain add-shape-mismatch',
        'explain macs',
        'explain residual.Bottleneck',
      ]),
    )
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const { json, color }: ExplainOptions = command.optsWithGlobals();
      finish(await explain(name, { json: json === true, style: styleOf(stdout, color) }));
    });
}

interface NewOptions {
  readonly force?: true;
}

function addNew(program: Command, finish: Finish): void {
  program
    .command('new')
    .description('write a small network to start from')
    .argument('<NAME>', 'of the file; .arch is added')
    .option('--force', 'replace a file of that name')
    .addHelpText('after', examples(['new my_net', 'new nets/second.arch']))
    .action(async (name: string, { force }: NewOptions) => finish(await createFile(name, { force: force === true })));
}
