// Bundles a benchmark with the sources it measures and runs it: `npm run bench`, `npm run bench -- layout`.
import { spawnSync } from 'node:child_process';
import { withBundle } from '../../scripts/bundle.mjs';

const [, , name = 'compile', ...rest] = process.argv;
await withBundle(`test/bench/${name}.bench.ts`, (bundle) => {
  const { status } = spawnSync(process.execPath, ['--expose-gc', bundle, ...rest], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
